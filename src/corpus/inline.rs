//! What a piece of text in a line or item is made of: its words, its links, its leading bold.

use pulldown_cmark::{BrokenLink, Event, LinkType, Parser, Tag, TagEnd};

use super::text::{self, OPTIONS, Plain, one_line};

/// Links with such texts lead to an answer or a source and are no part of a question.
#[rustfmt::skip]
const REFERENCES: &[&str] = &[
    "more", "source", "link", "answer", "answers", "solution", "read answer", "read more", "see answer", "details",
    "practice", "practice question", "code", "here", "example", "demo", "ref", "reference", "docs", "video",
    "答案", "参考答案", "详情", "更多", "阅读更多", "查看更多", "来源", "链接", "参考", "解析", "查看", "详解", "题解",
    "⬆", "↥", "⬆ back to top", "back to top",
];

/// A piece of inline Markdown, looked at once.
#[derive(Debug, Default)]
pub struct Inline {
    /// Its plain text on one line, without links at its end that only lead away.
    pub text: String,
    /// Whether its text is a link, or links, and little more.
    pub linked: bool,
    /// The byte after the emphasis that it begins with.
    pub bold: Option<usize>,
    /// The plain text of that emphasis.
    pub bold_text: String,
}

/// Looks at a piece of Markdown, such as the text of an item or a paragraph.
pub fn look(markdown: &str) -> Inline {
    if !markdown.contains(is_markup) {
        let text = one_line(markdown.trim_end_matches(is_open));
        return Inline { text, ..Inline::default() };
    }
    if let Some(text) = whole_link(markdown.trim()) {
        return Inline { text: one_line(text), linked: true, ..Inline::default() };
    }
    let skipped = markdown.len() - markdown.trim_start().len();
    let mut parser = Parsed::default();
    // In a fragment the targets of references are not known, but `[a][b]` is a link all the same.
    let mut resolve = |broken: BrokenLink<'_>| {
        matches!(broken.link_type, LinkType::Reference).then(|| ("".into(), "".into()))
    };
    let events = Parser::new_with_broken_link_callback(&markdown[skipped..], OPTIONS, Some(&mut resolve));
    for (event, range) in events.into_offset_iter() {
        parser.take(&event, range.start, range.end);
    }
    let mut inline = parser.finish();
    inline.bold = inline.bold.map(|end| end + skipped);
    inline
}

/// The text of a link that is all there is, if both are plain: lists of such links are long and many.
fn whole_link(markdown: &str) -> Option<&str> {
    let (text, address) = markdown.strip_prefix('[')?.strip_suffix(')')?.split_once("](")?;
    let is_plain = !text.contains(is_markup) && !text.contains([']', '^']);
    let leads = !address.contains(|c: char| c.is_whitespace() || "()<>\\&\"'".contains(c));
    (is_plain && leads && text::says_something(text)).then_some(text)
}

/// Whether a character can begin anything but plain words in a line of Markdown.
fn is_markup(c: char) -> bool {
    matches!(c, '*' | '_' | '[' | '<' | '`' | '&' | '\\' | '~' | '#' | '>' | '|' | '=' | '\n')
        || c.is_ascii_control()
}

/// Whether a character at the end of a text only leads over to what was cut off.
fn is_open(c: char) -> bool {
    c.is_whitespace() || matches!(c, '[' | '(' | '（' | '-' | '—' | '→')
}

#[derive(Default)]
struct Parsed {
    plain: Plain,
    strong: usize,
    /// Open link: where its text starts in `plain`.
    link: Option<usize>,
    /// The texts of links, as ranges of `plain`.
    links: Vec<(usize, usize)>,
    bold: Option<(usize, usize)>,
}

impl Parsed {
    fn take(&mut self, event: &Event<'_>, start: usize, end: usize) {
        match event {
            Event::Start(Tag::Strong) => self.strong += 1,
            Event::End(TagEnd::Strong) => {
                self.strong = self.strong.saturating_sub(1);
                if self.strong == 0 && self.bold.is_none() && start == 0 {
                    self.bold = Some((end, self.plain.len()));
                }
            }
            Event::Start(Tag::Link { .. }) => self.link = Some(self.plain.len()),
            Event::End(TagEnd::Link) => {
                if let Some(at) = self.link.take() {
                    self.links.push((at, self.plain.len()));
                }
            }
            event => self.plain.push(event),
        }
    }

    fn finish(mut self) -> Inline {
        let mut plain = self.plain.raw();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let all = if self.links.is_empty() { 0 } else { letters(&plain) };
        let linked: usize = self.links.iter().map(|&(from, to)| letters(&plain[from..to])).sum();
        let first = self.links.first().is_some_and(|&(from, to)| {
            letters(&plain[..from]) < 3
                && plain[to..].trim_start().starts_with([':', '：', '-', '–', '—', '|', '(', '（', '、', ','])
        });
        let is_link = linked > 0 && ((all - linked) * 4 < all || first);
        while let Some(&(from, to)) = self.links.last() {
            let after = &plain[to..];
            if letters(after) > 8 || !leads_away(&plain[..from], &plain[from..to]) {
                break;
            }
            self.links.pop();
            plain.truncate(from);
        }
        let cut = if is_link { &*plain } else { plain.trim_end_matches(is_open) };
        let bold_text = self.bold.map_or("", |(_, to)| plain.get(..to).unwrap_or(&plain));
        Inline {
            text: one_line(cut),
            linked: is_link,
            bold: self.bold.map(|(end, _)| end),
            bold_text: one_line(bold_text),
        }
    }
}

/// Whether a link at the end only leads away from the text before it.
fn leads_away(before: &str, link: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '[' | '(' | '（'));
    let link =
        link.trim_matches(|c: char| matches!(c, '[' | ']' | '(' | ')') || c.is_whitespace()).to_lowercase();
    let ends = before.ends_with(['.', '?', '？', '。', '!', '！']);
    before.chars().filter(|c| c.is_alphanumeric()).take(4).count() == 4
        && (ends
            || REFERENCES.contains(&&*link)
            || link.chars().all(|c| c.is_ascii_digit() || !c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_lead_away_are_dropped() {
        for (markdown, text, linked) in [
            ("What is a lock? [[more]](/a)", "What is a lock?", false),
            ("Write a lock. [Source](http://x) (Free)", "Write a lock.", false),
            ("Design a [date picker](/x)", "Design a date picker", false),
            ("[What is a lock?](#lock)", "What is a lock?", true),
            ("[What is a lock?](a b)", "[What is a lock?](a b)", false),
            ("[*What* is a lock?](/a_(b))", "What is a lock?", true),
            ("[What is a lock?](</a b>)", "What is a lock?", true),
            ("[?](/a)", "?", false),
            ("[Locks](x.md): all about them, and more", "Locks: all about them, and more", true),
            ("什么是锁[更多](x)", "什么是锁", false),
            ("[a][1]", "a", true),
        ] {
            let inline = look(markdown);
            assert_eq!((&*inline.text, inline.linked), (text, linked), "{markdown}");
        }
    }

    #[test]
    fn the_bold_at_the_start_is_found() {
        let inline = look("**Why?** Because.");
        assert_eq!((inline.bold, &*inline.bold_text), (Some(8), "Why?"));
        assert_eq!(look("a **b**").bold, None);
    }
}
