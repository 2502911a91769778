//! The questions on disk: the one source of truth, transactional (redb).
//!
//! Everything else in an index is derived from what is committed here. Each stored question has
//! a *slot*, a number that is never used again: a question that changes gets a new one. The
//! derived parts therefore need no log: what they lack and what they have too much of is the
//! difference of two sets of slots.

mod batch;
mod cache;
mod table;

use std::collections::BTreeMap;
use std::path::Path;

use redb::{
    Builder, Database, DatabaseError, ReadOnlyDatabase, ReadTransaction, ReadableDatabase, ReadableTable,
    StorageError,
};

use crate::error::{Error, Result};
use crate::question::{Kind, Question, QuestionId};

pub use batch::{Batch, Committed, NewQuestion, SourceChange};
pub use cache::{EmbeddingCache, Key, Role};
use table::{EMBEDDINGS, IDS, PASSAGES, QUESTIONS, SEQUENCE, SOURCES, STATE};
pub use table::{Slot, SourceRecord};

/// Memory that redb may use for its page cache; questions are small and the system caches files too.
const CACHE_BYTES: usize = 64 << 20;

enum Handle {
    Writable(Database),
    ReadOnly(ReadOnlyDatabase),
}

/// The store of one index.
pub struct Store {
    handle: Handle,
}

impl Store {
    /// Opens the store for reading and writing, creating it when there is none.
    ///
    /// # Errors
    /// When another process holds it, or the file is not a store.
    pub fn open_writable(path: &Path) -> Result<Self> {
        let database = builder().create(path).map_err(|e| open_error(path, e))?;
        let store = Self { handle: Handle::Writable(database) };
        store.create_tables()?;
        Ok(store)
    }

    /// Opens an existing store for reading; several processes may do so at once.
    ///
    /// # Errors
    /// When a process has it open for writing, when it was not closed cleanly (then opening it
    /// for writing once mends it), or when the file is not a store.
    pub fn open_read_only(path: &Path) -> Result<Self> {
        let database = builder().open_read_only(path).map_err(|e| open_error(path, e))?;
        Ok(Self { handle: Handle::ReadOnly(database) })
    }

    /// Whether a store that exists was left behind by a process that died while writing.
    pub fn needs_repair(path: &Path) -> bool {
        matches!(builder().open_read_only(path), Err(DatabaseError::RepairAborted))
    }

    /// The number of the last committed batch; 0 when nothing was ever committed.
    pub fn sequence(&self) -> Result<u64> {
        let state = self.read()?.open_table(STATE).map_err(failed)?;
        Ok(state.get(SEQUENCE).map_err(failed)?.map_or(0, |v| v.value()))
    }

    /// Every source with its content hash and slots, by name.
    pub fn sources(&self) -> Result<BTreeMap<String, SourceRecord>> {
        let table = self.read()?.open_table(SOURCES).map_err(failed)?;
        let mut sources = BTreeMap::new();
        for row in table.iter().map_err(failed)? {
            let (name, record) = row.map_err(failed)?;
            sources.insert(name.value().to_owned(), table::decode(record.value())?);
        }
        Ok(sources)
    }

    /// The slots of all questions, source by source.
    pub fn slots(&self) -> Result<Vec<Slot>> {
        Ok(self.sources()?.into_values().flat_map(|source| source.slots).collect())
    }

    /// The slot of a question.
    pub fn slot(&self, id: &QuestionId) -> Result<Option<Slot>> {
        let ids = self.read()?.open_table(IDS).map_err(failed)?;
        Ok(ids.get(id.as_str()).map_err(failed)?.map(|slot| slot.value()))
    }

    /// A view of one moment, for reading many questions.
    pub fn snapshot(&self) -> Result<Snapshot> {
        let transaction = self.read()?;
        Ok(Snapshot {
            questions: transaction.open_table(QUESTIONS).map_err(failed)?,
            embeddings: transaction.open_table(EMBEDDINGS).map_err(failed)?,
            passages: transaction.open_table(PASSAGES).map_err(failed)?,
        })
    }

