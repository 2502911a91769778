//! `/api/v1/search`: the query in the URL, or as JSON.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use utoipa::OpenApi;

use crate::search::{Mode, SearchAnswer, SearchRequest, Sort};
use crate::server::app::App;
use crate::server::error::{ApiError, ErrorAnswer};
use crate::server::extract::{JsonBody, Parameters};

pub(super) fn router() -> Router<App> {
    Router::new().route("/api/v1/search", get(search_by_url).post(search_by_json))
}

pub(super) fn docs() -> utoipa::openapi::OpenApi {
    #[derive(OpenApi)]
    #[openapi(paths(search_by_url, search_by_json))]
    struct Docs;
    Docs::openapi()
}

/// Search, with the query in the URL.
#[utoipa::path(
    get,
    path = "/api/v1/search",
    tag = "search",
    params(
        ("q" = String, Query, description = "words, \"phrases\", -without, field:value", example = "三次握手"),
        ("mode" = Option<Mode>, Query, description = "which retrievers answer"),
        ("filter" = Option<Vec<String>>, Query, description = "`field:value`, repeatable; fields: lang, kind, difficulty, date, tag, source; ranges such as `difficulty:medium..`"),
        ("limit" = Option<usize>, Query, description = "how many hits at most: 10 unless told, 1000 at most; `n` for short"),
        ("offset" = Option<usize>, Query, description = "how many of the best hits to pass over"),
        ("cursor" = Option<String>, Query, description = "where to go on: `next` of the answer before, all else as it was there"),
        ("sort" = Option<String>, Query, description = "date, difficulty or source instead of the score; `-date` for the other direction"),
        ("explain" = Option<bool>, Query, description = "whether hits tell what each retriever gave"),
        ("distinct" = Option<bool>, Query, description = "whether questions that ask the same are folded into the best of them"),
        ("min_score" = Option<f32>, Query, description = "hits with a lower score are left out, from 0 to 1"),
    ),
    responses(
        (status = 200, description = "what was found, best first", body = SearchAnswer),
        (status = 400, description = "the query or a parameter makes no sense", body = ErrorAnswer),
        (status = 503, description = "too many searches at once, or meaning alone is asked for and the embedder fails", body = ErrorAnswer),
    )
)]
async fn search_by_url(app: State<App>, parameters: Parameters) -> Result<Json<SearchAnswer>, ApiError> {
    search(app, request_of(parameters)?).await
}

/// Search, with the query as JSON.
#[utoipa::path(
    post,
    path = "/api/v1/search",
    tag = "search",
    request_body = SearchRequest,
    responses(
        (status = 200, description = "what was found, best first", body = SearchAnswer),
        (status = 400, description = "the body is not the expected JSON, or the query makes no sense", body = ErrorAnswer),
        (status = 413, description = "the body is too large", body = ErrorAnswer),
        (status = 503, description = "too many searches at once, or meaning alone is asked for and the embedder fails", body = ErrorAnswer),
    )
)]
async fn search_by_json(
    app: State<App>,
    JsonBody(request): JsonBody<SearchRequest>,
) -> Result<Json<SearchAnswer>, ApiError> {
    search(app, request).await
}

async fn search(State(app): State<App>, request: SearchRequest) -> Result<Json<SearchAnswer>, ApiError> {
    let answer = app.ask(move |searcher| searcher.search(&request)).await?;
    app.metrics.observe_search(answer.query.mode, answer.took_ms / 1000.0);
    Ok(Json(answer))
}

/// Reads what JSON would say from the URL. A name that is not known is an error there as it is
/// here: a misspelt `limit` that did nothing would be worse.
fn request_of(Parameters(parameters): Parameters) -> Result<SearchRequest, ApiError> {
    let mut request = SearchRequest::default();
    for parameter in parameters {
        match parameter.name.as_str() {
            "q" => request.q = parameter.value,
            "mode" => request.mode = parameter.name_of()?,
            "filter" => request.filter.push(parameter.value),
            "limit" | "n" => request.limit = Some(parameter.number()?),
            "offset" => request.offset = parameter.number()?,
            "cursor" => request.cursor = Some(parameter.value),
            "sort" => request.sort = Some(Sort::parse(&parameter.value)?),
            "explain" => request.explain = parameter.flag()?,
            "distinct" => request.distinct = parameter.flag()?,
            "min_score" => request.min_score = Some(parameter.score()?),
            _ => {
                return Err(parameter
                    .unknown("q, mode, filter, limit, offset, cursor, sort, explain, distinct, min_score"));
            }
        }
    }
    Ok(request)
}
