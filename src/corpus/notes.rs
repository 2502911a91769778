//! Notes: text under headings that are no questions, such as the sections of an article.
//!
//! No one asks a note, but what it tells can be looked for.

use std::borrow::Cow;

use super::asking::{self, Title};
use super::claims::Claims;
use super::context;
use super::document::{Document, Heading};
use super::draft::Draft;
use super::text;
use super::titles;
use crate::question::Kind;

/// How many bytes of text, links left out, make a note: a sentence.
const SHORTEST: usize = 60;

/// The notes of a document outside the regions of its questions, in text order.
pub fn read<'a>(document: &Document<'a>, questions: &[Vec<Draft<'a>>]) -> Vec<Draft<'a>> {
    if context::is_about_the_project(document.name) {
        return Vec::new();
    }
    let mut claims = Claims::default();
    claims.add(questions.iter().flatten().map(|draft| draft.range.clone()));
    let free = (0..document.headings.len()).filter(|&at| !claims.cover(document.headings[at].range.start));
    free.filter_map(|at| note(document, &claims, at)).collect()
}

fn note<'a>(document: &Document<'a>, claims: &Claims, at: usize) -> Option<Draft<'a>> {
    let heading = &document.headings[at];
    let below = document.below(at);
    let end = claims.next_in(&below).map_or(below.end, |claimed| before_code(document, claimed));
    let body = text::trim(document.text, below.start..end);
    if context::is_elsewhere(&heading.title) || !tells(&document.text[body.clone()]) {
        return None;
    }
    Some(Draft {
        range: heading.range.start..body.end,
        text: title(document, heading),
        answer: Cow::Borrowed(&document.text[body]),
        heading: heading.parent,
        kind: Kind::Note,
        ..Draft::default()
    })
}

/// The byte itself, or where the code block starts that it stands in.
fn before_code(document: &Document<'_>, at: usize) -> usize {
    let next = document.codes.partition_point(|code| code.body.start <= at);
    let around = next.checked_sub(1).map(|code| &document.codes[code]).filter(|code| at < code.body.end);
    around.map_or(at, |code| {
        let fence = document.text[..code.body.start].trim_end_matches(['\n', '\r']);
        text::line_start(fence, fence.len())
    })
}

/// Whether there is text to find, and not merely a list of links.
pub fn tells(body: &str) -> bool {
    let told = body.lines().map(str::trim).filter(|line| !is_link(line)).map(str::len);
    let mut so_far = told.scan(0, |all, length| {
        *all += length;
        Some(*all)
    });
    so_far.any(|length| length >= SHORTEST)
}

fn is_link(line: &str) -> bool {
    let text = line.trim_start_matches(|c: char| c.is_ascii_digit() || " -*+.>|".contains(c));
    ["[", "![", "<a ", "<img", "http://", "https://"].iter().any(|start| text.starts_with(start))
}

/// The title of the section; where that says nothing by itself (总结, Introduction), with the one above.
fn title(document: &Document<'_>, heading: &Heading) -> String {
    let own = titles::question(&heading.title);
    let above = heading.parent.map(|parent| titles::question(&document.headings[parent].title));
    match above {
        Some(above) if asking::judge(&own) == Title::Topic && !above.is_empty() => format!("{above} · {own}"),
        _ => own,
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::read_source;
    use crate::question::Kind;

    #[test]
    fn what_is_told_under_headings_and_asked_nowhere() {
        let text = "# Locks\n\nA lock lets one thread in and keeps all the others waiting outside.\n\n\
            ## Summary\n\nLocks are doors. Whoever has the key goes in, whoever has none waits for it.\n\n\
            ## What is a door?\n\nSomething made of wood, with a handle, which opens when it is pushed or pulled.\n\n\
            ## References\n\nA long list of books that somebody might want to read one day or another.\n\n\
            ## Links\n\n- [a very long title of a page](https://example.org/a/very/long/path/to/a/page)\n\n## Empty\n";
        let reading = read_source("a.md", text.as_bytes());
        let notes: Vec<(&str, usize)> =
            reading.notes.iter().map(|note| (&*note.question, note.source.line)).collect();
        assert_eq!(notes, [("Locks", 1), ("Locks · Summary", 5)]);
        assert_eq!(reading.questions.len(), 1);
        assert!(reading.notes.iter().all(|note| note.kind == Kind::Note));
        assert_eq!(reading.notes[1].section, ["Locks"]);
        assert!(reading.notes[1].answer.starts_with("Locks are doors."));
    }

    #[test]
    fn a_note_ends_where_the_questions_below_it_begin() {
        let text = "## Interview questions on locks\n\nThese are asked in every second interview about threads, so learn them.\n\n\
            - What is a lock?\n- What is a door?\n- What is a key?\n";
        let reading = read_source("a.md", text.as_bytes());
        assert_eq!((reading.questions.len(), reading.notes.len()), (3, 1));
        assert!(reading.notes[0].answer.ends_with("learn them."));
        let text = "# Interview\n\nWarm up first: let them tell what they did last, and listen to it well.\n\n\
            ```flow\nst=>start: Start\na=>operation: Tell me about yourself\n```\n";
        let reading = read_source("a.md", text.as_bytes());
        assert_eq!((reading.questions.len(), reading.notes.len()), (1, 1));
        assert!(reading.notes[0].answer.ends_with("it well."));
    }
}
