//! Headings as sections: what stands in which, and headings that are not quite Markdown.

use std::ops::Range;

use super::document::Heading;
use super::text;

/// `##Title`: a heading whose author forgot the space. One `#` begins other things too.
pub fn unspaced(source: &str, paragraph: &Range<usize>) -> Option<Heading> {
    let line = source[paragraph.clone()].trim_end();
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    let begins = |c: char| c.is_alphanumeric() || matches!(c, '[' | '<' | '*' | '`' | '【');
    let meant = title.starts_with(begins) && !line.contains('\n');
    let level = u8::try_from(level).ok().filter(|level| meant && (2..=6).contains(level))?;
    let range = paragraph.start..paragraph.start + line.len();
    Some(Heading { level, range, title: text::plain(title), parent: None, end: 0 })
}

/// `<h2 id="x">Title</h2>`: a heading in HTML, on one line.
pub fn in_html(source: &str, line: &Range<usize>) -> Option<Heading> {
    let written = source[line.clone()].trim();
    let rest = written.strip_prefix("<h").or_else(|| written.strip_prefix("<H"))?;
    let level = rest.chars().next()?.to_digit(10).and_then(|level| u8::try_from(level).ok())?;
    let (_, title) = rest[1..].split_once('>')?;
    let close = title.to_ascii_lowercase().rfind(&format!("</h{level}>"))?;
    let title = text::plain(&title[..close]);
    let range = line.start..line.start + source[line.clone()].trim_end().len();
    let meant = (1..=6).contains(&level) && !title.is_empty();
    meant.then_some(Heading { level, range, title, parent: None, end: 0 })
}

/// Gives every heading its parent and the end of its section.
pub fn close(headings: &mut [Heading], end: usize) {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..headings.len() {
        while let Some(&last) = open.last().filter(|&&last| headings[last].level >= headings[at].level) {
            headings[last].end = headings[at].range.start;
            open.pop();
        }
        headings[at].parent = open.last().copied();
        open.push(at);
    }
    for last in open {
        headings[last].end = end;
    }
}

/// Whether a heading is all that a quote holds, which then only sets it off.
pub fn fills(text: &str, quote: &Range<usize>, heading: &Range<usize>) -> bool {
    let around = |range: Range<usize>| text.get(range).unwrap_or_default();
    around(quote.start..heading.start).trim_matches(['>', ' ']).is_empty()
        && around(heading.end..quote.end).trim().is_empty()
}
