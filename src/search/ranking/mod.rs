//! Retrieval for one query: what the retrievers find is scored by the [`Recipe`].

mod allowed;
mod depth;
mod explain;

use std::collections::BTreeMap;

pub(super) use self::depth::Depth;

use crate::analysis::Glossary;
use crate::embedding::Embedder;
use crate::embedding::quantised::quantise;
use crate::error::{Error, Result};
use crate::index::{Catalog, Index, Ordinal, OrdinalSet, catalog};
use crate::question::{Kind, Lang, is_han};
use crate::scored::{Scored, best, best_first};
use crate::search::answer::Mode;
use crate::search::fusion::{self, Fusion};
use crate::search::keyword::KeywordMatches;
use crate::search::proximity;
use crate::search::query::Query;
use crate::search::recipe::{Evidence, Outlook, Recipe};
use crate::search::terms;

/// Candidates whose passages are looked at: those that are best without.
const PASSAGE_DEPTH: usize = 200;
/// Candidates in which it is looked how close together the words stand: those with the most words.
const PROXIMITY_DEPTH: usize = 30;
/// Candidates whose cosine is exact though the nearest vectors lack them: those with the most words.
const EXACT_DEPTH: usize = 500;
/// A question below this share of the best cosine is not found by meaning: every question is near
/// every query to some degree, and what is merely less far away answers nothing.
const LEAST_SHARE: f32 = 0.3;
/// The questions after the best one that it must stand out from, for words to weigh more.
const NEXT_BEST: usize = 10;

/// The ranking of one query and what it was made from.
#[derive(Default)]
pub(super) struct Ranking {
    /// All that was found; as many as were asked for are in order, best first, the others after them.
    pub(super) hits: Vec<Scored<Ordinal>>,
    /// The distinct terms of the query, in its order.
    pub(super) terms: Vec<String>,
    /// The stages; their mode tells the retrievers that answered: words alone where meaning was
    /// asked for too and failed.
    pub(super) recipe: Recipe,
    /// Why fewer retrievers answered than were asked.
    pub(super) degraded: Option<String>,
    /// Whether words and meaning were asked for, and nothing has any of the words.
    fell_back: bool,
    outlook: Outlook,
    /// The language of the query.
    lang: Option<Lang>,
    /// What a question that asks just this has for a fingerprint.
    asked: Option<u64>,
    keyword: Option<KeywordMatches>,
    proximity: BTreeMap<Ordinal, f32>,
    /// By ordinal: the cosine, and NaN where it was not looked at.
    cosines: Vec<f32>,
    /// The least cosine that is found by meaning.
    least_cosine: f32,
    /// The nearest passage of the best candidates: its number and cosine.
    passages: BTreeMap<Ordinal, (usize, f32)>,
    /// What the reranker says about the best hits, in (0, 1).
    reranker: BTreeMap<Ordinal, f32>,
}

impl Ranking {
    /// Ranks what answers the query.
    pub(super) fn of(
        index: &Index,
        embedder: &dyn Embedder,
        glossary: &Glossary,
        query: &Query,
        recipe: &Recipe,
        depth: Depth,
    ) -> Result<Self> {
        let allowed = allowed::allowed(index, query)?;
        let mut ranking = Self { recipe: recipe.clone(), ..Self::default() };
        if query.text.is_empty() {
            ranking.add_everything(index, allowed.as_ref());
            return Ok(ranking);
        }
        let tokens = terms::distinct(&query.text);
        ranking.terms = tokens.iter().map(|token| token.term.clone()).collect();
        ranking.lang = Some(language(&query.text));
        ranking.asked = catalog::asked(&query.text);
        let mut candidates = Vec::new();
        if recipe.mode != Mode::Semantic {
            let synonyms = glossary.find(&query.text);
            let matches = KeywordMatches::find(index, &tokens, &synonyms, allowed.as_ref(), recipe)?;
            if recipe.proximity > 0.0 {
                let closest = best(matches.ranking(), PROXIMITY_DEPTH);
                ranking.proximity = proximity::of(index, &tokens, &matches, &closest)?;
            }
            candidates.extend_from_slice(matches.touched());
            // Nothing to fuse with: the scores are then those of meaning alone.
            ranking.fell_back = recipe.mode == Mode::Hybrid && matches.touched().is_empty();
            ranking.keyword = Some(matches);
        }
        if recipe.mode != Mode::Keyword {
            let near = depth.near;
            match ranking.add_semantic(index, embedder, &query.text, allowed.as_ref(), near, &mut candidates)
            {
                Err(Error::Embedder(why)) if recipe.mode == Mode::Hybrid => {
                    ranking.recipe.mode = Mode::Keyword;
                    ranking.degrade(format!("searched by words alone: {why}"));
                }
                done => done?,
            }
        }
        if ranking.fell_back && ranking.degraded.is_none() {
            ranking.recipe.mode = Mode::Semantic;
        }
        ranking.fuse(&index.catalog, &candidates, depth.ordered);
        Ok(ranking)
    }

