//! Front matter in YAML or TOML: where it ends, and what it says about all of a source.

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
    /// Its date, `YYYY-MM-DD`.
    pub date: Option<String>,
}

const TAG_KEYS: [&str; 4] = ["tags", "tag", "categories", "category"];

/// Splits front matter off: what it says, and the byte at which the body starts.
///
/// Front matter that never ends is body text, since nothing says where the body would begin.
pub fn split(text: &str, warnings: &mut Vec<Warning>) -> (FrontMatter, usize) {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    let (is_toml, closing): (bool, &[&str]) = match first.trim_end() {
        "---" => (false, &["---", "..."]),
        "+++" => (true, &["+++"]),
        _ => return (FrontMatter::default(), 0),
    };
    let Some((written, body)) = block(text, first.len(), closing) else {
        let looks_meant = text[first.len()..].lines().next().is_some_and(is_key_line);
        if looks_meant {
            let line = format!("the front matter never ends; close it with a line of {}", closing[0]);
            warnings.push(Warning::new(1, line));
        }
        return (FrontMatter::default(), 0);
    };
    if written.trim().is_empty() {
        return (FrontMatter::default(), body);
    }
    if is_toml {
        return match toml::from_str::<toml::Table>(written) {
            Ok(table) => {
                (read_fields(&table.into_iter().map(|(key, value)| (key, json(value))).collect()), body)
            }
            Err(_) => {
                warnings.push(Warning::new(1, "the front matter is not valid TOML; its tags are not read"));
                (FrontMatter::default(), body)
            }
        };
    }
    let yaml = written;
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
fn block<'a>(text: &'a str, start: usize, closing: &[&str]) -> Option<(&'a str, usize)> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if closing.contains(&line.trim_end()) {
            return Some((&text[start..at], at + line.len()));
        }
        at += line.len();
    }
    None
}

fn is_key_line(line: &str) -> bool {
    line.split_once([':', '=']).is_some_and(|(key, _)| {
        let key = key.trim_end();
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    })
}

fn read_fields(fields: &serde_json::Map<String, Value>) -> FrontMatter {
    let title = fields.get("title").map(|title| strings(title).join(" ")).unwrap_or_default();
    let mut tags: Vec<String> = Vec::new();
    let grouped = fields.get("taxonomies").and_then(Value::as_object);
    let found = TAG_KEYS.iter().filter_map(|key| fields.get(*key).or_else(|| grouped?.get(*key)));
    for tag in found.flat_map(strings) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let difficulty = ["difficulty", "难度", "level"].iter().find_map(|key| fields.get(*key));
    let difficulty = difficulty.and_then(|value| difficulty::grade(&strings(value).join(" ")));
    FrontMatter { title, tags, difficulty, date: date(fields) }
}

/// The day that one of the fields for dates begins with, as `YYYY-MM-DD`.
pub fn date(fields: &serde_json::Map<String, Value>) -> Option<String> {
    const KEYS: [&str; 6] = ["date", "日期", "updated", "lastmod", "created", "pubDate"];
    let written = KEYS.iter().filter_map(|key| fields.get(*key)).flat_map(strings).next()?;
    let mut parts = written.split(['-', '/', '.', '年', '月', '日', ' ', 'T']);
    let mut number = |digits: usize| {
        let part = parts.next().filter(|part| (1..=digits).contains(&part.len()))?;
        part.parse::<u32>().ok()
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    let is_day = year >= 1000 && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_day.then(|| format!("{year}-{month:02}-{day:02}"))
}

/// A TOML value as JSON; dates become text.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(members) => Value::Array(members.into_iter().map(json).collect()),
        toml::Value::Table(fields) => {
            Value::Object(fields.into_iter().map(|(key, value)| (key, json(value))).collect())
        }
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(truth) => Value::Bool(truth),
    }
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
    fn toml_and_dates() {
        let mut warnings = Vec::new();
        let text = "+++\ntitle = \"a\"\ndate = 2020-06-08T21:14:22Z\ntags = [\"x\", \"y\"]\n+++\nbody";
        let (front, body) = split(text, &mut warnings);
        assert_eq!((&*front.title, &front.tags[..]), ("a", &["x".to_owned(), "y".to_owned()][..]));
        assert_eq!((front.date.as_deref(), &text[body..], warnings.len()), (Some("2020-06-08"), "body", 0));
        for (written, day) in [
            ("2020-06-08 21:14:22", Some("2020-06-08")),
            ("2021/3/7", Some("2021-03-07")),
            ("2021年3月7日", Some("2021-03-07")),
            ("yesterday", None),
            ("2021-13-01", None),
        ] {
            let (front, _) = split(&format!("---\ndate: {written}\n---\n"), &mut warnings);
            assert_eq!(front.date.as_deref(), day, "{written}");
        }
        assert_eq!(read("+++\nno toml\n+++\n").2, 1);
    }

    #[test]
    fn what_is_no_front_matter_is_body() {
        assert_eq!(read("# a\n---\n"), (vec![], 0, 0));
        assert_eq!(read("---\nplain words\n---\nmore"), (vec![], 0, 0));
        assert_eq!(read("---\ntags: [a]\nand no end"), (vec![], 0, 1));
        assert_eq!(read("---\ntags: [a\n---\n").2, 1);
    }
}
