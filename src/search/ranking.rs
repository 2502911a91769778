//! Retrieval and fusion for one query: what the retrievers find becomes one ranking.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::answer::{Explanation, Mode};
use super::fusion::{self, Evidence, KEYWORD_WEIGHT, MEANING, NOTE_WEIGHT, RERANKED};
use super::keyword::KeywordMatches;
use super::query::Query;
use crate::analysis::{Analyzer, Glossary};
use crate::embedding::Embedder;
use crate::embedding::quantised::quantise;
use crate::error::{Error, Result};
use crate::index::{Catalog, Index, Ordinal, OrdinalSet};
use crate::question::Kind;
use crate::scored::{Scored, best};

/// Questions taken from each retriever at least, so that fusion has something to choose from.
const SEMANTIC_DEPTH: usize = 200;
const KEYWORD_DEPTH: usize = 1000;
/// Candidates whose passages are looked at: those that are best without.
const PASSAGE_DEPTH: usize = 200;
/// A question below this share of the best cosine is not found by meaning: every question is near
/// every query to some degree, and what is merely less far away answers nothing.
const LEAST_SHARE: f32 = 0.3;
/// Terms of a query that are looked up; a pasted page has no more to say than its first few hundred.
const MAX_TERMS: usize = 256;

/// The ranking of one query and what it was made from.
#[derive(Default)]
pub(super) struct Ranking {
    /// All that was found, best first.
    pub(super) hits: Vec<Scored<Ordinal>>,
    /// The distinct terms of the query, in its order.
    pub(super) terms: Vec<String>,
    /// The retrievers that answered: words alone where meaning was asked for too and failed.
    pub(super) mode: Mode,
    /// Why fewer retrievers answered than were asked.
    pub(super) degraded: Option<String>,
    keyword: Option<KeywordMatches>,
    keyword_ranking: Vec<Scored<Ordinal>>,
    semantic_ranking: Vec<Scored<Ordinal>>,
    cosines: BTreeMap<Ordinal, f32>,
    /// The nearest passage of the best candidates: its number and cosine.
    passages: BTreeMap<Ordinal, (usize, f32)>,
    /// What the reranker says about the best hits, in (0, 1).
    reranker: BTreeMap<Ordinal, f32>,
}

impl Ranking {
    pub(super) fn of(
        index: &Index,
        embedder: &dyn Embedder,
        glossary: &Glossary,
        query: &Query,
        mode: Mode,
        depth: usize,
    ) -> Result<Self> {
        let allowed = allowed(index, query)?;
        if query.text.is_empty() {
            return Ok(Self::everything(index, allowed.as_ref(), mode));
        }
        let mut ranking = Self { mode, terms: distinct_terms(&query.text), ..Self::default() };
        if mode != Mode::Semantic {
            let synonyms = glossary.find(&query.text);
            let matches = KeywordMatches::find(index, &ranking.terms, &synonyms, allowed.as_ref())?;
            ranking.keyword_ranking = best(matches.ranking(), depth.max(KEYWORD_DEPTH));
            ranking.keyword = Some(matches);
        }
        if mode != Mode::Keyword {
            let depth = depth.max(SEMANTIC_DEPTH);
            match ranking.add_semantic(index, embedder, &query.text, allowed.as_ref(), depth) {
                Err(Error::Embedder(why)) if mode == Mode::Hybrid => {
                    ranking.mode = Mode::Keyword;
                    ranking.degrade(format!("searched by words alone: {why}"));
                }
                done => done?,
            }
        }
        ranking.hits = ranking.fused(&index.catalog);
        Ok(ranking)
    }

    /// All allowed questions, then all notes, for a query that has filters but no words.
    fn everything(index: &Index, allowed: Option<&OrdinalSet>, mode: Mode) -> Self {
        let all = 0..index.catalog.len() as Ordinal;
        let passes = |ordinal: &Ordinal| allowed.is_none_or(|set| set.contains(*ordinal));
        let mut hits: Vec<_> = all.filter(passes).map(|ordinal| Scored::new(0.0, ordinal)).collect();
        hits.sort_by_key(|hit| index.catalog.entry(hit.value).kind);
        Self { hits, mode, ..Self::default() }
    }

    /// Finds the nearest questions, and looks up the cosine of all that were found by words.
    fn add_semantic(
        &mut self,
        index: &Index,
        embedder: &dyn Embedder,
        text: &str,
        allowed: Option<&OrdinalSet>,
        depth: usize,
    ) -> Result<()> {
        let embedding = embedder.embed_queries(&[text])?.pop().unwrap_or_default();
        if embedding.iter().all(|x| *x == 0.0) {
            return Ok(());
        }
        let dimensions = index.vectors.rows().dimensions();
        if embedding.len() != dimensions {
            return Err(Error::Embedder(format!(
                "the embedder gives {} dimensions and the index has {dimensions}; `tiku index --rebuild PATH` makes it anew",
                embedding.len()
            )));
        }
        self.semantic_ranking = index.vectors.nearest(&embedding, depth, allowed, &index.catalog);
        let least = self.semantic_ranking.first().map_or(0.0, |hit| LEAST_SHARE * hit.score());
        self.semantic_ranking.retain(|hit| hit.score() > least.max(0.0));
        self.cosines.extend(self.semantic_ranking.iter().map(|hit| (hit.value, hit.score())));
        for hit in &self.keyword_ranking {
            let cosine = || index.vectors.rows().score(&embedding, hit.value).max(-1.0);
            self.cosines.entry(hit.value).or_insert_with(cosine);
        }
        self.add_passages(index, &embedding);
        Ok(())
    }

