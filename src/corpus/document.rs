//! A source, parsed once: front matter, headings, list items, labelled lines, code and HTML.

use std::borrow::Cow;
use std::ops::Range;

use super::Warning;
use super::builder;
use super::front_matter::{self, FrontMatter};
use super::labels::Label;
use super::lines::Lines;
use super::text;

/// How a source is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown, or plain text read as such.
    Markdown,
    /// One JSON object a line.
    JsonLines,
}

impl Format {
    /// The format that a name's extension tells.
    pub fn of(name: &str) -> Self {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        if extension.as_deref() == Some("jsonl") { Self::JsonLines } else { Self::Markdown }
    }
}

/// A parsed source. All ranges and offsets are bytes of `text`; all lists are in text order.
pub struct Document<'a> {
    /// The source's name.
    pub name: &'a str,
    /// The name of the folder around it, where the source's name lacks that.
    pub folder: &'a str,
    /// The whole source.
    pub text: &'a str,
    /// How it is written; only Markdown has structure below.
    pub format: Format,
    /// What its front matter says.
    pub front: FrontMatter,
    /// Where the front matter ends and the body begins.
    pub body: usize,
    /// Where its lines start.
    pub lines: Lines,
    /// Headings that stand on their own, not those in lists or quotes.
    pub headings: Vec<Heading>,
    /// List items.
    pub items: Vec<Item>,
    /// Lists.
    pub lists: Vec<List>,
    /// Paragraphs that stand in no list.
    pub paragraphs: Vec<Paragraph>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Lines that start with a label.
    pub marks: Vec<Mark>,
    /// Thematic breaks that stand on their own.
    pub rules: Vec<usize>,
    /// Code blocks.
    pub codes: Vec<Code>,
    /// Pieces of HTML.
    pub html: Vec<Range<usize>>,
}

/// A heading and its section.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The heading itself.
    pub range: Range<usize>,
    /// Its plain text.
    pub title: String,
    /// The heading whose section this one stands in.
    pub parent: Option<usize>,
    /// Where its section ends: at the next heading of the same or a higher level.
    pub end: usize,
}

/// A list item.
#[derive(Clone, Debug)]
pub struct Item {
    /// All of it, nested lists included.
    pub range: Range<usize>,
    /// The item it is nested in.
    pub parent: Option<usize>,
    /// The list it is an item of.
    pub list: usize,
    /// The text it begins with, up to the first block after it; empty where it begins with one.
    pub own: Range<usize>,
}

/// A list.
#[derive(Clone, Debug)]
pub struct List {
    /// All of it.
    pub range: Range<usize>,
    /// The item that it is nested in.
    pub item: Option<usize>,
    /// The innermost heading above it.
    pub heading: Option<usize>,
    /// Whether it stands in a block quote.
    pub quoted: bool,
}

/// A paragraph that stands in no list.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// All of it.
    pub range: Range<usize>,
    /// The outermost block quote that it stands in.
    pub quote: Option<Range<usize>>,
    /// The innermost heading above it.
    pub heading: Option<usize>,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its cells, row by row; the first row is the header.
    pub rows: Vec<Vec<Range<usize>>>,
    /// The innermost heading above it.
    pub heading: Option<usize>,
}

/// A line that starts with a label.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Where the line's text starts, after list markers and the like.
    pub at: usize,
    /// Where the paragraph that the line stands in ends.
    pub paragraph_end: usize,
    /// The label.
    pub label: Label,
    /// Where the text after the label starts.
    pub text: usize,
    /// The list item it stands in.
    pub item: Option<usize>,
    /// The end of the quote or item around it; of the whole text where there is none.
    pub container_end: usize,
    /// The innermost heading above it.
    pub heading: Option<usize>,
}

/// A code block.
#[derive(Clone, Debug)]
pub struct Code {
    /// The language after the fence.
    pub language: String,
    /// What is inside.
    pub body: Range<usize>,
    /// The innermost heading above it.
    pub heading: Option<usize>,
}

impl<'a> Document<'a> {
    /// Parses a source, in time linear in its length.
    pub fn parse(
        (folder, name): (&'a str, &'a str),
        text: &'a str,
        format: Format,
        warnings: &mut Vec<Warning>,
    ) -> Self {
        let mut document = Self {
            name,
            folder,
            text,
            format,
            front: FrontMatter::default(),
            body: 0,
            lines: Lines::of(text),
            headings: Vec::new(),
            items: Vec::new(),
            lists: Vec::new(),
            paragraphs: Vec::new(),
            tables: Vec::new(),
            marks: Vec::new(),
            rules: Vec::new(),
            codes: Vec::new(),
            html: Vec::new(),
        };
        if format == Format::Markdown {
            let (front, body) = front_matter::split(text, warnings);
            document.front = front;
            document.body = body;
            builder::build(&mut document, body);
        }
        document
    }

