//! `/healthz` and `/readyz`: whether the server lives, and whether it can answer.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::server::app::App;

pub(super) fn router() -> Router<App> {
    Router::new().route("/healthz", get(health)).route("/readyz", get(readiness))
}

pub(super) fn docs() -> utoipa::openapi::OpenApi {
    #[derive(OpenApi)]
    #[openapi(paths(health, readiness))]
    struct Docs;
    Docs::openapi()
}

/// That the server lives.
#[derive(Serialize, ToSchema)]
struct Health {
    /// Always "ok".
    status: &'static str,
    /// The version of tiku.
    version: &'static str,
}

/// That the server can answer.
#[derive(Serialize, ToSchema)]
struct Readiness {
    /// Always "ready": the server starts to listen once its index is open.
    status: &'static str,
    /// How many questions can be found.
    questions: usize,
}

/// Whether the server lives.
#[utoipa::path(get, path = "/healthz", tag = "operation", responses((status = 200, body = Health)))]
async fn health() -> Json<Health> {
    Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION") })
}

/// Whether the server can answer searches.
#[utoipa::path(get, path = "/readyz", tag = "operation", responses((status = 200, body = Readiness)))]
async fn readiness(State(app): State<App>) -> Json<Readiness> {
    Json(Readiness { status: "ready", questions: app.questions() })
}
