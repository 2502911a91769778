//! `tiku suggest`: completes what is being typed.

use std::io::Write;

use serde::Serialize;

use super::open;
use super::output::{self, failed, printable};
use crate::config::Config;
use crate::error::Result;
use crate::search::{DEFAULT_LIMIT, Suggestion};

const EXAMPLES: &str = "\
Examples:
  tiku suggest '三次'
  tiku suggest 'what is a b' -n 5 --json";

/// Complete the beginning of a question.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// What was typed so far
    #[arg(value_name = "PREFIX")]
    prefix: String,
    /// How many completions to show at most
    #[arg(short = 'n', long, value_name = "N", default_value_t = DEFAULT_LIMIT)]
    limit: usize,
    /// Print the completions with their ids as JSON, as the HTTP interface gives them
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Suggestions {
    suggestions: Vec<Suggestion>,
}

pub(super) fn run(args: &Args, config: &Config) -> Result<()> {
    let suggestions = open(config)?.suggest(&args.prefix, args.limit)?;
    if args.json {
        return output::json(&Suggestions { suggestions });
    }
    let mut out = output::stdout();
    for suggestion in &suggestions {
        writeln!(out, "{}", printable(&suggestion.text)).map_err(failed)?;
    }
    output::finish(out)
}
