//! The embeddings of the passages of an opened index, quantised, for the second look at candidates.

use crate::embedding::quantised::{cosine, nearest_row};
use crate::error::Result;
use crate::index::catalog::{Catalog, Ordinal};
use crate::store::Snapshot;

/// The passages of all questions, question by question in the order of the catalog.
pub struct Passages {
    dimensions: usize,
    quantised: Vec<i8>,
    /// Bytes `first[o]..first[o + 1]` belong to the question with ordinal `o`.
    first: Vec<usize>,
}

impl Passages {
    /// Reads the passages of every question of the catalog.
    pub fn load(catalog: &Catalog, snapshot: &Snapshot, dimensions: usize) -> Result<Self> {
        let mut passages = Self { dimensions, quantised: Vec::new(), first: vec![0] };
        for entry in catalog.entries() {
            passages.quantised.extend(snapshot.passages(entry.slot, dimensions)?);
            passages.first.push(passages.quantised.len());
        }
        Ok(passages)
    }

    /// The number of a question's passage that is nearest to a quantised query, and its cosine;
    /// `None` for a question without passages.
    pub fn nearest(&self, query: &[i8], ordinal: Ordinal) -> Option<(usize, f32)> {
        let rows = &self.quantised[self.first[ordinal as usize]..self.first[ordinal as usize + 1]];
        nearest_row(query, rows).map(|(number, product)| (number, cosine(product, self.dimensions)))
    }
}
