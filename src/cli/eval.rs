//! `tiku eval`: measures the rankings against judgements.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::ArgGroup;
use serde_json::Value;

use super::comparison;
use super::open_with_reranker;
use super::output::{self, failed, note};
use crate::config::{Config, by_name};
use crate::error::{Error, Result};
use crate::eval::compare::{Configuration, compare};
use crate::eval::trec::{Qrels, Run};
use crate::eval::{Row, Spec, Summary, topics};
use crate::search::{Mode, Recipe, Searcher};

const FORMATS: &str = "\
Topics are JSON Lines of {\"qid\", \"text\"}, with a \"kind\" to get figures for each kind; the text
has the query syntax of `tiku search`. Judgements have TREC's four columns, `qid 0 docid grade`,
where the docid is a question's id and a grade above 0 is relevant. The run file is TREC's too.

Examples:
  tiku eval --topics topics.jsonl --qrels qrels.tsv
  tiku eval --topics topics.jsonl --qrels qrels.tsv --mode keyword --json | jq .all
  tiku eval --topics topics.jsonl --run hybrid.run -n 1000
  tiku eval --topics topics.jsonl --qrels qrels.tsv --vary mode=keyword --vary fusion=rrf

What can be varied: mode (hybrid, keyword, semantic), fusion (sum, rrf), the weights of the fields
(question, key_points, tags, section, answer), and whole, accidental, synonyms, proximity, passage,
abroad, credit, keyword, distinction, certainty, rrf_k, exact and note. The first column is the ranking as it is.";

/// Measure the search: nDCG@10, MRR@10, recall@10 and recall@100.
#[derive(clap::Args)]
#[command(after_help = FORMATS, group(ArgGroup::new("outcome").required(true).multiple(true)))]
pub(super) struct Args {
    /// What is asked
    #[arg(long, value_name = "FILE")]
    topics: PathBuf,
    /// What would be right
    #[arg(long, value_name = "FILE", group = "outcome")]
    qrels: Option<PathBuf>,
    /// Which retrievers answer: hybrid, keyword or semantic [default: hybrid]
    #[arg(long, value_name = "MODE", value_parser = by_name::<Mode>)]
    mode: Option<Mode>,
    /// How many hits are taken of every ranking
    #[arg(short = 'n', long, value_name = "N", default_value_t = 100)]
    depth: usize,
    /// Write the rankings to this file
    #[arg(long, value_name = "FILE", group = "outcome")]
    run: Option<PathBuf>,
    /// Change parts of the ranking, such as `note=1,fusion=rrf`, and compare; can be given more than once
    #[arg(long, value_name = "NAME=VALUE,…", requires = "qrels", conflicts_with = "run")]
    vary: Vec<String>,
    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, config: &Config) -> Result<()> {
    let recipe = Recipe::of(args.mode.unwrap_or_default());
    let varied =
        |changes: &String| Ok(Configuration { name: changes.clone(), recipe: recipe.varied(changes)? });
    let variations: Vec<Configuration> = args.vary.iter().map(varied).collect::<Result<_>>()?;
    let spec = Spec {
        topics: topics::read(&args.topics)?,
        qrels: args.qrels.as_deref().map(Qrels::read).transpose()?.unwrap_or_default(),
        recipe,
        depth: args.depth,
    };
    if variations.len() > comparison::MOST {
        let most = comparison::MOST;
        return Err(Error::InvalidQuery(format!(
            "{} variations; at most {most} fit beside each other",
            variations.len()
        )));
    }
    let searcher = open_with_reranker(config)?;
    if !variations.is_empty() {
        return lay_side_by_side(&spec, variations, &searcher, args.json);
    }
    let results = spec.run(&searcher)?;
    if let Some(path) = &args.run {
        write_run(path, &results.runs, spec.recipe.mode).map_err(Error::io("write", path))?;
    }
    let summary = spec.summarise(&results);
    if args.qrels.is_none() {
        tell_what_failed(&summary);
        return Ok(());
    }
    tell_what_is_left_out(&summary);
    if args.json {
        return output::json(&summary);
    }
    let mut out = output::stdout();
    print(&mut out, &summary).map_err(failed)?;
    output::finish(out)
}

/// Compares the ranking as it is with its variations.
fn lay_side_by_side(
    spec: &Spec,
    variations: Vec<Configuration>,
    searcher: &Searcher,
    json: bool,
) -> Result<()> {
    let unchanged = Configuration { name: name_of(spec.recipe.mode), recipe: spec.recipe.clone() };
    let configurations: Vec<Configuration> = std::iter::once(unchanged).chain(variations).collect();
    let compared = compare(spec, &configurations, searcher)?;
    compared.first().iter().for_each(|first| tell_what_is_left_out(&first.summary));
    if json {
        return output::json(&compared);
    }
    let mut out = output::stdout();
    comparison::print(&mut out, &compared).map_err(failed)?;
    output::finish(out)
}

fn write_run(path: &Path, runs: &[Run], mode: Mode) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    let name = format!("tiku-{}", name_of(mode));
    runs.iter().try_for_each(|run| run.write(&mut out, &name))?;
    out.flush()
}

/// The mode as it is written everywhere else.
fn name_of(mode: Mode) -> String {
    match serde_json::to_value(mode) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}

fn tell_what_failed(summary: &Summary) {
    for failed in &summary.failed {
        note(&format!("topic {}: {}", failed.qid, failed.message));
    }
}

fn tell_what_is_left_out(summary: &Summary) {
    tell_what_failed(summary);
    if summary.unjudged > 0 {
        note(&format!("{} topics have nothing relevant judged and are left out", summary.unjudged));
    }
    if summary.not_asked > 0 {
        note(&format!("{} judged topics are not among those asked", summary.not_asked));
    }
}

fn print(out: &mut impl Write, summary: &Summary) -> io::Result<()> {
    let names = summary.kinds.keys().map(|kind| kind.chars().count());
    let width = names.max().unwrap_or(0).max("kind".len());
    writeln!(out, "{:width$}  topics  nDCG@10  MRR@10    R@10   R@100", "kind")?;
    let mut line = |name: &str, row: &Row| {
        let mean = &row.mean;
        writeln!(
            out,
            "{name:width$}  {:>6}  {:>7.4}  {:>6.4}  {:>6.4}  {:>6.4}",
            row.topics, mean.ndcg_at_10, mean.mrr_at_10, mean.recall_at_10, mean.recall_at_100
        )
    };
    summary.kinds.iter().try_for_each(|(kind, row)| line(kind, row))?;
    line("all", &summary.all)
}
