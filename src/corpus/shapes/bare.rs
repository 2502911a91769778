//! Bare lines: notes in which every question is a line of its own, without any marker.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

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
use crate::question::is_han;

/// Paragraphs of one line that ask.
pub struct Bare;

/// A longer line tells more than it asks, in bytes.
const LONGEST: usize = 240;
/// So many lines with numbers that ask show that the others with numbers do.
const COUNTED: usize = 5;
/// So many lines that ask make a file a list of them.
const MANY: usize = 10;
/// A line that only names something is shorter.
const LONGEST_NAME: usize = 90;

/// A paragraph, or a line of one, in the section of a heading.
struct Line {
    range: Range<usize>,
    heading: Option<usize>,
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
    /// Whether what was asked in an interview is recounted.
    recounted: bool,
    /// Whether the file is a list of such lines, among notes for interviews.
    listed: bool,
    /// Whether it opens with a question, as those beside it do.
    opened: bool,
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
        let lines = (self.asks + self.names) * 10;
        match self.recounted {
            true => self.asks >= 1 && lines >= self.all * 7,
            false => {
                let asks = self.asks >= 3 && self.asks * 5 >= self.all * 2;
                (asks || self.listed) && lines >= self.all * 9
            }
        }
    }
}

impl Shape for Bare {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        if claims.settled || claims.asks_nobody || document.paragraphs.is_empty() {
            return Vec::new();
        }
        let page = Page::of(document);
        let lines = page.lines(claims);
        let sections = page.sections(&lines);
        let asked = lines.iter().filter(|line| match (line.title, sections.get(&line.heading)) {
            (Some(Title::Asks), Some(_)) => true,
            (Some(Title::Names), Some(section)) => section.is_list(),
            _ => false,
        });
        let asked: Vec<&Line> = asked.collect();
        let next = |place: usize| asked.get(place + 1).map_or(document.text.len(), |next| next.range.start);
        asked.iter().enumerate().map(|(place, line)| draft(document, line, next(place))).collect()
    }
}

/// What the paragraphs of a document show at first sight.
struct Page<'d, 'a> {
    document: &'d Document<'a>,
    /// For each paragraph, whether its first line has a number and asks.
    counts: Vec<bool>,
    /// The sections in which what was asked in an interview is recounted.
    recounted: HashSet<Option<usize>>,
    /// The sections that announce questions and are nothing but short lines.
    sheets: HashSet<Option<usize>>,
    /// The sections in which anything asks; others are hardly lists of questions.
    marked: HashSet<Option<usize>>,
    /// Whether it may be nothing but lines, among notes for interviews.
    may_be_list: bool,
}

impl<'d, 'a> Page<'d, 'a> {
    fn of(document: &'d Document<'a>) -> Self {
        let paragraphs = &document.paragraphs;
        let counts: Vec<bool> =
            paragraphs.iter().map(|paragraph| is_numbered(first_line(document, paragraph))).collect();
        let headings: HashSet<Option<usize>> = paragraphs.iter().map(|paragraph| paragraph.heading).collect();
        let recounted: HashSet<Option<usize>> =
            headings.into_iter().filter(|heading| document.recounts(*heading)).collect();
        let asks = |paragraph: &Paragraph| {
            let text = document.text[paragraph.range.clone()].trim();
            asking::ends_asking(text) || is_task(text)
        };
        let marked = paragraphs.iter().zip(&counts).filter(|(paragraph, counts)| {
            **counts || recounted.contains(&paragraph.heading) || asks(paragraph)
        });
        let marked = marked.map(|(paragraph, _)| paragraph.heading).collect();
        let may_be_list = document.lies_among_questions() && are_short(paragraphs);
        Self { document, counts, recounted, sheets: sheets(document), marked, may_be_list }
    }

    /// The lines of all sections that may ask.
    fn lines(&self, claims: &Claims) -> Vec<Line> {
        let counted = self.counts.iter().filter(|counts| **counts).count() >= COUNTED;
        let paragraphs = self.document.paragraphs.iter().zip(&self.counts);
        let free = paragraphs.filter(|(paragraph, _)| {
            (self.may_be_list || self.marked.contains(&paragraph.heading))
                && !claims.cover(paragraph.range.start)
                && !claims.start_in(&paragraph.range)
        });
        let lines = free.flat_map(|(paragraph, counts)| {
            let first_alone = *counts || (counted && has_number(first_line(self.document, paragraph)));
            let each = [&self.recounted, &self.sheets].iter().any(|set| set.contains(&paragraph.heading));
            parts(self.document, paragraph, first_alone, each)
        });
        lines.filter_map(|(range, paragraph)| line(self.document, paragraph, range)).collect()
    }

