//! Parses the command line, runs the command, turns its result into an exit code.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use tiku::cli::{self, Invocation};
use tiku::config::Config;
use tiku::{Error, Result};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

fn main() -> ExitCode {
    log_to_stderr();
    match cli::parse(std::env::args_os()).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

fn run(invocation: Invocation) -> Result<()> {
    let config = Config::resolve(invocation.flags())?;
    invocation.run(&config)
}

/// 1: it failed; 2: it was asked wrongly, and asking the same again cannot help.
fn fail(error: &Error) -> ExitCode {
    // Nothing can be done when standard error is closed as well.
    let _ = writeln!(io::stderr(), "tiku: {}", error.to_string().replace('\n', " "));
    match error {
        Error::InvalidConfig(_) | Error::InvalidQuery(_) => ExitCode::from(2),
        _ => ExitCode::FAILURE,
    }
}

/// Whether the reader of our output went away, as in `tiku questions | head`: no failure of ours.
fn is_closed_pipe(error: &Error) -> bool {
    matches!(error, Error::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
}

/// What is logged goes to standard error; `TIKU_LOG=debug` or `TIKU_LOG=tiku=trace` shows more.
fn log_to_stderr() {
    let filter = EnvFilter::builder().with_default_directive(LevelFilter::WARN.into());
    tracing_subscriber::fmt()
        .with_env_filter(filter.with_env_var("TIKU_LOG").from_env_lossy())
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
        .init();
}
