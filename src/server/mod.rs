//! HTTP: the search API, its documentation, and the search page, over one [`Searcher`].
//!
//! The server is a value, [`router`], that tests call without a socket. Every route file owns its
//! router; `error.rs` alone says which error has which status.

mod app;
mod error;
mod extract;
mod layers;
mod metrics;
mod routes;

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::error::{Error, Result};
use crate::search::Searcher;
use app::App;

/// How long requests that are being answered may take after the signal to stop.
const PATIENCE: Duration = Duration::from_secs(5);

/// Everything that is served: the API under `/api/v1`, `/healthz`, `/readyz`, `/metrics`,
/// `/openapi.json`, `/docs`, and the search page.
pub fn router(searcher: Arc<Searcher>) -> Router {
    let app = App::new(searcher);
    let routes = layers::api(routes::api()).merge(layers::guarded(routes::others()));
    layers::all(routes, &app).with_state(app)
}

/// Listens on an address such as `127.0.0.1:7878` until ctrl-c or SIGTERM, then lets requests
/// that are being answered finish. `on_ready` is told the address once connections are accepted.
///
/// # Errors
/// [`Error::Listen`] when the address is wrong or in use.
pub async fn serve(searcher: Arc<Searcher>, listen: &str, on_ready: impl FnOnce(SocketAddr)) -> Result<()> {
    let failed = |source| Error::Listen { address: listen.to_owned(), source };
    let listener = TcpListener::bind(listen).await.map_err(failed)?;
    on_ready(listener.local_addr().map_err(failed)?);

    let (tell, told) = oneshot::channel();
    let stop = async {
        stop_signal().await;
        tracing::info!("stopping");
        let _ = tell.send(());
    };
    let server = axum::serve(listener, router(searcher)).with_graceful_shutdown(stop);
    // A connection that never ends must not keep the process alive.
    let out_of_patience = async {
        if told.await.is_ok() {
            tokio::time::sleep(PATIENCE).await;
        }
    };
    tokio::select! {
        served = server.into_future() => served.map_err(failed),
        () = out_of_patience => Ok(()),
    }
}

/// Waits for ctrl-c or SIGTERM.
async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without a handler the system's own way to stop a process remains.
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => _ = signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