    /// The sections in which lines ask.
    fn sections(&self, lines: &[Line]) -> HashMap<Option<usize>, Section> {
        let mut sections: HashMap<Option<usize>, Section> = HashMap::new();
        for line in lines {
            let section = sections.entry(line.heading).or_default();
            section.all += 1;
            section.asks += usize::from(line.title == Some(Title::Asks));
            section.names += usize::from(line.title == Some(Title::Names));
        }
        let listed = self.may_be_list && is_listed(sections.values());
        let openings = openings(self.document, lines);
        sections.retain(|heading, section| {
            section.opened = openings.contains(heading);
            section.recounted = self.recounted.contains(heading);
            section.listed = listed || self.sheets.contains(heading);
            (listed || self.marked.contains(heading))
                && (section.opened
                    || section.is_list()
                    || section.asks(self.document.announces_questions(*heading)))
                && self.document.place(*heading, false) != Place::Elsewhere
                && !self.document.is_answered_below(*heading)
        });
        sections
    }
}

/// Whether paragraphs are so short as lines that ask or name something are.
fn are_short(paragraphs: &[Paragraph]) -> bool {
    let bytes: usize = paragraphs.iter().map(|paragraph| paragraph.range.len()).sum();
    bytes <= paragraphs.len() * LONGEST_NAME
}

/// Whether hardly anything but lines that ask or name something stands in a file, and many ask.
fn is_listed<'s>(sections: impl Iterator<Item = &'s Section>) -> bool {
    let (all, asks, lines) = sections.fold((0, 0, 0), |(all, asks, lines), section| {
        (all + section.all, asks + section.asks, lines + section.asks + section.names)
    });
    asks >= MANY && lines * 10 >= all * 9 && asks * 5 >= all
}

/// The headings below which the first line asks, where most of those beside them do the same and
/// do not ask themselves: `## Conflict`, and then `Tell me about a conflict.`
fn openings(document: &Document<'_>, lines: &[Line]) -> HashSet<Option<usize>> {
    let mut first: HashMap<usize, &Line> = HashMap::new();
    for line in lines {
        line.heading.into_iter().for_each(|heading| _ = first.entry(heading).or_insert(line));
    }
    let mut kin: HashMap<(Option<usize>, u8), (usize, Vec<usize>)> = HashMap::new();
    for (at, heading) in document.headings.iter().enumerate() {
        let (all, opened) = kin.entry((heading.parent, heading.level)).or_default();
        *all += 1;
        let opens = first.get(&at).is_some_and(|line| {
            let above = document.text.get(heading.range.end..line.range.start).unwrap_or("x");
            line.title == Some(Title::Asks) && above.trim().is_empty()
        });
        if opens && asking::judge(&titles::question(&heading.title)) != Title::Asks {
            opened.push(at);
        }
    }
    let mostly = kin.into_values().filter(|(all, opened)| opened.len() >= 3 && opened.len() * 3 >= all * 2);
    mostly.flat_map(|(_, opened)| opened).map(Some).collect()
}

/// The sections of notes for interviews that announce questions and are nothing but short lines,
/// one for each question.
fn sheets(document: &Document<'_>) -> HashSet<Option<usize>> {
    let mut sheets: HashMap<Option<usize>, (usize, usize)> = HashMap::new();
    if document.lies_among_questions() && document.items.is_empty() {
        for paragraph in &document.paragraphs {
            let (all, long) = sheets.entry(paragraph.heading).or_default();
            for line in document.text[paragraph.range.clone()].lines() {
                *all += 1;
                *long += usize::from(
                    line.len() > LONGEST_NAME || line.trim_end().ends_with(['.', '。', ';', '；', '，', ',']),
                );
            }
        }
    }
    let is_sheet = |heading: &Option<usize>, (all, long): &(usize, usize)| {
        *all >= MANY && long * 10 <= *all && document.announces_questions(*heading)
    };
    sheets.retain(|heading, lines| is_sheet(heading, lines));
    sheets.into_keys().collect()
}

