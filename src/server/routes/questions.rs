//! `/api/v1/questions/{id}`: a whole question, and what is similar to it.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::question::Question;
use crate::search::{QuestionRef, SimilarAnswer};
use crate::server::app::App;
use crate::server::error::{ApiError, ErrorAnswer};
use crate::server::extract::{Id, Limit};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/questions/{id}", get(question))
        .route("/api/v1/questions/{id}/similar", get(similar))
}

pub(super) fn docs() -> utoipa::openapi::OpenApi {
    #[derive(OpenApi)]
    #[openapi(paths(question, similar))]
    struct Docs;
    Docs::openapi()
}

/// A whole question, as `tiku questions` prints it, with the questions that follow it up.
#[utoipa::path(
    get,
    path = "/api/v1/questions/{id}",
    tag = "questions",
    params(("id" = String, Path, description = "the id that a hit has")),
    responses(
        (status = 200, description = "the question", body = QuestionFields),
        (status = 404, description = "there is no such question", body = ErrorAnswer),
    )
)]
async fn question(State(app): State<App>, Id(id): Id) -> Result<Json<QuestionAnswer>, ApiError> {
    let answer = app.ask(move |searcher| {
        let question = searcher.question(&id)?;
        Ok(QuestionAnswer { follow_ups: searcher.follow_ups(&question.id)?, question })
    });
    Ok(Json(answer.await?))
}

/// A question, and what is asked after it.
#[derive(Serialize)]
struct QuestionAnswer {
    #[serde(flatten)]
    question: Question,
    follow_ups: Vec<QuestionRef>,
}

/// Questions similar to one.
#[utoipa::path(
    get,
    path = "/api/v1/questions/{id}/similar",
    tag = "questions",
    params(
        ("id" = String, Path, description = "the id that a hit has"),
        ("limit" = Option<usize>, Query, description = "how many at most: 10 unless told, 1000 at most"),
    ),
    responses(
        (status = 200, description = "similar questions, best first, the question itself left out", body = SimilarAnswer),
        (status = 400, description = "the limit makes no sense", body = ErrorAnswer),
        (status = 404, description = "there is no such question", body = ErrorAnswer),
    )
)]
async fn similar(
    State(app): State<App>,
    Id(id): Id,
    Limit(limit): Limit,
) -> Result<Json<SimilarAnswer>, ApiError> {
    Ok(Json(app.ask(move |searcher| searcher.similar(&id, limit)).await?))
}

/// The fields of [`Question`] for the documentation: it stands too early in the flow to know of
/// HTTP. A test holds the two together.
#[derive(ToSchema)]
#[schema(as = Question)]
#[expect(dead_code, reason = "describes; is never made")]
struct QuestionFields {
    /// Stable id.
    id: String,
    /// What is asked, as plain text on one line.
    question: String,
    /// The whole answer as written, in Markdown; may be empty.
    answer: String,
    /// What a good answer mentions.
    key_points: Vec<String>,
    /// What the question is asked for.
    intent: Vec<String>,
    /// The question that this one follows up.
    follow_up_of: Option<String>,
    /// The questions that follow it up.
    follow_ups: Vec<QuestionRef>,
    /// "easy", "medium" or "hard", where the source says so.
    difficulty: Option<String>,
    /// How many minutes its section is meant to take, where the source says so.
    minutes: Option<u32>,
    /// The date of its source, `YYYY-MM-DD`, where that says it.
    date: Option<String>,
    /// The headings above it, outermost first.
    section: Vec<String>,
    /// Its tags.
    tags: Vec<String>,
    /// The language of the question: "zh" or "en".
    lang: String,
    /// "question" or "note".
    kind: String,
    /// Where it stands.
    source: Place,
}

/// Where a question stands.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes; is never made")]
struct Place {
    /// The source's name.
    path: String,
    /// 1-based line on which the question starts.
    line: usize,
}
