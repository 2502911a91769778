//! Bold question lines: `**What is a lock?**`, `**1)** Write a lock.`; the text up to the next
//! one, or the next heading, is the answer.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::asking::{self, Title};
use crate::corpus::claims::Claims;
use crate::corpus::context::Place;
use crate::corpus::document::{Document, Paragraph};
use crate::corpus::draft::Draft;
use crate::corpus::inline;
use crate::corpus::labels;
use crate::corpus::numbering;
use crate::corpus::text;
use crate::corpus::titles;

/// Paragraphs that begin with a bold question.
pub struct Bold;

/// A line that begins in bold.
struct Line {
    at: usize,
    end: usize,
    text: String,
    asks: bool,
    numbered: bool,
    heading: Option<usize>,
}

/// How many lines ask, and how many do not.
#[derive(Clone, Copy, Default)]
struct Tally {
    asks: usize,
    numbered: usize,
    names: usize,
}

impl Shape for Bold {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        if claims.settled || claims.asks_nobody {
            return Vec::new();
        }
        let lines = lines(document, claims);
        if lines.is_empty() {
            return Vec::new();
        }
        let (mut all, mut sections) = (Tally::default(), HashMap::<Option<usize>, Tally>::new());
        for line in &lines {
            count(&mut all, line);
            count(sections.entry(line.heading).or_default(), line);
        }
        // Where headings ask, bold lines are parts of their answers.
        let judged = document.headings.iter().map(|heading| asking::judge(&titles::question(&heading.title)));
        if judged.filter(|title| *title == Title::Asks).count() >= all.asks.max(2) {
            return Vec::new();
        }
        let asked: Vec<&Line> =
            lines.iter().filter(|line| is_asked(document, line, all, sections[&line.heading])).collect();
        let end = |place: usize, line: &Line| {
            let next = asked.get(place + 1).map_or(document.text.len(), |next| next.at);
            next.min(document.next_heading(line.at)).max(line.end)
        };
        asked.iter().enumerate().map(|(place, line)| draft(document, line, end(place, line))).collect()
    }
}

fn count(tally: &mut Tally, line: &Line) {
    match line {
        Line { asks: true, .. } => tally.asks += 1,
        Line { numbered: true, .. } => tally.numbered += 1,
        _ => tally.names += 1,
    }
}

fn is_asked(document: &Document<'_>, line: &Line, all: Tally, section: Tally) -> bool {
    let announced = document.announces();
    let place = document.place(line.heading, announced);
    if place == Place::Elsewhere || document.is_answered_below(line.heading) {
        return false;
    }
    let said = place >= Place::Inside;
    let alone = all.asks == 1 && all.names == 0 && document.headings.len() <= 1;
    match line {
        Line { asks: true, .. } => {
            section.asks + section.numbered > section.names
                && (all.asks + all.numbered >= 3 || (said && all.asks + all.numbered >= 2) || alone)
        }
        Line { numbered: true, .. } => {
            section.asks + section.numbered > section.names
                && all.numbered + all.asks >= 3
                && (said || all.asks >= all.numbered)
        }
        _ => {
            section.asks >= 2 && section.asks >= 2 * section.names && all.asks >= 5 || is_deck(document, all)
        }
    }
}

/// Whether the file is nothing but bold lines with notes between them, among notes for interviews.
fn is_deck(document: &Document<'_>, all: Tally) -> bool {
    let paragraphs = document.paragraphs.iter().filter(|paragraph| paragraph.quote.is_none()).count();
    let lines = all.asks + all.numbered + all.names;
    document.lies_among_questions()
        && document.headings.len() <= 2
        && all.asks >= 1
        && lines >= 10
        && lines * 10 >= paragraphs * 7
}

fn lines(document: &Document<'_>, claims: &Claims) -> Vec<Line> {
    let free = |paragraph: &&Paragraph| paragraph.quote.is_none() && !claims.cover(paragraph.range.start);
    document.paragraphs.iter().filter(free).filter_map(|paragraph| line(document, paragraph)).collect()
}

