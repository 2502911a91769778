//! `tiku check`: a linter for question banks.

use std::io::Write;
use std::path::PathBuf;

use rayon::prelude::*;
use serde::Serialize;

use super::output::{self, Style, failed};
use crate::config::Config;
use crate::corpus::check::{Checker, Finding, Severity};
use crate::corpus::{Reading, Source};
use crate::error::{Error, Result};
use crate::ingest;

/// Sources that are read in parallel before they are checked in order.
const BATCH_SOURCES: usize = 64;

const EXAMPLES: &str = "\
Found are: questions without an answer, ids that are used twice, follow-ups of questions that do
not exist, lines that cannot be read, and files that gave no question, with the reason. No index
is needed and none is changed.

Examples:
  tiku check                         the questions in corpus/
  tiku check ~/notes --strict        for CI: exit code 1 when anything is found
  tiku check --json | jq -r '.findings[] | select(.severity == \"error\") | .message'";

/// Find what is wrong in question banks.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files and folders to check [default: corpus]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Fail with exit code 1 when anything is found
    #[arg(long)]
    strict: bool,
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
}

/// The JSON of `tiku check --json`.
#[derive(Serialize)]
struct Report {
    sources: usize,
    questions: usize,
    errors: usize,
    warnings: usize,
    findings: Vec<Finding>,
}

pub(super) fn run(args: &Args, config: &Config) -> Result<()> {
    let report = check(config)?;
    if args.json {
        output::json(&report)?;
    } else {
        print(&report)?;
    }
    match report.findings.len() {
        0 => Ok(()),
        _ if !args.strict => Ok(()),
        _ => Err(Error::Unsound { errors: report.errors, warnings: report.warnings }),
    }
}

fn check(config: &Config) -> Result<Report> {
    let found = ingest::sources(&config.paths)?;
    let (mut checker, mut questions) = (Checker::default(), 0);
    for sources in found.sources.chunks(BATCH_SOURCES) {
        let readings: Vec<Result<(Vec<u8>, Reading)>> = sources.par_iter().map(read).collect();
        for (source, reading) in sources.iter().zip(readings) {
            let (bytes, reading) = reading?;
            questions += reading.questions.len();
            checker.add(&source.name, &bytes, &reading);
        }
    }
    let findings = checker.finish();
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    Ok(Report {
        sources: found.sources.len(),
        questions,
        errors,
        warnings: findings.len() - errors,
        findings,
    })
}

fn read(source: &Source) -> Result<(Vec<u8>, Reading)> {
    let bytes = std::fs::read(&source.file).map_err(Error::io("read", &source.file))?;
    let reading = source.read(&bytes);
    Ok((bytes, reading))
}

fn print(report: &Report) -> Result<()> {
    let (mut out, style) = (output::stdout(), Style::of_stdout());
    for finding in &report.findings {
        let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
        let place = style.bold(&format!("{}{line}:", finding.path));
        writeln!(out, "{place} {}: {}", finding.severity.as_str(), finding.message).map_err(failed)?;
    }
    let Report { sources, questions, errors, warnings, .. } = report;
    let summary = format!("{questions} questions in {sources} sources: {errors} errors, {warnings} warnings");
    writeln!(out, "{}", style.dim(&summary)).map_err(failed)?;
    output::finish(out)
}
