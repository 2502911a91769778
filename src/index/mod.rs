//! The index in its folder: the store, and what is derived from it.
//!
//! A batch is first committed to the store, then the derived parts are brought up to date with
//! it. Each records the store's sequence number that it has reached. Opening checks the numbers
//! and mends what lags, is missing, damaged or of another version, from the store alone.

pub mod catalog;
pub mod inverted;
pub mod layout;
pub mod manifest;
pub mod vectors;

use std::path::Path;

use crate::embedding::{self, Embedder};
use crate::error::{Error, Result};
use crate::store::{EmbeddingCache, Snapshot, Store};

pub use catalog::{Catalog, Entry, Ordinal};
pub use inverted::{Inverted, TextField};
pub use layout::{Layout, WriterLock};
pub use manifest::Manifest;
pub use vectors::{OrdinalSet, VectorSearch, Vectors};

/// An index opened for searching: one unchanging view.
pub struct Index {
    /// What must be known of every question while ranking.
    pub catalog: Catalog,
    /// Terms → postings.
    pub inverted: Inverted,
    /// The embeddings.
    pub vectors: Vectors,
    /// The whole questions.
    pub questions: Snapshot,
    /// The store's sequence number of this view.
    pub sequence: u64,
}

/// Told while the derived parts are brought up to date: which part, how many done, of how many.
pub type Progress<'a> = &'a dyn Fn(Part, usize, usize);

/// A derived part of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Terms → postings.
    Inverted,
    /// The HNSW graph.
    Vectors,
}

impl Index {
    /// Opens an index for searching, mending its derived parts first where they need it.
    ///
    /// # Errors
    /// When there is no index, it was made with another embedder or by another version, or
    /// another process is writing to it.
    pub fn open(folder: &Path, embedder: &dyn Embedder, search: VectorSearch) -> Result<Self> {
        let layout = Layout::new(folder);
        let manifest =
            Manifest::read(&layout.manifest())?.ok_or_else(|| Error::NoIndex(folder.to_owned()))?;
        manifest.check(embedder)?;
        if needs_mending(&layout, &manifest)? {
            tracing::info!("mending the index in {}", folder.display());
            IndexWriter::open(folder, embedder)?.finish(&|_, _, _| {})?;
        }
        let store = Store::open_read_only(&layout.store())?;
        let questions = store.snapshot()?;
        let catalog = Catalog::load(&questions)?;
        let model = (embedder.id(), manifest.dimensions);
        Ok(Self {
            inverted: Inverted::open(&layout.inverted(), &catalog)?,
            vectors: Vectors::open(&layout.vectors(), &catalog, &questions, model, search)?,
            sequence: store.sequence()?,
            questions,
            catalog,
        })
    }
}

fn needs_mending(layout: &Layout, manifest: &Manifest) -> Result<bool> {
    if Store::needs_repair(&layout.store()) || manifest.analyzer != crate::analysis::ANALYZER_VERSION {
        return Ok(true);
    }
    let sequence = Store::open_read_only(&layout.store())?.sequence()?;
    let words = inverted::is_current(&layout.inverted(), sequence);
    Ok(!words || !vectors::is_current(&layout.vectors(), &manifest.embedder, sequence))
}

/// An index opened for writing; there is one at a time.
pub struct IndexWriter {
    layout: Layout,
    store: Store,
    cache: Option<EmbeddingCache>,
    manifest: Manifest,
    _lock: WriterLock,
}

impl IndexWriter {
    /// Opens an index for writing, creating it when there is none.
    ///
    /// # Errors
    /// As [`Index::open`], but for a missing index.
    pub fn open(folder: &Path, embedder: &dyn Embedder) -> Result<Self> {
        let layout = Layout::new(folder);
        let lock = layout.lock()?;
        let manifest = Manifest::read(&layout.manifest())?;
        if let Some(manifest) = &manifest {
            manifest.check(embedder)?;
        }
        let cache = match embedder.is_costly() {
            true => Some(EmbeddingCache::open(&layout.cache(), embedder.id())?),
            false => None,
        };
        let dimensions = match &manifest {
            Some(manifest) => manifest.dimensions,
            None => dimensions(embedder, cache.as_ref())?,
        };
        let current = Manifest::current(embedder, dimensions);
        let store = Store::open_writable(&layout.store())?;
        if manifest.is_none() && store.sequence()? > 0 {
            let message = "manifest.json is gone, so no one knows the embedder; `tiku index --rebuild PATH` makes it anew";
            return Err(Error::IncompatibleIndex(message.to_owned()));
        }
        if manifest.as_ref() != Some(&current) {
            layout::remove(&layout.inverted())?;
            // Written once there is a store, so that an index with a manifest always opens.
            current.write(&layout.manifest())?;
        }
        Ok(Self { layout, store, cache, manifest: current, _lock: lock })
    }

    /// Removes an index with all its parts, whatever state it is in, so that it can be made anew.
    /// Files that tiku did not make stay, and so do the embeddings that were costly to make.
    pub fn remove(folder: &Path) -> Result<()> {
        let layout = Layout::new(folder);
        let _lock = layout.lock()?;
        let parts = [layout.inverted(), layout.vectors(), layout.manifest(), layout.store()];
        parts.iter().try_for_each(|part| layout::remove(part))
    }

    /// What the index is made with.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The embeddings made before; `None` for an embedder that is as fast as looking them up.
    pub fn cache(&self) -> Option<&EmbeddingCache> {
        self.cache.as_ref()
    }

    /// The store, to commit batches to.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Brings the derived parts up to date with what was committed.
    pub fn finish(self, progress: Progress<'_>) -> Result<()> {
        let sequence = self.store.sequence()?;
        let Manifest { embedder, dimensions, .. } = &self.manifest;
        if !inverted::is_current(&self.layout.inverted(), sequence) {
            let report = |done, all| progress(Part::Inverted, done, all);
            inverted::update(&self.layout.inverted(), &self.store, &report)?;
        }
        if !vectors::is_current(&self.layout.vectors(), embedder, sequence) {
            let report = |done, all| progress(Part::Vectors, done, all);
            vectors::update(&self.layout.vectors(), &self.store, (embedder, *dimensions), &report)?;
        }
        Ok(())
    }
}

/// The dimensions of a new index: known, or remembered from an earlier one, or asked for.
fn dimensions(embedder: &dyn Embedder, cache: Option<&EmbeddingCache>) -> Result<usize> {
    let remembered = match (embedder.dimensions(), cache) {
        (None, Some(cache)) => cache.dimensions()?,
        _ => None,
    };
    remembered.map_or_else(|| embedding::dimensions(embedder), Ok)
}
