//! Topics: JSON Lines of `{"qid", "text"}`, with an optional `"kind"`.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::error::{Error, Result};

/// Something to ask. Other members of its line are passed over.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Topic {
    /// Its id, as the judgements name it.
    #[serde(alias = "id")]
    pub qid: String,
    /// What is asked, with the query syntax.
    pub text: String,
    /// What sort of topic it is; figures are told for each sort.
    #[serde(default)]
    pub kind: Option<String>,
}

/// Reads a file of topics.
///
/// # Errors
/// When it cannot be read, or [`Error::MalformedLine`].
pub fn read(path: &Path) -> Result<Vec<Topic>> {
    parse(&read_text(path)?, &path.display().to_string())
}

/// Reads topics from text; `name` is what errors call it. Empty lines are passed over.
///
/// # Errors
/// [`Error::MalformedLine`] when a line is no topic or its id was given before.
pub fn parse(text: &str, name: &str) -> Result<Vec<Topic>> {
    let mut topics: Vec<Topic> = Vec::new();
    let mut lines: HashMap<String, usize> = HashMap::new();
    for (number, line) in lines_of(text) {
        let malformed =
            |message: String| Error::MalformedLine { path: name.to_owned(), line: number, message };
        let topic: Topic = serde_json::from_str(line).map_err(|e| {
            let what = e.to_string();
            // The line within this one line says nothing.
            let what = what.split(" at line ").next().unwrap_or_default();
            malformed(format!("{what}; a topic is a line such as {{\"qid\":\"1\",\"text\":\"words\"}}"))
        })?;
        if topic.qid.is_empty() || topic.qid.contains(char::is_whitespace) {
            let qid = &topic.qid;
            return Err(malformed(format!(
                "the qid '{qid}' is empty or has spaces; run files cannot hold it"
            )));
        }
        if let Some(first) = lines.insert(topic.qid.clone(), number) {
            return Err(malformed(format!(
                "the qid '{}' was given on line {first} already; make it unique",
                topic.qid
            )));
        }
        topics.push(topic);
    }
    Ok(topics)
}

/// The text of a file, without a byte order mark.
pub(super) fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(Error::io("read", path))
}

/// The lines that are not empty, trimmed, with their numbers from 1.
pub(super) fn lines_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(qid: &str, text: &str, kind: Option<&str>) -> Topic {
        Topic { qid: qid.to_owned(), text: text.to_owned(), kind: kind.map(str::to_owned) }
    }

    #[test]
    fn topics_are_read_in_order() {
        let text = "\u{feff}{\"qid\":\"1\",\"text\":\"三次握手\",\"kind\":\"zh\"}\r\n\n{\"id\":\"2\",\"text\":\"\",\"answers\":[1]}";
        let expected = [topic("1", "三次握手", Some("zh")), topic("2", "", None)];
        assert_eq!(parse(text, "t").unwrap(), expected);
        assert_eq!(parse("", "t").unwrap(), []);
    }

    #[test]
    fn malformed_lines_are_named() {
        let good = "{\"qid\":\"1\",\"text\":\"a\"}";
        for (text, line, part) in [
            ("{\"qid\":\"1\"}".to_owned(), 1, "missing field `text`"),
            (format!("{good}\n\nnothing"), 3, "expected"),
            (format!("{good}\n{good}"), 2, "line 1 already"),
            (format!("{good}\n{{\"qid\":\"a b\",\"text\":\"a\"}}"), 2, "spaces"),
            (format!("{good}\n{{\"qid\":3,\"text\":\"a\"}}"), 2, "invalid type"),
        ] {
            let error = parse(&text, "t.jsonl").unwrap_err();
            assert!(matches!(&error, Error::MalformedLine { line: l, .. } if *l == line), "{error}");
            let message = error.to_string();
            assert!(message.starts_with(&format!("t.jsonl:{line}: ")) && message.contains(part), "{message}");
        }
    }
}
