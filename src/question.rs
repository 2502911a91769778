//! The question: the unit that is read, indexed and found, and what identifies it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A stable id: 16 hex digits over source path, heading path and question text, or, for a
/// `.jsonl` record, the id that the record gives itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QuestionId(String);

impl QuestionId {
    /// Keeps an id that was given from outside.
    pub fn given(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id of a question by its place and text. `occurrence` tells apart the same text asked
    /// more than once under the same headings (0 for the first).
    pub fn derived(source: &str, section: &[String], question: &str, occurrence: usize) -> Self {
        let mut hasher = blake3::Hasher::new();
        let mut part = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        part(source);
        section.iter().for_each(|heading| part(heading));
        part(question);
        if occurrence > 0 {
            part(&occurrence.to_string());
        }
        Self(hasher.finalize().to_hex()[..16].to_owned())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The language a text is mainly written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Decides by script, never by statistics: Chinese from one Han character in sixteen letters on.
    ///
    /// Technical Chinese is full of Latin names, so a low share of Han characters decides.
    pub fn of(text: &str) -> Self {
        let (mut han, mut letters) = (0usize, 0usize);
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            letters += 1;
            han += usize::from(is_han(c));
        }
        if han * 16 > letters { Self::Zh } else { Self::En }
    }

    /// "zh" or "en".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }
}

/// Whether a character is a Han ideograph (the unified blocks and the compatibility block).
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '々' | '〇')
}

/// What an entry is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Something an interviewer asks.
    #[default]
    Question,
    /// Advice or background text that no one asks.
    Note,
}

impl Kind {
    /// "question" or "note".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Note => "note",
        }
    }
}

/// How hard a question is, where its source says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Difficulty {
    /// For beginners.
    Easy,
    /// For those with some practice.
    Medium,
    /// For experts.
    Hard,
}

impl Difficulty {
    /// "easy", "medium" or "hard".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
        }
    }
}

/// Where a question stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceRef {
    /// The source's name: the folder that was given, and the path inside it, with `/`.
    pub path: String,
    /// 1-based line on which the question starts.
    pub line: usize,
}

/// One interview question with all that was read about it.
///
/// This is also the line format of `tiku questions` and of the HTTP answer, so field names are
/// a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Stable id.
    pub id: QuestionId,
    /// What is asked, as plain text on one line.
    pub question: String,
    /// The whole answer as written, Markdown, code and tables included; may be empty.
    pub answer: String,
    /// What a good answer mentions.
    pub key_points: Vec<String>,
    /// What the question is asked for.
    pub intent: Vec<String>,
    /// The question that this one follows up.
    pub follow_up_of: Option<QuestionId>,
    /// The headings above it, outermost first.
    pub section: Vec<String>,
    /// Tags from front matter and the like.
    pub tags: Vec<String>,
    /// The language of the question.
    pub lang: Lang,
    /// Question or note.
    pub kind: Kind,
    /// How hard it is, where the source says so.
    #[serde(default)]
    pub difficulty: Option<Difficulty>,
    /// How many minutes its section is meant to take, where the source says so.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// The date of its source, `YYYY-MM-DD`, where that says it.
    #[serde(default)]
    pub date: Option<String>,
    /// Where it stands.
    pub source: SourceRef,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_is_decided_by_script() {
        for (text, lang) in [
            ("how does TCP work", Lang::En),
            ("Go 的 GMP 调度模型是什么?", Lang::Zh),
            ("mongodb的shard", Lang::Zh),
            ("What does 三 mean in a long English question about characters?", Lang::En),
            ("", Lang::En),
        ] {
            assert_eq!(Lang::of(text), lang, "{text}");
        }
    }

    #[test]
    fn ids_depend_on_place_and_text_and_occurrence() {
        let section = vec!["a".to_owned()];
        let id = QuestionId::derived("s.md", &section, "q", 0);
        assert_eq!(id.as_str().len(), 16);
        assert_eq!(id, QuestionId::derived("s.md", &section, "q", 0));
        for other in [
            QuestionId::derived("t.md", &section, "q", 0),
            QuestionId::derived("s.md", &[], "q", 0),
            QuestionId::derived("s.md", &section, "r", 0),
            QuestionId::derived("s.md", &section, "q", 1),
        ] {
            assert_ne!(id, other);
        }
    }
}
