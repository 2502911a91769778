//! How many questions a second are indexed, from files to an index that answers.

use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tiku::embedding::{self, DEFAULT_EMBEDDER};
use tiku::ingest::ingest;

fn sources() -> Vec<(&'static str, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all = [("corpus", root.join("corpus")), ("seeds", root.join("../shared/seeds"))];
    all.into_iter().filter(|(_, path)| path.is_dir()).collect()
}

fn indexing(criterion: &mut Criterion) {
    let embedder = embedding::open(DEFAULT_EMBEDDER).expect("the built-in model loads");
    let mut group = criterion.benchmark_group("indexing");
    group.sample_size(10);
    for (name, path) in sources() {
        let index = || {
            let folder = tempfile::tempdir().expect("a temporary folder can be made");
            ingest(std::slice::from_ref(&path), folder.path(), embedder.as_ref(), &|_| {})
                .expect("the sources can be indexed")
        };
        group.throughput(Throughput::Elements(index().questions as u64));
        group.bench_function(name, |bencher| bencher.iter(index));
    }
    group.finish();
}

criterion_group!(benches, indexing);
criterion_main!(benches);