    /// Applies a batch in one transaction: all of it or nothing.
    ///
    /// # Errors
    /// When the store was opened for reading only or the disk fails.
    pub fn commit(&self, batch: Batch) -> Result<Committed> {
        batch::commit(self.writable()?, batch)
    }

    fn writable(&self) -> Result<&Database> {
        match &self.handle {
            Handle::Writable(database) => Ok(database),
            Handle::ReadOnly(_) => Err(failed("it was opened for reading only")),
        }
    }

    fn read(&self) -> Result<ReadTransaction> {
        match &self.handle {
            Handle::Writable(database) => database.begin_read(),
            Handle::ReadOnly(database) => database.begin_read(),
        }
        .map_err(failed)
    }

    /// Reading a table that never was written is an error in redb; so all are made at once.
    fn create_tables(&self) -> Result<()> {
        let transaction = self.writable()?.begin_write().map_err(failed)?;
        transaction.open_table(QUESTIONS).map_err(failed)?;
        transaction.open_table(IDS).map_err(failed)?;
        transaction.open_table(EMBEDDINGS).map_err(failed)?;
        transaction.open_table(PASSAGES).map_err(failed)?;
        transaction.open_table(SOURCES).map_err(failed)?;
        transaction.open_table(STATE).map_err(failed)?;
        transaction.commit().map_err(failed)
    }
}

/// The questions as they were at one moment.
pub struct Snapshot {
    questions: redb::ReadOnlyTable<Slot, &'static [u8]>,
    embeddings: redb::ReadOnlyTable<Slot, &'static [u8]>,
    passages: redb::ReadOnlyTable<Slot, &'static [u8]>,
}

impl Snapshot {
    /// The question in a slot.
    pub fn question(&self, slot: Slot) -> Result<Option<Question>> {
        let row = self.questions.get(slot).map_err(failed)?;
        row.map(|bytes| table::decode(bytes.value())).transpose()
    }

    /// The embeddings of the question in a slot, all of `dimensions` components.
    pub fn embeddings(&self, slot: Slot, dimensions: usize) -> Result<Vec<Vec<f32>>> {
        let row = self.embeddings.get(slot).map_err(failed)?;
        row.map_or(Ok(Vec::new()), |bytes| table::decode_embeddings(bytes.value(), dimensions))
    }

    /// The quantised embeddings of the passages of the question in a slot, one after another.
    pub fn passages(&self, slot: Slot, dimensions: usize) -> Result<Vec<i8>> {
        let row = self.passages.get(slot).map_err(failed)?;
        row.map_or(Ok(Vec::new()), |bytes| table::decode_passages(bytes.value(), dimensions))
    }

    /// How many questions and how many notes there are.
    pub fn count(&self) -> Result<(usize, usize)> {
        let (mut questions, mut notes) = (0, 0);
        for row in self.questions()? {
            match row?.1.kind {
                Kind::Question => questions += 1,
                Kind::Note => notes += 1,
            }
        }
        Ok((questions, notes))
    }

    /// Every question with its slot, by slot.
    pub fn questions(&self) -> Result<impl Iterator<Item = Result<(Slot, Question)>> + '_> {
        let rows = self.questions.iter().map_err(failed)?;
        Ok(rows.map(|row| {
            let (slot, bytes) = row.map_err(failed)?;
            Ok((slot.value(), table::decode(bytes.value())?))
        }))
    }
}

fn builder() -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(CACHE_BYTES);
    builder
}

fn open_error(path: &Path, error: DatabaseError) -> Error {
    match error {
        DatabaseError::DatabaseAlreadyOpen => Error::Locked(path.parent().unwrap_or(path).to_owned()),
        DatabaseError::Storage(StorageError::Io(source)) if source.kind() == std::io::ErrorKind::NotFound => {
            Error::NoIndex(path.parent().unwrap_or(path).to_owned())
        }
        other => failed(other),
    }
}

/// An error of the store itself.
fn failed(error: impl std::fmt::Display) -> Error {
    Error::Index { part: "store", message: error.to_string() }
}

#[cfg(test)]
mod tests;