    /// Where the next heading of any level after `at` starts, or the end of the text.
    pub fn next_heading(&self, at: usize) -> usize {
        let next = self.headings.partition_point(|heading| heading.range.start <= at);
        self.headings.get(next).map_or(self.text.len(), |heading| heading.range.start)
    }

    /// The headings in whose sections a heading stands, innermost first.
    pub fn above(&self, heading: usize) -> impl Iterator<Item = usize> + '_ {
        self.upwards(self.headings[heading].parent)
    }

    /// A heading and those in whose sections it stands, innermost first.
    pub fn upwards(&self, heading: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(heading, |&at| self.headings[at].parent)
    }

    /// The name of the file, without the folders before it.
    pub fn file_name(&self) -> &'a str {
        self.name.rsplit('/').next().unwrap_or(self.name)
    }

    /// Where the text between a heading and the next one stands.
    pub fn below(&self, heading: usize) -> Range<usize> {
        let heading = &self.headings[heading];
        heading.range.end..self.next_heading(heading.range.start).max(heading.range.end)
    }

    /// All that stands below a heading, sections inside it included.
    pub fn section(&self, heading: usize) -> &'a str {
        let heading = &self.headings[heading];
        &self.text[heading.range.end..heading.end.max(heading.range.end)]
    }

    /// The text between a heading and the next one, trimmed.
    pub fn directly_below(&self, heading: usize) -> &'a str {
        &self.text[text::trim(self.text, self.below(heading))]
    }

    /// Where the next thematic break after `at` starts, or the end of the text.
    pub fn next_rule(&self, at: usize) -> usize {
        let next = self.rules.partition_point(|&rule| rule <= at);
        self.rules.get(next).copied().unwrap_or(self.text.len())
    }

    /// The innermost heading above `at`.
    pub fn heading_above(&self, at: usize) -> Option<usize> {
        self.headings.partition_point(|heading| heading.range.start <= at).checked_sub(1)
    }

    /// A part of the source as an answer: without what says nothing around it.
    pub fn answer(&self, range: Range<usize>) -> Cow<'a, str> {
        Cow::Borrowed(&self.text[text::trim(self.text, range)])
    }

    /// The paragraphs that start before a byte, and those from there on.
    pub fn paragraphs_at(&self, at: usize) -> (&[Paragraph], &[Paragraph]) {
        self.paragraphs.split_at(self.paragraphs.partition_point(|paragraph| paragraph.range.start < at))
    }

    /// The list items that start inside the range, in text order.
    pub fn items_in(&self, range: &Range<usize>) -> &[Item] {
        let first = self.items.partition_point(|item| item.range.start < range.start);
        let last = self.items.partition_point(|item| item.range.start < range.end);
        &self.items[first..last]
    }

    /// How many bytes of the source stand in lists.
    pub fn listed(&self) -> usize {
        self.lists.iter().filter(|list| list.item.is_none()).map(|list| list.range.len()).sum()
    }

    /// What follows the text that an item begins with, nested items included.
    pub fn after_own(&self, item: &Item) -> &'a str {
        self.text.get(item.own.end.max(item.range.start)..item.range.end).unwrap_or_default()
    }

    /// How many items each one is nested in.
    pub fn depths(&self) -> Vec<usize> {
        let mut depths: Vec<usize> = Vec::with_capacity(self.items.len());
        for item in &self.items {
            depths.push(item.parent.map_or(0, |parent| depths[parent] + 1));
        }
        depths
    }

    /// The labelled lines that start inside the range, in text order.
    pub fn marks_in(&self, range: &Range<usize>) -> &[Mark] {
        let first = self.marks.partition_point(|mark| mark.at < range.start);
        let last = self.marks.partition_point(|mark| mark.at < range.end);
        &self.marks[first..last.max(first)]
    }

    /// The text after the label of a mark, to the end of its line.
    pub fn line_of(&self, mark: &Mark) -> Range<usize> {
        let rest = &self.text[mark.text..];
        mark.text..mark.text + rest.find('\n').unwrap_or(rest.len())
    }

    /// Whether anything says that this source is about interviews: its name, title or headings.
    pub fn speaks_of_interviews(&self) -> bool {
        let speaks = |text: &str| {
            let text = text.to_lowercase();
            ["面试", "问题", "interview", "question"].iter().any(|word| text.contains(word))
        };
        speaks(self.name)
            || speaks(&self.front.title)
            || self.headings.iter().any(|heading| speaks(&heading.title))
    }
}
