//! The HNSW graph over quantised embeddings (hnsw_rs) and its snapshot on disk.
//!
//! Source of the method: Malkov and Yashunin, "Efficient and robust approximate nearest neighbor
//! search using Hierarchical Navigable Small World graphs", 2018.

use std::collections::HashSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use hnsw_rs::anndists::dist::distances::Distance;
use hnsw_rs::prelude::{AnnT, Hnsw, HnswIo};
use serde::{Deserialize, Serialize};

use crate::embedding::quantised::{cosine, dot_i8, quantise};
use crate::error::{Error, Result};
use crate::index::layout;
use crate::store::Slot;

/// Edges per node and the breadth of the search for them while building.
const EDGES: usize = 16;
const BUILD_BREADTH: usize = 120;
/// The number of layers; hnsw_rs can only dump graphs with this one.
const LAYERS: usize = 16;
/// A slot and the number of the embedding in it make one node id.
const EMBEDDING_BITS: u32 = 8;

const SNAPSHOT_NAME: &str = "graph";
const SNAPSHOT_FILES: [&str; 2] = ["graph.hnsw.graph", "graph.hnsw.data"];

/// One minus the cosine of quantised unit vectors, never below zero.
#[derive(Clone, Copy, Default)]
pub(super) struct QuantisedCosine;

impl Distance<i8> for QuantisedCosine {
    fn eval(&self, a: &[i8], b: &[i8]) -> f32 {
        (1.0 - cosine(dot_i8(a, b), a.len())).max(0.0)
    }
}

/// A graph over embeddings, each named by slot and number.
pub struct Graph {
    hnsw: Hnsw<'static, i8, QuantisedCosine>,
}

/// What the snapshot on disk holds; written last, so a snapshot without it does not count.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SnapshotRecord {
    sequence: u64,
    embedder: String,
    nodes: usize,
    /// blake3 of each of [`SNAPSHOT_FILES`].
    checksums: Vec<String>,
}

impl Graph {
    /// An empty graph with room for this many embeddings (more may come).
    pub fn new(capacity: usize) -> Self {
        Self { hnsw: Hnsw::new(EDGES, capacity.max(1), LAYERS, BUILD_BREADTH, QuantisedCosine) }
    }

    /// Adds embeddings on all cores. All-zero ones are left out: they are near nothing.
    pub fn insert(&self, embeddings: &[(Slot, usize, Vec<f32>)]) {
        let rows: Vec<(Vec<i8>, usize)> = embeddings
            .iter()
            .filter(|(_, _, embedding)| embedding.iter().any(|x| *x != 0.0))
            .map(|(slot, number, embedding)| (quantise(embedding), node_id(*slot, *number)))
            .collect();
        self.hnsw
            .parallel_insert_slice(&rows.iter().map(|(row, id)| (row.as_slice(), *id)).collect::<Vec<_>>());
    }

    /// The slots of about the `n` nearest embeddings, nearest first; a slot may come twice.
    pub fn nearest(&self, query: &[f32], n: usize, breadth: usize) -> impl Iterator<Item = Slot> {
        self.hnsw.search(&quantise(query), n, breadth.max(n)).into_iter().map(|hit| slot_of(hit.d_id))
    }

    /// How many embeddings are in the graph.
    pub fn len(&self) -> usize {
        self.hnsw.get_nb_point()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The slots of all embeddings in the graph.
    pub fn slots(&self) -> HashSet<Slot> {
        let points = self.hnsw.get_point_indexation();
        points.into_iter().map(|point| slot_of(point.get_origin_id())).collect()
    }

    /// Writes a snapshot beside the old one, then puts it in its place.
    pub fn save(&self, folder: &Path, sequence: u64, embedder: &str) -> Result<()> {
        let new = folder.with_extension("new");
        layout::remove(&new)?;
        fs::create_dir_all(&new).map_err(Error::io("create", &new))?;
        let mut checksums = Vec::new();
        if !self.is_empty() {
            self.hnsw.file_dump(&new, SNAPSHOT_NAME).map_err(failed)?;
            for file in SNAPSHOT_FILES {
                checksums.push(checksum(&new.join(file))?);
            }
        }
        let record = SnapshotRecord { sequence, embedder: embedder.to_owned(), nodes: self.len(), checksums };
        write_record(&new, &record)?;
        layout::remove(folder)?;
        fs::rename(&new, folder).map_err(Error::io("write", folder))
    }

    /// Loads a snapshot; `None` when there is none, it is damaged, or of another embedder.
    pub fn load(folder: &Path, embedder: &str) -> Option<Self> {
        let record = read_record(folder).filter(|record| record.embedder == embedder)?;
        if record.nodes == 0 {
            return Some(Self::new(1));
        }
        // hnsw_rs ends the process when a file is missing or cut short, so nothing that differs
        // by a byte from what was written may reach it.
        for (file, expected) in SNAPSHOT_FILES.iter().zip(&record.checksums) {
            checksum(&folder.join(file)).ok().filter(|found| found == expected)?;
        }
        let hnsw = catch_unwind(|| load_files(folder)).ok()??;
        (hnsw.get_nb_point() == record.nodes).then_some(Self { hnsw })
    }
}

/// The sequence number that the snapshot has reached and whether its files are there at their place.
pub fn snapshot_sequence(folder: &Path, embedder: &str) -> Option<u64> {
    let record = read_record(folder).filter(|record| record.embedder == embedder)?;
    let complete = record.nodes == 0 || SNAPSHOT_FILES.iter().all(|file| folder.join(file).is_file());
    complete.then_some(record.sequence)
}

fn load_files(folder: &Path) -> Option<Hnsw<'static, i8, QuantisedCosine>> {
    // The graph borrows its reader for life; the reader is small and graphs are few.
    let reader: &'static mut HnswIo = Box::leak(Box::new(HnswIo::new(folder, SNAPSHOT_NAME)));
    reader.load_hnsw().ok()
}

fn node_id(slot: Slot, number: usize) -> usize {
    (slot << EMBEDDING_BITS) as usize | number
}

fn slot_of(node: usize) -> Slot {
    node as Slot >> EMBEDDING_BITS
}

fn read_record(folder: &Path) -> Option<SnapshotRecord> {
    serde_json::from_slice(&fs::read(folder.join("snapshot.json")).ok()?).ok()
}

fn write_record(folder: &Path, record: &SnapshotRecord) -> Result<()> {
    let path = folder.join("snapshot.json");
    let text = serde_json::to_vec_pretty(record).map_err(failed)?;
    fs::write(&path, text).map_err(Error::io("write", path))
}

fn checksum(path: &Path) -> Result<String> {
    let mut hasher = blake3::Hasher::new();
    let file = fs::File::open(path).map_err(Error::io("read", path))?;
    hasher.update_reader(file).map_err(Error::io("read", path))?;
    Ok(hasher.finalize().to_hex().to_string())
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Index { part: "vectors", message: error.to_string() }
}
