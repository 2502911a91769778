//! Errors: one envelope, with what to do.

use serde_json::Value;

use crate::{get, keys, post};

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
        ("/api/v1/search?q=x&min_score=high", 400, "INVALID_QUERY", "must be a number"),
        ("/api/v1/search?q=x&min_score=2", 400, "INVALID_QUERY", "from 0 to 1"),
        ("/api/v1/search?q=x&sort=colour", 400, "INVALID_QUERY", "date, difficulty, source"),
        ("/api/v1/search?q=x&cursor=abc", 400, "INVALID_QUERY", "no cursor"),
        ("/api/v1/search?q=x&cursor=0000000000000000-5", 400, "INVALID_QUERY", "another search"),
        ("/api/v1/search?q=x&filter=difficulty:hard..easy", 400, "INVALID_QUERY", "easy, medium, hard"),
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
