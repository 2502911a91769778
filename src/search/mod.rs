//! Query → hits: parse, retrieve by words and by meaning, fuse, show.

pub mod answer;
mod correction;
mod distinct;
pub mod duplicates;
mod facets;
pub mod filter;
pub mod fusion;
mod hits;
mod keyword;
mod page;
mod proximity;
pub mod query;
mod ranking;
pub mod recipe;
mod rerank;
mod snippet;
mod sort;
pub mod spelling;
mod statistics;
mod suggest;
mod terms;
mod vary;

use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use crate::analysis::{Analyzer, Glossary};
use crate::embedding::Embedder;
use crate::embedding::rerank::Reranker;
use crate::error::{Error, Result};
use crate::index::{Index, Ordinal, VectorSearch};
use crate::question::{Question, QuestionId};
use crate::scored::Scored;

pub use answer::{
    DEFAULT_LIMIT, Explanation, Hit, MAX_LIMIT, Mode, QuestionRef, SearchAnswer, SearchRequest,
    SimilarAnswer, Suggestion, UnderstoodQuery,
};
use distinct::Folded;
pub use filter::{Filter, Filters};
use page::Page;
pub use query::Query;
use ranking::{Depth, Ranking};
pub use recipe::Recipe;
pub use sort::Sort;
use spelling::Speller;
pub use spelling::{Correction, How};
pub use statistics::Statistics;
use suggest::Suggestions;

/// Answers queries over one opened index. Searching takes `&self`; share it between threads.
pub struct Searcher {
    index: Index,
    embedder: Arc<dyn Embedder>,
    reranker: Option<Arc<dyn Reranker>>,
    suggestions: OnceLock<Suggestions>,
    speller: OnceLock<Speller>,
    glossary: Arc<Glossary>,
}

impl Searcher {
    /// Opens the index in `folder`.
    ///
    /// # Errors
    /// As [`Index::open`].
    pub fn open(folder: &Path, embedder: Arc<dyn Embedder>, vector_search: VectorSearch) -> Result<Self> {
        let index = Index::open(folder, embedder.as_ref(), vector_search)?;
        // The dictionary is loaded by the first Chinese text; no query shall wait for it.
        Analyzer::shared().analyze("预热");
        Ok(Self {
            index,
            embedder,
            reranker: None,
            glossary: Glossary::built_in(),
            suggestions: OnceLock::new(),
            speller: OnceLock::new(),
        })
    }

    /// Searches with other synonyms than the built-in ones.
    #[must_use]
    pub fn with_glossary(self, glossary: Arc<Glossary>) -> Self {
        Self { glossary, ..self }
    }

    /// The same, with the best hits put in order by a reranker.
    pub fn with_reranker(self, reranker: Arc<dyn Reranker>) -> Self {
        Self { reranker: Some(reranker), ..self }
    }

