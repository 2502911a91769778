//! The promise: the texts that we write to train the built-in model are well formed, say
//! everything once, and hold no topic that the model is measured by.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Fewer concepts than this, and a file has been lost.
const CONCEPTS: usize = 4_000;

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(ending));
    files.sort();
    files
}

/// `(file, block)` of every concept: names, two answers, descriptions.
fn concepts() -> Vec<(String, Vec<String>)> {
    let mut concepts = Vec::new();
    for file in files("training/paraphrases", ".txt") {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        for block in text.trim_end().split("\n\n") {
            concepts.push((name.clone(), block.lines().map(str::to_owned).collect()));
        }
    }
    assert!(concepts.len() > CONCEPTS, "{} concepts", concepts.len());
    concepts
}

/// What two texts share that differ only in case, spaces and punctuation.
fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn every_concept_has_its_names_answers_and_descriptions() {
    for (file, lines) in concepts() {
        let [names, chinese, english, descriptions @ ..] = &lines[..] else {
            panic!("{file}: {lines:?} is too short");
        };
        assert!(names.contains(" / "), "{file}: {names}");
        assert!(is_chinese(chinese) && !chinese.starts_with('-'), "{file}: {names}");
        assert!(!english.starts_with('-'), "{file}: {names}");
        assert!(descriptions.iter().all(|line| line.starts_with("- ")), "{file}: {names}");
        let (told, tells): (Vec<&String>, Vec<&String>) =
            descriptions.iter().partition(|line| is_chinese(line));
        assert!(told.len() >= 3 && tells.len() >= 2, "{file}: {names}");
    }
}

#[test]
fn nothing_is_said_twice() {
    let mut seen = HashSet::new();
    for (file, lines) in concepts() {
        for line in lines {
            assert!(seen.insert(line.clone()), "{file}: {line}");
        }
    }
}

#[test]
fn no_judged_topic_is_trained_on() {
    let trained: HashSet<String> = concepts()
        .iter()
        .flat_map(|(_, lines)| lines.iter())
        .filter_map(|line| line.strip_prefix("- "))
        .map(key)
        .collect();
    let mut topics = BTreeSet::new();
    for file in files("queries", ".topics.jsonl") {
        for line in fs::read_to_string(&file).unwrap().lines() {
            let topic: serde_json::Value = serde_json::from_str(line).unwrap();
            if topic["kind"].as_str().unwrap().starts_with("paraphrase") {
                topics.insert(topic["text"].as_str().unwrap().to_owned());
            }
        }
    }
    assert!(topics.len() > 50, "{} topics", topics.len());
    let both: Vec<_> = topics.iter().filter(|topic| trained.contains(&key(topic))).collect();
    assert!(both.is_empty(), "{both:?}");
}
