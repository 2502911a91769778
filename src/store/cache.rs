//! Embeddings made before, by what they were made from, so that no text is embedded twice.
//!
//! The file is derived: it can be deleted at any time, and outlives the index that it was filled
//! for, so that making that anew, or with another embedder and back again, costs nothing.

use std::collections::HashSet;
use std::path::Path;

use redb::{Database, ReadableDatabase, ReadableTable, ReadableTableMetadata, TableDefinition};

use super::{builder, failed};
use crate::error::{Error, Result};

/// A file of another version is made anew.
const VERSION: u64 = 1;
/// How many embeddings are kept for each question of the index. It uses ten or so itself; the
/// others are of changed questions, and of other embedders that one may go back to.
const KEPT_PER_QUESTION: usize = 100;
/// How many are kept in any case.
const KEPT_ALWAYS: usize = 10_000;

/// Hash of embedder, role and text.
pub type Key = [u8; 32];

/// Key → when it was made, as a running number; then the embedding.
const ENTRIES: TableDefinition<Key, (u64, &[u8])> = TableDefinition::new("entries");
/// Embedder → components of its vectors.
const DIMENSIONS: TableDefinition<&str, u64> = TableDefinition::new("dimensions");
/// Counters by name.
const STATE: TableDefinition<&str, u64> = TableDefinition::new("state");
/// Keys in [`STATE`].
const FORMAT: &str = "format";
const MADE: &str = "made";

/// What an embedding stands for, which decides how exactly it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A question, kept as it is.
    Question,
    /// A passage of an answer, kept quantised.
    Passage,
}

/// The embeddings that one embedder made.
pub struct EmbeddingCache {
    database: Database,
    embedder: String,
}

impl EmbeddingCache {
    /// Opens the file, or makes it anew where there is none that can be used.
    ///
    /// # Errors
    /// When another process has it open, or the disk fails.
    pub fn open(path: &Path, embedder: &str) -> Result<Self> {
        let of = |database| Self { database, embedder: embedder.to_owned() };
        match builder().create(path) {
            Ok(database) if is_usable(&database) => return Ok(of(database)),
            Err(redb::DatabaseError::DatabaseAlreadyOpen) => {
                return Err(Error::Locked(path.parent().unwrap_or(path).to_owned()));
            }
            Ok(_) => {}
            Err(cause) => tracing::warn!("the embeddings in {} are damaged: {cause}", path.display()),
        }
        std::fs::remove_file(path).map_err(Error::io("remove", path))?;
        let database = builder().create(path).map_err(failed)?;
        prepare(&database)?;
        Ok(of(database))
    }

    /// Components of the embedder's vectors, if it made any.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn dimensions(&self) -> Result<Option<usize>> {
        let table = self.database.begin_read().map_err(failed)?.open_table(DIMENSIONS).map_err(failed)?;
        let row = table.get(self.embedder.as_str()).map_err(failed)?;
        Ok(row.and_then(|row| usize::try_from(row.value()).ok()))
    }

    /// What a text is found under.
    pub fn key(&self, role: Role, text: &str) -> Key {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&(self.embedder.len() as u64).to_le_bytes()).update(self.embedder.as_bytes());
        hasher.update(&[role as u8]).update(text.as_bytes());
        *hasher.finalize().as_bytes()
    }

    /// The bytes kept under each key, where there are any.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn get(&self, keys: &[Key]) -> Result<Vec<Option<Vec<u8>>>> {
        let table = self.database.begin_read().map_err(failed)?.open_table(ENTRIES).map_err(failed)?;
        let entry = |key| Ok(table.get(key).map_err(failed)?.map(|row| row.value().1.to_vec()));
        keys.iter().map(entry).collect()
    }

    /// Keeps what was made: bytes by key, of an embedder whose vectors have `dimensions` components.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn put(&self, made: &[(Key, Vec<u8>)], dimensions: usize) -> Result<()> {
        let transaction = self.database.begin_write().map_err(failed)?;
        {
            let mut entries = transaction.open_table(ENTRIES).map_err(failed)?;
            let mut state = transaction.open_table(STATE).map_err(failed)?;
            let number = state.get(MADE).map_err(failed)?.map_or(0, |row| row.value());
            for (key, bytes) in made {
                entries.insert(*key, (number, bytes.as_slice())).map_err(failed)?;
            }
            state.insert(MADE, number + 1).map_err(failed)?;
            let mut known = transaction.open_table(DIMENSIONS).map_err(failed)?;
            known.insert(self.embedder.as_str(), dimensions as u64).map_err(failed)?;
        }
        transaction.commit().map_err(failed)
    }

    /// Keeps the file from growing without end: above a hundred embeddings a question, the oldest
    /// that the index does not use go. `used` is only asked for then.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn trim(&self, questions: usize, used: impl FnOnce() -> Result<HashSet<Key>>) -> Result<()> {
        let most = (KEPT_PER_QUESTION * questions).max(KEPT_ALWAYS);
        let transaction = self.database.begin_write().map_err(failed)?;
        {
            let mut entries = transaction.open_table(ENTRIES).map_err(failed)?;
            let excess = usize::try_from(entries.len().map_err(failed)?).unwrap_or(usize::MAX);
            let Some(excess @ 1..) = excess.checked_sub(most) else { return Ok(()) };
            let used = used()?;
            let mut unused: Vec<(u64, Key)> = Vec::new();
            for row in entries.iter().map_err(failed)? {
                let (key, entry) = row.map_err(failed)?;
                if !used.contains(&key.value()) {
                    unused.push((entry.value().0, key.value()));
                }
            }
            unused.sort_unstable();
            for (_, key) in unused.into_iter().take(excess) {
                entries.remove(key).map_err(failed)?;
            }
        }
        transaction.commit().map_err(failed)
    }
}

