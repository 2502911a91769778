//! Fusion: one ranking out of what the retrievers say. Pure functions.

use crate::index::Ordinal;
use crate::scored::Scored;

/// How much coverage by words counts beside the cosine.
///
/// Scores are fused, not ranks: reciprocal rank fusion lets a bad list spoil a good one, while a
/// question that covers little of the query gains little here. Chosen on the judged topics.
pub const KEYWORD_WEIGHT: f32 = 0.4;

/// What the retrievers say about one question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// How much of the query's words it covers, in [0, 1).
    pub coverage: f32,
    /// Its cosine with the query, in [-1, 1].
    pub cosine: f32,
}

impl Evidence {
    /// The fused score, at most 1: the weighted mean of cosine and coverage.
    pub fn score(self) -> f32 {
        (self.cosine + KEYWORD_WEIGHT * self.coverage) / (1.0 + KEYWORD_WEIGHT)
    }
}

/// Ranks questions by their fused score, best first, ties by id.
pub fn fuse(candidates: impl Iterator<Item = (Ordinal, Evidence)>) -> Vec<Scored<Ordinal>> {
    let mut ranking: Vec<_> =
        candidates.map(|(ordinal, evidence)| Scored::new(evidence.score(), ordinal)).collect();
    ranking.sort_unstable();
    ranking.dedup_by_key(|hit| hit.value);
    ranking
}
