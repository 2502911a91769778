//! The promise: rankings never get worse unnoticed.
//!
//! Over the judged topics in `queries/` the figures of every mode stay at or above
//! `queries/baseline.json`, hybrid beats both of its parts on every set and loses to neither on any
//! kind of topic, and for every topic the place of the first right hit is the one in
//! `tests/golden/rankings/`. `make golden` writes these files
//! anew after a change that is meant to change them; the diff is what gets reviewed.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use tiku::embedding::{self, DEFAULT_EMBEDDER};
use tiku::eval::topics::{self, Topic};
use tiku::eval::trec::{Qrels, Run};
use tiku::eval::{Spec, Summary};
use tiku::index::VectorSearch;
use tiku::ingest::ingest;
use tiku::search::{Mode, Recipe, Searcher};

const MODES: [(&str, Mode); 3] =
    [("hybrid", Mode::Hybrid), ("keyword", Mode::Keyword), ("semantic", Mode::Semantic)];

/// How far a figure may fall below the baseline: less than one topic of a hundred moving a place.
const TOLERANCE: f64 = 0.002;

/// A kind with fewer topics says little; and how far fusion may fall below the better of its parts.
const MANY: usize = 15;
const LOSS: f64 = 0.005;

/// Figures by mode and kind of topic.
type Baseline = BTreeMap<String, BTreeMap<String, f64>>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What lies beside the repository; without it, a message, and on CI a failure.
fn shared(parts: &[&str]) -> Option<Vec<PathBuf>> {
    let shared = std::env::var_os("TIKU_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let paths: Vec<PathBuf> = parts.iter().map(|part| shared.join(part)).collect();
    let Some(missing) = paths.iter().find(|path| !path.is_dir()) else { return Some(paths) };
    assert!(std::env::var_os("CI").is_none(), "{} is missing, and on CI it must be there", missing.display());
    eprintln!("skipped: {} is missing", missing.display());
    None
}

fn updates() -> bool {
    std::env::var_os("UPDATE_GOLDEN").is_some()
}

fn hold(set: &str, sources: &[PathBuf]) {
    let folder = tempfile::tempdir().unwrap();
    let embedder = embedding::open(DEFAULT_EMBEDDER).unwrap();
    ingest(sources, folder.path(), embedder.as_ref(), &|_| {}).unwrap();
    let searcher = Searcher::open(folder.path(), embedder, VectorSearch::Auto).unwrap();
    let mut spec = Spec {
        topics: topics::read(&root().join(format!("queries/{set}.topics.jsonl"))).unwrap(),
        qrels: Qrels::read(&root().join(format!("queries/{set}.qrels.tsv"))).unwrap(),
        recipe: Recipe::default(),
        depth: 100,
    };
    let mut figures = Baseline::new();
    for (name, mode) in MODES {
        spec.recipe = Recipe::of(mode);
        let results = spec.run(&searcher).unwrap();
        let summary = spec.summarise(&results);
        assert_eq!(summary.unjudged + summary.not_asked, 0, "{set}: topics and judgements do not match");
        figures.insert(name.to_owned(), by_kind(&summary));
        if mode == Mode::Hybrid {
            hold_golden(set, &golden(&spec, &results.runs));
        }
    }
    hold_baseline(set, &figures);
    let all = |mode: &str| figures[mode]["all"];
    assert!(all("hybrid") > all("keyword"), "{set}: {figures:?}");
    assert!(all("hybrid") >= all("semantic") - LOSS, "{set}: {figures:?}");
    let kinds: BTreeMap<&str, usize> = spec.topics.iter().filter_map(|topic| topic.kind.as_deref()).fold(
        BTreeMap::new(),
        |mut kinds, kind| {
            *kinds.entry(kind).or_insert(0) += 1;
            kinds
        },
    );
    for (kind, _) in kinds.into_iter().filter(|(_, topics)| *topics >= MANY) {
        let (part, both) = (figures["keyword"][kind].max(figures["semantic"][kind]), figures["hybrid"][kind]);
        assert!(both >= part - LOSS, "{set}, {kind}: {both} of {part}");
    }
}

fn by_kind(summary: &Summary) -> BTreeMap<String, f64> {
    let rounded = |figure: f64| (figure * 1000.0).round() / 1000.0;
    let kinds = summary.kinds.iter().map(|(kind, row)| (kind.clone(), rounded(row.mean.ndcg_at_10)));
    kinds.chain([("all".to_owned(), rounded(summary.all.mean.ndcg_at_10))]).collect()
}

/// A line per topic: its id, its kind, the place of the first right hit, and the best three ids.
fn golden(spec: &Spec, runs: &[Run]) -> String {
    let line = |(topic, run): (&Topic, &Run)| {
        let right = spec.qrels.judgements(&topic.qid);
        let place =
            run.ids().position(|id| right.is_some_and(|right| right.get(id).is_some_and(|grade| *grade > 0)));
        let place = place.map_or("-".to_owned(), |place| (place + 1).to_string());
        let best: Vec<&str> = run.ids().take(3).collect();
        format!("{}\t{}\t{place}\t{}\n", topic.qid, topic.kind.as_deref().unwrap_or("-"), best.join(" "))
    };
    spec.topics.iter().zip(runs).map(line).collect()
}

fn hold_golden(set: &str, found: &str) {
    let path = root().join(format!("tests/golden/rankings/{set}.tsv"));
    if updates() {
        fs::write(&path, found).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap();
    let lines = expected.lines().zip(found.lines());
    let moved: Vec<String> =
        lines.filter(|(old, new)| old != new).map(|(old, new)| format!("- {old}\n+ {new}")).collect();
    let topics = moved.len();
    assert!(
        expected == found,
        "{set}: {topics} rankings changed; `make golden` if meant\n{}",
        moved.join("\n")
    );
}

fn hold_baseline(set: &str, figures: &Baseline) {
    let path = root().join("queries/baseline.json");
    let text = fs::read_to_string(&path).unwrap_or_else(|_| "{}".to_owned());
    let mut baselines: BTreeMap<String, Baseline> = serde_json::from_str(&text).unwrap();
    if updates() {
        baselines.insert(set.to_owned(), figures.clone());
        fs::write(&path, serde_json::to_string_pretty(&baselines).unwrap() + "\n").unwrap();
        return;
    }
    for (mode, kinds) in &baselines[set] {
        for (kind, baseline) in kinds {
            let figure = figures[mode][kind];
            assert!(figure >= baseline - TOLERANCE, "{set}, {mode}, {kind}: {figure} is below {baseline}");
        }
    }
}

/// One test, because all sets write to one baseline file when it is made anew.
#[test]
fn rankings_do_not_get_worse() {
    hold("corpus", &[root().join("corpus")]);
    let seeds = "seeds";
    let wild = [
        "corpora/Snailclimb__JavaGuide",
        "corpora/yangshun__front-end-interview-handbook",
        "corpora/alexeygrigorev__data-science-interviews",
    ];
    for (set, parts) in
        [("seeds", &[seeds][..]), ("wild", &wild), ("paraphrases", &[seeds, wild[0], wild[1], wild[2]])]
    {
        if let Some(sources) = shared(parts) {
            hold(set, &sources);
        }
    }
}
