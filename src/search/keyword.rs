//! The keyword retriever: BM25F over the fields, divided by the idf mass of the query.
//!
//! Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
//! 2009, §3.6. A term's frequencies in the fields are weighted, normalised by length and summed
//! *before* they are saturated, so a term that fills one field does not count twice for another.
//!
//! The sum of `idf · tf / (k1 + tf)` is at most the sum of all idfs. Dividing by that sum, terms
//! that occur nowhere included, gives the share of the query that a question covers, in [0, 1).

use crate::analysis::{Expression, Synonyms, Token};
use crate::error::Result;
use crate::index::{Index, Ordinal, OrdinalSet, TextField};
use crate::scored::Scored;
use crate::search::recipe::Recipe;
use crate::search::terms::{self, Standing};

/// How fast more occurrences stop to count.
const K1: f32 = 1.2;

/// How much a field's length counts against it (b of BM25).
const fn length_weight(field: TextField) -> f32 {
    match field {
        TextField::Question => 0.4,
        TextField::KeyPoints => 0.5,
        TextField::Tags | TextField::Section => 0.3,
        TextField::Answer => 0.6,
    }
}

/// Synonyms of one expression that are looked up.
const MOST_SYNONYMS: usize = 4;

/// What one term of the query gives.
struct TermMatch {
    term: String,
    /// Its inverse document frequency, times what its standing in the query is worth.
    idf: f32,
    /// The questions it occurs in, with the saturated frequency in [0, 1), in no order.
    matches: Vec<(Ordinal, f32)>,
}

/// What a synonym gives beyond the words that it stands for.
struct SynonymMatch {
    synonym: String,
    /// The share that is added to the coverage of each question that gains, in no order.
    gains: Vec<(Ordinal, f32)>,
}

/// All that the keyword retriever found for a query.
pub struct KeywordMatches {
    terms: Vec<TermMatch>,
    synonyms: Vec<SynonymMatch>,
    /// The sum of all idfs.
    mass: f32,
    coverage: Vec<f32>,
    touched: Vec<Ordinal>,
}

