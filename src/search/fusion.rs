//! Fusion: one ranking out of what the retrievers say. Pure functions.

use crate::index::Ordinal;
use crate::scored::Scored;

/// How much coverage by words counts beside the cosine.
///
/// Scores are fused, not ranks: reciprocal rank fusion lets a bad list spoil a good one, while a
/// question that covers little of the query gains little here. Chosen on the judged topics.
pub const KEYWORD_WEIGHT: f32 = 0.4;

/// What the score of a note is multiplied by: it shows where no question says as much.
pub const NOTE_WEIGHT: f32 = 0.5;

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

/// [`reranked`] in words, for explanations.
pub const RERANKED: &str = "(1 + reranker) / 2";

/// Puts the hits that a reranker scored, which are the first of all, in the order of its scores,
/// each in (0, 1). They take the upper half of the scores and all others the lower one, so that
/// they stay before those, and no page needs to know what another one shows.
pub fn reranked(hits: &[Scored<Ordinal>], scores: &[f32]) -> Vec<Scored<Ordinal>> {
    let (head, rest) = hits.split_at(scores.len().min(hits.len()));
    let scored = head.iter().zip(scores).map(|(hit, score)| Scored::new((1.0 + score) / 2.0, hit.value));
    let mut reranked: Vec<_> = scored.collect();
    // Stable: where the reranker sees no difference, the order remains.
    reranked.sort_by(|a, b| b.score().total_cmp(&a.score()));
    reranked.extend(rest.iter().map(|hit| Scored::new(hit.score() / 2.0, hit.value)));
    reranked
}

/// Ranks questions by score, best first, ties by id.
pub fn rank(candidates: impl Iterator<Item = (Ordinal, f32)>) -> Vec<Scored<Ordinal>> {
    let mut ranking: Vec<_> = candidates.map(|(ordinal, score)| Scored::new(score, ordinal)).collect();
    ranking.sort_unstable();
    ranking
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reranked_hits_stay_before_the_rest() {
        let hits = [(0.9, 4), (0.8, 3), (0.8, 9), (0.7, 1)].map(|(score, at)| Scored::new(score, at));
        let reranked = reranked(&hits, &[0.01, 0.5, 0.5]);
        let order: Vec<Ordinal> = reranked.iter().map(|hit| hit.value).collect();
        assert_eq!(order, [3, 9, 4, 1]);
        assert!(reranked.is_sorted_by(|a, b| a.score() >= b.score()));
        assert!(reranked.iter().all(|hit| (0.0..1.0).contains(&hit.score())));
    }
}
