//! Errors as HTTP tells them: the only place that gives an error its status code.

use std::any::Any;
use std::fmt::Display;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::error::Error;

/// The body of every answer that is an error.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ErrorAnswer {
    error: ErrorBody,
}

/// What went wrong.
#[derive(Debug, Serialize, ToSchema)]
struct ErrorBody {
    /// A stable name for scripts.
    #[schema(example = "INVALID_QUERY")]
    code: &'static str,
    /// One line for people: what is wrong and what to do.
    message: String,
    /// What is known of the place: a parameter's name, a line of the body …
    #[schema(value_type = Object)]
    details: Map<String, Value>,
}

/// An error on its way out.
#[derive(Debug)]
pub(super) struct ApiError {
    status: StatusCode,
    body: ErrorBody,
}

impl ApiError {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, body: ErrorBody { code, message: message.into(), details: Map::new() } }
    }

    /// Adds something that is known of the place.
    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.body.details.insert(name.to_owned(), value.into());
        self
    }

    /// A parameter of the URL that cannot be understood.
    pub(super) fn parameter(name: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "INVALID_QUERY", message).with("parameter", name)
    }

    /// A path or a query string that is no text.
    pub(super) fn malformed_url(cause: &dyn Display) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "INVALID_QUERY", format!("the URL cannot be read: {cause}"))
    }

    /// A body that is no JSON, or not the JSON that is expected.
    pub(super) fn body(cause: &serde_json::Error) -> Self {
        let (code, wrong) = match cause.classify() {
            serde_json::error::Category::Data => ("INVALID_QUERY", "the body is not what is expected here"),
            _ => ("INVALID_JSON", "the body is not JSON"),
        };
        Self::new(StatusCode::BAD_REQUEST, code, format!("{wrong}: {cause}; /docs shows an example"))
            .with("line", cause.line())
            .with("column", cause.column())
    }

    /// A body that could not be received.
    pub(super) fn body_not_received(status: StatusCode, limit: usize) -> Self {
        if status == StatusCode::PAYLOAD_TOO_LARGE {
            let message = format!("the body is too large; send at most {limit} bytes");
            return Self::new(status, "BODY_TOO_LARGE", message).with("limit", limit);
        }
        Self::new(StatusCode::BAD_REQUEST, "BODY_INCOMPLETE", "the body ended too early; send it again")
    }

    /// Nothing is served at this path.
    pub(super) fn no_route(path: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", "nothing is served here; /docs lists what is")
            .with("path", path)
    }

    /// The path is served, but not with this method.
    pub(super) fn wrong_method(method: &str) -> Self {
        let message = format!("{method} is not understood here; the header 'allow' lists what is");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message).with("method", method)
    }

    /// More is asked at once than can be answered.
    pub(super) fn overloaded() -> Self {
        let message = "too many searches at once; try again in a second";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "OVERLOADED", message)
    }

    /// Meaning cannot be asked; the cause may name files or machines, so it is for the log alone.
    fn embedder(error: &Error) -> Self {
        tracing::error!("cannot search by meaning: {error}");
        let message = "the embedder failed, the server's log says why; search with mode=keyword meanwhile";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, error.code(), message)
    }

    /// The answer took too long.
    pub(super) fn timed_out(seconds: u64) -> Self {
        let message = format!("no answer within {seconds} seconds; ask for less at once");
        Self::new(StatusCode::GATEWAY_TIMEOUT, "TIMEOUT", message).with("seconds", seconds)
    }

    /// A failure of ours; its cause is for the log alone.
    pub(super) fn internal(cause: &dyn Display) -> Self {
        tracing::error!("cannot answer: {cause}");
        let message = "the server failed to answer; its log says why";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", message)
    }

    /// What a handler that panicked answers.
    pub(super) fn of_panic(panic: Box<dyn Any + Send>) -> Response {
        let message = panic.downcast_ref::<String>().map(String::as_str);
        let message = message.or_else(|| panic.downcast_ref::<&str>().copied());
        Self::internal(&format!("panic: {}", message.unwrap_or("without a message"))).into_response()
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let status = match &error {
            Error::InvalidQuery(_) => StatusCode::BAD_REQUEST,
            Error::QuestionNotFound(_) => StatusCode::NOT_FOUND,
            Error::Embedder(_) => return Self::embedder(&error),
            Error::NoIndex(_) | Error::IncompatibleIndex(_) | Error::Locked(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            _ => return Self::internal(&error),
        };
        let answer = Self::new(status, error.code(), error.to_string());
        match error {
            Error::QuestionNotFound(id) => answer.with("id", id),
            _ => answer,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(ErrorAnswer { error: self.body })).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ours_to_mend_is_not_told() {
        let embedder = Error::Embedder("the file /secret is damaged".to_owned());
        let store = Error::Index { part: "store", message: "/secret is damaged".to_owned() };
        for (error, status) in
            [(embedder, StatusCode::SERVICE_UNAVAILABLE), (store, StatusCode::INTERNAL_SERVER_ERROR)]
        {
            let answer = ApiError::from(error);
            assert_eq!(answer.status, status);
            assert!(!answer.body.message.contains("secret"), "{}", answer.body.message);
        }
        assert_eq!(ApiError::of_panic(Box::new("secret")).status(), StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[test]
    fn an_overloaded_server_says_when_to_come_again() {
        let answer = ApiError::overloaded().into_response();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.headers()[header::RETRY_AFTER], "1");
    }
}
