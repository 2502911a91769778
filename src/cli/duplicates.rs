//! `tiku duplicates`: questions in the index that ask the same thing.

use std::io::Write;

use serde::Serialize;

use super::open;
use super::output::{self, Style, failed, printable};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::search::duplicates::{self, DuplicateGroup, SAME};

const EXAMPLES: &str = "\
Questions are compared by meaning, across sources and languages, and by words. Every two members
of a group are at least as alike as the threshold says; the most fully answered one comes first.

Examples:
  tiku duplicates                      what to merge or to leave out of a question list
  tiku duplicates --threshold 0.9      only what is nearly word for word the same
  tiku duplicates --json | jq '.groups[].questions[1:][].id'";

/// Find questions that ask the same thing.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// How alike questions must be, from 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = SAME)]
    threshold: f32,
    /// Print the groups as JSON
    #[arg(long)]
    json: bool,
}

/// The JSON of `tiku duplicates --json`.
#[derive(Serialize)]
struct Report {
    threshold: f32,
    groups: Vec<DuplicateGroup>,
}

pub(super) fn run(args: &Args, config: &Config) -> Result<()> {
    let threshold = args.threshold;
    if !(0.0..=1.0).contains(&threshold) {
        return Err(Error::InvalidConfig(format!(
            "a threshold of {threshold} makes no sense; it goes from 0 to 1"
        )));
    }
    let groups = duplicates::find(open(config)?.index(), threshold)?;
    if args.json {
        return output::json(&Report { threshold, groups });
    }
    let (mut out, style) = (output::stdout(), Style::of_stdout());
    for group in &groups {
        writeln!(out, "{}", style.dim(&format!("{:.2}", group.likeness))).map_err(failed)?;
        for question in &group.questions {
            let place = format!("{}:{}", question.source.path, question.source.line);
            let place = style.dim(&format!("{}  {place}", question.id));
            writeln!(out, "  {}\n    {place}", printable(&question.question)).map_err(failed)?;
        }
    }
    let members: usize = groups.iter().map(|group| group.questions.len()).sum();
    let summary = format!("{members} questions in {} groups", groups.len());
    writeln!(out, "{}", style.dim(&summary)).map_err(failed)?;
    output::finish(out)
}
