//! tiku (题库): a search engine for Chinese and English interview questions.
//!
//! The modules in the order of the flow: files → questions → terms and vectors → index →
//! rankings → hits → an answer on a screen. Each may use those before it, never those after it.

// The vocabulary.
pub mod error;
pub mod question;
pub mod scored;
pub mod tags;

// Source files → questions; text → terms, text → vectors.
pub mod analysis;
pub mod corpus;
pub mod embedding;

// Questions on disk, and what is derived from them.
pub mod store;

pub mod index;

pub mod ingest;

// Query → hits.
pub mod search;

// Hits → figures; hits → an answer on a screen.
pub mod eval;
pub mod server;

pub mod config;

pub mod cli;

pub use error::{Error, Result};
