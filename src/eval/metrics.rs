//! The measures, as pure functions of a ranking and its judgements.
//!
//! They are those of trec_eval: nDCG is `ndcg_cut_10` with the grade itself as the gain and a
//! discount of log2(place + 1); MRR is `recip_rank`, here over the first ten places.

use std::collections::BTreeMap;

use serde::Serialize;

/// How relevant a question is to a topic; above zero counts as relevant.
pub type Grade = i64;

/// The figures of one topic, or their means over several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Discounted cumulative gain of the first ten places, as a share of the best there could be.
    pub ndcg_at_10: f64,
    /// One over the place of the first relevant hit; 0 when there is none in the first ten.
    pub mrr_at_10: f64,
    /// The share of what is relevant that is in the first ten places.
    pub recall_at_10: f64,
    /// The share of what is relevant that is in the first hundred places.
    pub recall_at_100: f64,
}

impl Figures {
    /// Combines each figure with the other's.
    pub fn combine(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        Self {
            ndcg_at_10: f(self.ndcg_at_10, other.ndcg_at_10),
            mrr_at_10: f(self.mrr_at_10, other.mrr_at_10),
            recall_at_10: f(self.recall_at_10, other.recall_at_10),
            recall_at_100: f(self.recall_at_100, other.recall_at_100),
        }
    }
}

/// A judged ranking: the grade at every place, and the grades there are.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The grade at each place, best place first; zero where the hit is not relevant.
    grades: Vec<f64>,
    /// The grades of everything relevant, highest first: the best ranking there could be.
    ideal: Vec<f64>,
}

impl Ranked {
    /// Looks up the grade of every id of a ranking. An id that comes again counts once.
    ///
    /// `None` when nothing is relevant, since then every ranking is as good as any other.
    pub fn new<'a>(ids: impl Iterator<Item = &'a str>, judged: &BTreeMap<String, Grade>) -> Option<Self> {
        let mut left: BTreeMap<&str, f64> = judged
            .iter()
            .filter(|(_, grade)| **grade > 0)
            .map(|(id, grade)| (id.as_str(), *grade as f64))
            .collect();
        let mut ideal: Vec<f64> = left.values().copied().collect();
        ideal.sort_unstable_by(|a, b| b.total_cmp(a));
        let grades = ids.map(|id| left.remove(id).unwrap_or(0.0)).collect();
        (!ideal.is_empty()).then_some(Self { grades, ideal })
    }

    /// All figures of this ranking.
    pub fn figures(&self) -> Figures {
        Figures {
            ndcg_at_10: self.ndcg(10),
            mrr_at_10: self.reciprocal_rank(10),
            recall_at_10: self.recall(10),
            recall_at_100: self.recall(100),
        }
    }

    fn ndcg(&self, depth: usize) -> f64 {
        discounted_gain(&self.grades, depth) / discounted_gain(&self.ideal, depth)
    }

    fn reciprocal_rank(&self, depth: usize) -> f64 {
        let first = self.grades.iter().take(depth).position(|grade| *grade > 0.0);
        first.map_or(0.0, |index| 1.0 / (index + 1) as f64)
    }

    fn recall(&self, depth: usize) -> f64 {
        let found = self.grades.iter().take(depth).filter(|grade| **grade > 0.0).count();
        found as f64 / self.ideal.len() as f64
    }
}

fn discounted_gain(grades: &[f64], depth: usize) -> f64 {
    grades.iter().take(depth).zip(2..).map(|(grade, place)| grade / f64::from(place).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(ranking: &[&str], judged: &[(&str, Grade)]) -> Option<Figures> {
        let judged = judged.iter().map(|(id, grade)| ((*id).to_owned(), *grade)).collect();
        Ranked::new(ranking.iter().copied(), &judged).map(|ranked| ranked.figures())
    }

    /// A ranking of this many irrelevant hits with `x` after them.
    fn x_after(others: usize) -> Vec<String> {
        (0..others).map(|n| n.to_string()).chain(["x".to_owned()]).collect()
    }

    #[test]
    fn figures_agree_with_those_worked_out_by_hand() {
        for (ranking, judged, [ndcg, mrr, recall]) in [
            // Right at once: everything is 1.
            (vec!["x", "y"], vec![("x", 1)], [1.0, 1.0, 1.0]),
            // Right at place 2: 1/log2(3); at place 3: 1/log2(4).
            (vec!["y", "x"], vec![("x", 1)], [0.630_929_75, 0.5, 1.0]),
            (vec!["a", "b", "x"], vec![("x", 1)], [0.5, 1.0 / 3.0, 1.0]),
            // Grades 2 and 1 the wrong way round: (1 + 2/log2 3) / (2 + 1/log2 3).
            (vec!["x", "y"], vec![("x", 1), ("y", 2)], [0.859_718_70, 1.0, 1.0]),
            // One of three found, at place 1: 1 / (1 + 1/log2 3 + 1/2).
            (vec!["x", "a"], vec![("x", 1), ("y", 1), ("z", 1)], [0.469_278_73, 1.0, 1.0 / 3.0]),
            // Zero and negative grades are not relevant, neither as hits nor as what is missed.
            (vec!["n", "z", "x"], vec![("n", -1), ("z", 0), ("x", 3)], [0.5, 1.0 / 3.0, 1.0]),
            // The same hit again gains nothing.
            (vec!["x", "x"], vec![("x", 1), ("y", 1)], [0.613_147_19, 1.0, 0.5]),
            (vec![], vec![("x", 1)], [0.0, 0.0, 0.0]),
        ] {
            let found = figures(&ranking, &judged).unwrap();
            for (found, expected) in
                [(found.ndcg_at_10, ndcg), (found.mrr_at_10, mrr), (found.recall_at_10, recall)]
            {
                assert!(
                    (found - expected).abs() < 1e-8,
                    "{ranking:?} {judged:?}: {found} instead of {expected}"
                );
            }
        }
    }

    #[test]
    fn measures_look_no_further_than_they_say() {
        for (others, [ndcg, mrr, recall_10, recall_100]) in [
            (9, [0.289_064_83, 0.1, 1.0, 1.0]),
            (10, [0.0, 0.0, 0.0, 1.0]),
            (99, [0.0, 0.0, 0.0, 1.0]),
            (100, [0.0, 0.0, 0.0, 0.0]),
        ] {
            let ranking = x_after(others);
            let ranking: Vec<&str> = ranking.iter().map(String::as_str).collect();
            let found = figures(&ranking, &[("x", 1)]).unwrap();
            assert!((found.ndcg_at_10 - ndcg).abs() < 1e-8, "{others}: {}", found.ndcg_at_10);
            assert_eq!(
                (found.mrr_at_10, found.recall_at_10, found.recall_at_100),
                (mrr, recall_10, recall_100)
            );
        }
    }

    #[test]
    fn the_ideal_is_cut_at_ten_places_too() {
        let ids: Vec<String> = (0..12).map(|n| n.to_string()).collect();
        let judged: Vec<(&str, Grade)> = ids.iter().map(|id| (id.as_str(), 1)).collect();
        let ranking: Vec<&str> = ids.iter().map(String::as_str).collect();
        let found = figures(&ranking, &judged).unwrap();
        assert!((found.ndcg_at_10 - 1.0).abs() < 1e-12);
        assert!((found.recall_at_10 - 10.0 / 12.0).abs() < 1e-12);
    }

    #[test]
    fn without_anything_relevant_there_is_nothing_to_measure() {
        assert_eq!(figures(&["x"], &[]), None);
        assert_eq!(figures(&["x"], &[("x", 0), ("y", -2)]), None);
    }
}