    /// The index that is searched.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Answers a search.
    ///
    /// # Errors
    /// [`Error::InvalidQuery`] when the query, a filter or a number in it makes no sense.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchAnswer> {
        let start = Instant::now();
        let mut query = Query::parse_filtered(&request.q, &request.filter)?;
        let corrections = self.correct(&mut query)?;
        let page = Page::of(request, &self.index)?;
        let least = least_score(request.min_score)?;
        // Folding takes hits away from before the page.
        let folded_away = if request.distinct { distinct::DEPTH } else { 0 };
        let depth = page.end().saturating_add(folded_away).max(rerank::DEPTH);
        let mut ranking = self.rank(&query, &Recipe::of(request.mode), Depth::ordered(depth))?;
        // What is folded and sorted depends on the scores of all.
        let shown = request.distinct || request.sort.is_some() || page.offset < rerank::DEPTH;
        self.rerank(&mut ranking, &query.text, shown && page.limit > 0)?;
        if let Some(least) = least {
            ranking.hits.retain(|hit| hit.score() >= least);
        }
        let catalog = &self.index.catalog;
        let mut folded = match request.distinct {
            true => distinct::fold(self.index.vectors.rows(), &ranking.hits),
            false => ranking.hits.iter().copied().map(Folded::alone).collect(),
        };
        if let Some(sort) = request.sort {
            sort.sort(catalog, &mut folded, |folded| folded.hit);
        }
        // The places of one hit take the scores of all: worked out once.
        let known = request.explain.then(|| ranking.known(catalog));
        let hits = folded.iter().skip(page.offset).take(page.limit).map(|folded| {
            let duplicates = folded.others.iter().map(|at| self.named(*at)).collect::<Result<_>>()?;
            let explain = known.as_ref().map(|known| ranking.explain(known, folded.hit.value));
            Ok(Hit { explain, duplicates, ..self.hit(&folded.hit, &ranking)? })
        });
        Ok(SearchAnswer {
            hits: hits.collect::<Result<_>>()?,
            total: folded.len(),
            next: page.next(folded.len()),
            facets: facets::count(catalog, folded.iter().map(|folded| folded.hit.value)),
            query: UnderstoodQuery {
                text: query.text,
                corrections,
                mode: ranking.recipe.mode,
                phrases: query.phrases,
                excluded: query.excluded,
                filters: query.filters.iter().map(ToString::to_string).collect(),
                sort: request.sort,
                limit: page.limit,
                offset: page.offset,
            },
            notice: ranking.notice().map(str::to_owned),
            degraded: ranking.degraded,
            took_ms: milliseconds(start),
        })
    }

    /// The ranking alone, for evaluation: at most `depth` ids with scores, best first.
    ///
    /// # Errors
    /// As [`search`](Self::search), and where that would give a degraded answer.
    pub fn run(&self, query: &Query, recipe: &Recipe, depth: usize) -> Result<Vec<(String, f32)>> {
        let mut query = query.clone();
        self.correct(&mut query)?;
        let mut ranking = self.rank(&query, recipe, Depth::at_least(depth.max(rerank::DEPTH)))?;
        self.rerank(&mut ranking, &query.text, true)?;
        if let Some(why) = ranking.degraded {
            return Err(Error::Embedder(why));
        }
        let id = |hit: &Scored<Ordinal>| (self.index.catalog.entry(hit.value).id.to_string(), hit.score());
        Ok(ranking.hits.iter().take(depth).map(id).collect())
    }

    /// Questions similar to the one with this id, itself left out.
    ///
    /// # Errors
    /// [`Error::QuestionNotFound`] when there is none.
    pub fn similar(&self, id: &str, limit_asked: Option<usize>) -> Result<SimilarAnswer> {
        let question = self.question(id)?;
        self.similar_to(&question.question, limit_asked, Some(id))
    }

    /// Questions similar to a text, which may be a whole question.
    ///
    /// # Errors
    /// [`Error::InvalidQuery`] when the text is empty.
    pub fn similar_to_text(&self, text: &str, limit_asked: Option<usize>) -> Result<SimilarAnswer> {
        self.similar_to(text, limit_asked, None)
    }

    /// A whole question.
    ///
    /// # Errors
    /// [`Error::QuestionNotFound`] when there is none.
    pub fn question(&self, id: &str) -> Result<Question> {
        let not_found = || Error::QuestionNotFound(id.to_owned());
        let ordinal = self.index.catalog.find(id).ok_or_else(not_found)?;
        self.stored(ordinal)
    }

    /// The questions that follow up the one with this id, in the order of their source.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn follow_ups(&self, id: &QuestionId) -> Result<Vec<QuestionRef>> {
        self.index.catalog.follow_ups(id).iter().map(|at| self.named(*at)).collect()
    }

    /// At most `n` questions and topics that complete what is being typed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn suggest(&self, prefix: &str, n: usize) -> Result<Vec<Suggestion>> {
        if self.suggestions.get().is_none() {
            // Two threads may both read the texts once; that does no harm.
            let _ = self.suggestions.set(Suggestions::load(&self.index)?);
        }
        Ok(self.suggestions.get().map_or_else(Vec::new, |s| s.complete(prefix, n)))
    }

    fn similar_to(
        &self,
        text: &str,
        limit_asked: Option<usize>,
        itself: Option<&str>,
    ) -> Result<SimilarAnswer> {
        let start = Instant::now();
        let mut query = Query::of_text(text);
        query.filters.add(Filter::parse_strictly("kind:question")?);
        if query.text.is_empty() {
            return Err(Error::InvalidQuery("the text is empty; give a question to compare with".to_owned()));
        }
        let limit = page::limit(limit_asked)?;
        let mut ranking =
            self.rank(&query, &Recipe::default(), Depth::ordered((limit + 1).max(rerank::DEPTH)))?;
        self.rerank(&mut ranking, &query.text, limit > 0)?;
        let itself = itself.and_then(|id| self.index.catalog.find(id));
        let others = ranking.hits.iter().filter(|hit| Some(hit.value) != itself).take(limit);
        let hits = others.map(|hit| self.hit(hit, &ranking)).collect::<Result<_>>()?;
        Ok(SimilarAnswer { hits, degraded: ranking.degraded, took_ms: milliseconds(start) })
    }

    fn rank(&self, query: &Query, recipe: &Recipe, depth: Depth) -> Result<Ranking> {
        Ranking::of(&self.index, self.embedder.as_ref(), &self.glossary, query, recipe, depth)
    }

    fn stored(&self, ordinal: Ordinal) -> Result<Question> {
        let entry = self.index.catalog.entry(ordinal);
        let question = self.index.questions.question(entry.slot)?;
        question.ok_or_else(|| Error::QuestionNotFound(entry.id.to_string()))
    }
}

fn least_score(asked: Option<f32>) -> Result<Option<f32>> {
    match asked {
        Some(score) if !(0.0..=1.0).contains(&score) => Err(Error::InvalidQuery(format!(
            "a least score of {score} makes no sense; scores go from 0 to 1"
        ))),
        score => Ok(score),
    }
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}
