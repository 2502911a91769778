//! `.jsonl`: one record a line, with `question` or `title`, `answer` or `body`, `id`, `tags` …

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::claims::Claims;
use crate::corpus::difficulty;
use crate::corpus::document::{Document, Format};
use crate::corpus::draft::{Draft, Record};
use crate::corpus::front_matter::{self, strings};
use crate::question::{Kind, Lang};

/// Records, one a line.
pub struct JsonLines;

impl Shape for JsonLines {
    fn read<'a>(&self, document: &Document<'a>, _: &Claims, warnings: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        if document.format != Format::JsonLines {
            return Vec::new();
        }
        let (mut drafts, mut at) = (Vec::new(), 0);
        for (number, line) in document.text.split_inclusive('\n').enumerate() {
            if !line.trim().is_empty() {
                match draft(line) {
                    Ok(draft) => drafts.push(Draft { range: at..at + line.len(), ..draft }),
                    Err(message) => warnings.push(Warning::new(number + 1, message)),
                }
            }
            at += line.len();
        }
        drafts
    }
}

fn draft<'a>(line: &str) -> Result<Draft<'a>, String> {
    let record: Value = serde_json::from_str(line.trim())
        .map_err(|error| format!("is not JSON (column {}); the line is left out", error.column()))?;
    let Value::Object(fields) = record else {
        return Err("is not a JSON object; the line is left out".to_owned());
    };
    let question = text(&fields, &["question", "title"]);
    if question.trim().is_empty() {
        return Err("has neither 'question' nor 'title'; the line is left out".to_owned());
    }
    let list = |key: &str| fields.get(key).map(strings).unwrap_or_default();
    Ok(Draft {
        text: question,
        answer: Cow::Owned(text(&fields, &["answer", "body"])),
        key_points: list("key_points"),
        intent: list("intent"),
        kind: if text(&fields, &["kind"]) == "note" { Kind::Note } else { Kind::Question },
        difficulty: difficulty::grade(&text(&fields, &["difficulty", "level"])),
        record: Some(Box::new(Record {
            id: list("id").into_iter().next(),
            section: list("section"),
            tags: list("tags"),
            date: front_matter::date(&fields),
            minutes: fields
                .get("minutes")
                .and_then(Value::as_u64)
                .and_then(|minutes| minutes.try_into().ok()),
            lang: lang(&text(&fields, &["lang"])),
            follow_up_of: list("follow_up_of").into_iter().next(),
        })),
        ..Draft::default()
    })
}

/// The first of the fields that holds text.
fn text(fields: &Map<String, Value>, keys: &[&str]) -> String {
    keys.iter().find_map(|key| fields.get(*key)?.as_str()).unwrap_or_default().to_owned()
}

/// "zh", "zh-CN", "en_US" …; anything else is for the text to tell.
fn lang(written: &str) -> Option<Lang> {
    match written.to_lowercase().split(['-', '_']).next() {
        Some("zh" | "cn" | "chinese") => Some(Lang::Zh),
        Some("en" | "english") => Some(Lang::En),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::read_source;
    use crate::question::{Lang, QuestionId};

    #[test]
    fn records_keep_what_they_say() {
        let reading = read_source(
            "bank/a.jsonl",
            b"{\"id\":\"q1\",\"question\":\"What is\\na lock?\",\"answer\":\"A *door*.\",\"tags\":[\"os\"],\"key_points\":[\"wait\"],\"section\":\"OS\"}\n\
              not json\n\n{\"id\":\"q1\",\"title\":\"again\"}\n[1]\n{\"body\":\"x\"}\n{\"id\":7,\"title\":\"Why?\",\"lang\":\"zh-CN\",\"follow_up_of\":\"q1\"}",
        );
        let lines: Vec<usize> = reading.warnings.iter().map(|warning| warning.line).collect();
        assert_eq!(lines, [2, 4, 5, 6]);
        let [first, last] = &reading.questions[..] else { panic!("two questions") };
        assert_eq!(
            (&*first.question, &*first.answer, first.source.line),
            ("What is a lock?", "A *door*.", 1)
        );
        assert_eq!(
            (&first.tags[..], &first.section[..], &first.key_points[..]),
            (&["operating-systems".into()][..], &["OS".into()][..], &["wait".into()][..])
        );
        assert_eq!((last.id.as_str(), last.lang, last.source.line), ("7", Lang::Zh, 7));
        assert_eq!(last.follow_up_of, Some(QuestionId::given("q1")));
    }
}
