//! The promise: the house stays in order. Dependencies point one way, every file says what it
//! is for, and ARCHITECTURE.md names only what exists.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules in the order of the flow. A module may use those in earlier groups, and those of
/// its own group that stand before it.
const ORDER: &[&str] = &[
    "error",
    "question",
    "scored",
    "tags",
    "corpus",
    "analysis",
    "embedding",
    "store",
    "index",
    "ingest",
    "search",
    "eval",
    "server",
    "config",
    "cli",
];

/// Arrows that the order would allow but the design does not.
const FORBIDDEN: &[(&str, &str)] = &[
    ("index", "corpus"),
    ("store", "corpus"),
    ("search", "corpus"),
    ("embedding", "corpus"),
    ("analysis", "corpus"),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    assert!(files.len() > 20, "src/ was not found");
    let name = |path: &Path| path.strip_prefix(root().join("src")).unwrap().to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

fn module_of(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The top-level modules that a text names as `crate::module` or inside `use crate::{…}`.
fn uses(text: &str) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            let names = match rest.strip_prefix('{') {
                Some(group) => group.split(',').map(str::trim).collect(),
                None => vec![rest],
            };
            for name in names {
                let word = name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
                found.extend(ORDER.iter().copied().filter(|module| *module == word));
            }
        }
    }
    found
}

#[test]
fn dependencies_point_one_way() {
    let place = |module: &str| ORDER.iter().position(|known| *known == module);
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let module = module_of(&file);
        if matches!(module, "main" | "lib") {
            continue;
        }
        let Some(own) = place(module) else {
            wrong.push(format!("{file}: the module '{module}' has no place in the order"));
            continue;
        };
        for used in uses(&text) {
            let backwards = place(used).is_some_and(|place| place > own);
            if backwards || FORBIDDEN.contains(&(module, used)) {
                wrong.push(format!("{file}: '{module}' must not use '{used}'"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    let without: Vec<String> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(file, _)| file).collect();
    assert!(without.is_empty(), "no `//!` line at the top of {without:?}");
}

#[test]
fn only_the_servers_error_file_knows_status_codes_of_errors() {
    // "Not modified" is no error: a browser has the page already.
    let errors = |text: &str| text.replace("StatusCode::NOT_MODIFIED", "").contains("StatusCode::");
    let with: Vec<String> = sources()
        .into_iter()
        .filter(|(file, text)| {
            file != "server/error.rs" && text.split("#[cfg(test)]").next().is_some_and(errors)
        })
        .map(|(file, _)| file)
        .collect();
    assert!(with.is_empty(), "status codes in {with:?}");
}

#[test]
fn tantivy_hnsw_and_redb_stay_behind_their_modules() {
    for (name, home) in
        [("tantivy::", "index/inverted/"), ("hnsw_rs::", "index/vectors/"), ("redb::", "store/")]
    {
        let outside: Vec<String> = sources()
            .into_iter()
            .filter(|(file, text)| !file.starts_with(home) && text.contains(name))
            .map(|(file, _)| file)
            .collect();
        assert!(outside.is_empty(), "{name} is used outside {home}: {outside:?}");
    }
}

#[test]
fn architecture_names_only_what_exists() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let quoted = text.split('`').skip(1).step_by(2);
    let looks_like_a_path = |word: &&str| {
        !word.contains(char::is_whitespace)
            && (word.contains('/') || word.ends_with(".rs") || word.ends_with(".md"))
            && !word.contains(['<', '*', ':', '{', '('])
            && !word.starts_with('/')
    };
    let paths: Vec<&str> = quoted.filter(looks_like_a_path).collect();
    assert!(paths.len() > 20, "ARCHITECTURE.md names hardly any path");
    let files: Vec<String> = sources().into_iter().map(|(file, _)| file).collect();
    // A bare name is a file of the folder that the paragraph is about.
    let exists = |path: &str| {
        let named = |file: &String| file.rsplit('/').next() == Some(path);
        root().join(path).exists() || root().join("src").join(path).exists() || files.iter().any(named)
    };
    let dead: Vec<&&str> = paths.iter().filter(|path| !exists(path)).collect();
    assert!(dead.is_empty(), "ARCHITECTURE.md names {dead:?}, which do not exist");
}
