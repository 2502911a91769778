//! Headings as sections: what stands in which, and headings that are not quite Markdown.

use std::ops::Range;

use super::document::Heading;
use super::text;

/// `##Title`: a heading whose author forgot the space. One `#` begins other things too.
pub fn unspaced(source: &str, paragraph: &Range<usize>) -> Option<Heading> {
    let line = source[paragraph.clone()].trim_end();
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    let meant = title.starts_with(char::is_alphanumeric) && !line.contains('\n');
    let level = u8::try_from(level).ok().filter(|level| meant && (2..=6).contains(level))?;
    let range = paragraph.start..paragraph.start + line.len();
    Some(Heading { level, range, title: text::plain(title), parent: None, end: 0 })
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
