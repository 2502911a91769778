//! What every request shares: the searcher, the metrics, and the turns that limit how many
//! searches run at once.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::error::ApiError;
use super::metrics::Metrics;
use crate::error::Result;
use crate::search::Searcher;

/// How long a request waits for its turn before it is told to come again.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// What every request shares; cheap to clone.
#[derive(Clone)]
pub(super) struct App {
    searcher: Arc<Searcher>,
    pub(super) metrics: Arc<Metrics>,
    turns: Arc<Semaphore>,
}

impl App {
    pub(super) fn new(searcher: Arc<Searcher>) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let metrics = Arc::new(Metrics::new(searcher.index().catalog.questions()));
        Self { searcher, metrics, turns: Arc::new(Semaphore::new(cores)) }
    }

    /// How many questions can be found.
    pub(super) fn questions(&self) -> usize {
        self.searcher.index().catalog.questions()
    }

    /// Asks the searcher, on a thread of its own and when a core is free.
    ///
    /// A search takes about a millisecond, but a query of many kilobytes or an answer of a
    /// thousand hits takes a hundred, and the first suggestion reads every question; changing the
    /// thread costs some microseconds, and thereby none of them holds up the connections. The
    /// work is CPU time, so more searches at once than cores would only make each one slower.
    pub(super) async fn ask<T, F>(&self, work: F) -> Result<T, ApiError>
    where
        T: Send + 'static,
        F: FnOnce(&Searcher) -> Result<T> + Send + 'static,
    {
        let turn = timeout(LONGEST_WAIT, Arc::clone(&self.turns).acquire_owned()).await;
        let turn = turn.ok().and_then(std::result::Result::ok).ok_or_else(ApiError::overloaded)?;
        let searcher = Arc::clone(&self.searcher);
        let answer = tokio::task::spawn_blocking(move || {
            // The turn ends with the work, even when the client has gone or was timed out.
            let _turn = turn;
            work(&searcher)
        });
        Ok(answer.await.map_err(|failure| ApiError::internal(&failure))??)
    }
}
