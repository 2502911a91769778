//! Lists that Markdown does not see: lines written as items, but indented so far below a line of
//! text that they belong to its paragraph, or so far after a blank line that they are code; lines
//! counted in the Chinese way, `1、…`; lines that begin with `•`; lines that ask, one after
//! another, below the first line of an item; and what was pasted into a code block.

use std::collections::HashMap;
use std::ops::Range;

use super::asking::{self, Title};
use super::document::{Code, Document, Item, List};
use super::text::{self, line_start};
use super::titles;

/// So many lines that ask below another are what that groups.
const FEWEST: usize = 3;

/// A line written as a list item.
#[derive(Debug, PartialEq)]
pub struct Line {
    /// The item with all that is nested in it, from its marker on.
    pub range: Range<usize>,
    /// The text that it begins with.
    pub own: Range<usize>,
    /// The line that it is nested in, by its place among the lines found.
    pub parent: Option<usize>,
}

/// The lines of a paragraph that are written as items: two at least, and not the first, which would
/// be an item to Markdown as well, unless its marker is none there.
pub fn in_paragraph(text: &str, paragraph: &Range<usize>) -> Vec<Line> {
    let first = below_first(text, paragraph);
    let unseen = text[paragraph.start..first].trim_start();
    let unseen = unseen.starts_with("1、") || unseen.starts_with(DOTS);
    let lines = lines(text, if unseen { paragraph.start } else { first }..paragraph.end, marker);
    match lines.len() >= 2 {
        true => lines,
        false if text[paragraph.clone()].matches(['?', '？']).count() >= FEWEST => {
            asking_below(text, paragraph)
        }
        false => Vec::new(),
    }
}

/// The lines below the first one of an item or a paragraph, where nearly all of them ask.
pub fn asking_below(text: &str, block: &Range<usize>) -> Vec<Line> {
    let below = below_first(text, block);
    let lines = written(text, below..block.end).map(|(_, line)| line);
    let lines: Vec<Range<usize>> = lines.filter(|line| !line.is_empty()).collect();
    if lines.len() < FEWEST {
        return Vec::new();
    }
    if lines.iter().filter(|line| asks(&text[(*line).clone()])).count() * 4 < lines.len() * 3 {
        return Vec::new();
    }
    lines.into_iter().map(|line| Line { range: line.clone(), own: line, parent: None }).collect()
}

/// The lines of a code block, `range` as a whole, that are items and no code: of an indented one, or
/// among notes for interviews of a fenced one that is called text or nothing.
pub fn in_block(document: &Document<'_>, code: &Code, range: &Range<usize>) -> Vec<Line> {
    let text = document.text;
    let fenced = !code.language.is_empty() || text[range.clone()].starts_with(['`', '~']);
    let is_text = || matches!(&*code.language, "" | "markdown" | "md" | "text" | "txt");
    match fenced {
        false => in_code(text, range),
        true if is_text() && document.lies_among_questions() => in_fence(text, &code.body),
        true => Vec::new(),
    }
}

/// The lines of an indented code block, where most of them are written as items.
fn in_code(text: &str, code: &Range<usize>) -> Vec<Line> {
    let start = line_start(text, code.start);
    let written = text[start..code.end].lines().filter(|line| !line.trim().is_empty()).count();
    let lines = lines(text, start..code.end, |line| marker(line).or_else(|| levels(line)));
    if lines.len() >= 3 && lines.len() * 4 >= written * 3 { lines } else { Vec::new() }
}

/// The counted lines of a fenced code block that holds what was pasted from elsewhere: five at least,
/// most of the lines, with a space after the number or without, and two of five ask.
fn in_fence(text: &str, code: &Range<usize>) -> Vec<Line> {
    const LEAST: usize = 5;
    let written = text[code.clone()].lines().filter(|line| !line.trim().is_empty()).count();
    let lines = lines(text, code.clone(), counted);
    let asking = lines.iter().filter(|line| asks(&text[line.own.clone()])).count();
    let is_list = lines.len() >= LEAST && lines.len() * 5 >= written * 3 && asking * 5 >= lines.len() * 2;
    if is_list { lines } else { Vec::new() }
}

/// Adds lines to a document, in a list for each item that some are nested in: all of them in `outer`, if
/// there is one.
pub fn add(document: &mut Document<'_>, lines: &[Line], outer: Option<usize>) {
    let Some(end) = lines.iter().map(|line| line.range.end).max() else { return };
    let (first_item, heading) = (document.items.len(), document.headings.len().checked_sub(1));
    let mut lists: HashMap<Option<usize>, usize> = HashMap::new();
    for line in lines {
        let parent = line.parent.map(|parent| first_item + parent).or(outer);
        let list = *lists.entry(parent).or_insert_with(|| {
            let end = parent.map_or(end, |parent| document.items[parent].range.end);
            let range = line.range.start..end;
            document.lists.push(List { range, item: parent, heading, quoted: false });
            document.lists.len() - 1
        });
        let (range, own) = (line.range.clone(), line.own.clone());
        document.items.push(Item { range, parent, list, own });
    }
}

fn asks(written: &str) -> bool {
    asking::judge(&titles::question(&text::plain(written))) == Title::Asks
}

/// Where the second line of a block starts, or the block ends.
fn below_first(text: &str, block: &Range<usize>) -> usize {
    text[block.clone()].find('\n').map_or(block.end, |end| block.start + end + 1)
}

/// Each line, and where it stands without the white space around it.
fn written(text: &str, within: Range<usize>) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut at = within.start;
    text[within].split_inclusive('\n').map(move |line| {
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        (line, start..start + line.trim().len())
    })
}

