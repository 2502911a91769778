//! `tiku search`: searches the index.

use std::io::{self, Write};

use super::output::{self, Style, failed, printable};
use super::{hits, open_with_reranker};
use crate::config::{Config, by_name};
use crate::error::Result;
use crate::search::{Correction, DEFAULT_LIMIT, Mode, SearchAnswer, SearchRequest, Sort};

const SYNTAX: &str = "\
Query syntax, in Chinese or English, full-width marks too:
  redis 持久化          words; the more of them a question has, and the closer its meaning, the better
  \"write ahead log\"     these words, one after the other
  -cluster  -\"two phase commit\"      not these
  tag:redis  lang:zh  kind:note  difficulty:medium..  date:2024  source:go/
                      only questions that are so; two values of a field widen, two fields narrow

Examples:
  tiku search 'how does TCP open a connection'
  tiku search '缓存击穿 -redis' -n 3
  tiku search -- '-redis 缓存'         a query that begins with a minus sign
  tiku search GMP --filter lang:zh --filter tag:go --explain
  tiku search '红黑树' --mode keyword --json | jq -r '.hits[].id'";

/// Search the index by words and by meaning.
#[derive(clap::Args)]
#[command(after_help = SYNTAX)]
pub(super) struct Args {
    /// What to search for; several words need no quotation marks
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// How many hits to show at most
    #[arg(short = 'n', long, value_name = "N", default_value_t = DEFAULT_LIMIT)]
    limit: usize,
    /// How many of the best hits to pass over
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Go on where an answer ended: its `next`, all else as it was
    #[arg(long, value_name = "CURSOR", conflicts_with = "offset")]
    cursor: Option<String>,
    /// Sort by date, difficulty or source instead of the score; `-date` for the other direction
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true, value_parser = Sort::parse)]
    sort: Option<Sort>,
    /// Which retrievers answer: hybrid, keyword or semantic [default: hybrid]
    #[arg(long, value_name = "MODE", value_parser = by_name::<Mode>)]
    mode: Option<Mode>,
    /// Only questions with this lang, kind, difficulty, date, tag or source; can be given more than once
    #[arg(long, value_name = "FIELD:VALUE")]
    filter: Vec<String>,
    /// Show what each retriever gave to each hit
    #[arg(long)]
    explain: bool,
    /// Fold questions that ask the same thing into the best of them
    #[arg(long)]
    distinct: bool,
    /// Leave out hits with a lower score, from 0 to 1
    #[arg(long, value_name = "SCORE")]
    min_score: Option<f32>,
    /// Print the answer as JSON, as the HTTP interface gives it
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: Args, config: &Config) -> Result<()> {
    let json = args.json;
    let request = SearchRequest {
        q: args.query.join(" "),
        mode: args.mode.unwrap_or_default(),
        filter: args.filter,
        limit: Some(args.limit),
        offset: args.offset,
        cursor: args.cursor,
        sort: args.sort,
        explain: args.explain,
        distinct: args.distinct,
        min_score: args.min_score,
    };
    let answer = open_with_reranker(config)?.search(&request)?;
    answer.degraded.iter().for_each(|why| output::note(why));
    if json {
        return output::json(&answer);
    }
    let mut out = output::stdout();
    print(&mut out, Style::of_stdout(), &answer).map_err(failed)?;
    output::finish(out)
}

fn print(out: &mut impl Write, style: Style, answer: &SearchAnswer) -> io::Result<()> {
    for Correction { from, to, .. } in &answer.query.corrections {
        writeln!(out, "{}", style.dim(&printable(&format!("searched for '{to}' instead of '{from}'"))))?;
    }
    if let Some(notice) = &answer.notice {
        writeln!(out, "{}", style.dim(notice))?;
    }
    hits::print(out, style, answer.query.offset, &answer.hits)?;
    let (shown, total, took) = (answer.hits.len(), answer.total, answer.took_ms);
    let line = match (total, shown) {
        (0, _) => {
            let text = printable(&answer.query.text);
            format!("nothing found for '{text}'; try fewer or other words, or fewer filters")
        }
        (_, 0) => format!("only {total} found; ask for a smaller --offset"),
        _ => format!("{shown} of {total} found, in {took:.1} ms"),
    };
    writeln!(out, "{}", style.dim(&line))?;
    match &answer.next {
        Some(cursor) => writeln!(out, "{}", style.dim(&format!("more with --cursor {cursor}"))),
        None => Ok(()),
    }
}
