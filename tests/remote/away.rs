//! The server goes away and comes back while tiku runs.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde_json::Value;
use tiku::embedding::open;
use tiku::index::VectorSearch;
use tiku::search::Searcher;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::place::Place;
use crate::server::{Server, error};

fn indexed(server: &Server) -> (Place, String) {
    let (place, spec) = (Place::new(), server.spec("m"));
    place.write("corpus/notes.md", crate::place::NOTES);
    place.tiku(&["index", "--embedder", &spec]).fine();
    (place, spec)
}

#[test]
fn the_command_line_searches_on_by_words_and_says_so() {
    let mut server = Server::start();
    let (place, spec) = indexed(&server);
    let search =
        |mode: &str| place.tiku(&["search", "handshake", "--json", "--mode", mode, "--embedder", &spec]);
    let whole = search("hybrid").json();
    assert!(whole.get("degraded").is_none(), "{whole}");
    server.go_away();
    let ran = search("hybrid").fine();
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    assert!(ran.stderr.starts_with("tiku: searched by words alone: the embedding server"), "{}", ran.stderr);
    let answer = ran.json();
    assert_eq!(answer["hits"][0]["question"], "How does TCP open a connection?");
    assert_eq!(answer["query"]["mode"], "keyword");
    assert!(answer["degraded"].as_str().unwrap().contains("cannot be reached"), "{answer}");
    search("semantic").failed(1, &["cannot be reached", "mode=keyword"]);
    assert_eq!(search("keyword").fine().stderr, "");
    // Nothing changed, so there is nothing to ask for.
    place.tiku(&["index", "--embedder", &spec]).fine();
    place.write("corpus/more.md", "# What is new?\n\nThis.\n");
    place.tiku(&["index", "--embedder", &spec]).failed(1, &["http://127.0.0.1", "cannot be reached"]);
    server.come_back();
    place.tiku(&["index", "--embedder", &spec]).fine();
    assert!(search("hybrid").json().get("degraded").is_none());
}

fn get(runtime: &Runtime, app: &Router, path: &str) -> (u16, Value) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    runtime.block_on(async {
        let (parts, body) = app.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        (parts.status.as_u16(), serde_json::from_slice(&body).unwrap())
    })
}

#[test]
fn the_server_answers_by_words_until_meaning_is_back() {
    let mut server = Server::start();
    let (place, spec) = indexed(&server);
    let searcher = Searcher::open(&place.path("index"), open(&spec).unwrap(), VectorSearch::Auto).unwrap();
    let (runtime, app) = (Runtime::new().unwrap(), tiku::server::router(Arc::new(searcher)));
    let (hybrid, semantic) = ("/api/v1/search?q=handshake", "/api/v1/search?q=handshake&mode=semantic");
    assert_eq!(get(&runtime, &app, semantic).1["total"], 2);
    server.go_away();
    let (status, answer) = get(&runtime, &app, semantic);
    assert_eq!((status, answer["error"]["code"].as_str()), (503, Some("EMBEDDER_FAILED")));
    assert!(!answer.to_string().contains("127.0.0.1"), "{answer}");
    let (status, answer) = get(&runtime, &app, hybrid);
    assert_eq!((status, &answer["total"]), (200, &1.into()), "{answer}");
    assert!(answer["degraded"].is_string() && !answer.to_string().contains("127.0.0.1"), "{answer}");
    server.come_back();
    let asked = server.requests();
    assert!(get(&runtime, &app, hybrid).1["degraded"].is_string(), "it is left alone for a while");
    assert_eq!(server.requests(), asked);
    let patience = Instant::now() + Duration::from_secs(15);
    while get(&runtime, &app, hybrid).1.get("degraded").is_some() {
        assert!(Instant::now() < patience, "the server is never asked again");
        std::thread::sleep(Duration::from_millis(200));
    }
    assert_eq!(get(&runtime, &app, semantic).0, 200);
}

#[test]
fn a_server_that_hangs_costs_two_seconds_once() {
    let server = Server::start();
    let (place, spec) = indexed(&server);
    let searcher = Searcher::open(&place.path("index"), open(&spec).unwrap(), VectorSearch::Auto).unwrap();
    server.refuse(|_| {
        std::thread::sleep(Duration::from_secs(4));
        Some(error(500, "at last"))
    });
    let search = || {
        let start = Instant::now();
        let similar = searcher.similar_to_text("handshake", None).unwrap();
        (start.elapsed(), similar.degraded.unwrap())
    };
    let (took, why) = search();
    assert!(took >= Duration::from_secs(2), "{took:?}");
    assert!(why.contains("did not answer within 2 seconds"), "{why}");
    let asked = server.requests();
    search();
    assert_eq!(server.requests(), asked, "it is left alone for a while");
}

#[test]
fn figures_are_never_those_of_a_degraded_search() {
    let mut server = Server::start();
    let (place, spec) = indexed(&server);
    server.go_away();
    let searcher = Searcher::open(&place.path("index"), open(&spec).unwrap(), VectorSearch::Auto).unwrap();
    let query = tiku::search::Query::of_text("handshake");
    assert!(searcher.run(&query, &tiku::search::Recipe::default(), 10).is_err());
}
