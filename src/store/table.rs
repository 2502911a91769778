//! The tables of the store and how their values are written as bytes.

use redb::TableDefinition;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::failed;
use crate::error::Result;

/// The number under which a question is stored; never used twice.
pub type Slot = u64;

/// Slot → the question as JSON.
pub(super) const QUESTIONS: TableDefinition<Slot, &[u8]> = TableDefinition::new("questions");
/// Question id → slot.
pub(super) const IDS: TableDefinition<&str, Slot> = TableDefinition::new("ids");
/// Slot → embeddings, one after another, components as little-endian `f32`.
pub(super) const EMBEDDINGS: TableDefinition<Slot, &[u8]> = TableDefinition::new("embeddings");
/// Slot → quantised embeddings of the passages, one after another, a byte a component.
pub(super) const PASSAGES: TableDefinition<Slot, &[u8]> = TableDefinition::new("passages");
/// Source name → [`SourceRecord`] as JSON.
pub(super) const SOURCES: TableDefinition<&str, &[u8]> = TableDefinition::new("sources");
/// Counters by name.
pub(super) const STATE: TableDefinition<&str, u64> = TableDefinition::new("state");

/// Key in [`STATE`]: the number of the last committed batch.
pub(super) const SEQUENCE: &str = "sequence";
/// Key in [`STATE`]: the first slot that was never used.
pub(super) const NEXT_SLOT: &str = "next_slot";

/// What the store knows of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// Hash over the content and the reader's version, in hex; a source with another hash is
    /// read again.
    pub hash: String,
    /// Its questions, in the order of the source.
    pub slots: Vec<Slot>,
}

pub(super) fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(failed)
}

pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    serde_json::from_slice(bytes).map_err(failed)
}

pub(super) fn encode_embeddings(embeddings: &[Vec<f32>]) -> Vec<u8> {
    embeddings.iter().flatten().flat_map(|x| x.to_le_bytes()).collect()
}

pub(super) fn encode_passages(passages: &[Vec<i8>]) -> Vec<u8> {
    passages.iter().flatten().map(|component| component.cast_unsigned()).collect()
}

pub(super) fn decode_passages(bytes: &[u8], dimensions: usize) -> Result<Vec<i8>> {
    check_size(bytes, dimensions)?;
    Ok(bytes.iter().map(|byte| byte.cast_signed()).collect())
}

pub(super) fn decode_embeddings(bytes: &[u8], dimensions: usize) -> Result<Vec<Vec<f32>>> {
    let size = dimensions * size_of::<f32>();
    check_size(bytes, size)?;
    let component = |b: &[u8]| f32::from_le_bytes([b[0], b[1], b[2], b[3]]);
    Ok(bytes.chunks_exact(size).map(|row| row.chunks_exact(4).map(component).collect()).collect())
}

/// Checks that a row holds whole embeddings of `size` bytes each.
fn check_size(bytes: &[u8], size: usize) -> Result<()> {
    if size == 0 || !bytes.len().is_multiple_of(size) {
        return Err(failed(format!("{} bytes of embeddings are not a multiple of {size}", bytes.len())));
    }
    Ok(())
}
