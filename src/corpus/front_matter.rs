//! YAML front matter: where it ends, and the tags in it.

use serde_json::Value;

use super::Warning;
use super::difficulty;
use crate::question::Difficulty;

/// What the top of a source says about all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// Its title; empty where there is none.
    pub title: String,
    /// Tags, then categories, each once.
    pub tags: Vec<String>,
    /// How hard its questions are.
    pub difficulty: Option<Difficulty>,
}

const TAG_KEYS: [&str; 4] = ["tags", "tag", "categories", "category"];

/// Splits front matter off: what it says, and the byte at which the body starts.
///
/// Front matter that never ends is body text, since nothing says where the body would begin.
pub fn split(text: &str, warnings: &mut Vec<Warning>) -> (FrontMatter, usize) {
    let Some(first) = text.split_inclusive('\n').next().filter(|line| line.trim_end() == "---") else {
        return (FrontMatter::default(), 0);
    };
    let Some((yaml, body)) = block(text, first.len()) else {
        let looks_meant = text[first.len()..].lines().next().is_some_and(is_key_line);
        if looks_meant {
            warnings
                .push(Warning::new(1, "the front matter never ends; close it with a line of three dashes"));
        }
        return (FrontMatter::default(), 0);
    };
    if yaml.trim().is_empty() {
        return (FrontMatter::default(), body);
    }
    // Tags such as `y` and `on` are words, not truth values.
    let options = serde_saphyr::options! { strict_booleans: true };
    match serde_saphyr::from_str_with_options::<Value>(yaml, options) {
        Ok(Value::Object(fields)) => (read_fields(&fields), body),
        // Text between two thematic breaks.
        Ok(_) => (FrontMatter::default(), 0),
        Err(_) if yaml.lines().any(is_key_line) => {
            warnings.push(Warning::new(1, "the front matter is not valid YAML; its tags are not read"));
            (FrontMatter::default(), body)
        }
        Err(_) => (FrontMatter::default(), 0),
    }
}

/// The text from `start` to the closing line, and the byte after that line.
fn block(text: &str, start: usize) -> Option<(&str, usize)> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((&text[start..at], at + line.len()));
        }
        at += line.len();
    }
    None
}

fn is_key_line(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, _)| {
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    })
}

fn read_fields(fields: &serde_json::Map<String, Value>) -> FrontMatter {
    let title = fields.get("title").map(|title| strings(title).join(" ")).unwrap_or_default();
    let mut tags: Vec<String> = Vec::new();
    for tag in TAG_KEYS.iter().filter_map(|key| fields.get(*key)).flat_map(strings) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let difficulty = ["difficulty", "难度", "level"].iter().find_map(|key| fields.get(*key));
    let difficulty = difficulty.and_then(|value| difficulty::grade(&strings(value).join(" ")));
    FrontMatter { title, tags, difficulty }
}

/// The texts in a value: one for a scalar, one for each member of a list, none for the rest.
pub fn strings(value: &Value) -> Vec<String> {
    let trimmed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    match value {
        Value::String(text) => trimmed(text).into_iter().collect(),
        Value::Number(number) => vec![number.to_string()],
        Value::Array(members) => members
            .iter()
            .filter_map(|member| match member {
                Value::String(text) => trimmed(text),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, usize, usize) {
        let mut warnings = Vec::new();
        let (front, body) = split(text, &mut warnings);
        (front.tags, body, warnings.len())
    }

    #[test]
    fn tags_and_categories_as_list_or_scalar() {
        let text = "---\ntitle: a\ntags:\n  - x\n  - 7\ncategory: y\nother: {z: [1]}\n---\nbody";
        let (tags, body, warnings) = read(text);
        assert_eq!((tags, warnings), (vec!["x".to_owned(), "7".to_owned(), "y".to_owned()], 0));
        assert_eq!(&text[body..], "body");
    }

    #[test]
    fn what_is_no_front_matter_is_body() {
        assert_eq!(read("# a\n---\n"), (vec![], 0, 0));
        assert_eq!(read("---\nplain words\n---\nmore"), (vec![], 0, 0));
        assert_eq!(read("---\ntags: [a]\nand no end"), (vec![], 0, 1));
        assert_eq!(read("---\ntags: [a\n---\n").2, 1);
    }
}
