//! The command line: what can be asked for, and the file that answers.

mod check;
mod comparison;
mod duplicates;
mod eval;
mod hits;
mod index;
mod output;
mod progress;
mod questions;
mod search;
mod serve;
mod similar;
mod stats;
mod suggest;
mod usage;

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Parser, Subcommand};

use crate::analysis::Glossary;
use crate::config::{Config, Layer, by_name};
use crate::embedding::{self, rerank};
use crate::error::{Error, Result};
use crate::index::VectorSearch;
use crate::search::Searcher;

const EXAMPLES: &str = "\
Examples:
  tiku serve                          index corpus/ and open a search page on http://127.0.0.1:7878
  tiku index ~/notes                  read a folder of notes; run it again after changes
  tiku search '三次握手'              search by words and by meaning, in either language
  tiku search 'redis -cluster lang:en'
  tiku similar --text 'How does a hash map grow?'

Settings come from flags, then from the environment (TIKU_INDEX, TIKU_EMBEDDER, TIKU_RERANKER,
TIKU_LISTEN, TIKU_VECTOR_SEARCH, TIKU_SYNONYMS), then from tiku.toml in the working directory (keys:
index, paths, embedder, reranker, listen, vector_search, synonyms). TIKU_EMBEDDER_KEY holds the key
of an embedding server. TIKU_LOG=info tells more on standard error.

Exit codes: 0 fine, 1 failed, 2 wrong usage.";

/// Turns folders of interview questions, Chinese and English, into a search engine that works offline.
#[derive(Parser)]
#[command(name = "tiku", version, after_help = EXAMPLES, max_term_width = 100, subcommand_required = true)]
#[command(arg_required_else_help = true)]
pub struct Invocation {
    #[command(flatten)]
    shared: Shared,
    #[command(subcommand)]
    command: Command,
}

/// The flags that hold for every command.
#[derive(clap::Args)]
#[command(next_help_heading = "Settings")]
struct Shared {
    /// The folder of the index [default: index]
    #[arg(long, global = true, value_name = "DIR")]
    index: Option<PathBuf>,
    /// What makes the embeddings: 'builtin', 'onnx:DIR', 'http://HOST:PORT/v1#MODEL' or the name of
    /// a model [default: builtin]
    #[arg(long, global = true, value_name = "NAME")]
    embedder: Option<String>,
    /// What reads the 20 best hits and puts them in order: 'onnx:DIR' or the name of a model
    #[arg(long, global = true, value_name = "NAME")]
    reranker: Option<String>,
    /// How the nearest embeddings are found: auto, hnsw or exact [default: auto]
    #[arg(long, global = true, value_name = "HOW", value_parser = by_name::<VectorSearch>)]
    vector_search: Option<VectorSearch>,
    /// A file of synonyms beside the built-in ones: expressions parted by tabs, one group a line
    #[arg(long, global = true, value_name = "FILE")]
    synonyms: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::Args),
    Index(index::Args),
    Search(search::Args),
    Similar(similar::Args),
    Questions(questions::Args),
    Check(check::Args),
    Stats(stats::Args),
    Duplicates(duplicates::Args),
    Suggest(suggest::Args),
    Eval(eval::Args),
}

/// Reads a command line. Help and version are printed, and end the process, as is usual.
///
/// # Errors
/// [`Error::InvalidConfig`] when the command line makes no sense.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Invocation> {
    Invocation::try_parse_from(arguments).map_err(|error| {
        if usage::is_asked_for(&error) {
            error.exit();
        }
        Error::InvalidConfig(usage::on_one_line(&error))
    })
}

impl Invocation {
    /// What the flags say about the settings.
    pub fn flags(&self) -> Layer {
        let (paths, listen) = match &self.command {
            Command::Serve(args) => (args.paths.clone(), args.listen.clone()),
            Command::Index(args) => (args.paths.clone(), None),
            Command::Questions(args) => (args.paths.clone(), None),
            Command::Check(args) => (args.paths.clone(), None),
            _ => (Vec::new(), None),
        };
        Layer {
            index: self.shared.index.clone(),
            embedder: self.shared.embedder.clone(),
            reranker: self.shared.reranker.clone(),
            vector_search: self.shared.vector_search,
            synonyms: self.shared.synonyms.clone(),
            paths: Some(paths),
            listen,
        }
    }

    /// Runs the command.
    ///
    /// # Errors
    /// When it fails, or standard output cannot be written to.
    pub fn run(self, config: &Config) -> Result<()> {
        match self.command {
            Command::Serve(_) => serve::run(config),
            Command::Index(args) => index::run(&args, config),
            Command::Search(args) => search::run(args, config),
            Command::Similar(args) => similar::run(&args, config),
            Command::Questions(args) => questions::run(&args, config),
            Command::Check(args) => check::run(&args, config),
            Command::Stats(args) => stats::run(&args, config),
            Command::Duplicates(args) => duplicates::run(&args, config),
            Command::Suggest(args) => suggest::run(&args, config),
            Command::Eval(args) => eval::run(&args, config),
        }
    }
}

/// Opens the index that the settings name.
fn open(config: &Config) -> Result<Searcher> {
    let searcher = Searcher::open(&config.index, embedding::open(&config.embedder)?, config.vector_search)?;
    let Some(file) = &config.synonyms else { return Ok(searcher) };
    let more = fs::read_to_string(file).map_err(Error::io("read", file))?;
    Ok(searcher.with_glossary(Arc::new(Glossary::with(&more)?)))
}

/// The same, with the reranker that the settings name: for what shows rankings.
fn open_with_reranker(config: &Config) -> Result<Searcher> {
    // A model that cannot be used shall not cost the time that it takes to open the index.
    let reranker = config.reranker.as_deref().map(rerank::open).transpose()?;
    let searcher = open(config)?;
    Ok(match reranker {
        Some(reranker) => searcher.with_reranker(reranker),
        None => searcher,
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Invocation::command().debug_assert();
    }

    #[test]
    fn flags_become_a_layer() {
        let line =
            ["tiku", "serve", "a", "b", "--listen", "[::]:1", "--vector-search", "hnsw", "--index", "i"];
        let flags = parse(line.map(OsString::from)).unwrap().flags();
        assert_eq!(flags.paths, Some(vec!["a".into(), "b".into()]));
        assert_eq!((flags.listen, flags.index), (Some("[::]:1".to_owned()), Some("i".into())));
        assert_eq!((flags.vector_search, flags.embedder), (Some(VectorSearch::Hnsw), None));
    }
}
