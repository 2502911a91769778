//! An embedding server of our own, which fails when it is told to.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// Components of its vectors, unless it is told otherwise.
pub const DIMENSIONS: usize = 16;

/// What it answers to one request instead of vectors.
type Refusal = Box<dyn Fn(&Request) -> Option<Response> + Send + Sync>;

/// What it was sent.
pub struct Request {
    pub texts: Vec<String>,
    pub model: String,
    pub key: Option<String>,
    /// How many requests came before.
    pub number: usize,
}

#[derive(Default)]
struct Shared {
    requests: Mutex<Vec<Request>>,
    refusal: Mutex<Option<Refusal>>,
}

/// Runs until it is dropped or stopped.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    runtime: Option<Runtime>,
}

impl Server {
    pub fn start() -> Self {
        let address = (Ipv4Addr::LOCALHOST, 0).into();
        let mut server = Self { address, shared: Arc::default(), runtime: None };
        server.come_back();
        server
    }

    /// Listens at the same address as before.
    pub fn come_back(&mut self) {
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind(self.address)).unwrap();
        self.address = listener.local_addr().unwrap();
        let routes = Router::new().route("/v1/embeddings", post(answer)).with_state(self.shared.clone());
        runtime.spawn(async { axum::serve(listener, routes).await });
        self.runtime = Some(runtime);
    }

    /// Closes all connections and listens no more.
    pub fn go_away(&mut self) {
        self.runtime.take().unwrap().shutdown_timeout(std::time::Duration::from_secs(5));
    }

    /// The embedder that asks it for a model.
    pub fn spec(&self, model: &str) -> String {
        format!("http://{}/v1#{model}", self.address)
    }

    /// Answers as `refusal` says, where it says something.
    pub fn refuse(&self, refusal: impl Fn(&Request) -> Option<Response> + Send + Sync + 'static) {
        *self.shared.refusal.lock().unwrap() = Some(Box::new(refusal));
    }

    pub fn recover(&self) {
        *self.shared.refusal.lock().unwrap() = None;
    }

    pub fn with_requests<T>(&self, look: impl FnOnce(&[Request]) -> T) -> T {
        look(&self.shared.requests.lock().unwrap())
    }

    pub fn requests(&self) -> usize {
        self.with_requests(<[Request]>::len)
    }

    /// Every text that it made a vector of, in order.
    pub fn texts(&self) -> Vec<String> {
        self.with_requests(|requests| requests.iter().flat_map(|request| request.texts.clone()).collect())
    }
}

async fn answer(State(shared): State<Arc<Shared>>, headers: HeaderMap, Json(body): Json<Value>) -> Response {
    let mut requests = shared.requests.lock().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    assert_eq!(body["encoding_format"], "float");
    let request = Request {
        texts: body["input"].as_array().unwrap().iter().map(text).collect(),
        model: text(&body["model"]),
        key: headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned()),
        number: requests.len(),
    };
    let refused = shared.refusal.lock().unwrap().as_ref().and_then(|refusal| refusal(&request));
    let answer = refused.unwrap_or_else(|| vectors(&request.texts, DIMENSIONS));
    requests.push(request);
    answer
}

/// The vectors of some texts, the last one first, as a server may send them.
pub fn vectors(texts: &[String], dimensions: usize) -> Response {
    let item =
        |(index, text): (usize, &String)| json!({"index": index, "embedding": vector(text, dimensions)});
    let items: Vec<Value> = texts.iter().enumerate().rev().map(item).collect();
    Json(json!({"object": "list", "data": items})).into_response()
}

/// Counts the letters of a text, by their number: texts of the same words are near each other.
pub fn vector(text: &str, dimensions: usize) -> Vec<f32> {
    let mut vector = vec![0.0; dimensions];
    text.to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .for_each(|c| vector[c as usize % dimensions] += 1.0);
    vector
}

/// An error as such servers tell it.
pub fn error(status: u16, message: &str) -> Response {
    let body = Json(json!({"error": {"message": message, "type": "some_error"}}));
    (StatusCode::from_u16(status).unwrap(), body).into_response()
}
