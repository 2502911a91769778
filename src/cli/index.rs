//! `tiku index`: makes the index mirror the sources.

use std::io::Write;
use std::path::PathBuf;

use super::output::{self, failed};
use super::progress::Progress;
use crate::config::Config;
use crate::embedding;
use crate::error::Result;
use crate::index::IndexWriter;
use crate::ingest::{self, IngestReport, ingest};

const EXAMPLES: &str = "\
Only files that changed since the last time are read; a file that is gone takes its questions
along. Files ending in .md, .markdown, .mdx, .txt and .jsonl are read.

Examples:
  tiku index                        corpus/ into index/
  tiku index ~/notes work.md        a folder and a file; the index then holds these alone
  tiku index --rebuild              from nothing, after an update of tiku or with another embedder
  tiku index --json | jq .questions";

/// Build the index, or bring it up to date.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files and folders to read [default: corpus]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Remove the index first and make it anew
    #[arg(long)]
    rebuild: bool,
    /// Print what was done as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, config: &Config) -> Result<()> {
    let report = build(config, args.rebuild)?;
    if args.json {
        return output::json(&report);
    }
    let mut out = output::stdout();
    writeln!(out, "{}", summary(&report)).map_err(failed)?;
    output::finish(out)
}

/// Builds the index under a progress bar and tells what was odd.
pub(super) fn build(config: &Config, rebuild: bool) -> Result<IngestReport> {
    let embedder = embedding::open(&config.embedder)?;
    if rebuild {
        // A mistyped path must not cost the index.
        ingest::sources(&config.paths)?;
        IndexWriter::remove(&config.index)?;
    }
    let progress = Progress::start();
    let report = ingest(&config.paths, &config.index, embedder.as_ref(), &|step| progress.show(step));
    progress.finish();
    let report = report?;
    output::remarks("skipped", &report.skipped);
    output::remarks("warning", &report.warnings);
    Ok(report)
}

/// What was done, on one line.
pub(super) fn summary(report: &IngestReport) -> String {
    let mut summary = format!(
        "{}{} from {}: {} read, {} gone, {} added, {} removed, in {:.1} s",
        count(report.questions, "question"),
        if report.notes > 0 { format!(" and {}", count(report.notes, "note")) } else { String::new() },
        count(report.sources, "source"),
        report.read,
        report.gone,
        report.added,
        report.removed,
        report.took_ms / 1000.0
    );
    for (remarks, name) in [(&report.skipped, "skipped file"), (&report.warnings, "warning")] {
        if !remarks.is_empty() {
            summary.push_str(&format!("; {}", count(remarks.len(), name)));
        }
    }
    summary
}

fn count(n: usize, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Remark;

    #[test]
    fn the_summary_counts_what_there_is() {
        let mut report = IngestReport {
            sources: 1,
            read: 1,
            questions: 2,
            added: 2,
            took_ms: 1234.0,
            ..Default::default()
        };
        assert_eq!(
            summary(&report),
            "2 questions from 1 source: 1 read, 0 gone, 2 added, 0 removed, in 1.2 s"
        );
        report.skipped.push(Remark { path: "a.pdf".to_owned(), line: None, message: "not read".to_owned() });
        assert!(summary(&report).ends_with("in 1.2 s; 1 skipped file"));
    }
}
