//! The promises of rerankers: they put the best hits in order and only those, every page agrees,
//! and what is missing is an error of one line that says what to do.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod place;

use place::{Place, runtime_is_here};
use serde_json::Value;
use tiku::embedding::rerank::open;

const TINY_RERANKER: &str = concat!("onnx:", env!("CARGO_MANIFEST_DIR"), "/tests/onnx/tiny-reranker");

/// Fifteen questions on cats and dogs, which words and meaning rank first for both; fifteen on
/// cats, which the tiny reranker prefers: a dog costs more than a cat is worth.
fn animals() -> Place {
    let place = Place::new();
    let mut notes = "# Animals\n".to_owned();
    for number in 0..15 {
        notes +=
            &format!("\n## Question {number}: how do cat and dog sleep?\n\nA cat and a dog, {number}.\n");
        notes +=
            &format!("\n## Topic {number}: which things are there that a cat eats?\n\nA cat, {number}.\n");
    }
    place.write("corpus/animals.md", notes);
    place.tiku(&["index"]).fine();
    place
}

fn hits(place: &Place, more: &[&str]) -> Vec<Value> {
    let answer = place.tiku(&[&["search", "cat dog", "--json", "--explain"], more].concat()).json();
    assert!(answer.get("degraded").is_none(), "{answer}");
    answer["hits"].as_array().unwrap().clone()
}

fn ids(hits: &[Value]) -> Vec<&str> {
    hits.iter().map(|hit| hit["id"].as_str().unwrap()).collect()
}

#[test]
fn scores_are_those_of_the_model_through_a_sigmoid() {
    if !runtime_is_here() {
        return;
    }
    let reranker = open(TINY_RERANKER).unwrap();
    let texts = ["a cat", "cat, dog", "", "bird", "Cat cat and fish", "dog"];
    let scores = reranker.scores("cat dog", &texts).unwrap();
    for (score, logit) in scores.iter().zip([1.0f32, -2.0, 0.0, 0.0, 1.0, -3.0]) {
        assert!((score - 1.0 / (1.0 + (-logit).exp())).abs() < 1e-6, "{scores:?}");
    }
    assert!(reranker.scores("cat", &[]).unwrap().is_empty());
}

#[test]
fn the_best_twenty_are_put_in_order_and_the_rest_stays_behind() {
    if !runtime_is_here() {
        return;
    }
    let place = animals();
    let plain = hits(&place, &["-n", "30"]);
    let reranked = hits(&place, &["-n", "30", "--reranker", TINY_RERANKER]);
    assert_eq!((plain.len(), reranked.len()), (30, 30));
    assert!(plain[0]["question"].as_str().unwrap().contains("dog"), "{}", plain[0]);
    assert!(!reranked[0]["question"].as_str().unwrap().contains("dog"), "{}", reranked[0]);
    let sorted = |ids: &[&str]| {
        let mut ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
        ids.sort();
        ids
    };
    assert_eq!(sorted(&ids(&plain)[..20]), sorted(&ids(&reranked)[..20]), "only the best are read");
    assert_eq!(ids(&plain)[20..], ids(&reranked)[20..]);
    let scores: Vec<f64> = reranked.iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
    assert!(
        scores.is_sorted_by(|a, b| a >= b) && scores.iter().all(|s| (0.0..1.0).contains(s)),
        "{scores:?}"
    );
    assert!((reranked[0]["explain"]["reranker"].as_f64().unwrap() - 0.731).abs() < 0.001);
    assert!(reranked[0]["explain"]["formula"].as_str().unwrap().contains("reranker"));
    assert!(
        reranked[20]["explain"].get("reranker").is_none() && plain[0]["explain"].get("reranker").is_none()
    );
}

#[test]
fn pages_agree_with_the_whole_list() {
    if !runtime_is_here() {
        return;
    }
    let place = animals();
    let all = hits(&place, &["-n", "30", "--reranker", TINY_RERANKER]);
    for offset in [0, 10, 15, 20] {
        let page = hits(&place, &["-n", "10", "--offset", &offset.to_string(), "--reranker", TINY_RERANKER]);
        assert_eq!(page, all[offset..offset + 10], "{offset}");
    }
}

#[test]
fn settings_name_the_reranker() {
    if !runtime_is_here() {
        return;
    }
    let place = animals();
    let by_flag = ids(&hits(&place, &["--reranker", TINY_RERANKER])).join(" ");
    let mut command = place.command(&["search", "cat dog", "--json"]);
    let by_environment =
        place::Ran::from(command.env("TIKU_RERANKER", TINY_RERANKER).output().unwrap()).json();
    assert_eq!(ids(by_environment["hits"].as_array().unwrap()).join(" "), by_flag);
    place.write("tiku.toml", format!("reranker = '{TINY_RERANKER}'\n"));
    assert_eq!(ids(&hits(&place, &[])).join(" "), by_flag);
}

#[test]
fn what_is_missing_is_told_in_one_line() {
    let place = Place::with_index();
    let search = |reranker: &str| {
        let mut command = place.command(&["search", "TCP", "--reranker", reranker]);
        place::Ran::from(command.env("ORT_DYLIB_PATH", "/no/such/libonnxruntime.so").output().unwrap())
    };
    search("onnx:/no/such/folder").failed(1, &["/no/such/folder", "model.onnx"]);
    search("bge-reranker-bas").failed(1, &["bge-reranker-bas", "onnx:DIR", "bge-reranker-v2-m3"]);
    search(TINY_RERANKER).failed(1, &["set ORT_DYLIB_PATH", "no reranker"]);
    search("bge-reranker-base").failed(1, &["set ORT_DYLIB_PATH"]);
}

#[test]
fn a_model_of_another_kind_is_an_error() {
    if !runtime_is_here() {
        return;
    }
    let place = Place::with_index();
    let embedding_model = TINY_RERANKER.replace("tiny-reranker", "tiny-model");
    let ran = place.tiku(&["search", "TCP", "--json", "--reranker", &embedding_model]).fine();
    assert!(ran.stderr.contains("not reranked") && ran.stderr.contains("tiny-model"), "{}", ran.stderr);
    assert!(ran.json()["degraded"].as_str().unwrap().starts_with("not reranked"));
}
