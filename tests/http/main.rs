//! What scripts and search boxes may rely on over HTTP: routes, shapes of answers, errors.
//!
//! The server is called without a socket, over a small index that is made from the notes below.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod errors;
mod operation;
mod page;
mod search;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt;

use tiku::index::VectorSearch;
use tiku::search::Searcher;

const CHINESE: &str = "---
tags: [network]
---

# 网络

### 1. TCP 三次握手的过程是什么?

三次握手中,客户端发送 SYN,服务端回复 SYN-ACK,客户端再发送 ACK,连接建立。

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
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}