    /// All allowed questions, then all notes, for a query that has filters but no words.
    fn add_everything(&mut self, index: &Index, allowed: Option<&OrdinalSet>) {
        let all = 0..index.catalog.len() as Ordinal;
        let passes = |ordinal: &Ordinal| allowed.is_none_or(|set| set.contains(*ordinal));
        self.hits = all.filter(passes).map(|ordinal| Scored::new(0.0, ordinal)).collect();
        self.hits.sort_by_key(|hit| index.catalog.entry(hit.value).kind);
    }

    /// Finds the nearest questions, and looks up the cosine of all that were found by words.
    fn add_semantic(
        &mut self,
        index: &Index,
        embedder: &dyn Embedder,
        text: &str,
        allowed: Option<&OrdinalSet>,
        near: usize,
        candidates: &mut Vec<Ordinal>,
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
        let near = index.vectors.near(&embedding, (near, LEAST_SHARE), allowed, &index.catalog);
        self.least_cosine = near.iter().map(Scored::score).fold(f32::INFINITY, f32::min);
        let quantised = quantise(&embedding);
        self.add_cosines(index, (&embedding, &quantised), &near, candidates);
        let by_words = |hit: &&Scored<Ordinal>| {
            self.keyword.as_ref().is_some_and(|matches| matches.coverage(hit.value) > 0.0)
        };
        candidates.extend(near.iter().filter(|hit| !by_words(hit)).map(|hit| hit.value));
        // The passages of the candidates that are best without them.
        self.fuse(&index.catalog, candidates, PASSAGE_DEPTH);
        for hit in self.hits.iter().take(PASSAGE_DEPTH) {
            if let Some(nearest) = index.vectors.passages().nearest(&quantised, hit.value) {
                self.passages.insert(hit.value, nearest);
            }
        }
        Ok(())
    }

    /// Looks up the cosines of the candidates that the nearest vectors lack.
    fn add_cosines(
        &mut self,
        index: &Index,
        (embedding, quantised): (&[f32], &[i8]),
        near: &[Scored<Ordinal>],
        candidates: &[Ordinal],
    ) {
        let rows = index.vectors.rows();
        let mut cosines = vec![f32::NAN; index.catalog.len()];
        near.iter().for_each(|hit| cosines[hit.value as usize] = hit.score());
        let mut add = |ordinal: Ordinal, cosine: &dyn Fn() -> f32| {
            let known = &mut cosines[ordinal as usize];
            if known.is_nan() {
                *known = cosine();
            }
        };
        let covering = self.keyword.as_ref().map_or_else(Vec::new, KeywordMatches::ranking);
        for hit in best(covering, EXACT_DEPTH) {
            add(hit.value, &|| rows.score(embedding, hit.value).max(-1.0));
        }
        for ordinal in candidates {
            add(*ordinal, &|| rows.rough_cosine(quantised, *ordinal));
        }
        self.cosines = cosines;
    }

