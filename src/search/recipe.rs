//! The ranking function in one place: its stages, in order, and the numbers of each.
//!
//! 1. **Words.** BM25F over the fields, as the share of the query that a question covers
//!    (`keyword.rs`); synonyms cover less than the words themselves, and what is made of other
//!    words of the query counts little beside those.
//! 2. **Proximity.** Words that stand together in the query and in the question cover more.
//! 3. **Meaning.** The cosine of the question, and of its nearest passage; a little more for a
//!    question in the other language.
//! 4. **Credit.** A text in the other language cannot say the query's words; what it lacks for
//!    that is made good as far as it is near by meaning.
//! 5. **Fusion.** One score out of both (`fusion.rs`). Words weigh more where they tell the best
//!    questions apart from the next ones.
//! 6. **The exact question.** What asks just what was typed comes first.
//! 7. **Notes** come below questions.
//!
//! A reranker and the folding of duplicates, where asked for, come after. Every number was chosen
//! on the judged topics (`make eval`); `tiku eval --vary` tries others.

use serde::{Deserialize, Serialize};

use super::answer::Mode;
use super::fusion::{self, Fusion};
use crate::index::TextField;

/// The numbers of every stage. A weight of 0 leaves its stage out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// Which retrievers answer.
    pub mode: Mode,
    /// The weights of the fields, in the order of [`TextField::ALL`].
    pub fields: [f32; TextField::ALL.len()],
    /// How much a word counts that is made of other words of the query.
    pub whole: f32,
    /// How much a word counts that only comes about where two others meet.
    pub accidental: f32,
    /// How much of what an expression would give its synonym gives.
    pub synonyms: f32,
    /// How much more of what is not yet covered words that stand together cover.
    pub proximity: f32,
    /// How much the nearest passage counts beside the question as a whole.
    pub passage: f32,
    /// What is added to the meaning of a question in the other language: to any query, texts in its own
    /// language are a little nearer than their translations.
    pub abroad: f32,
    /// How much of the best coverage a question in the other language is credited with.
    pub credit: f32,
    /// How words and meaning become one score.
    pub fusion: Fusion,
    /// How much words weigh beside meaning in a weighted sum, at least.
    pub keyword: f32,
    /// How much more they weigh for each part by which the best coverage stands out, times that coverage.
    pub distinction: f32,
    /// How much more they weigh for the square of the best coverage.
    pub certainty: f32,
    /// The constant of reciprocal rank fusion: the greater, the less the first places stand out.
    pub rrf_k: f32,
    /// How far the score of the exact question goes up to 1.
    pub exact: f32,
    /// What the score of a note is multiplied by.
    pub note: f32,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            mode: Mode::Hybrid,
            fields: [6.0, 1.0, 1.0, 1.0, 1.2],
            whole: 0.2,
            accidental: 0.0,
            synonyms: 0.8,
            proximity: 0.2,
            passage: 0.5,
            abroad: 0.04,
            credit: 0.74,
            fusion: Fusion::Sum,
            keyword: 0.05,
            distinction: 12.0,
            certainty: 0.85,
            rrf_k: 60.0,
            exact: 0.5,
            note: 0.5,
        }
    }
}

impl Recipe {
    /// The recipe for one mode.
    pub fn of(mode: Mode) -> Self {
        Self { mode, ..Self::default() }
    }
}

/// What the retrievers say about one question.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// How much of the query's words it covers, in [0, 1).
    pub coverage: f32,
    /// How close together they stand, in [0, 1].
    pub proximity: f32,
    /// Its cosine with the query, in [-1, 1].
    pub cosine: f32,
    /// The cosine of its nearest passage, where that was looked at.
    pub passage: Option<f32>,
    /// Whether it is in the other language than the query.
    pub foreign: bool,
    /// Whether it asks just what the query does.
    pub exact: bool,
    /// Whether it is a note.
    pub note: bool,
    /// Its places among all by words and by meaning, from 1; only reciprocal rank fusion asks.
    pub places: [Option<usize>; 2],
}

/// What the retrievers say about a query as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outlook {
    /// The coverage of the question that covers most.
    pub best_coverage: f32,
    /// How far that is above the mean of the next ten.
    pub distinction: f32,
    /// The meaning of the question that is nearest.
    pub best_meaning: f32,
}

impl Recipe {
    /// Stages 1 and 2: how much of the query's words a question covers, in [0, 1].
    pub fn words(&self, found: &Evidence) -> f32 {
        found.coverage * (1.0 + self.proximity * found.proximity * (1.0 - found.coverage))
    }

