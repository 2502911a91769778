//! Markdown → plain text on one line, and the trimming of answers.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::question::is_han;

/// The Markdown that is understood, everywhere.
pub const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

/// Tags that carry no text of their own. Others, as in `List<String>`, are part of the text.
const HTML_TAGS: [&str; 36] = [
    "a",
    "abbr",
    "b",
    "big",
    "blockquote",
    "br",
    "center",
    "code",
    "del",
    "details",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "u",
];

/// Collects plain text from the events of a parser.
#[derive(Debug, Default)]
pub struct Plain {
    text: String,
    image: usize,
}

impl Plain {
    /// Takes in one event.
    pub fn push(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.image += 1,
            Event::End(TagEnd::Image) => self.image = self.image.saturating_sub(1),
            _ if self.image > 0 => {}
            Event::Text(text) | Event::Code(text) => self.text.push_str(text),
            Event::InlineHtml(html) | Event::Html(html) => self.html(html),
            Event::SoftBreak
            | Event::HardBreak
            | Event::Start(Tag::Paragraph | Tag::Item | Tag::TableCell) => {
                self.text.push(' ');
            }
            _ => {}
        }
    }

    fn html(&mut self, html: &str) {
        let name = html.trim_start_matches(['<', '/']).split(|c: char| !c.is_ascii_alphanumeric()).next();
        let known =
            name.is_none_or(|name| name.is_empty() || HTML_TAGS.contains(&&*name.to_ascii_lowercase()));
        self.text.push_str(if known { " " } else { html });
    }

    /// How long the text is so far.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// The text as it was pushed.
    pub fn raw(self) -> String {
        self.text
    }

    /// The text, on one line.
    pub fn finish(self) -> String {
        one_line(&self.text)
    }
}

/// Markdown as plain text on one line.
pub fn plain(markdown: &str) -> String {
    let mut plain = Plain::default();
    Parser::new_ext(markdown.trim(), OPTIONS).for_each(|event| plain.push(&event));
    plain.finish()
}

/// Whether there are two letters or digits at least: less is no title and no question.
pub fn says_something(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphanumeric()).nth(1).is_some()
}

/// Whether a character is a Chinese number word, as in 第十二题.
pub fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十百".contains(c)
}

/// The letters and digits of a text, in lower case.
pub fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    letters.extend(letters_of(text));
    letters
}

/// The same, one by one.
pub fn letters_of(text: &str) -> impl Iterator<Item = char> {
    // Most of all text is of these, and no table need be asked of them.
    let is_letter = move |c: &char| {
        if c.is_ascii() { c.is_ascii_alphanumeric() } else { is_han(*c) || c.is_alphanumeric() }
    };
    text.chars().filter(is_letter).flat_map(move |c| {
        let simple = c.is_ascii() || is_han(c);
        let one = simple.then(|| c.to_ascii_lowercase());
        one.into_iter().chain((!simple).then(|| c.to_lowercase()).into_iter().flatten())
    })
}

/// How wide a text is: two columns a character that is not ASCII.
pub fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Where the line starts that holds the byte `at`: its list or quote marker is no part of what is
/// before.
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Joins all words with one space each; control characters count as spaces.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Narrows the range of an answer: no blank lines around it; no thematic break, HTML comment or
/// empty line of a quote at its end.
pub fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let mut end = range.start + text[range.clone()].trim_end().len();
    while let Some(line) = text[range.start..end].rsplit('\n').next().filter(|line| is_empty(line)) {
        if line.len() == end - range.start {
            end = range.start;
            break;
        }
        end = range.start + text[range.start..end - line.len()].trim_end().len();
    }
    let mut start = range.start;
    while let Some(line) = text[start..end].split_inclusive('\n').next() {
        if !line.trim().is_empty() {
            // Four columns would be code, and code is kept as written.
            let indent = line.len() - line.trim_start().len();
            start += if indent < 4 { indent } else { 0 };
            break;
        }
        start += line.len();
    }
    start..end
}

/// Whether a line says nothing where an answer ends.
fn is_empty(line: &str) -> bool {
    let line = line.trim();
    let is_comment =
        || line.starts_with("<!--") && line.ends_with("-->") && line.find("-->") == Some(line.len() - 3);
    (!line.is_empty() && line.trim_start_matches(['>', ' ']).is_empty()) || is_rule(line) || is_comment()
}

/// Whether the line is a thematic break: three or more of one of `-*_`, spaces allowed.
fn is_rule(line: &str) -> bool {
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    let Some(first) = marks.next().filter(|c| matches!(c, '-' | '*' | '_')) else { return false };
    let mut count = 1;
    for mark in marks {
        if mark != first {
            return false;
        }
        count += 1;
    }
    count >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_keeps_words_and_drops_marks() {
        for (markdown, text) in [
            ("**Q1: what is `a*b`?**", "Q1: what is a*b?"),
            ("a [link](http://x) and ![shot](y.png) here", "a link and here"),
            ("`List<String>` or List<String> <br/>x", "List<String> or List<String> x"),
            ("two\nlines &amp; more", "two lines & more"),
        ] {
            assert_eq!(plain(markdown), text);
        }
    }

    #[test]
    fn answers_are_trimmed_at_their_ends_only() {
        let trimmed = |text: &str| text[trim(text, 0..text.len())].to_owned();
        assert_eq!(trimmed(" a\n\n---\n\nb\n\n---\n* * *\n"), "a\n\n---\n\nb");
        assert_eq!(trimmed("\n    code\n"), "    code");
        assert_eq!(trimmed("\n---\n"), "");
        assert_eq!(trimmed("> a\n>\n> >\n"), "> a");
        assert_eq!(trimmed("a <!-- b -->\n<!-- footer -->"), "a <!-- b -->");
    }
}
