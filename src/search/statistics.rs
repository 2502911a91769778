//! What an index holds, in numbers.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::Result;
use crate::index::Index;
use crate::question::Kind;

/// How many questions there are of each sort; the JSON of `tiku stats`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Statistics {
    /// All questions.
    pub questions: usize,
    /// Notes, which no one asks.
    pub notes: usize,
    /// Questions with an answer.
    pub answered: usize,
    /// Questions with key points.
    pub with_key_points: usize,
    /// Questions that follow up another.
    pub follow_ups: usize,
    /// Questions by difficulty; those whose source does not say are left out.
    pub difficulty: BTreeMap<String, usize>,
    /// Questions by language.
    pub lang: BTreeMap<String, usize>,
    /// Questions by topic, which is their tag; a question may have several.
    pub topic: BTreeMap<String, usize>,
    /// Questions by source.
    pub source: BTreeMap<String, usize>,
}

impl Statistics {
    /// Counts what is in an index.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(index: &Index) -> Result<Self> {
        let mut statistics = Self::default();
        for row in index.questions.questions()? {
            let (_, question) = row?;
            if question.kind == Kind::Note {
                statistics.notes += 1;
                continue;
            }
            statistics.questions += 1;
            statistics.answered += usize::from(!question.answer.trim().is_empty());
            statistics.with_key_points += usize::from(!question.key_points.is_empty());
            statistics.follow_ups += usize::from(question.follow_up_of.is_some());
            let mut count = |group: fn(&mut Self) -> &mut BTreeMap<String, usize>, value: &str| {
                *group(&mut statistics).entry(value.to_owned()).or_default() += 1;
            };
            count(|statistics| &mut statistics.lang, question.lang.as_str());
            count(|statistics| &mut statistics.source, &question.source.path);
            question.tags.iter().for_each(|tag| count(|statistics| &mut statistics.topic, tag));
            question.difficulty.iter().for_each(|grade| count(|s| &mut s.difficulty, grade.as_str()));
        }
        Ok(statistics)
    }
}
