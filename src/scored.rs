//! A value with a score: never NaN, ordered best first, ties broken by the value.

use std::cmp::Ordering;

/// A value with a finite score; higher is better.
///
/// The order is total and *best first*: by descending score, then by ascending value, so that
/// sorting equal input always gives equal output.
#[derive(Clone, Copy, Debug)]
pub struct Scored<T> {
    score: f32,
    /// What was scored.
    pub value: T,
}

impl<T> Scored<T> {
    /// Pairs a value with its score. A score that is NaN counts as the worst one there is.
    pub fn new(score: f32, value: T) -> Self {
        let score = if score.is_nan() { f32::NEG_INFINITY } else { score };
        Self { score, value }
    }

    /// The score; never NaN.
    pub fn score(&self) -> f32 {
        self.score
    }
}

impl<T: Ord> Ord for Scored<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then_with(|| self.value.cmp(&other.value))
    }
}

impl<T: Ord> PartialOrd for Scored<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Ord> PartialEq for Scored<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<T: Ord> Eq for Scored<T> {}

/// Keeps the `n` best of `ranking`, best first, without sorting the rest.
pub fn best<T: Ord>(mut ranking: Vec<Scored<T>>, n: usize) -> Vec<Scored<T>> {
    best_first(&mut ranking, n);
    ranking.truncate(n);
    ranking
}

/// Puts the `n` best in order, before all others, which are left in any order.
pub fn best_first<T: Ord>(ranking: &mut [Scored<T>], n: usize) {
    let n = n.min(ranking.len());
    if n == 0 {
        return;
    }
    if n < ranking.len() {
        ranking.select_nth_unstable(n - 1);
    }
    ranking[..n].sort_unstable();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn best_first_and_ties_by_value() {
        let ranking =
            vec![Scored::new(1.0, 7), Scored::new(2.0, 9), Scored::new(2.0, 3), Scored::new(f32::NAN, 1)];
        let values: Vec<i32> = best(ranking.clone(), 10).into_iter().map(|s| s.value).collect();
        assert_eq!(values, [3, 9, 7, 1]);
        let values: Vec<i32> = best(ranking, 2).into_iter().map(|s| s.value).collect();
        assert_eq!(values, [3, 9]);
    }
}
