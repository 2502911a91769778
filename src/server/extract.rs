//! What handlers take out of a request; whatever is wrong with it becomes an [`ApiError`].

use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::error::ApiError;
use super::layers::MAX_BODY_BYTES;

/// The parameters of the URL in their order, repeated ones included.
pub(super) struct Parameters(pub Vec<Parameter>);

/// One parameter of the URL.
pub(super) struct Parameter {
    pub name: String,
    pub value: String,
}

impl Parameter {
    /// The value as a whole number.
    pub(super) fn number(&self) -> Result<usize, ApiError> {
        let Self { name, value } = self;
        usize::from_str(value.trim())
            .map_err(|_| ApiError::parameter(name, format!("{name} must be a whole number, not '{value}'")))
    }

    /// The value as a number from 0 to 1; whether it is in that range, the searcher says.
    pub(super) fn score(&self) -> Result<f32, ApiError> {
        let Self { name, value } = self;
        f32::from_str(value.trim())
            .map_err(|_| ApiError::parameter(name, format!("{name} must be a number, not '{value}'")))
    }

    /// The value as a flag; the name alone switches it on.
    pub(super) fn flag(&self) -> Result<bool, ApiError> {
        let Self { name, value } = self;
        match value.as_str() {
            "" | "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(ApiError::parameter(name, format!("{name} must be true or false, not '{value}'"))),
        }
    }

    /// The value as one of the names that a type knows.
    pub(super) fn name_of<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        serde_json::from_value(self.value.as_str().into())
            .map_err(|cause| ApiError::parameter(&self.name, format!("{}: {cause}", self.name)))
    }

    /// The error for a parameter that the route does not know.
    pub(super) fn unknown(&self, known: &str) -> ApiError {
        let name = &self.name;
        ApiError::parameter(name, format!("there is no parameter '{name}' here; there are {known}"))
    }
}

impl<S: Sync> FromRequestParts<S> for Parameters {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        let Query(pairs) = pairs.map_err(|cause| ApiError::malformed_url(&cause))?;
        Ok(Self(pairs.into_iter().map(|(name, value)| Parameter { name, value }).collect()))
    }
}

/// The only parameter of a route: `limit`, when it is given.
pub(super) struct Limit(pub Option<usize>);

impl<S: Sync> FromRequestParts<S> for Limit {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let mut limit = None;
        for parameter in Parameters::from_request_parts(parts, state).await?.0 {
            match parameter.name.as_str() {
                "limit" | "n" => limit = Some(parameter.number()?),
                _ => return Err(parameter.unknown("limit")),
            }
        }
        Ok(Self(limit))
    }
}

/// The id in the path.
pub(super) struct Id(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        path.map(|Path(id)| Self(id)).map_err(|cause| ApiError::malformed_url(&cause))
    }
}

/// A JSON body, whatever the content type says: a `curl -d '{…}'` without a header means JSON too.
pub(super) struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let not_received =
            |cause: BytesRejection| ApiError::body_not_received(cause.status(), MAX_BODY_BYTES);
        let bytes = Bytes::from_request(request, state).await.map_err(not_received)?;
        serde_json::from_slice(&bytes).map(Self).map_err(|cause| ApiError::body(&cause))
    }
}