    /// Scores all candidates by what is known of them so far, and puts the `depth` best in order.
    fn fuse(&mut self, catalog: &Catalog, candidates: &[Ordinal], depth: usize) {
        let mut found: Vec<(Ordinal, Evidence)> =
            candidates.iter().map(|ordinal| (*ordinal, self.evidence(catalog, *ordinal))).collect();
        self.outlook = self.look_out(&found);
        if self.recipe.fusion == Fusion::Rrf {
            self.add_places(&mut found);
        }
        let score = |(ordinal, found): &(Ordinal, Evidence)| {
            Scored::new(self.recipe.score(found, &self.outlook), *ordinal)
        };
        let mut hits: Vec<Scored<Ordinal>> = found.iter().map(score).collect();
        best_first(&mut hits, depth);
        self.hits = hits;
    }

    fn evidence(&self, catalog: &Catalog, ordinal: Ordinal) -> Evidence {
        let entry = catalog.entry(ordinal);
        Evidence {
            coverage: self.keyword.as_ref().map_or(0.0, |matches| matches.coverage(ordinal)),
            proximity: self.proximity.get(&ordinal).copied().unwrap_or(0.0),
            cosine: self.cosine(ordinal).unwrap_or(0.0),
            passage: self.passages.get(&ordinal).map(|(_, cosine)| *cosine),
            foreign: self.lang.is_some_and(|lang| lang != entry.lang),
            exact: self.asked.is_some() && self.asked == entry.asked,
            note: entry.kind == Kind::Note,
            places: [None, None],
        }
    }

    fn cosine(&self, ordinal: Ordinal) -> Option<f32> {
        self.cosines.get(ordinal as usize).copied().filter(|cosine| !cosine.is_nan())
    }

    /// What the candidates say about the query: notes count as little here as in the end.
    fn look_out(&self, found: &[(Ordinal, Evidence)]) -> Outlook {
        let weight = |found: &Evidence| if found.note { self.recipe.note } else { 1.0 };
        let words =
            found.iter().map(|(at, found)| Scored::new(weight(found) * self.recipe.words(found), *at));
        let words: Vec<f32> = best(words.collect(), NEXT_BEST + 1).iter().map(Scored::score).collect();
        let best_coverage = words.first().copied().unwrap_or(0.0);
        let next = words.iter().skip(1).sum::<f32>() / NEXT_BEST as f32;
        let meanings = found.iter().map(|(_, found)| weight(found) * self.recipe.meaning(found));
        Outlook {
            best_coverage,
            distinction: best_coverage - next,
            best_meaning: meanings.fold(0.0, f32::max),
        }
    }

    /// All that is known of the hits, by ordinal.
    pub(super) fn known(&self, catalog: &Catalog) -> BTreeMap<Ordinal, Evidence> {
        let mut all: Vec<(Ordinal, Evidence)> =
            self.hits.iter().map(|hit| (hit.value, self.evidence(catalog, hit.value))).collect();
        self.add_places(&mut all);
        all.into_iter().collect()
    }

    /// The places by words and by meaning, of those that each of them found.
    fn add_places(&self, found: &mut [(Ordinal, Evidence)]) {
        let by_words = |found: &Evidence| (found.coverage > 0.0).then(|| self.recipe.words(found));
        number(found, 0, by_words);
        let by_meaning =
            |found: &Evidence| (found.cosine >= self.least_cosine).then(|| self.recipe.meaning(found));
        number(found, 1, by_meaning);
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
}

/// Numbers the questions that have a score, the best first.
fn number(found: &mut [(Ordinal, Evidence)], way: usize, score: impl Fn(&Evidence) -> Option<f32>) {
    let scored = (0..)
        .zip(found.iter())
        .filter_map(|(at, (ordinal, evidence))| Some(Scored::new(score(evidence)?, (*ordinal, at))));
    let mut scored: Vec<Scored<(Ordinal, usize)>> = scored.collect();
    scored.sort_unstable();
    for (place, hit) in (1..).zip(scored) {
        found[hit.value.1].1.places[way] = Some(place);
    }
}

/// The language of a query: one Han character is enough, since names are Latin in both.
fn language(text: &str) -> Lang {
    if text.chars().any(is_han) { Lang::Zh } else { Lang::En }
}