/// Whether a file is one of ours, and of this version.
fn is_usable(database: &Database) -> bool {
    let version =
        || database.begin_read().ok()?.open_table(STATE).ok()?.get(FORMAT).ok()?.map(|row| row.value());
    version() == Some(VERSION)
}

/// Reading a table that never was written is an error in redb; so all are made at once.
fn prepare(database: &Database) -> Result<()> {
    let transaction = database.begin_write().map_err(failed)?;
    transaction.open_table(ENTRIES).map_err(failed)?;
    transaction.open_table(DIMENSIONS).map_err(failed)?;
    transaction.open_table(STATE).map_err(failed)?.insert(FORMAT, VERSION).map_err(failed)?;
    transaction.commit().map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(cache: &EmbeddingCache, texts: impl Iterator<Item = String>) {
        let made: Vec<_> = texts.map(|text| (cache.key(Role::Passage, &text), vec![1, 2])).collect();
        cache.put(&made, 2).unwrap();
    }

    fn knows(cache: &EmbeddingCache, role: Role, text: &str) -> bool {
        cache.get(&[cache.key(role, text)]).unwrap()[0].is_some()
    }

    #[test]
    fn an_embedding_is_known_by_embedder_role_and_text() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("embeddings.redb");
        let cache = EmbeddingCache::open(&path, "a").unwrap();
        assert_eq!(cache.dimensions().unwrap(), None);
        put(&cache, ["text".to_owned()].into_iter());
        assert_eq!(cache.dimensions().unwrap(), Some(2));
        assert_eq!(cache.get(&[cache.key(Role::Passage, "text")]).unwrap(), [Some(vec![1, 2])]);
        assert!(!knows(&cache, Role::Question, "text") && !knows(&cache, Role::Passage, "other"));
        assert!(matches!(EmbeddingCache::open(&path, "a"), Err(Error::Locked(_))));
        drop(cache);
        assert!(knows(&EmbeddingCache::open(&path, "a").unwrap(), Role::Passage, "text"));
        let other = EmbeddingCache::open(&path, "b").unwrap();
        assert!(!knows(&other, Role::Passage, "text"));
        assert_eq!(other.dimensions().unwrap(), None);
    }

    #[test]
    fn a_damaged_file_or_one_of_another_version_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("embeddings.redb");
        std::fs::write(&path, "no database").unwrap();
        let cache = EmbeddingCache::open(&path, "a").unwrap();
        put(&cache, ["text".to_owned()].into_iter());
        let transaction = cache.database.begin_write().unwrap();
        transaction.open_table(STATE).unwrap().insert(FORMAT, VERSION + 1).unwrap();
        transaction.commit().unwrap();
        drop(cache);
        assert!(!knows(&EmbeddingCache::open(&path, "a").unwrap(), Role::Passage, "text"));
    }

    #[test]
    fn the_oldest_that_are_not_used_go_when_there_are_too_many() {
        let folder = tempfile::tempdir().unwrap();
        let cache = EmbeddingCache::open(&folder.path().join("embeddings.redb"), "a").unwrap();
        put(&cache, ["used".to_owned(), "oldest".to_owned()].into_iter());
        put(&cache, (2..KEPT_ALWAYS).map(|number| number.to_string()));
        cache.trim(1, || panic!("there are not too many")).unwrap();
        put(&cache, ["newest".to_owned()].into_iter());
        cache.trim(1, || Ok(HashSet::from([cache.key(Role::Passage, "used")]))).unwrap();
        for (text, kept) in [("used", true), ("oldest", false), ("2", true), ("newest", true)] {
            assert_eq!(knows(&cache, Role::Passage, text), kept, "{text}");
        }
    }
}