    /// Stage 3: how near the question is, as a whole and in its nearest passage, wherever it is written.
    pub fn meaning(&self, found: &Evidence) -> f32 {
        let nearest = found.passage.unwrap_or(found.cosine).max(found.cosine);
        let meaning = found.cosine + self.passage * (nearest - found.cosine);
        if found.foreign && meaning > 0.0 { (meaning + self.abroad).min(1.0) } else { meaning }
    }

    /// Stage 4: what a question in the other language is credited with beyond its words.
    pub fn credit(&self, found: &Evidence, outlook: &Outlook) -> f32 {
        if !found.foreign || outlook.best_meaning <= 0.0 {
            return 0.0;
        }
        let near = (self.meaning(found) / outlook.best_meaning).clamp(0.0, 1.0);
        self.credit * near * (outlook.best_coverage - self.words(found)).max(0.0)
    }

    /// How much words weigh beside meaning, in stage 5.
    pub fn keyword_weight(&self, outlook: &Outlook) -> f32 {
        let telling = self.distinction * outlook.distinction + self.certainty * outlook.best_coverage;
        self.keyword + telling * outlook.best_coverage
    }

    /// All stages: the score of a question, at most 1.
    pub fn score(&self, found: &Evidence, outlook: &Outlook) -> f32 {
        let score = match (self.mode, self.fusion) {
            (Mode::Keyword, _) => self.words(found),
            (Mode::Semantic, _) => self.meaning(found),
            (Mode::Hybrid, Fusion::Rrf) => fusion::reciprocal_ranks(self.rrf_k, &found.places),
            (Mode::Hybrid, Fusion::Sum) => {
                let words = self.words(found) + self.credit(found, outlook);
                fusion::weighted_mean(self.meaning(found), words, self.keyword_weight(outlook))
            }
        };
        let score = if found.exact { score + self.exact.min(1.0) * (1.0 - score) } else { score };
        if found.note { self.note * score } else { score }
    }

    /// How the score of a question was made, in words.
    pub fn formula(&self, found: &Evidence) -> String {
        let words = match self.proximity {
            0.0 => "coverage".to_owned(),
            weight => format!("coverage * (1 + {weight} * proximity * (1 - coverage))"),
        };
        let abroad = match found.foreign && self.abroad > 0.0 {
            true => format!(" + {} for the other language", self.abroad),
            false => String::new(),
        };
        let meaning = format!("(cosine + {} * (max(cosine, passage) - cosine){abroad})", self.passage);
        let formula = match (self.mode, self.fusion) {
            (Mode::Keyword, _) => words,
            (Mode::Semantic, _) => meaning,
            (Mode::Hybrid, Fusion::Sum) => {
                format!("({meaning} + keyword_weight * ({words} + credit)) / (1 + keyword_weight)")
            }
            (Mode::Hybrid, Fusion::Rrf) => {
                let k = self.rrf_k;
                format!("(1 / ({k} + keyword_rank) + 1 / ({k} + semantic_rank)) * {} / 2", k + 1.0)
            }
        };
        let formula = match found.exact {
            true => format!("{} + {} * ({formula}), the exact question", self.exact, 1.0 - self.exact),
            false => formula,
        };
        if found.note { format!("{} * ({formula}), for a note", self.note) } else { formula }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTLOOK: Outlook = Outlook { best_coverage: 0.8, distinction: 0.1, best_meaning: 0.6 };

    #[test]
    fn each_stage_moves_the_score_its_way() {
        let recipe = Recipe { proximity: 0.2, ..Recipe::default() };
        let plain = Evidence { coverage: 0.4, cosine: 0.5, ..Evidence::default() };
        let score = |found: Evidence| recipe.score(&found, &OUTLOOK);
        let base = score(plain);
        assert!((0.0..=1.0).contains(&base));
        for better in [
            Evidence { coverage: 0.5, ..plain },
            Evidence { proximity: 1.0, ..plain },
            Evidence { cosine: 0.6, ..plain },
            Evidence { passage: Some(0.7), ..plain },
            Evidence { foreign: true, ..plain },
            Evidence { exact: true, ..plain },
        ] {
            assert!(score(better) > base, "{better:?}");
        }
        assert_eq!(score(Evidence { passage: Some(0.1), ..plain }), base);
        assert!(score(Evidence { note: true, ..plain }) < base);
    }

    #[test]
    fn a_foreign_question_is_never_credited_with_more_than_the_best_covers() {
        let recipe = Recipe { credit: 1.0, ..Recipe::default() };
        for cosine in [-1.0, 0.0, 0.3, 0.6, 1.0] {
            let found = Evidence { coverage: 0.1, cosine, foreign: true, ..Evidence::default() };
            let credit = recipe.credit(&found, &OUTLOOK);
            assert!((0.0..=Recipe::default().credit + 1e-6).contains(&credit), "{cosine}: {credit}");
            assert_eq!(recipe.credit(&found, &Outlook::default()), 0.0);
        }
    }
}