fn line(document: &Document<'_>, paragraph: &Paragraph) -> Option<Line> {
    let written = &document.text[paragraph.range.clone()];
    if !written.starts_with("**") && !written.starts_with("__") {
        return None;
    }
    let at = paragraph.range.start;
    let first = written.split_inclusive('\n').next().unwrap_or(written);
    let mut look = inline::look(written);
    let open = look.bold.is_none();
    if open {
        // Emphasis that is never closed, or not where it should be.
        look = inline::look(first.trim_start_matches(['*', '_']));
    }
    let bold_end = look.bold.unwrap_or(first.len());
    let rest = written[bold_end..].split('\n').next().unwrap_or_default();
    let bare = |text: &str| !text.chars().any(char::is_alphanumeric);
    let bold_text = if open { look.text.clone() } else { look.bold_text.clone() };
    let number_only = is_number(&bold_text);
    let numbered = number_only || numbering::is_numbered(&bold_text);
    let after = rest.trim_start_matches(['*', '_', ' ']);
    let is_answered = !number_only && labels::answer_at(after).is_some();
    let (text, end) = match (bare(rest), numbered) {
        (true, _) => (bold_text, bold_end + rest.len()),
        _ if is_answered => (bold_text, bold_end),
        (false, true) => (inline::look(first).text, first.trim_end().len()),
        (false, false) => return None,
    };
    let text = titles::question(if number_only {
        text.trim_start_matches(|c: char| !c.is_alphabetic())
    } else {
        &text
    });
    let short = text.len() <= 120 && !text.contains(['：', ':', '。', '，']);
    let asks = asking::ends_asking(&text) || (short && asking::judge(&text) == Title::Asks);
    let topic = asking::judge(&text) == Title::Topic || (bare(rest) && text.ends_with([':', '：']));
    if text.is_empty() || look.linked || (open && !asks) {
        return None;
    }
    Some(Line {
        at,
        end: at + end,
        text,
        asks: asks && !topic,
        numbered: numbered && !topic,
        heading: paragraph.heading,
    })
}

/// `1)`, `12.` …
fn is_number(text: &str) -> bool {
    let rest = text.trim().trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.trim().len() && matches!(rest, ")" | "." | "、" | "" | "）")
}

fn draft<'a>(document: &Document<'a>, line: &Line, end: usize) -> Draft<'a> {
    let below = text::trim(document.text, line.end..end);
    let answer = labels::without_answer_label(document.text, below);
    Draft {
        range: line.at..end,
        text: line.text.clone(),
        answer: Cow::Borrowed(&document.text[answer]),
        heading: line.heading,
        ..Draft::default()
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::{read, texts};

    #[test]
    fn bold_lines_that_ask() {
        let questions = read(
            "# Set\n\n## Locks\n\n**What is a lock? 👶**\n\nA door.\n\n**Why lock?**\nTo be safe.\n\n**Spin locks**\n\nTurn.\n\n\
             **How do they wait? ⭐️**\n\n**They** wait.\n\n**Who waits?**\n\n**1. What is a key**\n\nx\n",
        );
        assert_eq!(
            texts(&questions),
            [
                "What is a lock?",
                "Why lock?",
                "Spin locks",
                "How do they wait?",
                "Who waits?",
                "What is a key"
            ]
        );
        assert_eq!(questions[1].answer, "To be safe.");
        assert_eq!(questions[3].answer, "**They** wait.");
    }

    #[test]
    fn numbered_tasks_in_bold() {
        let questions = read(
            "# Interview questions\n\n## SQL\n\n**1)** All ads.\n\n```sql\nselect 1;\n```\n\n**2)** The active ones\n\nx\n\n**3) Sums.** Add up\n\n* twice\n",
        );
        assert_eq!(texts(&questions), ["All ads.", "The active ones", "Sums. Add up"]);
        assert_eq!(questions[0].answer, "```sql\nselect 1;\n```");
    }

    #[test]
    fn bold_labels_are_no_questions() {
        assert!(read("# Caches\n\n**Why?**\n\na\n\n**Pros**\n\nb\n\n**Cons**\n\nc\n").is_empty());
    }
}
