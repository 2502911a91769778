//! Exact search: scan every quantised embedding, then score the best candidates exactly.

use super::rows::Rows;
use super::{OrdinalSet, VectorIndex};
use crate::embedding::quantised::quantise;
use crate::index::catalog::Ordinal;
use crate::scored::{Scored, best};

/// How many times more candidates are scored exactly than are asked for, and how many at least:
/// enough that rounding to `i8` never costs a hit (held by a test against brute force).
const RESCORED_TIMES: usize = 3;
const RESCORED_LEAST: usize = 40;

/// A scan over all embeddings, or over those of the allowed questions only.
pub struct Exact<'a>(pub &'a Rows);

impl VectorIndex for Exact<'_> {
    fn nearest(&self, query: &[f32], n: usize, allowed: Option<&OrdinalSet>) -> Vec<Scored<Ordinal>> {
        let rough_query = quantise(query);
        let rough = |ordinal| Scored::new(self.0.rough_score(&rough_query, ordinal) as f32, ordinal);
        let all: Vec<Scored<Ordinal>> = match allowed {
            Some(allowed) => allowed.iter().map(rough).collect(),
            None => (0..self.0.questions() as Ordinal).map(rough).collect(),
        };
        let candidates = best(all, (n * RESCORED_TIMES).max(RESCORED_LEAST));
        self.0.rescore(query, candidates.into_iter().map(|hit| hit.value), n)
    }
}
