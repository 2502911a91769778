//! The exact scan against the HNSW graph by collection size: where `auto` changes over.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use tiku::index::Catalog;
use tiku::index::vectors::{Exact, Graph, GraphSearch, Rows, VectorIndex, dot};

const DIMENSIONS: usize = 384;
const CLUSTERS: usize = 200;
const HITS: usize = 100;

/// Vectors in clusters, as embeddings of texts are, from a fixed seed.
struct Embeddings {
    state: u64,
    centres: Vec<Vec<f32>>,
}

impl Embeddings {
    fn new() -> Self {
        let mut made = Self { state: 1, centres: Vec::new() };
        made.centres = (0..CLUSTERS).map(|_| made.noise(1.0)).collect();
        made
    }

    fn noise(&mut self, size: f32) -> Vec<f32> {
        let mut next = || {
            self.state =
                self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((self.state >> 33) as f32 / (1u64 << 31) as f32 - 0.5) * size
        };
        (0..DIMENSIONS).map(|_| next()).collect()
    }

    fn next(&mut self) -> Vec<f32> {
        let noise = self.noise(1.2);
        let centre = &self.centres[self.state as usize % CLUSTERS];
        let sum: Vec<f32> = centre.iter().zip(noise).map(|(x, y)| x + y).collect();
        let length = dot(&sum, &sum).sqrt();
        sum.into_iter().map(|x| x / length).collect()
    }
}

fn crossover(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("nearest");
    group.sample_size(30);
    for questions in [1_000, 5_000, 20_000, 50_000] {
        let mut embeddings = Embeddings::new();
        let all: Vec<Vec<Vec<f32>>> = (0..questions).map(|_| vec![embeddings.next()]).collect();
        let queries: Vec<Vec<f32>> = (0..64).map(|_| embeddings.next()).collect();
        let rows = Rows::from_embeddings(DIMENSIONS, &all);
        let graph = Graph::new(questions);
        let named: Vec<_> = (0..).zip(&all).map(|(slot, rows)| (slot, 0, rows[0].clone())).collect();
        graph.insert(&named);
        let catalog = Catalog::of_slots(questions);
        let search = GraphSearch::new(&graph, &rows, &catalog);
        let ways: [(&str, &dyn VectorIndex); 2] = [("exact", &Exact(&rows)), ("hnsw", &search)];
        for (name, way) in ways {
            let mut next = queries.iter().cycle();
            group.bench_function(BenchmarkId::new(name, questions), |bencher| {
                bencher.iter(|| way.nearest(next.next().expect("a cycle never ends"), HITS, None));
            });
        }
        let found = queries.iter().map(|query| {
            let right = Exact(&rows).nearest(query, HITS, None);
            search.nearest(query, HITS, None).iter().filter(|hit| right.contains(hit)).count()
        });
        println!(
            "recall@{HITS} of hnsw over {questions}: {:.3}",
            found.sum::<usize>() as f32 / (64 * HITS) as f32
        );
    }
    group.finish();
}

criterion_group!(benches, crossover);
criterion_main!(benches);
