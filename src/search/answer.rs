//! What is asked of the searcher and what it answers: the JSON contract of every face.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::sort::Sort;
use super::spelling::Correction;
use crate::question::{Difficulty, Kind, Lang, Question, QuestionId, SourceRef};

/// Hits that an answer holds unless told otherwise.
pub const DEFAULT_LIMIT: usize = 10;
/// Hits that one answer may hold.
pub const MAX_LIMIT: usize = 1000;

/// Which retrievers answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Words and meaning, fused.
    #[default]
    Hybrid,
    /// Words only.
    Keyword,
    /// Meaning only.
    Semantic,
}

/// A search, as it is asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SearchRequest {
    /// The query, with its syntax: words, "phrases", -without, field:value.
    pub q: String,
    /// Which retrievers answer.
    pub mode: Mode,
    /// Further filters, each `field:value`.
    pub filter: Vec<String>,
    /// How many hits at most; 10 unless told, 1000 at most.
    pub limit: Option<usize>,
    /// How many of the best hits to pass over.
    pub offset: usize,
    /// Where to go on: `next` of the answer before. All else must be as it was there.
    pub cursor: Option<String>,
    /// What to sort by instead of the score: date, difficulty or source; `-` turns it round.
    #[schema(value_type = Option<String>)]
    pub sort: Option<Sort>,
    /// Whether hits tell what each retriever gave.
    pub explain: bool,
    /// Whether questions that ask the same thing are folded into the best of them.
    pub distinct: bool,
    /// Hits with a lower score are left out, from 0 to 1.
    pub min_score: Option<f32>,
}

/// What a search found.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SearchAnswer {
    /// The query as it was understood.
    pub query: UnderstoodQuery,
    /// How many questions were found in all.
    pub total: usize,
    /// How long the search took, in milliseconds.
    pub took_ms: f64,
    /// Why the answer is less good than it could be, in one line; absent when all is well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degraded: Option<String>,
    /// What there is to know about how it was found, in one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// The best questions, best first.
    pub hits: Vec<Hit>,
    /// The cursor to the next hits; absent after the last ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Over all that was found: field → value → how many.
    pub facets: BTreeMap<String, BTreeMap<String, usize>>,
}

/// The query as it was understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct UnderstoodQuery {
    /// The words that were searched for, corrected where they had to be.
    pub text: String,
    /// What was typed otherwise than it was searched for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// Which retrievers answered.
    pub mode: Mode,
    /// What hits must contain word for word.
    pub phrases: Vec<String>,
    /// What hits must not contain.
    pub excluded: Vec<String>,
    /// What hits must be, each `field:value`.
    pub filters: Vec<String>,
    /// What they were sorted by instead of the score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub sort: Option<Sort>,
    /// How many hits were asked for.
    pub limit: usize,
    /// How many were passed over.
    pub offset: usize,
}

/// A question that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Hit {
    /// The question's id.
    #[schema(value_type = String)]
    pub id: QuestionId,
    /// What is asked.
    pub question: String,
    /// Where the answer (or, lacking one, a key point) matches: HTML-escaped text in which
    /// matches stand between `<mark>` and `</mark>`.
    pub snippet: String,
    /// Higher is better; at most 1.
    pub score: f32,
    /// The language of the question: "zh" or "en".
    #[schema(value_type = String)]
    pub lang: Lang,
    /// "question" or "note".
    #[schema(value_type = String)]
    pub kind: Kind,
    /// "easy", "medium" or "hard", where the source says so.
    #[schema(value_type = Option<String>)]
    pub difficulty: Option<Difficulty>,
    /// Its tags.
    pub tags: Vec<String>,
    /// The headings above it, outermost first.
    pub section: Vec<String>,
    /// The question that it follows up.
    #[schema(value_type = Option<String>)]
    pub follow_up_of: Option<QuestionId>,
    /// The questions that follow it up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<QuestionRef>,
    /// The questions that ask the same and were found too; only when folding is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duplicates: Vec<QuestionRef>,
    /// Where it stands: `path` and `line`.
    #[schema(value_type = Object)]
    pub source: SourceRef,
    /// What each retriever gave; only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explain: Option<Explanation>,
}

/// A question by name, as it stands in lists beside another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionRef {
    /// The question's id.
    pub id: String,
    /// What is asked.
    pub question: String,
    /// The language of the question: "zh" or "en".
    pub lang: String,
    /// Where it stands: `path` and `line`.
    #[schema(value_type = Object)]
    pub source: SourceRef,
}

impl From<&Question> for QuestionRef {
    fn from(question: &Question) -> Self {
        Self {
            id: question.id.to_string(),
            question: question.question.clone(),
            lang: question.lang.as_str().to_owned(),
            source: question.source.clone(),
        }
    }
}

/// Why a hit has its score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Explanation {
    /// The share of the query's words that the question covers, in [0, 1); absent in semantic mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<f32>,
    /// What each term gives to the coverage.
    pub terms: BTreeMap<String, f32>,
    /// How close together the query's words stand, in [0, 1]; absent where they do not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proximity: Option<f32>,
    /// What a question in the other language is credited with, since it cannot say the query's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<f32>,
    /// How much words weigh beside meaning for this query; only in hybrid mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keyword_weight: Option<f32>,
    /// Whether it asks just what was typed.
    #[serde(default)]
    pub exact: bool,
    /// The cosine between query and question; absent in keyword mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cosine: Option<f32>,
    /// The cosine between the query and the nearest passage of the answer; absent in keyword
    /// mode, without an answer, and beyond the best few hundred candidates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passage: Option<f32>,
    /// The place in the keyword ranking, from 1; absent when it is not in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyword_rank: Option<usize>,
    /// The place in the semantic ranking, from 1; absent when it is not in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub semantic_rank: Option<usize>,
    /// What the reranker says, in (0, 1); absent without one, and beyond the best 20 hits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reranker: Option<f32>,
    /// How the score is computed from them.
    pub formula: String,
}

/// Questions similar to one.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SimilarAnswer {
    /// The most similar questions, best first.
    pub hits: Vec<Hit>,
    /// Why the answer is less good than it could be, in one line; absent when all is well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degraded: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
}

/// A completion of what is being typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Suggestion {
    /// The question's id; a topic has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub id: Option<QuestionId>,
    /// What it is.
    pub kind: Suggested,
    /// The completed text.
    pub text: String,
}

/// What is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Suggested {
    /// A question.
    Question,
    /// A tag or heading that several questions share.
    Topic,
}
