//! Fills a document from the events of the Markdown parser, in one pass.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

use super::document::{Code, Document, Heading, Item, List, Mark, Paragraph, Table};
use super::indented;
use super::labels;
use super::sections;
use super::text::{OPTIONS, Plain};

/// Parses the body of the document, from the byte `body` on.
pub fn build(document: &mut Document<'_>, body: usize) {
    let text = document.text;
    let mut builder = Builder {
        document,
        containers: Vec::new(),
        items: Vec::new(),
        lists: Vec::new(),
        quotes: Vec::new(),
        owns: false,
        heading: None,
        in_text: 0,
        paragraph: body..text.len(),
        line: None,
        code: None,
    };
    for (event, range) in Parser::new_ext(&text[body..], OPTIONS).into_offset_iter() {
        builder.take(&event, range.start + body..range.end + body);
    }
    sections::close(&mut builder.document.headings, text.len());
}

struct Builder<'d, 'a> {
    document: &'d mut Document<'a>,
    /// The ends of the quotes, lists and items that are open.
    containers: Vec<usize>,
    /// The items that are open.
    items: Vec<usize>,
    /// The lists that are open.
    lists: Vec<usize>,
    /// The quotes that are open.
    quotes: Vec<Range<usize>>,
    /// Whether text belongs to what the innermost item begins with.
    owns: bool,
    /// The heading that is open.
    heading: Option<(u8, Range<usize>, Plain)>,
    /// How many blocks are open whose text holds no labelled lines: code, HTML, tables.
    in_text: usize,
    /// The paragraph that is open, or was last.
    paragraph: Range<usize>,
    /// Where the line of text that is open starts.
    line: Option<usize>,
    /// The code block that is open.
    code: Option<Code>,
}

impl Builder<'_, '_> {
    fn take(&mut self, event: &Event<'_>, range: Range<usize>) {
        if let Some((_, _, title)) = &mut self.heading {
            title.push(event);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Html(_) => {
                if self.containers.is_empty() {
                    self.document.headings.extend(sections::in_html(self.document.text, &range));
                }
                self.document.html.push(range);
            }
            Event::InlineHtml(_) => {
                self.document.html.push(range.clone());
                self.inline(range);
            }
            Event::Text(_) if self.code.is_some() => {
                if let Some(code) = &mut self.code {
                    code.body = code.body.start.min(range.start)..range.end;
                }
            }
            Event::SoftBreak | Event::HardBreak => self.line = None,
            Event::Rule => {
                self.line = None;
                if self.containers.is_empty() {
                    self.document.rules.push(range.start);
                }
            }
            Event::TaskListMarker(_) => {}
            _ => self.inline(range),
        }
    }

