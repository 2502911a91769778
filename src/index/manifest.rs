//! `manifest.json`: what the index was made with, checked before anything else is opened.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::analysis::ANALYZER_VERSION;
use crate::embedding::Embedder;
use crate::error::{Error, Result};

/// The version of the folder's format. An index of another format cannot be opened.
pub const FORMAT_VERSION: u32 = 2;

/// What an index was made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT_VERSION`] at the time.
    pub format: u32,
    /// [`ANALYZER_VERSION`] at the time; when it differs the inverted index is made anew.
    pub analyzer: u32,
    /// The embedder's id.
    pub embedder: String,
    /// How many components an embedding has.
    pub dimensions: usize,
}

impl Manifest {
    /// The manifest of an index that this program makes now with this embedder.
    pub fn current(embedder: &dyn Embedder, dimensions: usize) -> Self {
        Self {
            format: FORMAT_VERSION,
            analyzer: ANALYZER_VERSION,
            embedder: embedder.id().to_owned(),
            dimensions,
        }
    }

    /// Reads a manifest; `None` when there is none.
    ///
    /// # Errors
    /// When the file is no manifest.
    pub fn read(path: &Path) -> Result<Option<Self>> {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(Error::Io { action: "read", path: path.to_owned(), source }),
        };
        serde_json::from_slice(&text).map(Some).map_err(|e| {
            let message = format!(
                "'{}' is damaged ({e}); `tiku index --rebuild PATH` makes the index anew",
                path.display()
            );
            Error::IncompatibleIndex(message)
        })
    }

    /// Writes the manifest so that a reader sees the old one or the new one, never half of one.
    pub fn write(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_vec_pretty(self).expect("numbers and strings are always valid JSON");
        let new = path.with_extension("json.new");
        let write = |mut file: File| file.write_all(&text).and_then(|()| file.sync_all());
        File::create(&new).and_then(write).map_err(Error::io("write", &new))?;
        fs::rename(&new, path).map_err(Error::io("write", path))
    }

    /// Checks that this program, with this embedder, can use an index with this manifest.
    ///
    /// # Errors
    /// [`Error::IncompatibleIndex`] naming what differs and how to rebuild.
    pub fn check(&self, embedder: &dyn Embedder) -> Result<()> {
        let message = if self.format != FORMAT_VERSION {
            format!("the index has format {} and this tiku reads format {FORMAT_VERSION}", self.format)
        } else if self.embedder != embedder.id() {
            format!(
                "the index was made with the embedder '{}' and '{}' is asked for",
                self.embedder,
                embedder.id()
            )
        } else {
            // An embedder that is asked for its first vector later is checked then.
            return embedder.dimensions().map_or(Ok(()), |given| self.check_dimensions(given));
        };
        Err(Error::IncompatibleIndex(format!("{message}; `tiku index --rebuild PATH` makes it anew")))
    }

    /// Checks that the index can take vectors of this length.
    ///
    /// # Errors
    /// [`Error::IncompatibleIndex`] when it cannot.
    pub fn check_dimensions(&self, given: usize) -> Result<()> {
        if self.dimensions == given {
            return Ok(());
        }
        let message = format!("the index has {} dimensions and the embedder gives {given}", self.dimensions);
        Err(Error::IncompatibleIndex(format!("{message}; `tiku index --rebuild PATH` makes it anew")))
    }
}
