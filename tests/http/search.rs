//! Searching, whole questions, similar ones, suggestions.

use serde_json::{Value, json};

use crate::{encoded, get, hits, keys, post};

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
    let expected = [
        "difficulty",
        "follow_up_of",
        "id",
        "kind",
        "lang",
        "question",
        "score",
        "section",
        "snippet",
        "source",
        "tags",
    ];
    assert_eq!(keys(hit), expected);
    assert!(hit["question"].as_str().unwrap().contains("三次握手"));
    assert!(hit["snippet"].as_str().unwrap().contains("<mark>"), "{hit}");
    assert_eq!(hit["tags"], json!(["network"]));
    assert!(hit["source"]["path"].as_str().unwrap().ends_with("network.md"));
    assert!(hit["source"]["line"].as_u64().unwrap() > 1);
}

#[tokio::test]
async fn a_cursor_leads_to_the_next_hits() {
    let (_, first) = get("/api/v1/search?q=lang:zh&limit=1").await;
    let next = first["next"].as_str().unwrap();
    let (status, second) = get(&format!("/api/v1/search?q=lang:zh&limit=1&cursor={next}")).await;
    assert_eq!((status, &second["query"]["offset"]), (200, &json!(1)));
    assert_ne!(first["hits"][0]["id"], second["hits"][0]["id"]);
    let (status, posted) =
        post("/api/v1/search", json!({"q": "lang:zh", "limit": 1, "cursor": next}).to_string()).await;
    assert_eq!((status, &posted["hits"]), (200, &second["hits"]));
    let sorted = hits("/api/v1/search?q=lang:zh&sort=-source").await;
    let places: Vec<&str> = sorted.iter().map(|hit| hit["source"]["path"].as_str().unwrap()).collect();
    assert!(places.is_sorted_by(|a, b| a >= b), "{places:?}");
}

#[tokio::test]
async fn get_and_post_answer_the_same() {
    let path =
        "/api/v1/search?q=index&mode=keyword&filter=lang:en&filter=tag:database&n=3&offset=0&explain=true";
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
    assert_eq!(keys(&answer["suggestions"][0]), ["id", "kind", "text"]);
    assert!(answer["suggestions"][0]["text"].as_str().unwrap().starts_with("What is a B+ tree"));
    assert_eq!(get("/api/v1/suggest?q=").await.1, json!({"suggestions": []}));
}
