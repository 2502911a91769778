//! tiku (题库): a search engine for Chinese and English interview questions.
//!
//! The modules in the order of the flow: files → questions → terms and vectors → index →
//! rankings → hits → an answer on a screen. Each may use those before it, never those after it.

pub mod analysis;
pub mod corpus;
pub mod embedding;
pub mod error;
pub mod index;
pub mod ingest;
pub mod question;
pub mod scored;
pub mod search;
pub mod server;
pub mod store;

pub use error::{Error, Result};
