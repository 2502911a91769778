//! The routes. A new one is a file here and a line in [`API`] or [`OTHERS`].

mod docs;
mod health;
mod metrics;
mod page;
mod questions;
mod search;
mod similar;
mod suggest;

use axum::Router;
use utoipa::openapi::OpenApi;

use super::app::App;

/// What a route file gives: its routes and their description.
type RouteFile = (fn() -> Router<App>, fn() -> OpenApi);

/// What scripts and search boxes on other sites use.
const API: [RouteFile; 4] = [
    (search::router, search::docs),
    (questions::router, questions::docs),
    (similar::router, similar::docs),
    (suggest::router, suggest::docs),
];

/// What whoever runs the server uses.
const OTHERS: [RouteFile; 2] = [(health::router, health::docs), (metrics::router, metrics::docs)];

/// The routes that other sites may use.
pub(super) fn api() -> Router<App> {
    merged(&API)
}

/// All other routes: for whoever runs the server, the documentation and the search page.
pub(super) fn others() -> Router<App> {
    let described = API.iter().chain(&OTHERS).map(|(_, docs)| docs());
    merged(&OTHERS).merge(docs::router(described)).merge(page::router())
}

fn merged(files: &[RouteFile]) -> Router<App> {
    files.iter().fold(Router::new(), |routes, (router, _)| routes.merge(router()))
}
