//! The search page.

use axum::body::Body;
use axum::http::{Request, header};

use crate::{send, text};

#[tokio::test]
async fn the_page_and_all_that_it_names_are_served() {
    let (content_type, page) = text("/").await;
    assert!(content_type.starts_with("text/html"));
    for (path, kind) in
        [("style.css", "text/css"), ("search.js", "text/javascript"), ("icon.svg", "image/svg+xml")]
    {
        assert!(page.contains(&format!("\"{path}\"")), "{path}");
        assert!(text(&format!("/{path}")).await.0.starts_with(kind), "{path}");
    }
    for module in ["words.js", "api.js", "view.js", "markdown.js", "box.js"] {
        assert!(text(&format!("/{module}")).await.0.starts_with("text/javascript"), "{module}");
    }
    assert!(!page.contains("http://") && !page.contains("https://"), "the page needs nothing from outside");
}

#[tokio::test]
async fn browsers_are_told_what_they_know_already() {
    let (_, headers, _) = send(Request::get("/search.js").body(Body::empty()).unwrap()).await;
    let again = Request::get("/search.js").header(header::IF_NONE_MATCH, &headers[header::ETAG]);
    let (status, _, body) = send(again.body(Body::empty()).unwrap()).await;
    assert_eq!((status.as_u16(), body.len()), (304, 0));
    let zipped = Request::get("/search.js").header(header::ACCEPT_ENCODING, "gzip");
    let (_, headers, _) = send(zipped.body(Body::empty()).unwrap()).await;
    assert_eq!(headers[header::CONTENT_ENCODING], "gzip");
}