/// The first line of a paragraph, where it is counted; its lines where each of them is a question;
/// elsewhere the paragraph as a whole.
fn parts<'d>(
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

fn first_line<'a>(document: &Document<'a>, paragraph: &Paragraph) -> &'a str {
    let written = &document.text[paragraph.range.clone()];
    written.split_inclusive('\n').next().unwrap_or(written)
}

/// `3.What is a lock?`, which is no list item to Markdown without a space.
fn is_numbered(line: &str) -> bool {
    has_number(line) && asking::judge(&titles::question(line.trim())) == Title::Asks
}

fn has_number(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(|c: char| c.is_ascii_digit()) && titles::without_number(line).len() < line.len()
}

fn line(document: &Document<'_>, paragraph: &Paragraph, range: Range<usize>) -> Option<Line> {
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
fn is_task(text: &str) -> bool {
    let sentence =
        text.len() <= LONGEST_NAME && text.strip_suffix('.').is_some_and(|rest| !rest.contains(". "));
    sentence && !text.chars().any(is_han) && asking::judge(text) == Title::Asks
}

/// Whether a paragraph has more lines than a wrapped question has.
fn wraps(written: &str) -> bool {
    let mut lines = written.lines();
    lines.by_ref().take(3).count() > 2 || (written.contains('\n') && !asking::ends_asking(written))
}

fn draft<'a>(document: &Document<'a>, line: &Line, next: usize) -> Draft<'a> {
    let range = &line.range;
    let end = next.min(document.next_heading(range.start)).max(range.end);
    Draft {
        range: range.start..end,
        text: line.text.clone(),
        answer: Cow::Borrowed(&document.text[text::trim(document.text, range.end..end)]),
        heading: line.heading,
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
    fn files_that_are_nothing_but_lines() {
        let asking = (1..=10).map(|at| format!("第{at}把锁和钥匙的区别\n\n")).collect::<String>();
        let text = format!("## 锁\n\n{asking}## 门\n\n木门\n\n铁门\n");
        let read = |name: &str| crate::corpus::read_source(name, text.as_bytes()).questions.len();
        assert_eq!((read("面试/a.md"), read("notes/a.md")), (12, 0));
    }

    #[test]
    fn sheets_of_short_lines_under_a_heading_that_announces_questions() {
        let lines = (1..=10).map(|at| format!("Lock number {at}\n")).collect::<String>();
        let text = format!("## Fullstack Questions\n\n{lines}\nWhat is a lock ?\n");
        let read = |name: &str| crate::corpus::read_source(name, text.as_bytes()).questions.len();
        assert_eq!((read("interview/a.md"), read("notes/a.md")), (11, 0));
        let told = "## Behavioural Questions\n\nTell me about a lock.\n\n> A door.\n\nTell me about keys.\n\n> x\n\nWhy?\n";
        assert_eq!(crate::corpus::read_source("mock-interview.md", told.as_bytes()).questions.len(), 3);
    }

    #[test]
    fn figures_of_speech_are_no_lines_of_their_own() {
        let questions = read(
            "# Locks\n\nA lock is a door. It lets one in.\n\nWhy is that?\n\nBecause of the key that one has.\n\nAnd then?\n\nThen it opens.\n",
        );
        assert_eq!(texts(&questions), Vec::<&str>::new());
    }

    #[test]
    fn numbers_without_a_space_after_them() {
        let questions = read(
            "## 初级\n\n1.什么是锁？【并发】\n回答链接：https://x.y/1\n\n2.什么是信号量？【并发】\n回答链接：https://x.y/2\n\n3.死锁怎么办？\n看日志。\n\n4.为什么要锁？\n\n5.有哪些锁？\n\n6.解释自旋【并发】\n等。\n",
        );
        assert_eq!(
            texts(&questions),
            [
                "什么是锁？【并发】",
                "什么是信号量？【并发】",
                "死锁怎么办？",
                "为什么要锁？",
                "有哪些锁？",
                "解释自旋【并发】"
            ]
        );
        assert_eq!(questions[2].answer, "看日志。");
    }
}
