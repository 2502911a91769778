//! `tiku serve`: brings the index up to date and answers over HTTP.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use super::{index, open_with_reranker, output};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::search::Searcher;
use crate::server;

const EXAMPLES: &str = "\
The index is brought up to date first. Without PATH, an index that was made of other paths than
corpus/ is served as it is. Ctrl-C stops the server after the requests that it is answering.

Examples:
  tiku serve                          corpus/ on http://127.0.0.1:7878
  tiku serve ~/notes --index ~/.cache/tiku
  tiku serve --listen 0.0.0.0:80      for everyone who can reach this machine

  curl '127.0.0.1:7878/api/v1/search?q=三次握手'
  curl 127.0.0.1:7878/openapi.json    every route; for people at /docs";

/// Serve the search page and the HTTP interface.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files and folders to read [default: corpus]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The address to listen on; port 0 chooses a free one [default: 127.0.0.1:7878]
    #[arg(long, value_name = "HOST:PORT")]
    pub(super) listen: Option<String>,
}

pub(super) fn run(config: &Config) -> Result<()> {
    let searcher = match made_of_other_paths(config)? {
        Some(searcher) => searcher,
        None => {
            say(&index::summary(&index::build(config, false)?));
            open_with_reranker(config)?
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(Error::io("start threads for", "the server"))?;
    let ready = |address: SocketAddr| say(&format!("listening on http://{address}"));
    let searcher = Arc::new(searcher);
    let warmed = Arc::clone(&searcher);
    runtime.spawn_blocking(move || {
        if let Err(error) = warmed.warm() {
            tracing::warn!("the words of the index cannot be read ahead: {error}");
        }
    });
    runtime.block_on(server::serve(searcher, &config.listen, ready))
}

/// The index as it is, when nobody said what to read and it holds something else than the
/// default would give: mirroring the default then would throw its questions away.
fn made_of_other_paths(config: &Config) -> Result<Option<Searcher>> {
    if config.paths_given {
        return Ok(None);
    }
    let searcher = match open_with_reranker(config) {
        Err(Error::NoIndex(_)) => return Ok(None),
        opened => opened?,
    };
    let catalog = &searcher.index().catalog;
    let (_, sources) = catalog.counts();
    let defaults: Vec<String> =
        config.paths.iter().filter(|path| path.exists()).map(|path| format!("{}/", path.display())).collect();
    let is_default = |name: &str| defaults.iter().any(|path| name.starts_with(path));
    let stays = sources > 0 && !(0..sources as u32).any(|number| is_default(catalog.source(number)));
    Ok(stays.then_some(searcher))
}

/// Tells what goes on. A server goes on when nobody listens to that.
fn say(line: &str) {
    let mut out = output::stdout();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
