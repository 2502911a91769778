//! Quoted questions: block quotes with one question a paragraph; the text after is the answer.

use std::borrow::Cow;

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::asking::{self, Title};
use crate::corpus::claims::Claims;
use crate::corpus::context::Place;
use crate::corpus::document::{Document, Paragraph};
use crate::corpus::draft::Draft;
use crate::corpus::inline;
use crate::corpus::text;
use crate::corpus::titles;

/// Block quotes that ask.
pub struct Quotes;

/// A longer paragraph is quoted text.
const LONGEST: usize = 600;
/// So many quotes that ask, and fewer headings, are what a file is made of.
const MANY: usize = 5;

/// The questions of one quote.
struct Quote {
    start: usize,
    end: usize,
    heading: Option<usize>,
    questions: Vec<(usize, String)>,
    /// Whether any of them ends with a question mark.
    marked: bool,
}

impl Shape for Quotes {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        if claims.settled {
            return Vec::new();
        }
        let mut quotes: Vec<Quote> =
            quotes(document).into_iter().filter(|quote| !claims.cover(quote.start)).collect();
        if quotes.len() < MANY {
            quotes.retain(|quote| quote.marked);
        }
        // One quote that asks is a figure of speech.
        if quotes.len() < 2 {
            return Vec::new();
        }
        let mut drafts = Vec::new();
        for (at, quote) in quotes.iter().enumerate() {
            let next = quotes.get(at + 1).map_or(document.text.len(), |next| next.start);
            let end = next.min(document.next_heading(quote.start)).max(quote.end);
            let answer = text::trim(document.text, quote.end..end);
            for (place, (start, question)) in quote.questions.iter().enumerate() {
                let next = quote.questions.get(place + 1).map_or(end, |next| next.0);
                drafts.push(Draft {
                    range: *start..next,
                    text: question.clone(),
                    answer: Cow::Borrowed(&document.text[answer.clone()]),
                    heading: quote.heading,
                    ..Draft::default()
                });
            }
        }
        drafts
    }
}

fn quotes(document: &Document<'_>) -> Vec<Quote> {
    let among = document.lies_among_questions() && document.headings.len() < MANY;
    let mut quotes = Vec::new();
    let mut rest = &document.paragraphs[..];
    while let Some(first) = rest.first() {
        let own = rest.iter().take_while(|next| next.quote == first.quote).count();
        if first.quote.is_some() {
            quotes.extend(quote(document, &rest[..own], among));
        }
        rest = &rest[own..];
    }
    quotes
}

/// A quote most of whose paragraphs ask; `among` says that a line need not have a question mark.
fn quote(document: &Document<'_>, paragraphs: &[Paragraph], among: bool) -> Option<Quote> {
    let first = paragraphs.first()?;
    let range = first.quote.clone()?;
    let title = first.heading.map(|at| &document.headings[at].title);
    let in_answer = title.is_some_and(|title| asking::ends_asking(title));
    if in_answer || document.place(first.heading, false) == Place::Elsewhere {
        return None;
    }
    let (mut questions, mut asks) = (Vec::new(), 0);
    for paragraph in paragraphs {
        let written = &document.text[paragraph.range.clone()];
        let look = inline::look(written);
        let question =
            titles::question(look.text.trim_start_matches(['>', ' ']).trim_end_matches(is_note_sign));
        if look.linked || question.is_empty() || question.starts_with("👉") {
            continue;
        }
        if written.len() > LONGEST {
            return None;
        }
        let says = || asking::judge(&question) == Title::Asks || (among && asking::invites(&question));
        asks += usize::from(asking::ends_asking(&question) || says());
        questions.push((paragraph.range.start, question));
    }
    let marked = |(_, question): &(usize, String)| asking::ends_asking(question);
    let marked = questions.iter().any(marked);
    let line = among && matches!(&questions[..], [(_, only)] if is_line(only));
    let enough = asks * 2 > questions.len() && (marked || line);
    enough.then_some(Quote { start: range.start, end: range.end, heading: first.heading, questions, marked })
}

/// Whether a text is short and no sentence.
fn is_line(text: &str) -> bool {
    text.len() <= 90 && !text.ends_with(['。', '.', '：', ':', '；', ';', '！', '!'])
}

/// `①` and the like point to a footnote.
fn is_note_sign(c: char) -> bool {
    ('①'..='⑳').contains(&c) || c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::{read, texts};

    #[test]
    fn quotes_that_ask() {
        let questions = read(
            "# Threads\n\n## Locks\n\n> What is a lock?\n>\n> 说说锁的用处\n\nA door.\n\n> <a name=\"q-1\"></a> Why `lock`?\n\nTo be safe.\n\n\
             > Said the manual: a lock is a door.\n\nMore.\n",
        );
        assert_eq!(texts(&questions), ["What is a lock?", "说说锁的用处", "Why lock?"]);
        assert_eq!((&*questions[0].answer, &*questions[1].answer), ("A door.", "A door."));
        assert!(questions[2].answer.ends_with("More."));
    }

    #[test]
    fn one_quote_is_a_figure_of_speech() {
        assert!(read("# A talk\n\n> Who am I?\n\nNobody knows.\n").is_empty());
    }

    #[test]
    fn files_made_of_quotes_that_ask_without_a_mark() {
        let asked = (1..=5).map(|at| format!(">介绍第{at}把锁\n\n门。\n\n")).collect::<String>();
        let read = |name: &str| crate::corpus::read_source(name, asked.as_bytes()).questions.len();
        assert_eq!((read("模拟面试.md"), read("notes.md")), (5, 0));
    }
}
