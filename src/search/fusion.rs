//! Fusion: one ranking out of what the retrievers say. Pure functions.

use serde::{Deserialize, Serialize};

use crate::index::Ordinal;
use crate::scored::Scored;

/// A way to make one score of what words and meaning say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fusion {
    /// The weighted mean of the scores: a question that covers little of the query gains little.
    #[default]
    Sum,
    /// Reciprocal ranks: only places count, so a bad list can spoil a good one.
    Rrf,
}

/// The weighted mean of meaning, which weighs 1, and of words.
pub fn weighted_mean(meaning: f32, words: f32, weight: f32) -> f32 {
    (meaning + weight * words) / (1.0 + weight)
}

/// The sum of the reciprocal ranks `1 / (k + place)`, as a share of the most there can be: 1 for
/// what is first everywhere. Places count from 1; what is in no list has none.
///
/// Source: Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion Outperforms Condorcet and
/// Individual Rank Learning Methods", SIGIR 2009.
pub fn reciprocal_ranks(k: f32, places: &[Option<usize>]) -> f32 {
    let sum: f32 = places.iter().flatten().map(|place| 1.0 / (k + *place as f32)).sum();
    sum * (k + 1.0) / places.len().max(1) as f32
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fused_scores_agree_with_those_worked_out_by_hand() {
        assert!((weighted_mean(0.6, 0.2, 1.0) - 0.4).abs() < 1e-6);
        assert!((weighted_mean(0.6, 0.2, 0.0) - 0.6).abs() < 1e-6);
        for (places, expected) in [
            ([Some(1), Some(1)], 1.0),
            ([Some(1), None], 0.5),
            ([Some(2), Some(63)], (61.0 / 62.0 + 61.0 / 123.0) / 2.0),
            ([None, None], 0.0),
        ] {
            assert!((reciprocal_ranks(60.0, &places) - expected).abs() < 1e-6, "{places:?}");
        }
    }

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