impl KeywordMatches {
    /// Looks every term, each given once, up in every field, then the synonyms of what stands in
    /// the query.
    pub fn find(
        index: &Index,
        query: &[Token],
        synonyms: &[Synonyms<'_>],
        allowed: Option<&OrdinalSet>,
        recipe: &Recipe,
    ) -> Result<Self> {
        let mut lookup = Lookup { index, recipe, frequency: vec![0f32; index.catalog.len()] };
        let weight = |standing| match standing {
            Standing::Whole => recipe.whole,
            Standing::Accidental => recipe.accidental,
            Standing::Plain => 1.0,
        };
        let weights = terms::standings(query).into_iter().map(weight);
        let terms: Vec<TermMatch> = query
            .iter()
            .zip(weights)
            .map(|(word, weight)| lookup.term(&word.term, weight))
            .collect::<Result<_>>()?;
        let mut found = Self::sum(terms, index.catalog.len(), allowed);
        for expression in synonyms {
            found.add_synonyms(expression, &mut lookup, allowed)?;
        }
        Ok(found)
    }

    fn sum(terms: Vec<TermMatch>, size: usize, allowed: Option<&OrdinalSet>) -> Self {
        let mass: f32 = terms.iter().map(|term| term.idf).sum();
        let mut found = Self {
            synonyms: Vec::new(),
            mass,
            coverage: vec![0f32; size],
            touched: Vec::new(),
            terms: Vec::new(),
        };
        for term in &terms {
            for &(ordinal, frequency) in &term.matches {
                found.add(ordinal, term.idf * frequency / mass, allowed);
            }
        }
        Self { terms, ..found }
    }

    fn add(&mut self, ordinal: Ordinal, share: f32, allowed: Option<&OrdinalSet>) {
        // What gives nothing, such as a word that counts nothing, finds nothing either.
        if share <= 0.0 || allowed.is_some_and(|set| !set.contains(ordinal)) {
            return;
        }
        let sum = &mut self.coverage[ordinal as usize];
        if *sum == 0.0 {
            self.touched.push(ordinal);
        }
        *sum += share;
    }

    /// A question that says the same in other words covers the expression, too, but less.
    fn add_synonyms(
        &mut self,
        expression: &Synonyms<'_>,
        lookup: &mut Lookup<'_>,
        allowed: Option<&OrdinalSet>,
    ) -> Result<()> {
        let own: Vec<&TermMatch> =
            self.terms.iter().filter(|term| expression.terms.contains(&term.term)).collect();
        let own_mass: f32 = own.iter().map(|term| term.idf).sum();
        // By ordinal: what the expression, or the best of its synonyms so far, gives.
        let mut given = vec![0f32; self.coverage.len()];
        for term in own {
            for &(ordinal, frequency) in &term.matches {
                given[ordinal as usize] += term.idf * frequency / self.mass;
            }
        }
        // Only what is in the index as a whole can be said instead.
        let inverted = &lookup.index.inverted;
        let known = |other: &&&Expression| other.terms.iter().all(|term| inverted.knows(term));
        let others: Vec<&Expression> =
            expression.others.iter().filter(known).copied().take(MOST_SYNONYMS).collect();
        for other in others {
            let terms: Vec<TermMatch> =
                other.terms.iter().map(|term| lookup.term(term, 1.0)).collect::<Result<_>>()?;
            let said = Self::sum(terms, self.coverage.len(), None);
            let mut gains = Vec::new();
            for &ordinal in &said.touched {
                let share = lookup.recipe.synonyms * own_mass / self.mass * said.coverage(ordinal);
                let before = &mut given[ordinal as usize];
                if share > *before {
                    self.add(ordinal, share - *before, allowed);
                    gains.push((ordinal, share - *before));
                    *before = share;
                }
            }
            if !gains.is_empty() {
                self.synonyms.push(SynonymMatch { synonym: other.text.clone(), gains });
            }
        }
        Ok(())
    }

    /// How much of the query a question covers, in [0, 1).
    pub fn coverage(&self, ordinal: Ordinal) -> f32 {
        self.coverage[ordinal as usize]
    }

    /// All questions with any of the terms or their synonyms, in no order.
    pub fn touched(&self) -> &[Ordinal] {
        &self.touched
    }

    /// The inverse document frequency of a term of the query; 0 for any other.
    pub fn idf(&self, term: &str) -> f32 {
        self.terms.iter().find(|found| found.term == term).map_or(0.0, |found| found.idf)
    }

    /// The same with their coverage: all questions with any of the terms or their synonyms, in no order.
    pub fn ranking(&self) -> Vec<Scored<Ordinal>> {
        self.touched.iter().map(|&ordinal| Scored::new(self.coverage(ordinal), ordinal)).collect()
    }

    /// What each term and each synonym gives to one question's coverage.
    pub fn contributions(&self, ordinal: Ordinal) -> impl Iterator<Item = (String, f32)> {
        let terms = self.terms.iter().filter_map(move |term| {
            let (_, frequency) = term.matches.iter().find(|(found, _)| *found == ordinal)?;
            Some((term.term.clone(), term.idf * frequency / self.mass))
        });
        let synonyms = self.synonyms.iter().filter_map(move |found| {
            let (_, gain) = found.gains.iter().find(|(gaining, _)| *gaining == ordinal)?;
            Some((format!("synonym {}", found.synonym), *gain))
        });
        terms.chain(synonyms)
    }
}

/// Looks terms up in all fields, with one table of frequencies for all of them.
struct Lookup<'i> {
    index: &'i Index,
    recipe: &'i Recipe,
    frequency: Vec<f32>,
}

impl Lookup<'_> {
    fn term(&mut self, term: &str, weight: f32) -> Result<TermMatch> {
        let mut touched = Vec::new();
        for field in TextField::ALL {
            let (boost, b) = (self.recipe.fields[field as usize], length_weight(field));
            let mean = self.index.inverted.mean_length(field).max(1.0);
            self.index.inverted.postings(field, term, |ordinal, count, length| {
                let sum = &mut self.frequency[ordinal as usize];
                if *sum == 0.0 {
                    touched.push(ordinal);
                }
                *sum += boost * count as f32 / (1.0 - b + b * length as f32 / mean);
            })?;
        }
        let idf = weight * idf(self.index.catalog.len(), touched.len());
        let saturate = |ordinal: Ordinal| {
            let sum = std::mem::take(&mut self.frequency[ordinal as usize]);
            (ordinal, sum / (K1 + sum))
        };
        let matches = touched.into_iter().map(saturate).collect();
        Ok(TermMatch { term: term.to_owned(), idf, matches })
    }
}

/// Lucene's variant, never negative.
fn idf(questions: usize, with_term: usize) -> f32 {
    let (all, with) = (questions as f32, with_term as f32);
    (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
}
