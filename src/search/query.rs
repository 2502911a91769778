//! The query syntax: words, `"phrases"`, `-without`, and `field:value` filters.

use crate::error::{Error, Result};
use crate::search::filter::{Filter, Filters};

/// The longest query that is looked at, in bytes; a pasted page is cut there, at a character.
pub const MAX_QUERY_BYTES: usize = 16 << 10;

/// A query taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// What to search for, phrases included, operators left out.
    pub text: String,
    /// What every hit must contain word for word.
    pub phrases: Vec<String>,
    /// What no hit may contain.
    pub excluded: Vec<String>,
    /// What every hit must be.
    pub filters: Filters,
}

impl Query {
    /// Takes a query apart.
    ///
    /// A quotation mark that is never closed is an ordinary character, and so is a colon after a
    /// word that is not a field, so `TCP:三次` searches for both words.
    ///
    /// # Errors
    /// When nothing remains to search for, or a filter's value is not one its field can have.
    pub fn parse(input: &str) -> Result<Self> {
        Self::parse_filtered(input, &[])
    }

    /// Takes a query apart that comes with further filters, each `field:value`.
    ///
    /// # Errors
    /// As [`parse`](Self::parse), and when a filter is none.
    pub fn parse_filtered(input: &str, filters: &[String]) -> Result<Self> {
        let mut query = Self::default();
        for filter in filters {
            query.filters.add(Filter::parse_strictly(filter)?);
        }
        let mut rest = cut(input, MAX_QUERY_BYTES).trim_start();
        while !rest.is_empty() {
            let (part, after) = next_part(rest);
            query.take(part)?;
            rest = after.trim_start();
        }
        if query.text.is_empty() && query.excluded.is_empty() && query.filters.is_empty() {
            return Err(Error::InvalidQuery("the query is empty; type a few words to search for".to_owned()));
        }
        Ok(query)
    }

    /// A query that is text and nothing else, whatever characters are in it.
    pub fn of_text(text: &str) -> Self {
        Self { text: cut(text, MAX_QUERY_BYTES).trim().to_owned(), ..Self::default() }
    }

    fn take(&mut self, part: Part<'_>) -> Result<()> {
        match part {
            Part::Phrase(text) => {
                self.phrases.push(text.to_owned());
                self.add_text(text);
            }
            Part::Excluded(text) => self.excluded.push(text.to_owned()),
            Part::Word(word) => match Filter::parse(word) {
                Some(filter) => self.filters.add(filter?),
                None => self.add_text(word),
            },
        }
        Ok(())
    }

    fn add_text(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(text);
    }
}

enum Part<'a> {
    Word(&'a str),
    Phrase(&'a str),
    Excluded(&'a str),
}

/// Splits the first part off a text that starts with it.
fn next_part(text: &str) -> (Part<'_>, &str) {
    if let Some((phrase, rest)) = quoted(text) {
        return (Part::Phrase(phrase), rest);
    }
    if let Some(negated) = text.strip_prefix(['-', '－']) {
        if let Some((phrase, rest)) = quoted(negated) {
            return (Part::Excluded(phrase), rest);
        }
        let (word, rest) = word(negated);
        if word.chars().any(char::is_alphanumeric) {
            return (Part::Excluded(word), rest);
        }
    }
    // A quoted value, as in `source:"my notes"`, belongs to its field.
    if let Some((field, value)) = text.split_once([':', '：'])
        && Filter::is_field(field)
        && let Some((_, rest)) = quoted(value)
    {
        return (Part::Word(&text[..text.len() - rest.len()]), rest);
    }
    let (word, rest) = word(text);
    (Part::Word(word), rest)
}

fn word(text: &str) -> (&str, &str) {
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// The text between quotation marks at the start, and what follows them.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next().filter(|c| matches!(c, '"' | '“' | '”' | '＂' | '「'))?;
    let inside = &text[open.len_utf8()..];
    let end = inside.find(['"', '”', '＂', '」'])?;
    let close = inside[end..].chars().next()?;
    let phrase = inside[..end].trim();
    (!phrase.is_empty()).then(|| (phrase, &inside[end + close.len_utf8()..]))
}

/// At most `bytes` of a text, never cutting a character in two.
fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(input: &str) -> (String, Vec<String>, Vec<String>, Vec<String>) {
        let query = Query::parse(input).unwrap();
        (query.text, query.phrases, query.excluded, query.filters.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_syntax() {
        for (input, text, phrases, excluded, filters) in [
            ("redis 持久化", "redis 持久化", vec![], vec![], vec![]),
            ("\"write ahead log\" redis", "write ahead log redis", vec!["write ahead log"], vec![], vec![]),
            ("“三次握手” tcp", "三次握手 tcp", vec!["三次握手"], vec![], vec![]),
            ("缓存 -redis -\"bloom filter\"", "缓存", vec![], vec!["redis", "bloom filter"], vec![]),
            ("tag:redis lang:en 缓存", "缓存", vec![], vec![], vec!["tag:redis", "lang:en"]),
            ("tag:\"distributed systems\" raft", "raft", vec![], vec![], vec!["tag:distributed-systems"]),
            ("TCP:三次 http://x", "TCP:三次 http://x", vec![], vec![], vec![]),
            ("5\" disk", "5\" disk", vec![], vec![], vec![]),
            ("\"open", "\"open", vec![], vec![], vec![]),
            ("a - b -- c -", "a - b -- c -", vec![], vec![], vec![]),
            ("lang:zh", "", vec![], vec![], vec!["lang:zh"]),
        ] {
            let expected = (
                text.to_owned(),
                phrases.into_iter().map(str::to_owned).collect::<Vec<_>>(),
                excluded.into_iter().map(str::to_owned).collect::<Vec<_>>(),
                filters.into_iter().map(str::to_owned).collect::<Vec<_>>(),
            );
            assert_eq!(parsed(input), expected, "{input}");
        }
    }

    #[test]
    fn what_cannot_be_searched_says_so() {
        for input in ["", "   ", "\u{3000}"] {
            assert!(matches!(Query::parse(input), Err(Error::InvalidQuery(_))), "{input:?}");
        }
        assert!(Query::parse("lang:klingon x").unwrap_err().to_string().contains("zh, en"));
    }

    #[test]
    fn a_huge_query_is_cut_at_a_character() {
        let query = Query::parse(&"库".repeat(50_000)).unwrap();
        assert!(query.text.len() <= MAX_QUERY_BYTES && query.text.chars().all(|c| c == '库'));
    }
}
