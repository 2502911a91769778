//! What scripts and search boxes may rely on over HTTP: routes, shapes of answers, errors.
//!
//! The server is called without a socket, over a small index that is made from the notes below.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt;

use tiku::index::VectorSearch;
use tiku::search::Searcher;

const CHINESE: &str = "---
tags: [network]
---

# 网络

### 1. TCP 三次握手的过程是什么?

客户端发送 SYN,服务端回复 SYN-ACK,客户端再发送 ACK,连接建立。

### 2. 为什么 TCP 需要三次握手而不是两次?

两次握手无法防止历史连接,服务端也无法确认客户端的接收能力。
";

const ENGLISH: &str = "---
tags: [database, web]
---

# Basics

### 1. What is a B+ tree, and why do databases use it for an index?

All values are in the leaves, the leaves are linked, and a node fills a page.

### 2. How can <script>alert(1)</script> in a comment attack its readers?

Unescaped markup such as <img src=x onerror=alert(2)> runs in the reader's browser; escape it.
";

fn app() -> Router {
    static APP: OnceLock<Router> = OnceLock::new();
    APP.get_or_init(build).clone()
}

fn build() -> Router {
    let folder = tempfile::tempdir().unwrap();
    let (notes, index) = (folder.path().join("notes"), folder.path().join("index"));
    std::fs::create_dir(&notes).unwrap();
    std::fs::write(notes.join("network.md"), CHINESE).unwrap();
    std::fs::write(notes.join("basics.md"), ENGLISH).unwrap();
    tiku::server::router(Arc::new(searcher(&notes, &index)))
}

fn searcher(notes: &Path, index: &Path) -> Searcher {
    let embedder = tiku::embedding::open("builtin").unwrap();
    let report = tiku::ingest::ingest(&[notes.to_owned()], index, embedder.as_ref(), &|_| {}).unwrap();
    assert_eq!(report.questions, 4);
    Searcher::open(index, embedder, VectorSearch::Auto).unwrap()
}

