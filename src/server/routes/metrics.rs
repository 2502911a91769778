//! `/metrics`: what Prometheus collects.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use utoipa::OpenApi;

use crate::server::app::App;
use crate::server::error::ApiError;

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

pub(super) fn router() -> Router<App> {
    Router::new().route("/metrics", get(metrics))
}

pub(super) fn docs() -> utoipa::openapi::OpenApi {
    #[derive(OpenApi)]
    #[openapi(paths(metrics))]
    struct Docs;
    Docs::openapi()
}

/// Requests, durations of searches and the number of questions, as OpenMetrics.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "operation",
    responses((status = 200, body = String, content_type = "application/openmetrics-text"))
)]
async fn metrics(State(app): State<App>) -> Result<impl IntoResponse, ApiError> {
    let text = app.metrics.text().map_err(|cause| ApiError::internal(&cause))?;
    Ok(([(header::CONTENT_TYPE, OPEN_METRICS)], text))
}
