//! Paths → index: reads what changed, embeds it, commits it, and brings the derived parts up to date.
//!
//! The index mirrors the paths: a source that is no longer below them takes its questions along.

mod embed;

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;
use serde::Serialize;

use crate::corpus::{self, Found, READER_VERSION, Source};
use crate::embedding::Embedder;
use crate::error::{Error, Result};
use crate::index::{IndexWriter, Part};
use crate::question::QuestionId;
use crate::store::{Batch, Committed, SourceChange, SourceRecord};
use embed::Embedding;

/// Sources that are read, embedded and committed together: what a crash can cost at most.
const BATCH_SOURCES: usize = 64;

/// How far the work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Sources read and committed, of how many that changed.
    Reading(usize, usize),
    /// Questions embedded, of how many in the sources that were read last; only where it takes long.
    Embedding(usize, usize),
    /// Questions whose words are indexed, of how many.
    Words(usize, usize),
    /// Questions whose meaning is indexed, of how many.
    Meaning(usize, usize),
}

/// What was done; the JSON of `tiku index --json`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct IngestReport {
    /// Sources found below the paths.
    pub sources: usize,
    /// Sources read, because they are new or changed.
    pub read: usize,
    /// Sources that are gone.
    pub gone: usize,
    /// Questions in the index now.
    pub questions: usize,
    /// Notes in the index now.
    pub notes: usize,
    /// Questions and notes added.
    pub added: usize,
    /// Questions and notes removed or replaced.
    pub removed: usize,
    /// Files that are not read, and why.
    pub skipped: Vec<Remark>,
    /// What was odd in the sources that were read.
    pub warnings: Vec<Remark>,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
}

/// Something to be told about a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// The file, or the source's name.
    pub path: String,
    /// 1-based line; absent when it is about the whole file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// What is to be told.
    pub message: String,
}

/// Finds the sources below `paths`.
///
/// # Errors
/// When a path is missing, or nothing below them can be read.
pub fn sources(paths: &[PathBuf]) -> Result<Found> {
    let found = corpus::find_sources(paths)?;
    if found.sources.is_empty() {
        let paths: Vec<String> = paths.iter().map(|path| format!("'{}'", path.display())).collect();
        let kinds = ".md, .markdown, .mdx, .txt and .jsonl files are read";
        return Err(Error::NoSources(format!("nothing to read below {}; {kinds}", paths.join(", "))));
    }
    Ok(found)
}

/// Makes the index in `folder` mirror the sources below `paths`.
///
/// # Errors
/// When a path is missing, nothing can be read below them, or the index cannot be written; what
/// was committed by then stays.
pub fn ingest(
    paths: &[PathBuf],
    folder: &Path,
    embedder: &dyn Embedder,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<IngestReport> {
    let start = Instant::now();
    let found = sources(paths)?;
    let writer = IndexWriter::open(folder, embedder)?;
    let embedding = Embedding::new(embedder, &writer);
    let mut known = writer.store().sources()?;
    let mut report = IngestReport { sources: found.sources.len(), ..Default::default() };
    report.skipped =
        found.skipped.into_iter().map(|skipped| whole_file(&skipped.path, skipped.reason)).collect();

    let changed = changed_sources(&found.sources, &mut known, &mut report)?;
    report.gone = known.len();
    let mut gone: Vec<String> = known.into_keys().collect();
    progress(Step::Reading(0, changed.len()));
    for sources in changed.chunks(BATCH_SOURCES) {
        let batch = read_batch(sources, &embedding, progress, &mut report)?;
        let batch = Batch { changed: batch, gone: std::mem::take(&mut gone) };
        report.record(writer.store().commit(batch)?);
        progress(Step::Reading(report.read, changed.len()));
    }
    if !gone.is_empty() {
        report.record(writer.store().commit(Batch { changed: Vec::new(), gone })?);
    }
    (report.questions, report.notes) = writer.store().snapshot()?.count()?;
    trim_cache(&embedding, &writer, report.questions + report.notes)?;
    writer.finish(&|part, done, all| {
        progress(match part {
            Part::Inverted => Step::Words(done, all),
            Part::Vectors => Step::Meaning(done, all),
        });
    })?;
    report.took_ms = start.elapsed().as_secs_f64() * 1000.0;
    Ok(report)
}

/// The sources whose content differs from what `known` says, with their hashes; those that are
/// found are taken out of `known`, so that what remains there is gone.
fn changed_sources<'a>(
    sources: &'a [Source],
    known: &mut BTreeMap<String, SourceRecord>,
    report: &mut IngestReport,
) -> Result<Vec<(&'a Source, String)>> {
    let hashes: Vec<Result<String>> =
        sources.par_iter().map(|source| Ok(content_hash(&read(source)?))).collect();
    let mut changed = Vec::new();
    for (source, hash) in sources.iter().zip(hashes) {
        let record = known.remove(&source.name);
        match hash {
            Ok(hash) if record.is_some_and(|record| record.hash == hash) => {}
            Ok(hash) => changed.push((source, hash)),
            // A file that cannot be read now keeps the questions that it gave before.
            Err(error) => report.skipped.push(whole_file(&source.file, error.to_string())),
        }
    }
    Ok(changed)
}

