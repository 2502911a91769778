//! Folding of near-duplicates: of questions that ask the same thing, the best one is a hit.

use super::duplicates::{SAME, likeness_of_meaning};
use crate::index::Ordinal;
use crate::index::vectors::Rows;
use crate::scored::Scored;

/// Hits that are compared with each other; those after them are left as they are.
pub(super) const DEPTH: usize = 100;

/// A hit and the ones below it that ask the same thing.
pub(super) struct Folded {
    pub(super) hit: Scored<Ordinal>,
    pub(super) others: Vec<Ordinal>,
}

impl Folded {
    /// A hit that stands for itself alone.
    pub(super) fn alone(hit: Scored<Ordinal>) -> Self {
        Self { hit, others: Vec::new() }
    }
}

/// Puts each of the best hits below the first better one that is as good as the same question.
pub(super) fn fold(rows: &Rows, hits: &[Scored<Ordinal>]) -> Vec<Folded> {
    let mut folded: Vec<Folded> = Vec::with_capacity(hits.len());
    for hit in &hits[..hits.len().min(DEPTH)] {
        let same = |better: &&mut Folded| likeness_of_meaning(rows, better.hit.value, hit.value) >= SAME;
        match folded.iter_mut().find(same) {
            Some(better) => better.others.push(hit.value),
            None => folded.push(Folded::alone(*hit)),
        }
    }
    folded.extend(hits.iter().skip(DEPTH).copied().map(Folded::alone));
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_the_same_stands_for_all() {
        let (east, north) = (vec![1.0, 0.0], vec![0.0, 1.0]);
        let near_east = vec![0.96, 0.28];
        let questions = [&east, &north, &near_east].map(|vector| vec![vector.clone(), vector.clone()]);
        let rows = Rows::from_embeddings(2, &questions);
        let hits = [(0.9, 2), (0.8, 1), (0.7, 0)].map(|(score, at)| Scored::new(score, at));
        let folded = fold(&rows, &hits);
        let seen: Vec<(Ordinal, Vec<Ordinal>)> =
            folded.into_iter().map(|folded| (folded.hit.value, folded.others)).collect();
        assert_eq!(seen, [(2, vec![0]), (1, vec![])]);
    }
}
