//! What those rely on who run the server or put a search box on their own site.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

use crate::{get, hits, keys, send, text};

#[tokio::test]
async fn other_sites_may_use_the_api() {
    let request = Request::get("/api/v1/search?q=").header(header::ORIGIN, "https://blog.example");
    let (status, headers, _) = send(request.body(Body::empty()).unwrap()).await;
    assert_eq!((status.as_u16(), headers[header::ACCESS_CONTROL_ALLOW_ORIGIN].to_str().unwrap()), (400, "*"));
    let request = Request::options("/api/v1/search")
        .header(header::ORIGIN, "https://blog.example")
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
        .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type");
    let (status, headers, _) = send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(status, 200);
    assert!(headers[header::ACCESS_CONTROL_ALLOW_METHODS].to_str().unwrap().contains("POST"));
}

#[tokio::test]
async fn health_and_metrics() {
    assert_eq!(get("/healthz").await.1["status"], "ok");
    assert_eq!(get("/readyz").await.1, json!({"status": "ready", "questions": 4}));
    get("/api/v1/search?q=tree").await;
    get("/api/v1/questions/nobody").await;
    let (content_type, metrics) = text("/metrics").await;
    assert!(content_type.starts_with("application/openmetrics-text"));
    for line in [
        "tiku_questions 4",
        "tiku_http_requests_total{route=\"/api/v1/search\",status=\"200\"}",
        "tiku_http_requests_total{route=\"/api/v1/questions/{id}\",status=\"404\"}",
        "tiku_search_duration_seconds_bucket{le=\"0.001\",mode=\"hybrid\"}",
    ] {
        assert!(metrics.contains(line), "{line} is missing in\n{metrics}");
    }
}

#[tokio::test]
async fn the_description_names_every_route_and_field() {
    let (_, docs) = get("/openapi.json").await;
    assert!(docs["openapi"].as_str().unwrap().starts_with("3."));
    let expected = [
        "/api/v1/questions/{id}",
        "/api/v1/questions/{id}/similar",
        "/api/v1/search",
        "/api/v1/similar",
        "/api/v1/suggest",
        "/healthz",
        "/metrics",
        "/readyz",
    ];
    assert_eq!(keys(&docs["paths"]), expected);
    assert_eq!(keys(&docs["paths"]["/api/v1/search"]), ["get", "post"]);

    let hits = hits("/api/v1/search?q=tree&limit=1").await;
    let (_, question) = get(&format!("/api/v1/questions/{}", hits[0]["id"].as_str().unwrap())).await;
    assert_eq!(keys(&docs["components"]["schemas"]["Question"]["properties"]), keys(&question));
    references(&docs, &docs);
    assert!(text("/docs/").await.1.contains("swagger"));
}

/// Every reference leads somewhere.
fn references(value: &Value, docs: &Value) {
    if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
        assert!(docs.pointer(reference.trim_start_matches('#')).is_some(), "{reference} leads nowhere");
    }
    let inside: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(fields) => fields.values().collect(),
        _ => Vec::new(),
    };
    inside.into_iter().for_each(|value| references(value, docs));
}
