//! Vector search: nearest questions by meaning, through the HNSW graph or an exact scan.

mod exact;
mod graph;
mod passages;
mod rows;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::index::catalog::{Catalog, Ordinal};
use crate::scored::Scored;
use crate::store::{Slot, Snapshot, Store};

pub use exact::Exact;
pub use graph::Graph;
pub use passages::Passages;
pub use rows::{Rows, dot};

/// Up to this many embeddings the exact scan answers: it misses nothing and takes 2 ms at most.
///
/// Measured (`cargo bench --bench vectors`, 384 dimensions, 100 hits, two cores): the scan takes
/// 0.11 / 0.39 / 1.5 / 3.9 ms for 1,000 / 5,000 / 20,000 / 50,000 embeddings, the graph
/// 0.26 / 0.46 / 0.84 / 1.2 ms with a recall of 0.984 / 0.992 / 0.958 / 0.797 on noisy vectors. The
/// times cross at 8,000; up to here the better recall is worth the millisecond.
const EXACT_UP_TO: usize = 20_000;
/// Below this share of allowed questions the exact scan of those is the faster one.
const EXACT_BELOW_SHARE: f32 = 0.2;
/// The least breadth of a search in the graph; more finds more and takes longer.
const SEARCH_BREADTH: usize = 96;
/// When more than this share of the graph's nodes are of removed questions, it is built anew.
const DEAD_SHARE: f32 = 0.25;
/// Embeddings inserted between two reports of progress.
const INSERT_STEP: usize = 512;

/// Which of the two answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VectorSearch {
    /// The faster one for this collection and filter.
    #[default]
    Auto,
    /// Always the graph.
    Hnsw,
    /// Always the scan.
    Exact,
}

/// A set of ordinals, such as those a filter allows.
#[derive(Clone, Debug, Default)]
pub struct OrdinalSet {
    members: Vec<bool>,
    len: usize,
}

impl OrdinalSet {
    /// The ordinals below `size` for which `is_member` holds.
    pub fn new(size: usize, is_member: impl FnMut(Ordinal) -> bool) -> Self {
        let members: Vec<bool> = (0..size as Ordinal).map(is_member).collect();
        let len = members.iter().filter(|m| **m).count();
        Self { members, len }
    }

    /// Whether an ordinal is in the set.
    pub fn contains(&self, ordinal: Ordinal) -> bool {
        self.members.get(ordinal as usize).copied().unwrap_or(false)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All of them, ascending.
    pub fn iter(&self) -> impl Iterator<Item = Ordinal> + '_ {
        (0..).zip(&self.members).filter(|(_, member)| **member).map(|(ordinal, _)| ordinal)
    }
}

/// A way to find the questions nearest to a query.
pub trait VectorIndex {
    /// The `n` nearest questions among the allowed ones, best first, with the cosine as score.
    fn nearest(&self, query: &[f32], n: usize, allowed: Option<&OrdinalSet>) -> Vec<Scored<Ordinal>>;
}

/// The embeddings of an opened index, searched through the graph or by scanning.
pub struct Vectors {
    rows: Rows,
    passages: Passages,
    search: VectorSearch,
    folder: PathBuf,
    embedder: String,
    graph: OnceLock<Graph>,
}

impl Vectors {
    /// Loads the embeddings; the graph is loaded by the first search that needs it.
    pub fn open(
        folder: &Path,
        catalog: &Catalog,
        snapshot: &Snapshot,
        (embedder, dimensions): (&str, usize),
        search: VectorSearch,
    ) -> Result<Self> {
        let rows = Rows::load(catalog, snapshot, dimensions)?;
        let passages = Passages::load(catalog, snapshot, dimensions)?;
        let (folder, embedder) = (folder.to_owned(), embedder.to_owned());
        Ok(Self { rows, passages, search, folder, embedder, graph: OnceLock::new() })
    }

    /// The embeddings themselves.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// The embeddings of the passages.
    pub fn passages(&self) -> &Passages {
        &self.passages
    }

    /// The `n` questions nearest to `query`, best first, by the faster way or the one that was asked for.
    pub fn nearest(
        &self,
        query: &[f32],
        n: usize,
        allowed: Option<&OrdinalSet>,
        catalog: &Catalog,
    ) -> Vec<Scored<Ordinal>> {
        if self.scans(allowed) {
            Exact(&self.rows).nearest(query, n, allowed)
        } else {
            self.graph_search(catalog).nearest(query, n, allowed)
        }
    }

    /// The questions whose cosine is above zero and at least this share of the best one of all,
    /// filtered out or not; best first. The scan finds them all, the graph the `n` best.
    pub fn near(
        &self,
        query: &[f32],
        (n, share): (usize, f32),
        allowed: Option<&OrdinalSet>,
        catalog: &Catalog,
    ) -> Vec<Scored<Ordinal>> {
        let least = |best: &[Scored<Ordinal>]| {
            best.first().map_or(0.0, |hit| share * hit.score()).max(f32::MIN_POSITIVE)
        };
        if self.scans(allowed) {
            let least = least(&self.nearest(query, 1, None, catalog));
            return Exact(&self.rows).at_least(query, n, least, allowed);
        }
        let mut found = self.graph_search(catalog).nearest(query, n, allowed);
        let least = match allowed {
            Some(_) => least(&self.nearest(query, 1, None, catalog)),
            None => least(&found),
        };
        found.retain(|hit| hit.score() >= least);
        found
    }