async fn send(request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
    let (parts, body) = app().oneshot(request).await.unwrap().into_parts();
    (parts.status, parts.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
}

async fn get(path: &str) -> (u16, Value) {
    let (status, _, body) = send(Request::get(path).body(Body::empty()).unwrap()).await;
    (status.as_u16(), serde_json::from_slice(&body).unwrap_or_default())
}

async fn post(path: &str, body: impl Into<Body>) -> (u16, Value) {
    let (status, _, body) = send(Request::post(path).body(body.into()).unwrap()).await;
    (status.as_u16(), serde_json::from_slice(&body).unwrap_or_default())
}

/// Searches for something that is found.
async fn hits(path: &str) -> Vec<Value> {
    let (status, answer) = get(path).await;
    assert_eq!(status, 200, "{path}: {answer}");
    answer["hits"].as_array().unwrap().clone()
}

async fn text(path: &str) -> (String, String) {
    let (status, headers, body) = send(Request::get(path).body(Body::empty()).unwrap()).await;
    assert_eq!(status, 200, "{path}");
    (headers[header::CONTENT_TYPE].to_str().unwrap().to_owned(), String::from_utf8(body).unwrap())
}

/// Encodes what is no letter or digit.
fn encoded(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn a_search_answers_in_the_agreed_shape() {
    let (status, answer) = get(&format!("/api/v1/search?q={}&limit=2", encoded("三次握手"))).await;
    assert_eq!(status, 200);
    assert_eq!(keys(&answer), ["facets", "hits", "query", "took_ms", "total"]);
    assert_eq!(answer["query"]["text"], "三次握手");
    assert_eq!(answer["query"]["mode"], "hybrid");
    assert!(answer["total"].as_u64().unwrap() >= 2 && answer["took_ms"].as_f64().unwrap() > 0.0);
    assert_eq!(answer["hits"].as_array().unwrap().len(), 2);
    assert_eq!(answer["facets"]["lang"]["zh"], 2);
    let hit = &answer["hits"][0];
    let expected =
        ["follow_up_of", "id", "kind", "lang", "question", "score", "section", "snippet", "source", "tags"];
    assert_eq!(keys(hit), expected);
    assert!(hit["question"].as_str().unwrap().contains("三次握手"));
    assert!(hit["snippet"].as_str().unwrap().contains("<mark>"), "{hit}");
    assert_eq!(hit["tags"], json!(["network"]));
    assert!(hit["source"]["path"].as_str().unwrap().ends_with("network.md"));
    assert!(hit["source"]["line"].as_u64().unwrap() > 1);
}

#[tokio::test]
async fn get_and_post_answer_the_same() {
    let path = "/api/v1/search?q=index&mode=keyword&filter=lang:en&filter=tag:database&n=3&offset=0&explain=true";
    let (_, mut by_url) = get(path).await;
    let request = json!({"q": "index", "mode": "keyword", "filter": ["lang:en", "tag:database"], "limit": 3, "explain": true});
    let (status, mut by_json) = post("/api/v1/search", request.to_string()).await;
    assert_eq!(status, 200);
    for answer in [&mut by_url, &mut by_json] {
        answer["took_ms"] = Value::Null;
    }
    assert_eq!(by_url, by_json);
    assert_eq!(by_url["query"]["filters"], json!(["lang:en", "tag:database"]));
    assert!(!by_url["hits"][0]["explain"]["terms"].as_object().unwrap().is_empty(), "{by_url}");
}

#[tokio::test]
async fn filters_hold_in_every_mode() {
    for mode in ["hybrid", "keyword", "semantic"] {
        let hits = hits(&format!("/api/v1/search?q=TCP+tree&mode={mode}&filter=lang:en&limit=10")).await;
        assert!(!hits.is_empty() && hits.iter().all(|hit| hit["lang"] == "en"), "{mode}: {hits:?}");
    }
    let first = hits("/api/v1/search?q=tag:network&limit=1").await;
    let second = hits("/api/v1/search?q=tag:network&limit=1&offset=1").await;
    assert_ne!(first[0]["id"], second[0]["id"]);
}

#[tokio::test]
async fn markup_in_a_question_stays_text() {
    let hits = hits("/api/v1/search?q=unescaped+img+markup+onerror&limit=1").await;
    let snippet = hits[0]["snippet"].as_str().unwrap();
    let unmarked = snippet.replace("<mark>", "").replace("</mark>", "");
    assert!(unmarked.contains("&lt;img") && !unmarked.contains(['<', '>']), "{snippet}");
}

#[tokio::test]
async fn a_question_and_what_is_similar_to_it() {
    let hits = hits(&format!("/api/v1/search?q={}", encoded("三次握手的过程"))).await;
    let id = hits[0]["id"].as_str().unwrap();
    let (status, question) = get(&format!("/api/v1/questions/{id}")).await;
    assert_eq!((status, &question["question"]), (200, &hits[0]["question"]));
    assert!(question["answer"].as_str().unwrap().contains("SYN-ACK"));

    let (_, similar) = get(&format!("/api/v1/questions/{id}/similar?limit=2")).await;
    assert_eq!(keys(&similar), ["hits", "took_ms"]);
    let ids: Vec<&Value> = similar["hits"].as_array().unwrap().iter().map(|hit| &hit["id"]).collect();
    assert!(ids.len() <= 2 && !ids.is_empty() && !ids.contains(&&question["id"]), "{similar}");

    let text = json!({"text": "what does a B+ tree index look like?", "limit": 1});
    let (status, similar) = post("/api/v1/similar", text.to_string()).await;
    assert_eq!(status, 200);
    assert!(similar["hits"][0]["question"].as_str().unwrap().contains("B+ tree"), "{similar}");
}

#[tokio::test]
async fn suggestions_complete_what_is_typed() {
    let (status, answer) = get("/api/v1/suggest?q=what+is&limit=3").await;
    assert_eq!(status, 200);
    assert_eq!(keys(&answer["suggestions"][0]), ["id", "text"]);
    assert!(answer["suggestions"][0]["text"].as_str().unwrap().starts_with("What is a B+ tree"));
    assert_eq!(get("/api/v1/suggest?q=").await.1, json!({"suggestions": []}));
}

#[tokio::test]
async fn errors_name_what_is_wrong_in_one_envelope() {
    for (path, status, code, word) in [
        ("/api/v1/search", 400, "INVALID_QUERY", "empty"),
        ("/api/v1/search?q=%20", 400, "INVALID_QUERY", "empty"),
        ("/api/v1/search?q=x&filter=colour:red", 400, "INVALID_QUERY", "lang"),
        ("/api/v1/search?q=x&filter=lang:tlh", 400, "INVALID_QUERY", "zh, en"),
        ("/api/v1/search?q=x&mode=magic", 400, "INVALID_QUERY", "hybrid"),
        ("/api/v1/search?q=x&limit=many", 400, "INVALID_QUERY", "whole number"),
        ("/api/v1/search?q=x&limit=-1", 400, "INVALID_QUERY", "whole number"),
        ("/api/v1/search?q=x&limit=100000", 400, "INVALID_QUERY", "at most"),
        ("/api/v1/search?q=x&explain=perhaps", 400, "INVALID_QUERY", "true or false"),
        ("/api/v1/search?q=x&lmit=3", 400, "INVALID_QUERY", "lmit"),
        ("/api/v1/suggest", 400, "INVALID_QUERY", "missing"),
        ("/api/v1/suggest?q=x&limit=101", 400, "INVALID_QUERY", "at most 100"),
        ("/api/v1/questions/0000000000000000", 404, "QUESTION_NOT_FOUND", "tiku questions"),
        ("/api/v1/questions/nobody/similar", 404, "QUESTION_NOT_FOUND", "nobody"),
        ("/api/v1/questions/%FF", 400, "INVALID_QUERY", "URL"),
        ("/api/v2/search?q=x", 404, "NOT_FOUND", "/docs"),
        ("/api/v1/similar", 405, "METHOD_NOT_ALLOWED", "allow"),
    ] {
        envelope(path, get(path).await, status, code, word);
    }
}

#[tokio::test]
async fn bodies_that_are_wrong_say_where() {
    for (path, body, status, code, word) in [
        ("/api/v1/search", "{\"q\":", 400, "INVALID_JSON", "not JSON"),
        ("/api/v1/search", "", 400, "INVALID_JSON", "not JSON"),
        ("/api/v1/search", "{\"q\": \"x\", \"colour\": 1}", 400, "INVALID_QUERY", "colour"),
        ("/api/v1/search", "{\"q\": 7}", 400, "INVALID_QUERY", "string"),
        ("/api/v1/search", "{\"q\": \"\"}", 400, "INVALID_QUERY", "empty"),
        ("/api/v1/similar", "{}", 400, "INVALID_QUERY", "text"),
        ("/api/v1/similar", "{\"text\": \" \"}", 400, "INVALID_QUERY", "empty"),
        ("/healthz", "{}", 405, "METHOD_NOT_ALLOWED", "allow"),
    ] {
        envelope(path, post(path, body).await, status, code, word);
    }
    let (_, answer) = post("/api/v1/search", "{\n \"q\": 7}").await;
    assert_eq!(answer["error"]["details"]["line"], 2);
    let large = post("/api/v1/search", format!("{{\"q\": \"{}\"}}", "x".repeat(2 << 20))).await;
    envelope("a large body", large, 413, "BODY_TOO_LARGE", "1048576");
}

fn envelope(what: &str, (status, answer): (u16, Value), expected: u16, code: &str, word: &str) {
    assert_eq!(status, expected, "{what}: {answer}");
    assert_eq!(keys(&answer), ["error"], "{what}");
    let error = &answer["error"];
    assert_eq!(keys(error), ["code", "details", "message"], "{what}");
    assert_eq!(error["code"], code, "{what}");
    assert!(error["details"].is_object(), "{what}");
    assert!(error["message"].as_str().unwrap().contains(word), "{what}: {error}");
}

#[tokio::test]
async fn other_sites_may_use_the_api() {
    let request = Request::get("/api/v1/search?q=").header(header::ORIGIN, "https://blog.example");
    let (status, headers, _) = send(request.body(Body::empty()).unwrap()).await;
    assert_eq!((status.as_u16(), headers[header::ACCESS_CONTROL_ALLOW_ORIGIN].to_str().unwrap()), (400, "*"));
    let request = Request::options("/api/v1/search")
        .header(header::ORIGIN, "https://blog.example")
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
        .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type");
    let (status, headers, _) = send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(status, 200);
    assert!(headers[header::ACCESS_CONTROL_ALLOW_METHODS].to_str().unwrap().contains("POST"));
}

#[tokio::test]
async fn health_and_metrics() {
    assert_eq!(get("/healthz").await.1["status"], "ok");
    assert_eq!(get("/readyz").await.1, json!({"status": "ready", "questions": 4}));
    get("/api/v1/search?q=tree").await;
    get("/api/v1/questions/nobody").await;
    let (content_type, metrics) = text("/metrics").await;
    assert!(content_type.starts_with("application/openmetrics-text"));
    for line in [
        "tiku_questions 4",
        "tiku_http_requests_total{route=\"/api/v1/search\",status=\"200\"}",
        "tiku_http_requests_total{route=\"/api/v1/questions/{id}\",status=\"404\"}",
        "tiku_search_duration_seconds_bucket{le=\"0.001\",mode=\"hybrid\"}",
    ] {
        assert!(metrics.contains(line), "{line} is missing in\n{metrics}");
    }
}

#[tokio::test]
async fn the_description_names_every_route_and_field() {
    let (_, docs) = get("/openapi.json").await;
    assert!(docs["openapi"].as_str().unwrap().starts_with("3."));
    let expected = [
        "/api/v1/questions/{id}",
        "/api/v1/questions/{id}/similar",
        "/api/v1/search",
        "/api/v1/similar",
        "/api/v1/suggest",
        "/healthz",
        "/metrics",
        "/readyz",
    ];
    assert_eq!(keys(&docs["paths"]), expected);
    assert_eq!(keys(&docs["paths"]["/api/v1/search"]), ["get", "post"]);

    let hits = hits("/api/v1/search?q=tree&limit=1").await;
    let (_, question) = get(&format!("/api/v1/questions/{}", hits[0]["id"].as_str().unwrap())).await;
    assert_eq!(keys(&docs["components"]["schemas"]["Question"]["properties"]), keys(&question));
    references(&docs, &docs);
    assert!(text("/docs/").await.1.contains("swagger"));
}

/// Every reference leads somewhere.
fn references(value: &Value, docs: &Value) {
    if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
        assert!(docs.pointer(reference.trim_start_matches('#')).is_some(), "{reference} leads nowhere");
    }
    let inside: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(fields) => fields.values().collect(),
        _ => Vec::new(),
    };
    inside.into_iter().for_each(|value| references(value, docs));
}

#[tokio::test]
async fn the_page_and_all_that_it_names_are_served() {
    let (content_type, page) = text("/").await;
    assert!(content_type.starts_with("text/html"));
    for (path, kind) in [
        ("style.css", "text/css"),
        ("search.js", "text/javascript"),
        ("icon.svg", "image/svg+xml"),
    ] {
        assert!(page.contains(&format!("\"{path}\"")), "{path}");
        assert!(text(&format!("/{path}")).await.0.starts_with(kind), "{path}");
    }
    for module in ["words.js", "view.js", "markdown.js", "box.js"] {
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
