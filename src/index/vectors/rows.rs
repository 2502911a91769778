//! The embeddings of an opened index in memory: as `f32`, and quantised to `i8` for scanning.

use crate::embedding::quantised::{cosine, nearest_row, quantise};
use crate::error::Result;
use crate::index::catalog::{Catalog, Ordinal};
use crate::scored::Scored;
use crate::store::Snapshot;

/// All embeddings, question by question in the order of the catalog.
pub struct Rows {
    dimensions: usize,
    values: Vec<f32>,
    quantised: Vec<i8>,
    /// Rows `first[o]..first[o + 1]` belong to the question with ordinal `o`.
    first: Vec<usize>,
}

impl Rows {
    /// Reads the embeddings of every question of the catalog.
    pub fn load(catalog: &Catalog, snapshot: &Snapshot, dimensions: usize) -> Result<Self> {
        let mut rows = Self { dimensions, values: Vec::new(), quantised: Vec::new(), first: vec![0] };
        for entry in catalog.entries() {
            rows.push(&snapshot.embeddings(entry.slot, dimensions)?);
        }
        Ok(rows)
    }

    /// Rows for questions given directly, one list of embeddings each.
    pub fn from_embeddings(dimensions: usize, questions: &[Vec<Vec<f32>>]) -> Self {
        let mut rows = Self { dimensions, values: Vec::new(), quantised: Vec::new(), first: vec![0] };
        questions.iter().for_each(|embeddings| rows.push(embeddings));
        rows
    }

    fn push(&mut self, embeddings: &[Vec<f32>]) {
        for embedding in embeddings {
            self.values.extend_from_slice(embedding);
            self.quantised.extend(quantise(embedding));
        }
        self.first.push(self.values.len() / self.dimensions.max(1));
    }

    /// How many questions there are.
    pub fn questions(&self) -> usize {
        self.first.len() - 1
    }

    /// How many embeddings there are.
    pub fn len(&self) -> usize {
        self.first[self.questions()]
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Components of an embedding.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The exact score of a question: the largest cosine among its embeddings.
    ///
    /// Embeddings have unit length or are all zeros, so the dot product is the cosine.
    pub fn score(&self, query: &[f32], ordinal: Ordinal) -> f32 {
        let (from, to) = self.range(ordinal);
        let rows = self.values[from * self.dimensions..to * self.dimensions].chunks_exact(self.dimensions);
        rows.map(|row| dot(query, row)).fold(f32::NEG_INFINITY, f32::max)
    }

    /// [`score`](Self::score) from a [quantised](quantise) query and the quantised embeddings: off by
    /// 0.01 or so, and many times faster.
    pub fn rough_cosine(&self, query: &[i8], ordinal: Ordinal) -> f32 {
        cosine(self.rough_score(query, ordinal), self.dimensions).max(-1.0)
    }

    /// The dot product of a quantised query and the nearest quantised embedding.
    pub(super) fn rough_score(&self, query: &[i8], ordinal: Ordinal) -> i32 {
        let (from, to) = self.range(ordinal);
        let rows = &self.quantised[from * self.dimensions..to * self.dimensions];
        nearest_row(query, rows).map_or(i32::MIN, |(_, product)| product)
    }

    /// Replaces rough scores by exact ones and keeps the `n` best questions.
    pub(super) fn rescore(
        &self,
        query: &[f32],
        candidates: impl Iterator<Item = Ordinal>,
        n: usize,
    ) -> Vec<Scored<Ordinal>> {
        let exact = candidates.map(|ordinal| Scored::new(self.score(query, ordinal), ordinal));
        crate::scored::best(exact.filter(|hit| hit.score() > f32::NEG_INFINITY).collect(), n)
    }

    /// The embeddings of one question.
    pub fn embeddings(&self, ordinal: Ordinal) -> impl Iterator<Item = &[f32]> {
        let (from, to) = self.range(ordinal);
        self.values[from * self.dimensions..to * self.dimensions].chunks_exact(self.dimensions)
    }

    fn range(&self, ordinal: Ordinal) -> (usize, usize) {
        (self.first[ordinal as usize], self.first[ordinal as usize + 1])
    }
}

/// The dot product.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    // Eight sums side by side, which the compiler can keep in one register.
    let mut sums = [0f32; 8];
    let (a_blocks, b_blocks) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f32 = a_blocks.remainder().iter().zip(b_blocks.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a_blocks.zip(b_blocks) {
        for lane in 0..8 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_products_agree_with_the_plain_sum() {
        for length in [0, 1, 7, 8, 9, 256, 259] {
            let a: Vec<f32> = (0..length).map(|i| (i as f32 * 0.7).sin()).collect();
            let b: Vec<f32> = (0..length).map(|i| (i as f32 * 1.3).cos()).collect();
            let plain: f32 = a.iter().zip(&b).map(|(x, y)| x * y).sum();
            assert!((dot(&a, &b) - plain).abs() < 1e-4, "{length}");
        }
    }
}
