//! Ranking → hits: what is shown of each question that was found.

use super::Searcher;
use super::answer::{Hit, QuestionRef};
use super::ranking::Ranking;
use super::snippet::snippet;
use crate::embedding::passages::{Passage, passages};
use crate::error::Result;
use crate::index::Ordinal;
use crate::scored::Scored;

impl Searcher {
    /// A hit with its snippet and follow-ups.
    pub(super) fn hit(&self, hit: &Scored<Ordinal>, ranking: &Ranking) -> Result<Hit> {
        let question = self.stored(hit.value)?;
        let passage = ranking
            .passage(hit.value)
            .and_then(|number| passages(&question, self.embedder.passage_width()).into_iter().nth(number));
        let snippet = match passage {
            Some(Passage::Answer(range)) => snippet(&question.answer, &ranking.terms, Some(range)),
            None if !question.answer.is_empty() => snippet(&question.answer, &ranking.terms, None),
            Some(Passage::KeyPoint(_)) | None => {
                snippet(&question.key_points.join("; "), &ranking.terms, None)
            }
        };
        Ok(Hit {
            snippet,
            follow_ups: self.follow_ups(&question.id)?,
            id: question.id,
            question: question.question,
            score: hit.score(),
            lang: question.lang,
            kind: question.kind,
            difficulty: question.difficulty,
            tags: question.tags,
            section: question.section,
            follow_up_of: question.follow_up_of,
            source: question.source,
            explain: None,
            duplicates: Vec::new(),
        })
    }

    /// A question by name only, for lists beside another one.
    pub(super) fn named(&self, ordinal: Ordinal) -> Result<QuestionRef> {
        Ok(QuestionRef::from(&self.stored(ordinal)?))
    }
}
