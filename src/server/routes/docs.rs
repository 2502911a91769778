//! `/openapi.json` and `/docs`: the API described, for programs and for people.

use axum::Router;
use utoipa::OpenApi;
use utoipa_swagger_ui::SwaggerUi;

use crate::server::app::App;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "tiku",
        description = "An offline search engine for Chinese and English interview questions. \
                       An error is always `{\"error\":{\"code\",\"message\",\"details\"}}`.",
    ),
    tags(
        (name = "search", description = "Finding questions"),
        (name = "questions", description = "Whole questions, and similar ones"),
        (name = "operation", description = "For whoever runs the server"),
    )
)]
struct Docs;

/// The description of all that the route files describe.
pub(super) fn router(described: impl Iterator<Item = utoipa::openapi::OpenApi>) -> Router<App> {
    let mut all = Docs::openapi();
    described.for_each(|docs| all.merge(docs));
    SwaggerUi::new("/docs").url("/openapi.json", all).into()
}
