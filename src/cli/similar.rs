//! `tiku similar`: questions like one in the index, or like a text.

use std::io::Write;

use clap::ArgGroup;

use super::output::{self, Style, failed};
use super::{hits, open_with_reranker};
use crate::config::Config;
use crate::error::Result;
use crate::search::DEFAULT_LIMIT;

const EXAMPLES: &str = "\
Ids are shown by `tiku search` and `tiku questions`. A text is taken as it is, without query syntax.

Examples:
  tiku similar 3f9a1c20b7d4e586
  tiku similar --text 'Redis 为什么这么快?' -n 3";

/// Find questions like another one.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES, group(ArgGroup::new("example").required(true)))]
pub(super) struct Args {
    /// The id of a question
    #[arg(value_name = "ID", group = "example")]
    id: Option<String>,
    /// A text instead of a question in the index
    #[arg(long, value_name = "TEXT", group = "example")]
    text: Option<String>,
    /// How many hits to show at most
    #[arg(short = 'n', long, value_name = "N", default_value_t = DEFAULT_LIMIT)]
    limit: usize,
    /// Print the answer as JSON, as the HTTP interface gives it
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, config: &Config) -> Result<()> {
    let searcher = open_with_reranker(config)?;
    let answer = match &args.id {
        Some(id) => searcher.similar(id, Some(args.limit))?,
        None => searcher.similar_to_text(args.text.as_deref().unwrap_or_default(), Some(args.limit))?,
    };
    answer.degraded.iter().for_each(|why| output::note(why));
    if args.json {
        return output::json(&answer);
    }
    let (mut out, style) = (output::stdout(), Style::of_stdout());
    hits::print(&mut out, style, 0, &answer.hits).map_err(failed)?;
    if answer.hits.is_empty() {
        writeln!(out, "{}", style.dim("nothing similar found")).map_err(failed)?;
    }
    output::finish(out)
}
