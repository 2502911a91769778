//! What happens around every handler: limits on body and time, panics caught, answers counted,
//! compressed and traced.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{Method, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use tower_http::trace::TraceLayer;

use super::app::App;
use super::error::ApiError;

/// The largest body that is read.
pub(super) const MAX_BODY_BYTES: usize = 1 << 20;
/// The longest that an answer may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The guards, and the headers that let search boxes on other sites use the API. They stand
/// outside, so that a browser on another site may read the errors too.
pub(super) fn api(routes: Router<App>) -> Router<App> {
    let any_site = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE])
        .max_age(Duration::from_secs(3600));
    guarded(routes).layer(any_site)
}

/// Limits on body and time, and panics caught.
pub(super) fn guarded<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    routes
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(from_fn(in_time))
        .layer(CatchPanicLayer::custom(ApiError::of_panic))
}

/// What holds for every answer, the one for an unknown path included.
pub(super) fn all(routes: Router<App>, app: &App) -> Router<App> {
    routes
        .fallback(no_route)
        .layer(from_fn_with_state(app.clone(), counted))
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http())
}

async fn no_route(request: Request) -> ApiError {
    ApiError::no_route(request.uri().path())
}

async fn wrong_method(method: Method) -> ApiError {
    ApiError::wrong_method(method.as_str())
}

async fn in_time(request: Request, next: Next) -> Response {
    let answer = tokio::time::timeout(TIMEOUT, next.run(request)).await;
    answer.unwrap_or_else(|_| ApiError::timed_out(TIMEOUT.as_secs()).into_response())
}

/// Counts answers by route, not by path: ids would make a time series each.
async fn counted(
    State(app): State<App>,
    route: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let answer = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    app.metrics.count_request(route, answer.status().as_u16());
    answer
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn a_panic_is_an_answer() {
        async fn broken() -> &'static str {
            panic!("a secret")
        }
        let app: Router = guarded(Router::new().route("/", get(broken)));
        let (parts, body) = app.oneshot(Request::new(Body::empty())).await.unwrap().into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert_eq!(parts.status, 500);
        assert!(body.contains("\"INTERNAL\"") && !body.contains("secret"), "{body}");
    }
}
