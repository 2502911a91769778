//! What holds of an embedder behind an HTTP server: what it is asked, what its failures are
//! called, that search goes on without it, and that no text is embedded twice.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod away;
mod cache;
mod failures;
#[path = "../place/mod.rs"]
mod place;
mod server;

use place::Place;
use server::{DIMENSIONS, Server, error, vector};
use tiku::embedding::open;

/// The message of an error, which must be one lower-case line.
fn message<T>(result: tiku::Result<T>) -> String {
    let message = result.err().expect("it must fail").to_string();
    assert!(!message.contains('\n') && !message.starts_with(char::is_uppercase), "{message}");
    message
}

fn unit(text: &str) -> Vec<f32> {
    let vector = vector(text, DIMENSIONS);
    let norm = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    vector.into_iter().map(|x| x / norm).collect()
}

fn is_near(a: &[f32], b: &[f32]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-5)
}

#[test]
fn vectors_come_in_order_of_the_texts_and_in_batches() {
    let server = Server::start();
    let embedder = open(&server.spec("some/model")).unwrap();
    assert_eq!((embedder.id(), embedder.dimensions(), server.requests()), ("remote/some/model", None, 0));
    let texts: Vec<String> = (0..150).map(|number| format!("text number {}", number * number)).collect();
    let mut asked: Vec<&str> = texts.iter().map(String::as_str).collect();
    asked.insert(70, "  \n");
    let vectors = embedder.embed_passages(&asked).unwrap();
    assert_eq!(vectors.len(), 151);
    assert_eq!(vectors[70], [0.0; DIMENSIONS]);
    for (text, vector) in asked.iter().zip(&vectors).filter(|(text, _)| !text.trim().is_empty()) {
        assert!(is_near(vector, &unit(text)), "{text}");
    }
    assert_eq!(embedder.dimensions(), Some(DIMENSIONS));
    server.with_requests(|requests| {
        let sizes: Vec<usize> = requests.iter().map(|request| request.texts.len()).collect();
        assert_eq!(sizes, [64, 64, 22]);
        assert!(requests.iter().all(|request| request.model == "some/model" && request.key.is_none()));
    });
}

#[test]
fn a_family_that_wants_prompts_gets_them() {
    let server = Server::start();
    let embedder = open(&server.spec("multilingual-e5-small")).unwrap();
    embedder.embed_queries(&["红黑树"]).unwrap();
    embedder.embed_passages(&["红黑树"]).unwrap();
    assert_eq!(server.texts(), ["query: 红黑树", "passage: 红黑树"]);
}

#[test]
fn very_long_texts_are_cut_at_a_character() {
    let server = Server::start();
    open(&server.spec("m")).unwrap().embed_passages(&["树".repeat(100_000).as_str()]).unwrap();
    let sent = &server.texts()[0];
    assert!((5_000..=6_000).contains(&sent.len()) && sent.chars().all(|c| c == '树'), "{}", sent.len());
}

#[test]
fn an_address_without_a_model_or_with_a_password_is_an_error() {
    for (spec, part) in [
        ("http://localhost:1/v1", "names no model"),
        ("http://localhost:1/v1#", "names no model"),
        ("https://me:secret@localhost/v1#m", "TIKU_EMBEDDER_KEY"),
        ("http://#m", "no address"),
        ("http://a b/#m", "no address"),
    ] {
        let message = message(open(spec));
        assert!(message.contains(part) && !message.contains("secret"), "{message}");
    }
}

#[test]
fn the_key_is_sent_and_never_printed() {
    let server = Server::start();
    server.refuse(|request| match request.key.as_deref() {
        Some("Bearer right-key") => None,
        Some(wrong) => Some(error(401, &format!("invalid key: {wrong}"))),
        None => Some(error(401, "no key")),
    });
    let place = Place::new();
    place.write("corpus/notes.md", place::NOTES);
    let spec = server.spec("m");
    let index = |key: &str| -> place::Ran {
        let mut command = place.command(&["index", "--embedder", &spec]);
        command.env("TIKU_EMBEDDER_KEY", key).output().unwrap().into()
    };
    let refused = index("wrong-key");
    assert!(!refused.stderr.contains("wrong-key"), "{}", refused.stderr);
    refused.failed(1, &["401", "invalid key", "set TIKU_EMBEDDER_KEY"]);
    assert_eq!(server.requests(), 1, "a wrong key is not tried again");
    index("").failed(1, &["401", "no key"]);
    index("a\nb").failed(1, &["TIKU_EMBEDDER_KEY"]);
    index("right-key").fine();
}