    /// Search through the graph, whatever is faster.
    pub fn graph_search<'a>(&'a self, catalog: &'a Catalog) -> GraphSearch<'a> {
        let graph = self.graph.get_or_init(|| {
            Graph::load(&self.folder, &self.embedder).unwrap_or_else(|| {
                tracing::warn!("the vector snapshot cannot be read; building the graph in memory");
                let graph = Graph::new(self.rows.len());
                let embeddings = |(ordinal, slot): (Ordinal, Slot)| {
                    self.rows.embeddings(ordinal).enumerate().map(move |(i, row)| (slot, i, row.to_vec()))
                };
                let slots = (0..).zip(catalog.entries()).map(|(ordinal, entry)| (ordinal, entry.slot));
                graph.insert(&slots.flat_map(embeddings).collect::<Vec<_>>());
                graph
            })
        });
        GraphSearch::new(graph, &self.rows, catalog)
    }

    fn scans(&self, allowed: Option<&OrdinalSet>) -> bool {
        let share = allowed.map_or(1.0, |set| set.len() as f32 / self.rows.questions().max(1) as f32);
        match self.search {
            VectorSearch::Exact => true,
            VectorSearch::Hnsw => false,
            VectorSearch::Auto => self.rows.len() <= EXACT_UP_TO || share < EXACT_BELOW_SHARE,
        }
    }
}

/// The graph together with what turns its nodes into questions.
pub struct GraphSearch<'a> {
    graph: &'a Graph,
    rows: &'a Rows,
    catalog: &'a Catalog,
}

impl<'a> GraphSearch<'a> {
    /// A graph whose slots are those of the catalog, over the embeddings in `rows`.
    pub fn new(graph: &'a Graph, rows: &'a Rows, catalog: &'a Catalog) -> Self {
        Self { graph, rows, catalog }
    }
}

impl VectorIndex for GraphSearch<'_> {
    /// Widens the search until `n` allowed questions are found or the whole graph was asked for.
    fn nearest(&self, query: &[f32], n: usize, allowed: Option<&OrdinalSet>) -> Vec<Scored<Ordinal>> {
        if n == 0 || self.graph.is_empty() {
            return Vec::new();
        }
        let embeddings_each = self.rows.len().div_ceil(self.rows.questions().max(1)).max(1);
        let mut asked = n * embeddings_each;
        loop {
            let slots = self.graph.nearest(query, asked, SEARCH_BREADTH);
            let mut found: Vec<Ordinal> = slots.filter_map(|slot| self.catalog.ordinal(slot)).collect();
            found.retain(|ordinal| allowed.is_none_or(|set| set.contains(*ordinal)));
            found.sort_unstable();
            found.dedup();
            if found.len() >= n || asked >= self.graph.len() {
                return self.rows.rescore(query, found.into_iter(), n);
            }
            asked = (asked * 4).min(self.graph.len());
        }
    }
}

/// Whether the snapshot on disk has reached the store's `sequence`.
pub fn is_current(folder: &Path, embedder: &str, sequence: u64) -> bool {
    graph::snapshot_sequence(folder, embedder) == Some(sequence)
}

/// Brings the snapshot on disk up to date with the store: adds what is missing, and builds anew
/// when there is no sound snapshot or too much of it is of removed questions.
pub fn update(
    folder: &Path,
    store: &Store,
    (embedder, dimensions): (&str, usize),
    progress: &dyn Fn(usize, usize),
) -> Result<()> {
    let live = store.slots()?;
    let (graph, present) = match Graph::load(folder, embedder) {
        Some(graph) => {
            let present = graph.slots();
            let kept = live.iter().filter(|slot| present.contains(slot)).count();
            let dead = (present.len() - kept) as f32;
            if dead > DEAD_SHARE * present.len() as f32 { fresh(live.len()) } else { (graph, present) }
        }
        None => fresh(live.len()),
    };
    let missing: Vec<Slot> = live.into_iter().filter(|slot| !present.contains(slot)).collect();
    let snapshot = store.snapshot()?;
    for (step, slots) in missing.chunks(INSERT_STEP).enumerate() {
        let mut embeddings = Vec::new();
        for &slot in slots {
            let rows = snapshot.embeddings(slot, dimensions)?;
            embeddings.extend(rows.into_iter().enumerate().map(|(number, row)| (slot, number, row)));
        }
        graph.insert(&embeddings);
        progress(step * INSERT_STEP + slots.len(), missing.len());
    }
    graph.save(folder, store.sequence()?, embedder)
}

fn fresh(questions: usize) -> (Graph, std::collections::HashSet<Slot>) {
    (Graph::new(questions * 2), Default::default())
}

#[cfg(test)]
mod tests;
