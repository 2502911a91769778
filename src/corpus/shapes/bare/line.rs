//! The lines of a paragraph, and what each of them does.

use std::ops::Range;

use crate::corpus::asking::{self, Title};
use crate::corpus::document::{Document, Paragraph};
use crate::corpus::inline;
use crate::corpus::numbering;
use crate::corpus::text;
use crate::corpus::titles;
use crate::question::is_han;

/// A longer line tells more than it asks, in bytes.
const LONGEST: usize = 240;
/// A line that only names something is shorter.
pub const LONGEST_NAME: usize = 90;

/// A paragraph, or a line of one, in the section of a heading.
pub struct Line {
    pub range: Range<usize>,
    pub heading: Option<usize>,
    pub text: String,
    /// What the line does; nothing for a paragraph that is no line of its own.
    pub title: Option<Title>,
}

/// The first line of a paragraph, where it is counted; its lines where each of them is a question;
/// elsewhere the paragraph as a whole.
pub fn parts<'d>(
    document: &Document<'_>,
    paragraph: &'d Paragraph,
    first_alone: bool,
    each: bool,
) -> Vec<(Range<usize>, &'d Paragraph)> {
    if first_alone {
        let first = first_line(document, paragraph);
        return vec![(paragraph.range.start..paragraph.range.start + first.len(), paragraph)];
    }
    if !each {
        return vec![(paragraph.range.clone(), paragraph)];
    }
    let mut at = paragraph.range.start;
    let lines = document.text[paragraph.range.clone()].split_inclusive('\n').map(|line| {
        at += line.len();
        (at - line.len()..at, paragraph)
    });
    lines.collect()
}

/// The first line of a paragraph, as it is written.
pub fn first_line<'a>(document: &Document<'a>, paragraph: &Paragraph) -> &'a str {
    let written = &document.text[paragraph.range.clone()];
    written.split_inclusive('\n').next().unwrap_or(written)
}

/// `3.What is a lock?`, which is no list item to Markdown without a space.
pub fn is_numbered(line: &str) -> bool {
    has_number(line) && asking::judge(&titles::question(line.trim())) == Title::Asks
}

/// Whether a line begins with a number that is no part of its text.
pub fn has_number(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(|c: char| c.is_ascii_digit()) && numbering::is_numbered(line)
}

/// What a line of a paragraph, or a paragraph as a whole, does; nothing for a link and for what says
/// nothing.
pub fn read(document: &Document<'_>, paragraph: &Paragraph, range: Range<usize>) -> Option<Line> {
    let heading = paragraph.heading;
    let written = document.text[range.clone()].trim();
    if paragraph.quote.is_some() || written.len() > LONGEST || wraps(written) {
        return Some(Line { range, heading, text: String::new(), title: None });
    }
    let look = inline::look(written);
    if look.linked || !text::says_something(&look.text) {
        return None;
    }
    let text = titles::question(&look.text);
    let is_label = look.bold.is_some_and(|end| end >= written.len());
    let tells = text.ends_with([':', '：', '，', ',', ';', '；', '.', '。']) || text.len() > LONGEST_NAME;
    let title = if asking::ends_asking(&text) || is_task(&text) {
        Some(Title::Asks)
    } else if is_label || tells {
        None
    } else {
        Some(asking::judge(&text)).filter(|title| *title != Title::Topic)
    };
    Some(Line { range, heading, text, title })
}

/// Whether a text is one English sentence that asks without a question mark: `Tell me about a time
/// you failed.`
pub fn is_task(text: &str) -> bool {
    let sentence =
        text.len() <= LONGEST_NAME && text.strip_suffix('.').is_some_and(|rest| !rest.contains(". "));
    sentence && !text.chars().any(is_han) && asking::judge(text) == Title::Asks
}

/// Whether a paragraph has more lines than a wrapped question has.
fn wraps(written: &str) -> bool {
    let mut lines = written.lines();
    lines.by_ref().take(3).count() > 2 || (written.contains('\n') && !asking::ends_asking(written))
}
