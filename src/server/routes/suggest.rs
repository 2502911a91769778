//! `/api/v1/suggest`: completions of what is being typed.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::search::Suggestion;
use crate::server::app::App;
use crate::server::error::{ApiError, ErrorAnswer};
use crate::server::extract::Parameters;

/// Completions unless told otherwise.
const DEFAULT_LIMIT: usize = 8;
/// Completions that one answer may hold; nobody reads more.
const MAX_LIMIT: usize = 100;

pub(super) fn router() -> Router<App> {
    Router::new().route("/api/v1/suggest", get(suggest))
}

pub(super) fn docs() -> utoipa::openapi::OpenApi {
    #[derive(OpenApi)]
    #[openapi(paths(suggest))]
    struct Docs;
    Docs::openapi()
}

/// Completions of what is being typed.
#[derive(Serialize, ToSchema)]
struct SuggestAnswer {
    /// The best first; none when nothing is typed yet.
    suggestions: Vec<Suggestion>,
}

/// Questions that complete what is being typed.
#[utoipa::path(
    get,
    path = "/api/v1/suggest",
    tag = "search",
    params(
        ("q" = String, Query, description = "what is typed so far", example = "redis"),
        ("limit" = Option<usize>, Query, description = "how many at most: 8 unless told, 100 at most"),
    ),
    responses(
        (status = 200, description = "completions", body = SuggestAnswer),
        (status = 400, description = "a parameter is missing or makes no sense", body = ErrorAnswer),
    )
)]
async fn suggest(
    State(app): State<App>,
    Parameters(parameters): Parameters,
) -> Result<Json<SuggestAnswer>, ApiError> {
    let (mut typed, mut limit) = (None, DEFAULT_LIMIT);
    for parameter in parameters {
        match parameter.name.as_str() {
            "q" => typed = Some(parameter.value),
            "limit" | "n" => limit = checked(parameter.number()?)?,
            _ => return Err(parameter.unknown("q, limit")),
        }
    }
    let missing = || ApiError::parameter("q", "the parameter q is missing; give what is typed so far");
    let typed = typed.ok_or_else(missing)?;
    let suggestions = app.ask(move |searcher| searcher.suggest(&typed, limit)).await?;
    Ok(Json(SuggestAnswer { suggestions }))
}

fn checked(limit: usize) -> Result<usize, ApiError> {
    if limit > MAX_LIMIT {
        let message = format!("a limit of {limit} is too large; ask for at most {MAX_LIMIT}");
        return Err(ApiError::parameter("limit", message));
    }
    Ok(limit)
}
