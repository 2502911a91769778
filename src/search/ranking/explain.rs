//! What there is to tell about a ranking: how hits were found, and what each stage gave to them.

use std::collections::BTreeMap;

use super::Ranking;
use crate::index::Ordinal;
use crate::search::answer::{Explanation, Mode};
use crate::search::fusion::{self, Fusion};
use crate::search::recipe::Evidence;

impl Ranking {
    /// What is worth knowing about how the hits were found.
    pub(in crate::search) fn notice(&self) -> Option<&'static str> {
        let by_meaning_alone = self.fell_back && !self.hits.is_empty();
        by_meaning_alone.then_some("no question has any of these words; these are the nearest by meaning")
    }

    /// What each stage gave to a hit, by what is [known](Self::known) of all.
    pub(in crate::search) fn explain(
        &self,
        known: &BTreeMap<Ordinal, Evidence>,
        ordinal: Ordinal,
    ) -> Explanation {
        let found = known.get(&ordinal).copied().unwrap_or_default();
        let [keyword_rank, semantic_rank] = found.places;
        let recipe = &self.recipe;
        let hybrid = recipe.mode == Mode::Hybrid && recipe.fusion == Fusion::Sum;
        let some = |number: f32| (number > 0.0).then_some(number);
        Explanation {
            coverage: self.keyword.as_ref().map(|_| found.coverage),
            terms: self.keyword.iter().flat_map(|matches| matches.contributions(ordinal)).collect(),
            proximity: some(found.proximity),
            cosine: self.cosine(ordinal),
            passage: found.passage,
            credit: some(recipe.credit(&found, &self.outlook)).filter(|_| hybrid),
            keyword_weight: hybrid.then(|| recipe.keyword_weight(&self.outlook)),
            exact: found.exact,
            keyword_rank: keyword_rank.filter(|_| recipe.mode != Mode::Semantic),
            semantic_rank: semantic_rank.filter(|_| recipe.mode != Mode::Keyword),
            reranker: self.reranker.get(&ordinal).copied(),
            formula: match self.reranker.contains_key(&ordinal) {
                true => fusion::RERANKED.to_owned(),
                false => recipe.formula(&found),
            },
        }
    }
}