fn read_batch(
    sources: &[(&Source, String)],
    embedding: &Embedding<'_>,
    progress: &(dyn Fn(Step) + Sync),
    report: &mut IngestReport,
) -> Result<Vec<SourceChange>> {
    let readings: Vec<_> =
        sources.par_iter().map(|(source, _)| Ok(source.read(&read(source)?))).collect::<Result<_>>()?;
    let (mut questions, mut read) = (Vec::new(), Vec::with_capacity(readings.len()));
    for reading in readings {
        read.push((reading.warnings, reading.questions.len() + reading.notes.len()));
        questions.extend(reading.questions);
        questions.extend(reading.notes);
    }
    let mut embedded = embedding.embed(&questions, progress)?.into_iter();
    let mut batch = Vec::with_capacity(sources.len());
    for ((source, hash), (warnings, count)) in sources.iter().zip(read) {
        let questions = embedded.by_ref().take(count).collect();
        report.read += 1;
        report.warnings.extend(warnings.into_iter().map(|warning| Remark {
            path: source.name.clone(),
            line: Some(warning.line),
            message: warning.message,
        }));
        batch.push(SourceChange { name: source.name.clone(), hash: hash.clone(), questions });
    }
    Ok(batch)
}

/// Lets go of embeddings that were made for other texts or by other embedders, when there are too many.
fn trim_cache(embedding: &Embedding<'_>, writer: &IndexWriter, questions: usize) -> Result<()> {
    let Some(cache) = writer.cache() else { return Ok(()) };
    cache.trim(questions, || {
        let mut used = HashSet::new();
        for row in writer.store().snapshot()?.questions()? {
            embedding.keys(cache, &row?.1, &mut used);
        }
        Ok(used)
    })
}

fn read(source: &Source) -> Result<Vec<u8>> {
    fs::read(&source.file).map_err(Error::io("read", &source.file))
}

/// Hashes content together with the reader's version, so that a better reader reads all again.
fn content_hash(bytes: &[u8]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&READER_VERSION.to_le_bytes());
    hasher.update(bytes);
    hasher.finalize().to_hex().to_string()
}

fn whole_file(path: &Path, message: String) -> Remark {
    Remark { path: path.display().to_string(), line: None, message }
}

impl IngestReport {
    fn record(&mut self, done: Committed) {
        self.added += done.added;
        self.removed += done.removed;
        self.warnings.extend(done.conflicts.into_iter().map(|(id, source)| conflict(&id, source)));
    }
}

fn conflict(id: &QuestionId, source: String) -> Remark {
    let message = format!("another question has the id '{id}' already; this one is left out");
    Remark { path: source, line: None, message }
}
