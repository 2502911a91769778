//! Bare lines: notes in which every question is a line of its own, without any marker.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::asking::{self, Title};
use crate::corpus::claims::Claims;
use crate::corpus::context::{self, Place};
use crate::corpus::document::{Document, Paragraph};
use crate::corpus::draft::Draft;
use crate::corpus::inline;
use crate::corpus::text;
use crate::corpus::titles;

/// Paragraphs of one line that ask.
pub struct Bare;

/// A longer line tells more than it asks, in bytes.
const LONGEST: usize = 240;
/// A line that only names something is shorter.
const LONGEST_NAME: usize = 90;

/// A paragraph in the section of one heading.
struct Line<'d> {
    paragraph: &'d Paragraph,
    text: String,
    /// What the line does; nothing for a paragraph that is no line of its own.
    title: Option<Title>,
}

/// The paragraphs of one section.
#[derive(Default)]
struct Section {
    all: usize,
    asks: usize,
    names: usize,
}

impl Section {
    /// Whether lines that ask are what the section is made of: more so where nothing announces
    /// questions.
    fn asks(&self, announced: bool) -> bool {
        let (least, share) = if announced { (2, 2) } else { (4, 3) };
        self.asks >= least && self.asks * 6 >= self.all * share
    }

    /// Whether it is nothing but such lines, so that those which only name something ask as well.
    fn is_list(&self) -> bool {
        self.asks >= 3 && (self.asks + self.names) * 10 >= self.all * 9 && self.asks * 5 >= self.all * 2
    }
}

impl Shape for Bare {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        if claims.settled || context::is_about_the_project(document.name) || document.is_elsewhere() {
            return Vec::new();
        }
        let lines: Vec<Line<'_>> = document
            .paragraphs
            .iter()
            .filter(|paragraph| !claims.cover(paragraph.range.start))
            .filter_map(|paragraph| line(document, paragraph))
            .collect();
        let mut sections: HashMap<Option<usize>, Section> = HashMap::new();
        for line in &lines {
            let section = sections.entry(line.paragraph.heading).or_default();
            section.all += 1;
            section.asks += usize::from(line.title == Some(Title::Asks));
            section.names += usize::from(line.title == Some(Title::Names));
        }
        let announced = document.announces();
        let asked = lines.iter().filter(|line| {
            let heading = line.paragraph.heading;
            let section = &sections[&heading];
            document.place(heading, "", announced) != Place::Elsewhere
                && !in_answer(document, heading)
                && section.asks(document.announces_questions(heading))
                && (line.title == Some(Title::Asks)
                    || (line.title == Some(Title::Names) && section.is_list()))
        });
        let asked: Vec<&Line<'_>> = asked.collect();
        let next = |place: usize| {
            asked.get(place + 1).map_or(document.text.len(), |next| next.paragraph.range.start)
        };
        asked.iter().enumerate().map(|(place, line)| draft(document, line, next(place))).collect()
    }
}

fn line<'d>(document: &Document<'_>, paragraph: &'d Paragraph) -> Option<Line<'d>> {
    let written = document.text[paragraph.range.clone()].trim();
    let look = inline::look(written);
    if look.text.chars().filter(|c| c.is_alphanumeric()).take(2).count() < 2 || look.linked {
        return None;
    }
    let text = titles::question(&look.text);
    let is_label = look.bold.is_some_and(|end| end >= written.len());
    let title = if paragraph.quote.is_some() || written.len() > LONGEST || wraps(written) {
        None
    } else if asking::ends_asking(&text) {
        Some(Title::Asks)
    } else if is_label || text.ends_with([':', '：', '，', ',', ';', '；']) {
        None
    } else {
        match asking::judge(&text) {
            Title::Topic => None,
            // A sentence that ends with a full stop, or is long, tells something.
            _ if text.ends_with(['.', '。']) || text.len() > LONGEST_NAME => None,
            title => Some(title),
        }
    };
    Some(Line { paragraph, text, title })
}

/// Whether a paragraph has more lines than a wrapped question has.
fn wraps(written: &str) -> bool {
    let mut lines = written.lines();
    lines.by_ref().take(3).count() > 2 || (written.contains('\n') && !asking::ends_asking(written))
}

fn in_answer(document: &Document<'_>, heading: Option<usize>) -> bool {
    heading.is_some_and(|at| {
        let title = titles::question(&document.headings[at].title);
        asking::judge(&title) == Title::Asks && !context::announces(&title)
    })
}

fn draft<'a>(document: &Document<'a>, line: &Line<'_>, next: usize) -> Draft<'a> {
    let range = &line.paragraph.range;
    let end = next.min(document.next_heading(range.start)).max(range.end);
    Draft {
        range: range.start..end,
        text: line.text.clone(),
        answer: Cow::Borrowed(&document.text[text::trim(document.text, range.end..end)]),
        heading: line.paragraph.heading,
        ..Draft::default()
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::{read, texts};

    #[test]
    fn lines_that_ask_with_answers_between_or_none() {
        let questions = read(
            "# Interview questions\n\n## Locks\n\nWhat is a lock?\n\nA door that lets one in.\n\nWhat is a key?\n\n\
             ## 一面\n\n讲一下锁\n\n为什么要锁？\n\n死锁怎么办？\n\n锁的实现\n",
        );
        assert_eq!(
            texts(&questions),
            ["What is a lock?", "What is a key?", "讲一下锁", "为什么要锁？", "死锁怎么办？", "锁的实现"]
        );
        assert_eq!((&*questions[0].answer, &*questions[2].answer), ("A door that lets one in.", ""));
    }

    #[test]
    fn figures_of_speech_are_no_lines_of_their_own() {
        let questions = read(
            "# Locks\n\nA lock is a door. It lets one in.\n\nWhy is that?\n\nBecause of the key that one has.\n\nAnd then?\n\nThen it opens.\n",
        );
        assert_eq!(texts(&questions), Vec::<&str>::new());
    }
}
