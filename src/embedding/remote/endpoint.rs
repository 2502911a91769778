//! One request to an embedding server, and what its failures are called.

use std::time::Duration;

use serde_json::json;
use ureq::http::{HeaderMap, StatusCode, header};
use ureq::{Agent, Error as HttpError};

use super::EXAMPLE;
use super::answer::{vectors, words};
use super::patience::Failure;
use crate::error::{Error, Result};

/// Holds the key that the server wants, if it wants one.
const KEY_VARIABLE: &str = "TIKU_EMBEDDER_KEY";
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Bytes of an answer that are read; 64 vectors of 4,096 components take a tenth of it.
const LARGEST_ANSWER: u64 = 64 << 20;

/// Where a model is served, and what it takes to ask there.
pub(super) struct Endpoint {
    /// `{base}/embeddings`.
    url: String,
    model: String,
    key: Option<String>,
    agent: Agent,
}

impl Endpoint {
    /// An endpoint below an address such as `http://localhost:11434/v1`.
    pub fn new(base: &str, model: &str) -> Result<Self> {
        let authority = base.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
        if authority.contains('@') {
            let message = format!("the embedder's address holds a password; set {KEY_VARIABLE} instead");
            return Err(Error::Embedder(message));
        }
        let url = format!("{}/embeddings", base.trim_end_matches('/'));
        if authority.is_empty() || url.parse::<ureq::http::Uri>().is_err() {
            let message = format!("'{base}' is no address of an embedding server; write it as in {EXAMPLE}");
            return Err(Error::Embedder(message));
        }
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(CONNECT_TIMEOUT));
        Ok(Self { url, model: model.to_owned(), key: key()?, agent: config.build().into() })
    }

    /// Asks once for the vectors of some texts.
    pub fn embed(&self, texts: &[String], timeout: Duration) -> Result<Vec<Vec<f32>>, Failure> {
        let mut request = self.agent.post(&self.url);
        if let Some(key) = &self.key {
            request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        }
        let request = request.config().timeout_global(Some(timeout)).build();
        let body = json!({ "model": self.model, "input": texts, "encoding_format": "float" });
        let mut answer = request.send_json(body).map_err(|error| unanswered(&error, timeout))?;
        let body = answer.body_mut().with_config().limit(LARGEST_ANSWER).read_to_vec();
        let body = body.map_err(|error| unanswered(&error, timeout))?;
        match answer.status() {
            status if status.is_success() => {
                vectors(&body, texts.len()).map_err(|wrong| Failure::unusable(&wrong))
            }
            status => Err(refused(status, answer.headers(), &words(&body, self.key.as_deref()))),
        }
    }

    /// A failure with the address, for whoever runs tiku.
    pub fn full_message(&self, failure: &Failure) -> String {
        let remedy = match failure {
            Failure::Passing { .. } => "start it or wait, then try again: what was done is kept",
            Failure::Lasting { remedy, .. } => remedy,
        };
        let said = match failure.said() {
            "" => String::new(),
            said => format!(" ({said})"),
        };
        format!("the embedding server at '{}' {}{said}; {remedy}", self.url, failure.cause())
    }

    /// A failure for whoever searches.
    pub fn brief_message(&self, failure: &Failure) -> String {
        let model = &self.model;
        format!(
            "the embedding server of '{model}' {}; until that is mended only words can be searched, with mode=keyword",
            failure.cause()
        )
    }
}

fn key() -> Result<Option<String>> {
    let Some(key) = std::env::var_os(KEY_VARIABLE).filter(|key| !key.is_empty()) else { return Ok(None) };
    let key = key.into_string().ok().filter(|key| key.bytes().all(|b| b.is_ascii_graphic()));
    let unsendable = || {
        Error::Embedder(format!(
            "the key in {KEY_VARIABLE} has characters that no key has; set it anew or unset it"
        ))
    };
    key.ok_or_else(unsendable).map(Some)
}

/// Why there was no whole answer.
fn unanswered(error: &HttpError, timeout: Duration) -> Failure {
    let (cause, said) = match error {
        HttpError::Timeout(_) => {
            (format!("did not answer within {} seconds", timeout.as_secs()), String::new())
        }
        HttpError::Rustls(_) | HttpError::Tls(_) => {
            let remedy = "check its certificate, or write http:// if it speaks no TLS";
            return Failure::lasting("has no certificate that can be trusted", &error.to_string(), remedy);
        }
        HttpError::BodyExceedsLimit(_) => return Failure::unusable("it is too large"),
        other => ("cannot be reached".to_owned(), super::super::in_one_line(other)),
    };
    Failure::Passing { cause, said, wait: None }
}

/// What a status says about asking again.
fn refused(status: StatusCode, headers: &HeaderMap, said: &str) -> Failure {
    let cause = format!("answered {status}").trim_end().to_owned();
    // It took too long, too much was asked of it, or it failed itself.
    if matches!(status.as_u16(), 408 | 429 | 500..) {
        let seconds =
            headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
        return Failure::Passing { cause, said: said.to_owned(), wait: seconds.map(Duration::from_secs) };
    }
    let remedy = match status.as_u16() {
        401 | 403 => "set TIKU_EMBEDDER_KEY to a key that it accepts",
        413 => "let it cut long texts, or raise its limits",
        300..=399 => "give the address that it points to",
        _ => "check the address and the name of the model, and that it cuts long texts",
    };
    Failure::lasting(&cause, said, remedy)
}
