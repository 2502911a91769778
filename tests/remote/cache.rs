//! No text is embedded twice: not after a change elsewhere, nor a rebuild, nor a visit to another
//! embedder.

use std::collections::BTreeMap;

use crate::place::{NOTES, Place};
use crate::server::Server;

/// Texts that the server was asked for more than once with one model.
fn twice(server: &Server) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    server.with_requests(|requests| {
        for request in requests {
            for text in &request.texts {
                *counts.entry(format!("{} {text}", request.model)).or_default() += 1;
            }
        }
    });
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(text, _)| text).collect()
}

#[test]
fn each_text_is_embedded_once() {
    let mut server = Server::start();
    let (place, spec) = (Place::new(), server.spec("m"));
    let index = |more: &[&str]| place.tiku(&[&["index"], more].concat()).fine();
    place.write("corpus/notes.md", NOTES);
    place.write("corpus/copy.md", NOTES);
    index(&["--embedder", &spec]);
    assert!(server.texts().len() > 4, "{:?}", server.texts());
    assert_eq!(twice(&server), [""; 0]);

    let asked = server.texts().len();
    place.write("corpus/notes.md", format!("{NOTES}\n## What is a socket?\n\nAn end of a connection.\n"));
    index(&["--embedder", &spec]);
    let added = server.texts().split_off(asked);
    assert!(!added.is_empty() && added.iter().all(|text| text.contains("socket")), "{added:?}");

    index(&["--embedder", &spec, "--rebuild"]);
    index(&["--embedder", &server.spec("other"), "--rebuild"]);
    index(&["--embedder", "builtin", "--rebuild"]);
    let asked = server.requests();
    server.go_away();
    index(&["--embedder", &spec, "--rebuild"]);
    assert_eq!((server.requests(), twice(&server)), (asked, Vec::new()));
    server.come_back();
    let answer =
        place.tiku(&["search", "socket", "--json", "--mode", "semantic", "--embedder", &spec]).json();
    assert_eq!(answer["hits"][0]["question"], "What is a socket?");
    assert_eq!(answer["total"], place.tiku(&["stats", "--json", "--embedder", &spec]).json()["questions"]);
}

#[test]
fn the_cache_can_be_deleted_and_the_builtin_embedder_needs_none() {
    let server = Server::start();
    let (place, spec) = (Place::with_index(), server.spec("m"));
    assert!(!place.path("index/embeddings.redb").exists());
    place.tiku(&["index", "--rebuild", "--embedder", &spec]).fine();
    let asked = server.texts().len();
    std::fs::remove_file(place.path("index/embeddings.redb")).unwrap();
    place.tiku(&["search", "TCP", "--embedder", &spec]).fine();
    place.tiku(&["index", "--rebuild", "--embedder", &spec]).fine();
    assert!(server.texts().len() > asked * 2 - 2, "without the cache they are made again");
}
