//! What an embedding server answers, taken apart and checked.

use serde::Deserialize;
use serde_json::Value;

/// Characters of a server's own words that are told.
const WORDS_TOLD: usize = 200;

#[derive(Deserialize)]
struct Answer {
    data: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    /// The place of its text in the request; servers may answer in another order.
    index: Option<usize>,
    embedding: Vec<f32>,
}

/// One vector for each of `count` texts, in their order.
///
/// # Errors
/// What is wrong with the answer, in one line.
pub(super) fn vectors(body: &[u8], count: usize) -> Result<Vec<Vec<f32>>, String> {
    let answer: Answer =
        serde_json::from_slice(body).map_err(|cause| format!("it is not the expected JSON ({cause})"))?;
    if answer.data.len() != count {
        return Err(format!("it has {} vectors for {count} texts", answer.data.len()));
    }
    let mut vectors = vec![Vec::new(); count];
    for (place, Item { index, embedding }) in answer.data.into_iter().enumerate() {
        let index = index.unwrap_or(place);
        if embedding.is_empty() {
            return Err("it has a vector without components".to_owned());
        }
        if !embedding.iter().all(|component| component.is_finite()) {
            return Err("it has a vector with a component that is no number".to_owned());
        }
        match vectors.get_mut(index) {
            Some(vector) if vector.is_empty() => *vector = embedding,
            Some(_) => return Err(format!("it has two vectors with the index {index}")),
            None => return Err(format!("it has a vector with the index {index} for {count} texts")),
        }
    }
    Ok(vectors)
}

/// What the server says about an error, as one line of limited length. Some servers repeat a
/// wrong key; that is left out.
pub(super) fn words(body: &[u8], key: Option<&str>) -> String {
    let text = String::from_utf8_lossy(body);
    let json: Value = serde_json::from_str(&text).unwrap_or_default();
    let said = [&json["error"]["message"], &json["error"], &json["message"], &json["detail"]];
    let said = said.into_iter().find_map(Value::as_str).unwrap_or(&text);
    let said = key.map_or_else(|| said.to_owned(), |key| said.replace(key, "…"));
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let printable = line.chars().filter(|c| !c.is_control());
    printable.take(WORDS_TOLD).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_are_put_into_the_order_of_the_texts() {
        let body = br#"{"data": [{"index": 1, "embedding": [2]}, {"index": 0, "embedding": [1, 5]}]}"#;
        assert_eq!(vectors(body, 2), Ok(vec![vec![1.0, 5.0], vec![2.0]]));
        let body = br#"{"data": [{"embedding": [1]}, {"embedding": [2]}], "model": "m"}"#;
        assert_eq!(vectors(body, 2), Ok(vec![vec![1.0], vec![2.0]]));
    }

    #[test]
    fn unusable_answers_say_what_is_wrong() {
        for (body, wrong) in [
            ("<html>", "JSON"),
            ("{}", "JSON"),
            (r#"{"data": [{"index": 0, "embedding": [NaN]}, {"embedding": [1]}]}"#, "JSON"),
            (r#"{"data": [{"index": 0, "embedding": [null]}, {"embedding": [1]}]}"#, "JSON"),
            (r#"{"data": [{"index": 0, "embedding": [1]}]}"#, "1 vectors for 2 texts"),
            (r#"{"data": [{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [1]}]}"#, "two vectors"),
            (r#"{"data": [{"index": 0, "embedding": [1]}, {"index": 7, "embedding": [1]}]}"#, "index 7"),
            (r#"{"data": [{"index": 0, "embedding": [1e39]}, {"index": 1, "embedding": [1]}]}"#, "no number"),
            (r#"{"data": [{"index": 0, "embedding": []}, {"index": 1, "embedding": [1]}]}"#, "without"),
        ] {
            let error = vectors(body.as_bytes(), 2).expect_err(body);
            assert!(error.contains(wrong) && !error.contains('\n'), "{error}");
        }
    }

    #[test]
    fn errors_are_told_in_the_servers_words() {
        for (body, expected) in [
            (r#"{"error": {"message": "no such\n model"}}"#, "no such model"),
            (r#"{"error": "loading"}"#, "loading"),
            (r#"{"object": "error", "message": "too long"}"#, "too long"),
            ("Bad\u{1b} Gateway\n", "Bad Gateway"),
            ("", ""),
        ] {
            assert_eq!(words(body.as_bytes(), None), expected);
        }
        assert_eq!(words("x".repeat(5000).as_bytes(), None).len(), WORDS_TOLD);
        let repeated = format!("{}secret secret", ".".repeat(WORDS_TOLD - 3));
        assert!(!words(repeated.as_bytes(), Some("secret")).contains('s'), "not even the beginning of a key");
    }
}
