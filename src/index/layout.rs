//! Where the parts of an index lie in its folder, and the lock of its one writer.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The folder of an index.
#[derive(Clone, Debug)]
pub struct Layout {
    root: PathBuf,
}

impl Layout {
    /// Names the folder; touches nothing.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Versions and embedder, see [`super::manifest`].
    pub fn manifest(&self) -> PathBuf {
        self.root.join("manifest.json")
    }

    /// The source of truth, see [`crate::store`].
    pub fn store(&self) -> PathBuf {
        self.root.join("store.redb")
    }

    /// Embeddings made before, see [`crate::store::EmbeddingCache`]; not needed to search.
    pub fn cache(&self) -> PathBuf {
        self.root.join("embeddings.redb")
    }

    /// The tantivy index, derived.
    pub fn inverted(&self) -> PathBuf {
        self.root.join("inverted")
    }

    /// The HNSW snapshot, derived.
    pub fn vectors(&self) -> PathBuf {
        self.root.join("vectors")
    }

    /// Becomes the one writer, until the returned lock is dropped (or the process ends).
    ///
    /// # Errors
    /// [`Error::Locked`] when another process is.
    pub fn lock(&self) -> Result<WriterLock> {
        fs::create_dir_all(&self.root).map_err(Error::io("create", &self.root))?;
        let path = self.root.join("lock");
        let mut options = OpenOptions::new();
        let file = options.create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(Error::io("create", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(WriterLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Locked(self.root.clone())),
            Err(TryLockError::Error(source)) => Err(Error::Io { action: "lock", path, source }),
        }
    }
}

/// Removes a file or a folder with all that is in it; one that is not there is fine.
///
/// # Errors
/// When the system refuses.
pub fn remove(path: &Path) -> Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(Error::io("remove", path)),
    }
}

/// Held by the one process that writes; the system releases it even when that is killed.
#[derive(Debug)]
pub struct WriterLock {
    _file: File,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_writer_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path().join("new"));
        let lock = layout.lock().unwrap();
        assert!(matches!(layout.lock(), Err(Error::Locked(_))));
        drop(lock);
        layout.lock().unwrap();
    }
}
