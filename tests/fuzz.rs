//! The promise: no bytes make the reader panic or break what holds for every reading.
//!
//! The corpus of the fuzz target (`fuzz/`) is read as it is, and changed in many ways that are
//! the same in every run. `cargo +nightly fuzz run read_source` goes on from there.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../fuzz/promises.rs"]
mod promises;

use std::fs;
use std::path::Path;

/// Changed copies of each file of the corpus.
const ROUNDS: usize = 200;

fn corpus() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/read_source");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 8, "the corpus is there");
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// Numbers that are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    /// Cuts, doubles, swaps or overwrites a stretch of the bytes.
    fn change(&mut self, bytes: &mut Vec<u8>, others: &[Vec<u8>]) {
        let start = self.below(bytes.len());
        let end = (start + self.below(40)).min(bytes.len());
        match self.below(5) {
            0 => drop(bytes.drain(start..end)),
            1 => bytes.extend_from_within(start..end),
            2 => bytes.truncate(start),
            3 => {
                let other = &others[self.below(others.len())];
                let from = self.below(other.len());
                let part = other[from..(from + 60).min(other.len())].to_vec();
                bytes.splice(start..end, part).for_each(drop);
            }
            _ => {
                if let Some(byte) = bytes.get_mut(start) {
                    *byte = self.below(256) as u8;
                }
            }
        }
    }
}

#[test]
fn the_fuzz_corpus_and_its_variations_keep_the_promises() {
    let corpus = corpus();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for file in &corpus {
        promises::check(file);
        for _ in 0..ROUNDS {
            let mut bytes = file.clone();
            for _ in 0..=dice.below(6) {
                dice.change(&mut bytes, &corpus);
            }
            promises::check(&bytes);
        }
    }
}

/// Less than this (in seconds) is the machine's noise, not the reader's work.
const NOISE: f64 = 0.005;

/// Time grows with the length, not with its square: ten times the text takes no more than some
/// forty times as long, whatever it is made of. The best of a few readings counts, since a busy
/// machine makes any single one late.
#[test]
fn reading_takes_time_in_proportion() {
    let nested =
        |n: usize| (0..n).map(|depth| format!("{}- What is {depth}?\n", "  ".repeat(depth % 400))).collect();
    let makers: [(&str, &dyn Fn(usize) -> String); 6] = [
        ("hashes", &|n| "#".repeat(n * 20)),
        ("headings", &|n| "## What is a lock?\n\nIt locks.\n\n".repeat(n)),
        ("nested bullets", &nested),
        ("quotes", &|n| "> > > What is it?\n".repeat(n)),
        ("details", &|n| {
            "<details><summary>What is a lock?</summary>\n\nA lock.\n\n</details>\n\n".repeat(n)
        }),
        ("pairs", &|n| "Q: What is a lock?\nA: It locks.\n\n".repeat(n)),
    ];
    for (name, make) in makers {
        let time = |text: String| {
            let once = || {
                let start = std::time::Instant::now();
                tiku::corpus::read_source("a.md", text.as_bytes());
                start.elapsed().as_secs_f64()
            };
            (0..5).map(|_| once()).fold(f64::INFINITY, f64::min).max(NOISE)
        };
        let (small, large) = (time(make(3_000)), time(make(30_000)));
        assert!(large / small < 40.0, "{name}: {small:.4} s, then {large:.4} s for ten times the text");
    }
}