    /// Looks at the passages of the best candidates.
    fn add_passages(&mut self, index: &Index, embedding: &[f32]) {
        let embedding = quantise(embedding);
        for hit in self.fused(&index.catalog).into_iter().take(PASSAGE_DEPTH) {
            if let Some(nearest) = index.vectors.passages().nearest(&embedding, hit.value) {
                self.passages.insert(hit.value, nearest);
            }
        }
    }

    /// All candidates by what is known of them so far.
    fn fused(&self, catalog: &Catalog) -> Vec<Scored<Ordinal>> {
        let score = match self.mode {
            Mode::Keyword => |evidence: Evidence| evidence.coverage,
            Mode::Semantic => Evidence::meaning,
            Mode::Hybrid => Evidence::score,
        };
        let both = self.keyword_ranking.iter().chain(&self.semantic_ranking);
        let candidates: BTreeSet<Ordinal> = both.map(|hit| hit.value).collect();
        let weighed = |ordinal| {
            let weight = if catalog.entry(ordinal).kind == Kind::Note { NOTE_WEIGHT } else { 1.0 };
            (ordinal, weight * score(self.evidence(ordinal)))
        };
        fusion::rank(candidates.into_iter().map(weighed))
    }

    fn evidence(&self, ordinal: Ordinal) -> Evidence {
        Evidence {
            coverage: self.keyword.as_ref().map_or(0.0, |matches| matches.coverage(ordinal)),
            cosine: self.cosines.get(&ordinal).copied().unwrap_or(0.0),
            passage: self.passages.get(&ordinal).map(|(_, cosine)| *cosine),
        }
    }

    /// Puts the first hits in the order of these scores.
    pub(super) fn rerank(&mut self, scores: &[f32]) {
        let scored = self.hits.iter().zip(scores).map(|(hit, score)| (hit.value, *score));
        self.reranker = scored.collect();
        self.hits = fusion::reranked(&self.hits, scores);
    }

    /// Adds a reason why the answer is less good than it could be.
    pub(super) fn degrade(&mut self, why: String) {
        self.degraded = Some(match self.degraded.take() {
            Some(before) => format!("{before}; {why}"),
            None => why,
        });
    }

    /// The number of the passage of a hit that is nearest to the query, where it was looked at.
    pub(super) fn passage(&self, ordinal: Ordinal) -> Option<usize> {
        self.passages.get(&ordinal).map(|(number, _)| *number)
    }

    /// What each retriever gave to a hit of this kind.
    pub(super) fn explain(&self, ordinal: Ordinal, kind: Kind) -> Explanation {
        let place =
            |ranking: &[Scored<Ordinal>]| ranking.iter().position(|hit| hit.value == ordinal).map(|i| i + 1);
        let contributions = self.keyword.iter().flat_map(|matches| matches.contributions(ordinal));
        Explanation {
            coverage: self.keyword.as_ref().map(|matches| matches.coverage(ordinal)),
            terms: contributions.collect(),
            cosine: self.cosines.get(&ordinal).copied(),
            passage: self.passages.get(&ordinal).map(|(_, cosine)| *cosine),
            keyword_rank: place(&self.keyword_ranking),
            semantic_rank: place(&self.semantic_ranking),
            reranker: self.reranker.get(&ordinal).copied(),
            formula: self.formula(ordinal, kind),
        }
    }

    /// How the score of a hit was made.
    fn formula(&self, ordinal: Ordinal, kind: Kind) -> String {
        let formula = match self.mode {
            _ if self.reranker.contains_key(&ordinal) => return RERANKED.to_owned(),
            Mode::Hybrid => {
                format!("(({MEANING}) + {KEYWORD_WEIGHT} * coverage) / {}", 1.0 + KEYWORD_WEIGHT)
            }
            Mode::Keyword => "coverage".to_owned(),
            Mode::Semantic => MEANING.to_owned(),
        };
        if kind == Kind::Note { format!("{NOTE_WEIGHT} * ({formula}), for a note") } else { formula }
    }
}

/// The questions that pass the filters, contain every phrase, and nothing that is excluded.
fn allowed(index: &Index, query: &Query) -> Result<Option<OrdinalSet>> {
    let filtered = query.filters.allowed(&index.catalog);
    if query.phrases.is_empty() && query.excluded.is_empty() {
        return Ok(filtered);
    }
    let mut required = Vec::new();
    for phrase in query.phrases.iter().map(|text| phrase_terms(text)).filter(|terms| !terms.is_empty()) {
        required.push(index.inverted.phrase(&phrase)?);
    }
    let mut excluded = Vec::new();
    for phrase in query.excluded.iter().map(|text| phrase_terms(text)).filter(|terms| !terms.is_empty()) {
        excluded.push(index.inverted.phrase(&phrase)?);
    }
    Ok(Some(OrdinalSet::new(index.catalog.len(), |ordinal| {
        filtered.as_ref().is_none_or(|set| set.contains(ordinal))
            && required.iter().all(|found| found.contains(&ordinal))
            && !excluded.iter().any(|found| found.contains(&ordinal))
    })))
}

/// The terms of a text, each once.
fn distinct_terms(text: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    let terms = Analyzer::shared().analyze(text).into_iter().map(|token| token.term);
    terms.filter(|term| seen.insert(term.clone())).take(MAX_TERMS).collect()
}

/// The terms of a phrase with their positions.
fn phrase_terms(text: &str) -> Vec<(usize, String)> {
    let tokens = Analyzer::shared().analyze(text);
    tokens.into_iter().map(|token| (token.position, token.term)).collect()
}
