//! How many bytes a second of Markdown one core reads into questions.

use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tiku::corpus::{find_sources, read_source};

fn folders() -> Vec<(&'static str, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all = [("corpus", root.join("corpus")), ("corpora", root.join("../shared/corpora"))];
    all.into_iter().filter(|(_, path)| path.is_dir()).collect()
}

fn reading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("reading");
    group.sample_size(10);
    for (name, path) in folders() {
        let found = find_sources(&[path]).expect("the folder is there");
        let read = |file: &Path| std::fs::read(file).expect("a source can be read");
        let sources: Vec<(String, Vec<u8>)> =
            found.sources.iter().map(|source| (source.name.clone(), read(&source.file))).collect();
        let bytes: usize = sources.iter().map(|(_, bytes)| bytes.len()).sum();
        group.throughput(Throughput::Bytes(bytes as u64));
        let questions =
            || sources.iter().map(|(name, bytes)| read_source(name, bytes).questions.len()).sum::<usize>();
        group.bench_function(name, |bencher| bencher.iter(questions));
    }
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
