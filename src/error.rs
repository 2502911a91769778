//! The one error type. Every message is a single lower-case line that names the remedy.

use std::path::PathBuf;

/// What every fallible function of this crate returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything that can go wrong, by what the caller can do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The query or a parameter of it cannot be understood.
    #[error("{0}")]
    InvalidQuery(String),
    /// A flag, environment variable or configuration value is wrong.
    #[error("{0}")]
    InvalidConfig(String),
    /// No question has this id.
    #[error("no question has the id '{0}'; ids are listed by `tiku questions` and in search hits")]
    QuestionNotFound(String),
    /// There is no index in the folder.
    #[error("no index in '{}'; build one with `tiku index PATH --index {}`", .0.display(), .0.display())]
    NoIndex(PathBuf),
    /// The index was made by another version or with another embedder.
    #[error("{0}")]
    IncompatibleIndex(String),
    /// Another process is writing to the index.
    #[error("the index in '{}' is in use by another tiku; stop that one or choose another folder with --index", .0.display())]
    Locked(PathBuf),
    /// Nothing could be read below the given paths.
    #[error("{0}")]
    NoSources(String),
    /// A file of evaluation topics or judgements is malformed.
    #[error("{path}:{line}: {message}")]
    MalformedLine {
        /// The file, as given.
        path: String,
        /// 1-based line number.
        line: usize,
        /// What is wrong and what is expected.
        message: String,
    },
    /// The embedding model cannot be loaded or failed.
    #[error("{0}")]
    Embedder(String),
    /// Reading or writing a file failed.
    #[error("cannot {action} '{}': {source}", path.display())]
    Io {
        /// What was tried, as a verb: "read", "write", "create" …
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The store or a derived part failed in a way only a rebuild can mend.
    #[error("the {part} part of the index failed: {message}; `tiku index --rebuild PATH` makes it anew")]
    Index {
        /// "store", "inverted" or "vectors".
        part: &'static str,
        /// The cause.
        message: String,
    },
    /// `tiku check --strict` found something.
    #[error("{errors} errors and {warnings} warnings in the question bank; they are listed above")]
    Unsound {
        /// Findings by which something is lost.
        errors: usize,
        /// Other findings.
        warnings: usize,
    },
    /// The server cannot listen on the address.
    #[error("cannot listen on {address}: {source}; choose another address with --listen")]
    Listen {
        /// The address, as given.
        address: String,
        /// The cause.
        source: std::io::Error,
    },
}

impl Error {
    /// A stable upper-case name for scripts, as told in the HTTP error envelope.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidQuery(_) => "INVALID_QUERY",
            Self::InvalidConfig(_) => "INVALID_CONFIG",
            Self::QuestionNotFound(_) => "QUESTION_NOT_FOUND",
            Self::NoIndex(_) => "NO_INDEX",
            Self::IncompatibleIndex(_) => "INCOMPATIBLE_INDEX",
            Self::Locked(_) => "INDEX_LOCKED",
            Self::NoSources(_) => "NO_SOURCES",
            Self::MalformedLine { .. } => "MALFORMED_LINE",
            Self::Embedder(_) => "EMBEDDER_FAILED",
            Self::Io { .. } => "IO_FAILED",
            Self::Index { .. } => "INDEX_FAILED",
            Self::Unsound { .. } => "UNSOUND",
            Self::Listen { .. } => "LISTEN_FAILED",
        }
    }

    /// Wraps an I/O error with what was tried on which path; for `map_err`.
    pub fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }
}
