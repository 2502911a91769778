//! The keyword retriever: BM25F over the fields, divided by the idf mass of the query.
//!
//! Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
//! 2009, §3.6. A term's frequencies in the fields are weighted, normalised by length and summed
//! *before* they are saturated, so a term that fills one field does not count twice for another.
//!
//! The sum of `idf · tf / (k1 + tf)` is at most the sum of all idfs. Dividing by that sum, terms
//! that occur nowhere included, gives the share of the query that a question covers, in [0, 1).

use crate::error::Result;
use crate::index::{Index, Ordinal, OrdinalSet, TextField};
use crate::scored::Scored;

/// How fast more occurrences stop to count.
const K1: f32 = 1.2;

/// A field's weight, and how much its length counts against it (b of BM25).
const fn weight(field: TextField) -> (f32, f32) {
    match field {
        TextField::Question => (3.0, 0.4),
        TextField::KeyPoints => (1.0, 0.5),
        TextField::Tags => (1.0, 0.3),
        TextField::Section => (1.0, 0.3),
        TextField::Answer => (1.0, 0.6),
    }
}

/// What one term of the query gives.
pub struct TermMatch {
    /// The term.
    pub term: String,
    /// Its inverse document frequency.
    pub idf: f32,
    /// The questions it occurs in, with the saturated frequency in [0, 1), in no order.
    matches: Vec<(Ordinal, f32)>,
}

/// All that the keyword retriever found for a query.
pub struct KeywordMatches {
    /// By term, in the order of the query.
    pub terms: Vec<TermMatch>,
    /// The sum of all idfs.
    pub mass: f32,
    coverage: Vec<f32>,
    touched: Vec<Ordinal>,
}

impl KeywordMatches {
    /// Looks every term, each given once, up in every field.
    pub fn find(index: &Index, query: &[String], allowed: Option<&OrdinalSet>) -> Result<Self> {
        let size = index.catalog.len();
        let mut frequency = vec![0f32; size];
        let mut terms = Vec::new();
        for term in query {
            let mut touched = Vec::new();
            for field in TextField::ALL {
                let (weight, b) = weight(field);
                let mean = index.inverted.mean_length(field).max(1.0);
                index.inverted.postings(field, term, |ordinal, count, length| {
                    let sum = &mut frequency[ordinal as usize];
                    if *sum == 0.0 {
                        touched.push(ordinal);
                    }
                    *sum += weight * count as f32 / (1.0 - b + b * length as f32 / mean);
                })?;
            }
            let idf = idf(size, touched.len());
            let saturate = |ordinal: Ordinal| {
                let sum = std::mem::take(&mut frequency[ordinal as usize]);
                (ordinal, sum / (K1 + sum))
            };
            let matches = touched.into_iter().map(saturate).collect();
            terms.push(TermMatch { term: term.clone(), idf, matches });
        }
        Ok(Self::sum(terms, size, allowed))
    }

    fn sum(terms: Vec<TermMatch>, size: usize, allowed: Option<&OrdinalSet>) -> Self {
        let mass: f32 = terms.iter().map(|term| term.idf).sum();
        let (mut coverage, mut touched) = (vec![0f32; size], Vec::new());
        for term in &terms {
            for &(ordinal, frequency) in &term.matches {
                if allowed.is_some_and(|set| !set.contains(ordinal)) {
                    continue;
                }
                let sum = &mut coverage[ordinal as usize];
                if *sum == 0.0 {
                    touched.push(ordinal);
                }
                *sum += term.idf * frequency / mass;
            }
        }
        Self { terms, mass, coverage, touched }
    }

    /// How much of the query a question covers, in [0, 1).
    pub fn coverage(&self, ordinal: Ordinal) -> f32 {
        self.coverage[ordinal as usize]
    }

    /// All questions with any of the terms, in no order.
    pub fn ranking(&self) -> Vec<Scored<Ordinal>> {
        self.touched.iter().map(|&ordinal| Scored::new(self.coverage(ordinal), ordinal)).collect()
    }

    /// What each term gives to one question's coverage.
    pub fn contributions(&self, ordinal: Ordinal) -> impl Iterator<Item = (&str, f32)> {
        self.terms.iter().filter_map(move |term| {
            let (_, frequency) = term.matches.iter().find(|(found, _)| *found == ordinal)?;
            Some((term.term.as_str(), term.idf * frequency / self.mass))
        })
    }
}

/// Lucene's variant, never negative.
fn idf(questions: usize, with_term: usize) -> f32 {
    let (all, with) = (questions as f32, with_term as f32);
    (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
}