    fn heading_above(&self) -> Option<usize> {
        self.document.headings.len().checked_sub(1)
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => {
                return self.inline(range);
            }
            Tag::Heading { level, .. } if self.containers.is_empty() || self.is_quoted_alone(&range) => {
                self.heading = Some((depth(*level), range.clone(), Plain::default()));
                self.in_text += 1;
            }
            Tag::BlockQuote(_) => {
                self.containers.push(range.end);
                self.quotes.push(range.clone());
            }
            Tag::List(_) => self.start_list(&range),
            Tag::Item => self.start_item(&range),
            Tag::Paragraph if self.items.is_empty() => {
                if self.containers.is_empty() {
                    self.document.headings.extend(sections::unspaced(self.document.text, &range));
                }
                let quote = self.quotes.first().cloned();
                let heading = self.heading_above();
                self.document.paragraphs.push(Paragraph { range: range.clone(), quote, heading });
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split_whitespace().next().unwrap_or_default().to_lowercase()
                    }
                    CodeBlockKind::Indented => String::new(),
                };
                let heading = self.heading_above();
                self.code = Some(Code { language, body: range.end..range.end, heading });
                self.in_text += 1;
            }
            Tag::Table(_) => {
                self.in_text += 1;
                self.document.tables.push(Table { rows: Vec::new(), heading: self.heading_above() });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = self.document.tables.last_mut() {
                    table.rows.push(Vec::new());
                }
            }
            Tag::TableCell => {
                if let Some(row) = self.document.tables.last_mut().and_then(|table| table.rows.last_mut()) {
                    row.push(range.clone());
                }
            }
            Tag::HtmlBlock => self.in_text += 1,
            _ => {}
        }
        if !matches!(tag, Tag::Item | Tag::Paragraph | Tag::Heading { .. }) {
            self.close_own();
        }
        self.line = None;
        // A tight list item has no paragraph event: its text ends with it at the latest.
        self.paragraph = range;
    }

    /// Whether a heading is all that the quote around it holds.
    fn is_quoted_alone(&self, heading: &Range<usize>) -> bool {
        matches!(&self.quotes[..], [quote] if sections::fills(self.document.text, quote, heading))
            && self.containers.len() == 1
    }

    fn start_list(&mut self, range: &Range<usize>) {
        // Before the list is one of its own: the text of the item around it ends here.
        self.close_own();
        self.containers.push(range.end);
        self.lists.push(self.document.lists.len());
        let (item, heading) = (self.items.last().copied(), self.heading_above());
        let quoted = !self.quotes.is_empty();
        self.document.lists.push(List { range: range.clone(), item, heading, quoted });
    }

    fn start_item(&mut self, range: &Range<usize>) {
        let parent = self.items.last().copied();
        let list = self.lists.last().copied().unwrap_or_default();
        self.items.push(self.document.items.len());
        self.containers.push(range.end);
        let own = range.end..range.end;
        self.document.items.push(Item { range: range.clone(), parent, list, own });
        self.owns = true;
    }

    /// A block begins: what follows is no longer the text that the item begins with.
    fn close_own(&mut self) {
        self.owns = false;
    }

    /// A piece of text in an item.
    fn own(&mut self, range: &Range<usize>) {
        if let Some(&item) = self.items.last().filter(|_| self.owns) {
            let own = &mut self.document.items[item].own;
            *own = if own.start == own.end { range.clone() } else { own.start..own.end.max(range.end) };
        }
    }

    fn end(&mut self, tag: &TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {
                return;
            }
            TagEnd::Heading(_) => {
                self.end_heading();
                self.close_own();
            }
            TagEnd::BlockQuote(_) => {
                self.containers.pop();
                self.quotes.pop();
            }
            TagEnd::List(_) => {
                self.containers.pop();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.containers.pop();
                self.end_item();
                self.close_own();
            }
            TagEnd::Paragraph => {
                self.close_own();
                if self.containers.is_empty() {
                    self.end_paragraph(&range);
                }
            }
            TagEnd::CodeBlock => self.end_code(&range),
            TagEnd::Table | TagEnd::HtmlBlock => self.in_text -= 1,
            _ => {}
        }
        self.line = None;
        self.paragraph = range;
    }

    /// Lines of an item may be items nested in it.
    fn end_item(&mut self) {
        let Some(at) = self.items.pop() else { return };
        if at + 1 < self.document.items.len() {
            return;
        }
        let lines = indented::asking_below(self.document.text, &self.document.items[at].own);
        if let Some(first) = lines.first() {
            self.document.items[at].own.end = first.range.start;
        }
        indented::add(self.document, &lines, Some(at));
    }

    /// Lines of a paragraph may be items of a list that Markdown does not see.
    fn end_paragraph(&mut self, range: &Range<usize>) {
        let lines = indented::in_paragraph(self.document.text, range);
        if let (Some(first), Some(paragraph)) = (lines.first(), self.document.paragraphs.last_mut()) {
            paragraph.range.end = first.range.start;
            if paragraph.range.is_empty() {
                self.document.paragraphs.pop();
            }
        }
        indented::add(self.document, &lines, None);
    }

    fn end_code(&mut self, range: &Range<usize>) {
        self.in_text -= 1;
        let Some(code) = self.code.take() else { return };
        let alone = self.containers.is_empty();
        let lines = if alone { indented::in_block(self.document, &code, range) } else { Vec::new() };
        match lines.is_empty() {
            true => self.document.codes.push(code),
            false => indented::add(self.document, &lines, None),
        }
    }

    fn end_heading(&mut self) {
        if let Some((level, range, title)) = self.heading.take() {
            self.in_text -= 1;
            let title = title.finish();
            self.document.headings.push(Heading { level, range, title, parent: None, end: 0 });
        }
    }

    /// A piece of a paragraph: the first one of a line may carry a label.
    fn inline(&mut self, range: Range<usize>) {
        self.own(&range);
        if self.in_text > 0 || self.line.is_some() {
            return;
        }
        self.line = Some(range.start);
        let text = self.document.text;
        let line_end = text[range.start..].find('\n').map_or(text.len(), |length| range.start + length);
        let line = text[range.start..line_end].trim_end_matches('\r');
        if let Some(label) = labels::label_at(line) {
            self.document.marks.push(Mark {
                at: range.start,
                paragraph_end: self.paragraph.end.max(line_end),
                text: range.start + label.end,
                label,
                item: self.items.last().copied(),
                container_end: self.containers.last().copied().unwrap_or(text.len()),
                heading: self.heading_above(),
            });
        }
    }
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}
