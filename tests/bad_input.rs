//! The promise: bad input gives one clear line or a sensible result, and nothing else is lost.

mod place;

use std::fs;

use place::{NOTES, Place};
use tiku::index::manifest::FORMAT_VERSION;

#[test]
fn nothing_to_read_is_an_error_that_names_the_path() {
    let place = Place::new();
    fs::create_dir(place.path("empty")).unwrap();
    for command in ["index", "questions", "serve"] {
        place.tiku(&[command, "empty"]).failed(1, &["'empty'", ".jsonl"]);
        place.tiku(&[command, "missing"]).failed(1, &["'missing'"]);
    }
    assert!(!place.path("index").exists());
}

#[test]
fn a_mistyped_path_does_not_cost_the_index() {
    let place = Place::with_index();
    place.tiku(&["index", "corpse", "--rebuild"]).failed(1, &["'corpse'"]);
    assert_eq!(place.found("handshake")[0], "How does TCP open a connection?");
}

#[test]
fn files_that_are_no_text_are_named_and_the_others_read() {
    let place = Place::new();
    place.write("corpus/notes.md", NOTES);
    place.write("corpus/binary.md", [0x7f, b'E', b'L', b'F', 0, 0, 1, 2]);
    place.write(
        "corpus/latin.md",
        b"## What does caf\xe9 mean?\n\nA place where one drinks coffee and writes notes.\n",
    );
    place.write("corpus/picture.png", [0x89, b'P', b'N', b'G']);
    let report = place.tiku(&["index", "--json"]).json();
    assert_eq!(report["questions"], 3);
    let told = report["warnings"].to_string();
    assert!(told.contains("corpus/binary.md") && told.contains("corpus/latin.md"), "{told}");
    assert!(report["skipped"].to_string().contains("picture.png"));
    assert_eq!(place.found("handshake")[0], "How does TCP open a connection?");

    let ran = place.tiku(&["questions"]).fine();
    assert_eq!(ran.stdout.lines().count(), 3);
    for part in ["tiku: warning: corpus/binary.md:1:", "tiku: warning: corpus/latin.md:1:", "tiku: skipped: "]
    {
        assert!(ran.stderr.contains(part), "{part} in {}", ran.stderr);
    }
}

#[test]
fn front_matter_that_never_ends_hides_no_question() {
    let place = Place::new();
    place.write("corpus/open.md", format!("---\ntags: [a]\n\n{NOTES}"));
    let ran = place.tiku(&["questions"]).fine();
    assert_eq!(ran.stdout.lines().count(), 2);
    assert!(ran.stderr.contains("corpus/open.md:1:") && ran.stderr.contains("never ends"), "{}", ran.stderr);
}

#[test]
fn a_bad_record_is_named_by_its_line_and_the_others_are_kept() {
    let place = Place::new();
    let lines = "{\"id\":\"a\",\"question\":\"What is a?\"}\nnot json\n{\"answer\":\"b\"}\n{\"id\":\"c\",\"title\":\"What is c?\"}\n";
    place.write("corpus/bank.jsonl", lines);
    let ran = place.tiku(&["index"]).fine();
    assert!(ran.stdout.starts_with("2 questions from 1 source"), "{}", ran.stdout);
    for line in ["corpus/bank.jsonl:2:", "corpus/bank.jsonl:3:"] {
        assert!(ran.stderr.contains(line), "{}", ran.stderr);
    }
    let ids: Vec<_> = place.tiku(&["questions"]).json_lines().iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids, ["a", "c"]);
}

#[test]
fn a_huge_query_is_answered() {
    let place = Place::with_index();
    assert_eq!(place.found(&"handshake ".repeat(10_000))[0], "How does TCP open a connection?");
    place.tiku(&["search", &"库".repeat(33_000)]).fine();
    place.tiku(&["search", "--", &"-\" ".repeat(33_000)]).fine();
}

#[test]
fn a_huge_source_is_read() {
    let place = Place::new();
    let block = "some words of an answer that goes on and on, 没有尽头的回答。\n\n".repeat(300);
    let mut huge = String::new();
    while huge.len() < 20 << 20 {
        huge.push_str(&format!("## What is thing number {}?\n\n{block}", huge.len()));
    }
    place.write("corpus/huge.md", &huge);
    let questions = place.tiku(&["index", "--json"]).json()["questions"].as_u64().unwrap();
    assert_eq!(questions as usize, huge.matches("## ").count());
}

#[test]
fn searching_without_an_index_tells_how_to_make_one() {
    let place = Place::new();
    for arguments in [&["search", "x"][..], &["similar", "--text", "x"], &["suggest", "x"]] {
        place.tiku(arguments).failed(1, &["no index in 'index'", "tiku index"]);
    }
    assert!(!place.path("index").exists());
    place.write("file", "");
    place.tiku(&["search", "x", "--index", "file"]).failed(2, &["'file'", "--index"]);
}

#[test]
fn an_index_of_another_version_is_named_and_made_anew_only_when_asked() {
    let place = Place::with_index();
    let manifest = place.read("index/manifest.json");
    place.write(
        "index/manifest.json",
        manifest.replace(&format!("\"format\": {FORMAT_VERSION}"), "\"format\": 999"),
    );
    for arguments in [&["search", "x"][..], &["index"], &["serve"]] {
        place.tiku(arguments).failed(1, &["999", "--rebuild"]);
    }
    place.tiku(&["index", "--rebuild"]).fine();
    assert_eq!(place.found("handshake")[0], "How does TCP open a connection?");

    place.write("index/manifest.json", "{");
    place.tiku(&["search", "x"]).failed(1, &["manifest.json", "--rebuild"]);
    place.tiku(&["index", "--rebuild"]).fine();
    assert_eq!(place.found("handshake")[0], "How does TCP open a connection?");
}
