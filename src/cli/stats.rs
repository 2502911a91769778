//! `tiku stats`: what the index holds, in numbers.

use std::collections::BTreeMap;
use std::io::Write;

use super::open;
use super::output::{self, Style, failed};
use crate::config::Config;
use crate::error::Result;
use crate::search::Statistics;

const EXAMPLES: &str = "\
Examples:
  tiku stats                              tables of difficulties, languages, topics and sources
  tiku stats -n 100                       more rows of each
  tiku stats --json | jq .difficulty.hard";

/// Count the questions in the index by language, topic, difficulty and source.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// How many rows of a table to show at most
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Print all numbers as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, config: &Config) -> Result<()> {
    let statistics = Statistics::of(open(config)?.index())?;
    if args.json {
        return output::json(&statistics);
    }
    let (mut out, style) = (output::stdout(), Style::of_stdout());
    let Statistics { questions, notes, answered, with_key_points, follow_ups, .. } = statistics;
    let totals = [
        ("questions", questions),
        ("with an answer", answered),
        ("with key points", with_key_points),
        ("follow-ups", follow_ups),
        ("notes", notes),
    ];
    let Statistics { difficulty, lang, topic, source, .. } = &statistics;
    write_rows(&mut out, style, "all", &totals).map_err(failed)?;
    for (title, group) in
        [("difficulty", difficulty), ("language", lang), ("topic", topic), ("source", source)]
    {
        let rows = largest_first(group);
        write_rows(&mut out, style, title, &rows[..rows.len().min(args.limit)]).map_err(failed)?;
        if rows.len() > args.limit {
            let more = format!("{:>7}  more; -n {} shows them", rows.len() - args.limit, rows.len());
            writeln!(out, "{}", style.dim(&more)).map_err(failed)?;
        }
    }
    output::finish(out)
}

fn largest_first(group: &BTreeMap<String, usize>) -> Vec<(&str, usize)> {
    let mut rows: Vec<(&str, usize)> = group.iter().map(|(value, count)| (value.as_str(), *count)).collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    rows
}

fn write_rows(
    out: &mut impl Write,
    style: Style,
    title: &str,
    rows: &[(&str, usize)],
) -> std::io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", style.bold(title))?;
    rows.iter().try_for_each(|(value, count)| writeln!(out, "{count:>7}  {}", output::printable(value)))
}
