//! `tiku questions`: reads sources and prints their questions, one JSON object a line.

use std::fs;
use std::path::PathBuf;

use rayon::prelude::*;

use super::output::{self, note};
use crate::config::Config;
use crate::corpus::{Reading, Source};
use crate::error::{Error, Result};
use crate::ingest;

/// Sources that are read in parallel before their questions are printed in order.
const BATCH_SOURCES: usize = 64;

const EXAMPLES: &str = "\
Every line has id, question, answer, key_points, intent, follow_up_of, section, tags, lang, kind,
difficulty, minutes, date and source (path and line). What was odd or left out is told on standard error. No index is
needed and none is changed.

Examples:
  tiku questions notes.md | jq -r .question
  tiku questions ~/notes > questions.jsonl && tiku index questions.jsonl";

/// Print what is read from files, without indexing it.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files and folders to read [default: corpus]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Print the notes too: text under headings that are no questions
    #[arg(long)]
    notes: bool,
}

pub(super) fn run(args: &Args, config: &Config) -> Result<()> {
    let found = ingest::sources(&config.paths)?;
    for skipped in &found.skipped {
        note(&format!("skipped: {}: {}", skipped.path.display(), skipped.reason));
    }
    let mut out = output::stdout();
    for sources in found.sources.chunks(BATCH_SOURCES) {
        let readings: Vec<Result<Reading>> = sources.par_iter().map(read).collect();
        for (source, reading) in sources.iter().zip(readings) {
            match reading {
                Ok(reading) => print(&mut out, &source.name, &reading, args.notes)?,
                Err(error) => note(&format!("skipped: {error}")),
            }
        }
    }
    output::finish(out)
}

fn read(source: &Source) -> Result<Reading> {
    let bytes = fs::read(&source.file).map_err(Error::io("read", &source.file))?;
    Ok(source.read(&bytes))
}

fn print(out: &mut impl std::io::Write, name: &str, reading: &Reading, notes: bool) -> Result<()> {
    for warning in &reading.warnings {
        note(&format!("warning: {name}:{}: {}", warning.line, warning.message));
    }
    let notes = reading.notes.iter().filter(|_| notes);
    reading.questions.iter().chain(notes).try_for_each(|question| output::json_line(out, question))
}
