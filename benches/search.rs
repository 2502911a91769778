//! How long a warm query takes inside the process, by mode and by step.
//!
//! Over `../shared/seeds` where that exists, else over `corpus/`.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use tiku::analysis::Analyzer;
use tiku::embedding::{self, DEFAULT_EMBEDDER};
use tiku::index::VectorSearch;
use tiku::ingest::ingest;
use tiku::search::{Mode, SearchRequest, Searcher};

const QUERIES: &[&str] = &[
    "三次握手",
    "redis 持久化",
    "消息队列如何保证顺序",
    "how to prevent overselling in a flash sale",
    "event loop microtask",
    "缓存击穿怎么解决",
];

fn source() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let seeds = root.join("../shared/seeds");
    if seeds.is_dir() { seeds } else { root.join("corpus") }
}

fn request(query: &str, mode: Mode) -> SearchRequest {
    SearchRequest { q: query.to_owned(), mode, ..SearchRequest::default() }
}

fn queries(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    // Loaded once a process, so there is no more to measure than this once.
    let start = Instant::now();
    let embedder = embedding::open(DEFAULT_EMBEDDER).expect("the built-in model loads");
    println!("start-up of the built-in model: {:.1} ms", start.elapsed().as_secs_f64() * 1_000.0);
    ingest(&[source()], folder.path(), embedder.as_ref(), &|_| {}).expect("the sources can be indexed");
    let searcher =
        Searcher::open(folder.path(), embedder.clone(), VectorSearch::Auto).expect("the index opens");

    let mut group = criterion.benchmark_group("search");
    for (name, mode) in [("hybrid", Mode::Hybrid), ("keyword", Mode::Keyword), ("semantic", Mode::Semantic)] {
        let requests: Vec<SearchRequest> = QUERIES.iter().map(|query| request(query, mode)).collect();
        let mut next = requests.iter().cycle();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                searcher.search(next.next().expect("a cycle never ends")).expect("the query is valid")
            });
        });
    }
    let similar =
        searcher.search(&request(QUERIES[0], Mode::Hybrid)).expect("the query is valid").hits[0].id.clone();
    group.bench_function("similar", |bencher| bencher.iter(|| searcher.similar(similar.as_str(), None)));
    group.bench_function("suggest", |bencher| bencher.iter(|| searcher.suggest(black_box("如何"), 10)));
    group.finish();

    let mut group = criterion.benchmark_group("steps");
    let mut next = QUERIES.iter().cycle();
    group.bench_function("analyze", |bencher| {
        bencher.iter(|| Analyzer::shared().analyze(next.next().expect("a cycle never ends")));
    });
    group.bench_function("embed", |bencher| {
        bencher.iter(|| embedder.embed_queries(&[next.next().expect("a cycle never ends")]));
    });
    group.finish();
}

criterion_group!(benches, queries);
criterion_main!(benches);
