//! `/api/v1/similar`: questions similar to a text.

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use utoipa::{OpenApi, ToSchema};

use crate::search::SimilarAnswer;
use crate::server::app::App;
use crate::server::error::{ApiError, ErrorAnswer};
use crate::server::extract::JsonBody;

pub(super) fn router() -> Router<App> {
    Router::new().route("/api/v1/similar", post(similar))
}

pub(super) fn docs() -> utoipa::openapi::OpenApi {
    #[derive(OpenApi)]
    #[openapi(paths(similar))]
    struct Docs;
    Docs::openapi()
}

/// A text to compare with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SimilarRequest {
    /// The text, which may be a whole question.
    #[schema(example = "How do you keep a cache and a database consistent?")]
    text: String,
    /// How many questions at most; 10 unless told, 1000 at most.
    limit: Option<usize>,
}

/// Questions similar to a text, such as one that is about to be asked again.
#[utoipa::path(
    post,
    path = "/api/v1/similar",
    tag = "questions",
    request_body = SimilarRequest,
    responses(
        (status = 200, description = "similar questions, best first", body = SimilarAnswer),
        (status = 400, description = "the body is not the expected JSON, or the text is empty", body = ErrorAnswer),
        (status = 413, description = "the body is too large", body = ErrorAnswer),
    )
)]
async fn similar(
    State(app): State<App>,
    JsonBody(request): JsonBody<SimilarRequest>,
) -> Result<Json<SimilarAnswer>, ApiError> {
    let SimilarRequest { text, limit } = request;
    Ok(Json(app.ask(move |searcher| searcher.similar_to_text(&text, limit)).await?))
}
