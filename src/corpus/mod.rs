//! Source files → questions: walk the folders, decode each file, parse it once, try every shape.
//!
//! A *shape* is a way of writing questions down. Each one is a file in `shapes/` and yields
//! drafts; `assemble` turns the drafts of all shapes into questions with ids.

mod above;
mod account;
mod asking;
mod asking_words;
mod assemble;
mod builder;
mod bullet;
mod chart;
pub mod check;
mod claims;
mod collection;
mod concepts;
mod contents;
mod context;
mod decode;
mod difficulty;
mod document;
mod draft;
mod entries;
mod family;
mod finish;
mod follow_ups;
mod forest;
mod front_matter;
mod indented;
mod inline;
mod judged;
mod label_words;
mod labels;
mod lines;
mod listing;
mod mermaid;
mod notes;
mod numbering;
mod page;
mod parts;
mod repeats;
#[cfg(test)]
mod samples;
mod sections;
mod sequence;
mod shapes;
mod siblings;
mod text;
mod titles;
mod topics;
mod walk;
mod weigh;
mod words;

pub use walk::{EXTENSIONS, Found, Skipped, Source, find_sources};

use crate::question::Question;
use document::{Document, Format};

/// Raised when reading changes, so that sources are read again although they are the same.
pub const READER_VERSION: u32 = 12;

/// What one source gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The questions, by their place in the source.
    pub questions: Vec<Question>,
    /// What it tells and asks nowhere, by place; the same type, of the kind `Note`.
    pub notes: Vec<Question>,
    /// What could not be read.
    pub warnings: Vec<Warning>,
}

/// Something in a source that could not be read; the rest of the source was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// 1-based line.
    pub line: usize,
    /// What is wrong and what was done about it.
    pub message: String,
}

impl Warning {
    fn new(line: usize, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }
}

/// Reads one source. Never fails, whatever the bytes: what cannot be read becomes a warning.
///
/// `name` is the source's stable name; ids and the format (by its extension) depend on it.
pub fn read_source(name: &str, bytes: &[u8]) -> Reading {
    read_in("", name, bytes)
}

/// Reads one source. `folder` is the name of the folder around it where `name` lacks that: it may
/// say that notes for interviews lie in it.
fn read_in(folder: &str, name: &str, bytes: &[u8]) -> Reading {
    let mut warnings = Vec::new();
    let Some(text) = decode::decode(bytes, &mut warnings) else {
        return Reading { warnings, ..Reading::default() };
    };
    let document = Document::parse((folder, name), &text, Format::of(name), &mut warnings);
    let drafts = shapes::read(&document, &mut warnings);
    let notes = notes::read(&document, &drafts);
    let (questions, notes) = assemble::assemble(&document, drafts, notes, &mut warnings);
    warnings.sort_by_key(|warning| warning.line);
    Reading { questions, notes, warnings }
}

#[cfg(test)]
mod tests {
    /// What is asked in a source of this name.
    pub fn asked(name: &str, text: &str) -> Vec<String> {
        let questions = super::read_source(name, text.as_bytes()).questions;
        questions.into_iter().map(|question| question.question).collect()
    }
}
