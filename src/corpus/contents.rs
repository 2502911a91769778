//! Tables of contents: lists whose items come again as the headings of the file.

use std::collections::HashSet;
use std::ops::Range;

use super::document::Document;
use super::numbering;
use super::text;

/// A list of fewer items is none.
const LEAST: usize = 4;

/// For each list of the document whether it is a table of contents, or stands in one.
pub fn find(document: &Document<'_>) -> Vec<bool> {
    if document.lists.is_empty() {
        return Vec::new();
    }
    let marked = marked(document.text);
    let is_marked = |at: usize| marked.iter().any(|range| range.contains(&at));
    let headings: HashSet<String> =
        document.headings.iter().map(|heading| key(&heading.title)).filter(|key| !key.is_empty()).collect();
    let roots = roots(document);
    let mut counts = vec![(0usize, 0usize); document.lists.len()];
    // Most items begin otherwise than any heading.
    let firsts: HashSet<char> = headings.iter().filter_map(|key| key.chars().next()).collect();
    if headings.len() >= LEAST {
        for item in &document.items {
            let (items, again) = &mut counts[roots[item.list]];
            *items += 1;
            let written = document.text.get(item.own.clone()).unwrap_or_default();
            let first = written.lines().next().unwrap_or_default();
            let entry = entry(first);
            let may_be = text::letters_of(entry).next().is_some_and(|first| firsts.contains(&first));
            *again += usize::from(may_be && headings.contains(&text::letters(entry)));
        }
    }
    let is_contents = |root: usize| {
        let (items, again) = counts[root];
        (again >= LEAST && again * 2 > items) || is_marked(document.lists[root].range.start)
    };
    roots.iter().map(|root| is_contents(*root)).collect()
}

/// For each list the outermost one around it.
fn roots(document: &Document<'_>) -> Vec<usize> {
    let mut roots: Vec<usize> = Vec::with_capacity(document.lists.len());
    for (at, list) in document.lists.iter().enumerate() {
        roots.push(list.item.map_or(at, |item| roots[document.items[item].list]));
    }
    roots
}

/// What is compared of a title or an entry: letters and digits, without number and link.
fn key(text: &str) -> String {
    text::letters(entry(text))
}

/// A title or an entry without its number, and of a link the text.
fn entry(text: &str) -> &str {
    let text =
        text.trim().strip_prefix('[').and_then(|rest| rest.split_once("](")).map_or(text, |(text, _)| text);
    numbering::without_number(text.trim())
}

/// The stretches between comments that say that a table of contents begins and ends, such as
/// `<!-- toc -->` and `<!-- tocstop -->`.
fn marked(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut at, mut start) = (0, None);
    while let Some(begin) = text[at..].find("<!--").map(|offset| at + offset) {
        let end = text[begin..].find("-->").map_or(text.len(), |offset| begin + offset);
        let says = text[begin..end].chars().take(80).collect::<String>().to_ascii_lowercase();
        if says.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| WORDS.contains(&word)) {
            match start.take() {
                Some(start) => found.push(start..begin),
                None => start = Some(end),
            }
        }
        at = end;
    }
    found
}

/// Words in such comments, as the usual tools write them.
const WORDS: [&str; 3] = ["toc", "tocstop", "doctoc"];

#[cfg(test)]
mod tests {
    use crate::corpus::read_source;
    use crate::question::Question;

    fn read(text: &str) -> Vec<Question> {
        read_source("notes/a.md", text.as_bytes()).questions
    }

    #[test]
    fn entries_that_come_again_as_headings_are_no_questions() {
        let questions = read(
            "# Interview questions\n\n- 1. What is a lock?\n- 2. What is a key?\n- [What is a door?](#door)\n- What is a wall?\n\n\
             ## 1、What is a lock?\n\nA\n\n## 2、What is a key?\n\nB\n\n## What is a door?\n\nC\n\n## What is a wall?\n\nD\n",
        );
        assert_eq!(questions.len(), 4);
        assert_eq!((&*questions[0].answer, questions[0].source.line), ("A", 8));
    }

    #[test]
    fn what_is_marked_as_contents_is_none_either() {
        let list = "- What is a lock?\n- What is a key?\n- What is a door?\n";
        let read_marked = |before: &str, after: &str| {
            read(&format!("# Interview questions\n\n{before}\n\n{list}\n\n{after}\n")).len()
        };
        assert_eq!(read_marked("<!-- toc -->", "<!-- tocstop -->"), 0);
        assert_eq!(read_marked("<!-- START doctoc please -->", "<!-- END doctoc -->"), 0);
        assert_eq!(read_marked("<!-- to do -->", "<!-- done -->"), 3);
    }
}
