//! A temporary folder in which the real binary runs.
#![allow(dead_code, reason = "every test file uses a part of this")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// Two questions of one source, the second in Chinese.
pub const NOTES: &str = "\
# Networks

## How does TCP open a connection?

A three-way handshake: SYN, SYN-ACK and ACK agree on the first sequence numbers.

## 红黑树和哈希表有什么区别？

红黑树按顺序遍历，查找是对数时间；哈希表没有顺序，查找平均是常数时间 <O(1)>。
";

/// The working directory of the runs.
pub struct Place {
    folder: TempDir,
}

/// What a run left.
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Place {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with [`NOTES`] in `corpus/notes.md` and an index of them.
    pub fn with_index() -> Self {
        let place = Self::new();
        place.write("corpus/notes.md", NOTES);
        place.tiku(&["index"]).fine();
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The binary, about to run here, untouched by the settings of whoever runs the tests.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tiku"));
        for variable in [
            "TIKU_INDEX",
            "TIKU_EMBEDDER",
            "TIKU_LISTEN",
            "TIKU_VECTOR_SEARCH",
            "TIKU_SYNONYMS",
            "TIKU_LOG",
            "TIKU_EMBEDDER_KEY",
            "TIKU_RERANKER",
        ] {
            command.env_remove(variable);
        }
        command.args(arguments).current_dir(self.folder.path());
        command
    }

    pub fn tiku(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).output().unwrap().into()
    }

    /// The questions that a search finds, best first.
    pub fn found(&self, query: &str) -> Vec<String> {
        let answer = self.tiku(&["search", query, "--json"]).json();
        let hits = answer["hits"].as_array().unwrap();
        hits.iter().map(|hit| hit["question"].as_str().unwrap().to_owned()).collect()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// Checks that it went well.
    pub fn fine(self) -> Self {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        self
    }

    /// Checks that it ended with this exit code, nothing but one line on standard error, and
    /// every part in that line.
    pub fn failed(self, code: i32, parts: &[&str]) {
        assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
        assert_eq!(self.stdout, "");
        let line = self.stderr.strip_prefix("tiku: ").and_then(|rest| rest.strip_suffix('\n'));
        let line = line.unwrap_or_else(|| panic!("not one line of tiku: {:?}", self.stderr));
        assert!(!line.contains('\n') && !line.starts_with(char::is_uppercase), "{line}");
        assert!(parts.iter().all(|part| line.contains(part)), "{line} lacks one of {parts:?}");
    }

    /// Checks that it went well and reads its output as one JSON value.
    pub fn json(self) -> Value {
        serde_json::from_str(&self.fine().stdout).unwrap()
    }

    /// Checks that it went well and reads every line as a JSON value.
    pub fn json_lines(self) -> Vec<Value> {
        self.fine().stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// Whether ONNX Runtime is there. On CI it has to be: `make test` fetches it.
pub fn runtime_is_here() -> bool {
    let here = std::env::var_os("ORT_DYLIB_PATH").is_some_and(|path| !path.is_empty());
    assert!(here || std::env::var_os("CI").is_none(), "ORT_DYLIB_PATH must name an ONNX Runtime library");
    if !here {
        eprintln!("skipped: `make test` fetches ONNX Runtime; or set ORT_DYLIB_PATH to its library");
    }
    here
}
