//! Exact search: scan every quantised embedding, then score the best candidates exactly.

use super::rows::Rows;
use super::{OrdinalSet, VectorIndex};
use crate::embedding::quantised::{cosine, quantise};
use crate::index::catalog::Ordinal;
use crate::scored::{Scored, best};

/// How many times more candidates are scored exactly than are asked for, and how many at least:
/// enough that rounding to `i8` never costs a hit (held by a test against brute force).
const RESCORED_TIMES: usize = 3;
const RESCORED_LEAST: usize = 40;

/// A scan over all embeddings, or over those of the allowed questions only.
pub struct Exact<'a>(pub &'a Rows);

impl Exact<'_> {
    /// Every allowed question that is at least this near, best first: the `n` best with their
    /// exact cosines, the others after them with rounded ones, in no order.
    ///
    /// Which questions these are depends on rounded cosines alone, so a filter changes nothing in
    /// what else is found.
    pub fn at_least(
        &self,
        query: &[f32],
        n: usize,
        least: f32,
        allowed: Option<&OrdinalSet>,
    ) -> Vec<Scored<Ordinal>> {
        let dimensions = self.0.dimensions();
        let mut found = self.rough(query, allowed);
        found.retain(|hit| cosine(hit.score() as i32, dimensions) >= least);
        let rescored = (n * RESCORED_TIMES).max(RESCORED_LEAST).min(found.len());
        if rescored < found.len() {
            found.select_nth_unstable(rescored);
        }
        let exact = |hit: &Scored<Ordinal>| Scored::new(self.0.score(query, hit.value), hit.value);
        let mut best: Vec<Scored<Ordinal>> = found[..rescored].iter().map(exact).collect();
        best.sort_unstable();
        let below = best.last().map_or(0.0, Scored::score);
        let rounded =
            |hit: &Scored<Ordinal>| Scored::new(cosine(hit.score() as i32, dimensions).min(below), hit.value);
        best.extend(found[rescored..].iter().map(rounded));
        best
    }

    /// All allowed questions that have embeddings, with rounded scores, in no order.
    fn rough(&self, query: &[f32], allowed: Option<&OrdinalSet>) -> Vec<Scored<Ordinal>> {
        let query = quantise(query);
        let rough = |ordinal| Scored::new(self.0.rough_score(&query, ordinal) as f32, ordinal);
        match allowed {
            Some(allowed) => allowed.iter().map(rough).collect(),
            None => (0..self.0.questions() as Ordinal).map(rough).collect(),
        }
    }
}

impl VectorIndex for Exact<'_> {
    fn nearest(&self, query: &[f32], n: usize, allowed: Option<&OrdinalSet>) -> Vec<Scored<Ordinal>> {
        let candidates = best(self.rough(query, allowed), (n * RESCORED_TIMES).max(RESCORED_LEAST));
        self.0.rescore(query, candidates.into_iter().map(|hit| hit.value), n)
    }
}
