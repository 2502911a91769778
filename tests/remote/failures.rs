//! Failures of the server while indexing: what passes is tried again, the rest is told in one line.

use std::time::{Duration, Instant};

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use tiku::embedding::open;

use crate::message;
use crate::place::Place;
use crate::server::{DIMENSIONS, Server, error, vectors};

#[test]
fn a_busy_server_is_asked_again_when_it_says() {
    let server = Server::start();
    server.refuse(|request| {
        (request.number == 0).then(|| {
            let mut answer = error(429, "slow down");
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
            answer
        })
    });
    let start = Instant::now();
    open(&server.spec("m")).unwrap().embed_passages(&["a"]).unwrap();
    assert!(start.elapsed() >= Duration::from_secs(2));
    assert_eq!(server.requests(), 2);
}

#[test]
fn one_that_fails_for_ever_is_given_up_in_one_line() {
    let server = Server::start();
    server.refuse(|_| Some(error(500, "out of\nmemory")));
    let embedder = open(&server.spec("m")).unwrap();
    let said = message(embedder.embed_passages(&["a"]));
    assert!(said.contains("answered 500") && said.contains("out of memory"), "{said}");
    assert!(said.contains("http://127.0.0.1") && said.contains("try again"), "{said}");
    assert_eq!(server.requests(), 4);
    let said = message(embedder.embed_queries(&["a"]));
    assert!(
        said.contains("mode=keyword") && !said.contains("127.0.0.1") && !said.contains("memory"),
        "{said}"
    );
    assert_eq!(server.requests(), 5, "a query is asked once");
}

/// What a broken server answers to texts.
type Answer = fn(&[String]) -> Response;

#[test]
fn unusable_answers_are_clear_errors() {
    let not_a_number = r#"{"data": [{"index": 0, "embedding": [NaN]}, {"index": 1, "embedding": [1]}]}"#;
    let answers: [(Answer, &str); 6] = [
        (|_| "<html>a proxy</html>".into_response(), "not the expected JSON"),
        (|texts| vectors(&texts[1..], DIMENSIONS), "1 vectors for 2 texts"),
        (|texts| vectors(texts, DIMENSIONS + 1), "17 components after one of 16"),
        (
            |_| r#"{"data": [{"index": 0, "embedding": [1e39]}, {"embedding": [1]}]}"#.into_response(),
            "no number",
        ),
        (|_| error(404, "model not found"), "404 Not Found (model not found); check the address"),
        (|_| (axum::http::StatusCode::FOUND, [("location", "/elsewhere")]).into_response(), "points to"),
    ];
    for (answer, wrong) in answers {
        let server = Server::start();
        let embedder = open(&server.spec("m")).unwrap();
        embedder.embed_passages(&["the first tells the dimensions"]).unwrap();
        server.refuse(move |request| Some(answer(&request.texts)));
        let said = message(embedder.embed_passages(&["a", "b"]));
        assert!(said.contains(wrong), "{said}");
        assert_eq!(server.requests(), 2, "what is wrong stays wrong: {said}");
    }
    let server = Server::start();
    server.refuse(move |_| Some(not_a_number.into_response()));
    let said = message(open(&server.spec("m")).unwrap().embed_passages(&["a", "b"]));
    assert!(said.contains("not the expected JSON"), "{said}");
}

#[test]
fn an_index_that_stops_half_way_keeps_what_was_committed() {
    let server = Server::start();
    let place = Place::new();
    for number in 0..64 {
        place.write(&format!("corpus/{number:02}.md"), format!("# Why is {number} a number?\n\nBecause.\n"));
    }
    place.write("corpus/last.md", "# What is the poison?\n\nThis.\n");
    let is_poisoned = |text: &String| text.contains("poison");
    server.refuse(move |request| {
        request.texts.iter().any(is_poisoned).then(|| error(400, "the text is too long"))
    });
    let spec = server.spec("m");
    let index = || place.tiku(&["index", "--embedder", &spec]);
    index().failed(1, &["answered 400", "the text is too long"]);
    assert_eq!(place.tiku(&["stats", "--json", "--embedder", &spec]).json()["questions"], 64);
    let before = server.requests();
    server.recover();
    let ran = index().fine();
    assert!(ran.stdout.contains("1 read"), "{}", ran.stdout);
    server.with_requests(|requests| {
        assert!(requests[before..].iter().flat_map(|request| &request.texts).all(is_poisoned));
    });
}

#[test]
fn another_models_vectors_are_refused_by_the_index() {
    let server = Server::start();
    let place = Place::new();
    place.write("corpus/notes.md", crate::place::NOTES);
    let spec = server.spec("m");
    place.tiku(&["index", "--embedder", &spec]).fine();
    server.refuse(|request| Some(vectors(&request.texts, 3)));
    place.write("corpus/more.md", "# What is new?\n\nThis.\n");
    place.tiku(&["index", "--embedder", &spec]).failed(1, &["16 dimensions", "gives 3", "--rebuild"]);
    let answer = place.tiku(&["search", "TCP", "--json", "--embedder", &spec]).json();
    assert!(answer["degraded"].as_str().unwrap().contains("3 dimensions"), "{answer}");
    place.tiku(&["index", "--rebuild", "--embedder", &spec]).fine();
    let answer = place.tiku(&["search", "TCP", "--json", "--embedder", &spec]).json();
    assert!(answer.get("degraded").is_none() && answer["hits"][0]["id"].is_string(), "{answer}");
}
