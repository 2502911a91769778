//! The last stage: a reranker reads the query together with each of the best hits.

use super::Searcher;
use super::ranking::Ranking;
use crate::error::{Error, Result};
use crate::question::Question;

/// Hits that are read: the first two pages. Each costs milliseconds.
pub(super) const DEPTH: usize = 20;
/// Bytes of an answer that are read; models cut off what is beyond some hundred tokens anyway.
const ANSWER_BYTES: usize = 2_000;

impl Searcher {
    /// Puts the best hits in the order of the reranker, if there is one. Where none of them is
    /// `shown` it is not asked, and the others get the scores that they have beside reranked ones.
    pub(super) fn rerank(&self, ranking: &mut Ranking, query: &str, shown: bool) -> Result<()> {
        let Some(reranker) = self.reranker.as_ref().filter(|_| !query.is_empty()) else { return Ok(()) };
        let best = &ranking.hits[..ranking.hits.len().min(DEPTH)];
        if !shown || best.is_empty() {
            let unread = vec![0.5; best.len()];
            ranking.rerank(&unread);
            return Ok(());
        }
        let texts: Vec<String> =
            best.iter().map(|hit| Ok(text(&self.stored(hit.value)?))).collect::<Result<_>>()?;
        match reranker.scores(query, &texts.iter().map(String::as_str).collect::<Vec<_>>()) {
            Ok(scores) => ranking.rerank(&scores),
            Err(Error::Embedder(why)) => ranking.degrade(format!("not reranked: {why}")),
            Err(other) => return Err(other),
        }
        Ok(())
    }
}

/// What is read of a question: what is asked, and how the answer begins.
fn text(question: &Question) -> String {
    let answer = match question.answer.trim() {
        "" => question.key_points.join("\n"),
        answer => answer[..answer.floor_char_boundary(ANSWER_BYTES)].to_owned(),
    };
    format!("{}\n{answer}", question.question)
}