/// The lines that begin with a marker, and how they are nested. `marker` gives its length.
fn lines(text: &str, within: Range<usize>, marker: fn(&str) -> Option<usize>) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    // The items that are open: place and indentation.
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (line, range) in written(text, within) {
        let Some(marker) = marker(line.trim()) else {
            // What is no item goes on with the one above.
            if let Some(last) = found.last_mut().filter(|_| !range.is_empty()) {
                last.own.end = range.end;
            }
            continue;
        };
        let indent = width(line);
        while open.last().is_some_and(|(_, outer)| *outer >= indent) {
            open.pop();
        }
        let parent = open.last().map(|(place, _)| *place);
        open.push((found.len(), indent));
        found.push(Line { own: range.start + marker..range.end, range, parent });
    }
    // From the last one on, so that an inner item knows its end before the outer one asks.
    for place in (0..found.len()).rev() {
        let end = found[place].range.end.max(found[place].own.end);
        found[place].range.end = end;
        if let Some(parent) = found[place].parent {
            found[parent].range.end = found[parent].range.end.max(end);
        }
    }
    found
}

/// How far a line is indented, in columns.
fn width(line: &str) -> usize {
    let mut columns = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => break,
        }
    }
    columns
}

/// What pasted text begins its items with.
const DOTS: [char; 5] = ['•', '●', '▪', '◦', '➢'];

/// The length of the marker that a line begins with, and of the space after it.
fn marker(line: &str) -> Option<usize> {
    if let Some(rest) = line.strip_prefix(DOTS) {
        return Some(line.len() - rest.trim_start().len()).filter(|marker| *marker < line.len());
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match line.as_bytes().get(digits)? {
        b'*' | b'-' | b'+' if digits == 0 => 1,
        b'.' | b')' if (1..=3).contains(&digits) => digits + 1,
        _ if (1..=3).contains(&digits) && line[digits..].starts_with('、') => {
            return Some(digits + '、'.len_utf8());
        }
        _ => return None,
    };
    let space = line[mark..].len() - line[mark..].trim_start_matches([' ', '\t']).len();
    (space > 0 && mark + space < line.len()).then_some(mark + space)
}

/// The length of a number of several levels that a line begins with: `2.1 Locks`.
fn levels(line: &str) -> Option<usize> {
    let (number, text) = line.split_once(' ')?;
    let mut levels = number.split('.');
    let is_one = levels.clone().count() >= 2
        && levels
            .all(|level| (1..=2).contains(&level.len()) && level.bytes().all(|byte| byte.is_ascii_digit()));
    let mark = line.len() - text.trim_start().len();
    (is_one && mark < line.len()).then_some(mark)
}

/// The length of the number that a line begins with, with a point after it.
fn counted(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let text = line[digits..].strip_prefix(['.', '、', ')', '）'])?;
    let number = line.len() - text.trim_start().len();
    let is_one = (1..=3).contains(&digits) && text.starts_with(|c: char| !c.is_ascii_digit());
    (is_one && number < line.len()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Option<usize>)> {
        let lines = in_paragraph(text, &(0..text.len()));
        lines.into_iter().map(|line| (&text[line.own], line.parent)).collect()
    }

    #[test]
    fn items_below_a_line_of_text() {
        let text = "Locks\n    * What is a lock?\n        1. Why?\n       so\n    * And a key?\n";
        assert_eq!(
            found(text),
            [("What is a lock?", None), ("Why?\n       so", Some(0)), ("And a key?", None)]
        );
        let lines = in_paragraph(text, &(0..text.len()));
        assert_eq!(&text[lines[0].range.clone()], "* What is a lock?\n        1. Why?\n       so");
        assert_eq!(found("Locks\n    * What is a lock?\nand so on\n"), []);
        assert_eq!(found("a\n    *b\n    *c\n"), []);
    }

    #[test]
    fn lines_that_begin_with_a_dot() {
        assert_eq!(
            found("• What is a lock?\n•And a key?\n"),
            [("What is a lock?", None), ("And a key?", None)]
        );
        assert_eq!(found("A lock • is a door.\nA key • opens it.\n"), []);
    }

    #[test]
    fn lines_that_ask_below_the_first_one_of_an_item() {
        let lines = |text: &str| asking_below(text, &(0..text.len())).len();
        assert_eq!(lines("Locks\nWhat is a lock?\nExplain keys.\n  Why do we lock?"), 3);
        assert_eq!(lines("What is a lock?\nIt is a door.\nWho has the key?\nNobody has."), 0);
    }

    #[test]
    fn what_was_pasted_into_a_fence_is_counted() {
        let lines = |text: &str| in_fence(text, &(0..text.len())).len();
        let pasted =
            "来源：别处\n1.自我介绍\n2.锁是怎么实现的？\n3.门的原理\n  是木头\n4.为什么要锁\n5. 钥匙有哪些\n";
        assert_eq!(lines(pasted), 5);
        assert_eq!(lines("1.开门\n2.关门\n3.上锁\n4.取钥匙\n5.为什么走\n"), 0);
        assert_eq!(lines("0.1 + 0.2 = ?\n0.3 + 0.4 = ?\n0.5 = ?\n0.6 = ?\n0.7 = ?\n"), 0);
    }

    #[test]
    fn code_is_a_list_only_where_most_lines_are_items() {
        let list = "    - Locks\n    - Keys\n        - Rings\n";
        assert_eq!(in_code(list, &(4..list.len())).len(), 3);
        let code = "    - a\n    b = c\n    d()\n    - d\n    - e\n";
        assert_eq!(in_code(code, &(4..code.len())), []);
        let levels = "    1. Locks\n        1.1 Doors\n        1.2 Keys\n\n    2. Hinges\n";
        assert_eq!(in_code(levels, &(4..levels.len())).len(), 4);
    }
}
