//! The promise: `kill -9` at any moment of `tiku index` loses nothing that was acknowledged.
//!
//! Over real input (`../shared/corpora`, where it exists; else our own corpus), twenty runs are
//! killed at moments spread over the work. The index opens after each, and one undisturbed run
//! then completes it with the same questions as an index that was never disturbed.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod place;

use std::path::PathBuf;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use place::Place;

const KILLS: u32 = 20;

fn sources() -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("TIKU_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let corpora = shared.join("corpora");
    if corpora.is_dir() {
        return corpora.to_string_lossy().into_owned();
    }
    assert!(std::env::var_os("CI").is_none(), "{} is missing, and on CI it must be there", corpora.display());
    eprintln!("{} is missing; our own corpus is used instead", corpora.display());
    root.join("corpus").to_string_lossy().into_owned()
}

/// The ids of all questions in the index, and what searching it gives.
fn contents(place: &Place, index: &str) -> (u64, Vec<String>) {
    let answer = place.tiku(&[
        "search",
        "三次握手 redis",
        "--mode",
        "keyword",
        "-n",
        "50",
        "--index",
        index,
        "--json",
    ]);
    let answer = answer.json();
    let ids = answer["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned());
    (answer["total"].as_u64().unwrap(), ids.collect())
}

/// A number below `limit` that is the same in every run: moments that are spread, not regular.
fn spread(step: u32, limit: u128) -> Duration {
    let mixed = u128::from(step.wrapping_mul(2_654_435_761) >> 8) * limit / (1 << 24);
    Duration::from_millis(mixed as u64)
}

#[test]
fn killed_runs_lose_nothing() {
    let (place, sources) = (Place::new(), sources());
    let start = Instant::now();
    let whole = place.tiku(&["index", &sources, "--index", "whole", "--json"]).json();
    let undisturbed = start.elapsed().as_millis();

    for step in 0..KILLS {
        let mut run = place.command(&["index", &sources, "--index", "killed"]);
        let mut run = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Early kills hit the store, late ones the derived parts, which are built at the end.
        sleep(spread(step, if step % 4 == 0 { undisturbed } else { undisturbed / 8 }));
        // `kill` sends SIGKILL; a run that has ended by itself is just as good a state to go on from.
        let _ = run.kill();
        run.wait().unwrap();
        if place.path("killed/manifest.json").exists() && step % 5 == 4 {
            place.tiku(&["search", "redis", "--index", "killed"]).fine();
        }
    }

    let completed = place.tiku(&["index", &sources, "--index", "killed", "--json"]).json();
    assert_eq!(completed["questions"], whole["questions"]);
    assert!(whole["questions"].as_u64().unwrap() > 100);
    assert_eq!(contents(&place, "killed"), contents(&place, "whole"));
}
