//! Fusion: one ranking out of what the retrievers say. Pure functions.

use crate::index::Ordinal;
use crate::scored::Scored;

/// How much coverage by words counts beside the cosine.
///
/// Scores are fused, not ranks: reciprocal rank fusion lets a bad list spoil a good one, while a
/// question that covers little of the query gains little here. Chosen on the judged topics.
pub const KEYWORD_WEIGHT: f32 = 0.4;

/// [`Evidence::meaning`] in words, for explanations.
pub const MEANING: &str = "(cosine + max(cosine, passage)) / 2";

/// What the retrievers say about one question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// How much of the query's words it covers, in [0, 1).
    pub coverage: f32,
    /// Its cosine with the query, in [-1, 1].
    pub cosine: f32,
    /// The cosine of its nearest passage, where that was looked at and is larger.
    pub passage: Option<f32>,
}

impl Evidence {
    /// How near the question is by meaning: the mean of what it says as a whole and what its
    /// nearest passage says.
    pub fn meaning(self) -> f32 {
        (self.cosine + self.passage.unwrap_or(self.cosine).max(self.cosine)) / 2.0
    }

    /// The fused score, at most 1: the weighted mean of meaning and coverage.
    pub fn score(self) -> f32 {
        (self.meaning() + KEYWORD_WEIGHT * self.coverage) / (1.0 + KEYWORD_WEIGHT)
    }
}

/// Ranks questions by score, best first, ties by id.
pub fn rank(candidates: impl Iterator<Item = (Ordinal, f32)>) -> Vec<Scored<Ordinal>> {
    let mut ranking: Vec<_> = candidates.map(|(ordinal, score)| Scored::new(score, ordinal)).collect();
    ranking.sort_unstable();
    ranking
}
