//! `/`: the search page and the embeddable search box, compiled in from `web/`.

use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::server::app::App;

/// A file of `web/`.
struct File {
    path: &'static str,
    content_type: &'static str,
    content: &'static str,
}

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

/// Every file that is served; a new one is a line here.
const FILES: [File; 9] = [
    File { path: "/", content_type: HTML, content: include_str!("../../../web/index.html") },
    File { path: "/style.css", content_type: CSS, content: include_str!("../../../web/style.css") },
    File { path: "/search.js", content_type: JAVASCRIPT, content: include_str!("../../../web/search.js") },
    File { path: "/api.js", content_type: JAVASCRIPT, content: include_str!("../../../web/api.js") },
    File { path: "/view.js", content_type: JAVASCRIPT, content: include_str!("../../../web/view.js") },
    File {
        path: "/markdown.js",
        content_type: JAVASCRIPT,
        content: include_str!("../../../web/markdown.js"),
    },
    File { path: "/words.js", content_type: JAVASCRIPT, content: include_str!("../../../web/words.js") },
    File { path: "/box.js", content_type: JAVASCRIPT, content: include_str!("../../../web/box.js") },
    File { path: "/icon.svg", content_type: SVG, content: include_str!("../../../web/icon.svg") },
];

/// The page uses nothing but what this server gives, and no script or style inside the HTML.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'self'";

pub(super) fn router() -> Router<App> {
    FILES.iter().fold(Router::new(), |routes, file| {
        let tag = format!("\"{}\"", &blake3::hash(file.content.as_bytes()).to_hex()[..16]);
        routes.route(file.path, get(move |headers: HeaderMap| async move { answer(file, &tag, &headers) }))
    })
}

/// Browsers ask every time, and are told that nothing changed: a new version shows at once.
fn answer(file: &File, tag: &str, asked: &HeaderMap) -> Response {
    let headers = [
        (header::CONTENT_TYPE, file.content_type),
        (header::CACHE_CONTROL, "no-cache"),
        (header::ETAG, tag),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    let known = asked.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    if known.is_some_and(|tags| tags.contains(tag)) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, file.content).into_response()
}
