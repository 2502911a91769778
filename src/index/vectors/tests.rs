//! Both ways of searching against brute force "so simple that it is unlikely to be incorrect".

use super::*;
use crate::scored::best;

const DIMENSIONS: usize = 64;

/// Unit vectors that are the same in every run: a small linear congruential generator.
fn embeddings(questions: usize, seed: u64) -> Vec<Vec<Vec<f32>>> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f32 / (1u64 << 31) as f32 - 0.5
    };
    let mut unit = || {
        let raw: Vec<f32> = (0..DIMENSIONS).map(|_| next()).collect();
        let length = dot(&raw, &raw).sqrt();
        raw.into_iter().map(|x| x / length).collect::<Vec<f32>>()
    };
    (0..questions).map(|_| vec![unit(), unit()]).collect()
}

fn brute_force(
    questions: &[Vec<Vec<f32>>],
    query: &[f32],
    n: usize,
    allowed: Option<&OrdinalSet>,
) -> Vec<Ordinal> {
    let scored = (0..).zip(questions).filter(|(ordinal, _)| allowed.is_none_or(|set| set.contains(*ordinal)));
    let scored = scored.map(|(ordinal, rows)| {
        let cosines = rows.iter().map(|row| row.iter().zip(query).map(|(x, y)| x * y).sum::<f32>());
        Scored::new(cosines.fold(f32::NEG_INFINITY, f32::max), ordinal)
    });
    best(scored.collect(), n).into_iter().map(|hit| hit.value).collect()
}

fn ordinals(hits: Vec<Scored<Ordinal>>) -> Vec<Ordinal> {
    hits.into_iter().map(|hit| hit.value).collect()
}

#[test]
fn the_exact_scan_is_exact() {
    let questions = embeddings(2_000, 7);
    let rows = Rows::from_embeddings(DIMENSIONS, &questions);
    let every_third = OrdinalSet::new(questions.len(), |ordinal| ordinal % 3 == 0);
    for query in embeddings(25, 99).into_iter().flatten() {
        for allowed in [None, Some(&every_third)] {
            let found = ordinals(Exact(&rows).nearest(&query, 10, allowed));
            assert_eq!(found, brute_force(&questions, &query, 10, allowed));
        }
    }
}

#[test]
fn the_scan_finds_all_that_is_near_whatever_is_filtered_out() {
    let questions = embeddings(2_000, 7);
    let rows = Rows::from_embeddings(DIMENSIONS, &questions);
    let every_third = OrdinalSet::new(questions.len(), |ordinal| ordinal % 3 == 0);
    for query in embeddings(10, 99).into_iter().flatten() {
        let all = Exact(&rows).at_least(&query, 10, 0.2, None);
        assert_eq!(ordinals(all[..10].to_vec()), brute_force(&questions, &query, 10, None));
        assert!(all.iter().all(|hit| (rows.score(&query, hit.value) - hit.score()).abs() < 0.02));
        let mut thirds = ordinals(all);
        thirds.retain(|ordinal| every_third.contains(*ordinal));
        let mut found = ordinals(Exact(&rows).at_least(&query, 10, 0.2, Some(&every_third)));
        thirds.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, thirds);
    }
    assert!(Exact(&rows).at_least(&questions[0][0], 10, 1.1, None).is_empty());
}

#[test]
fn the_graph_finds_nearly_all_before_and_after_a_snapshot() {
    let questions = embeddings(1_500, 3);
    let catalog = Catalog::of_slots(questions.len());
    let rows = Rows::from_embeddings(DIMENSIONS, &questions);
    let graph = Graph::new(3_000);
    let named: Vec<(Slot, usize, Vec<f32>)> = (0..)
        .zip(&questions)
        .flat_map(|(slot, rows)| rows.iter().enumerate().map(move |(i, row)| (slot, i, row.clone())))
        .collect();
    graph.insert(&named);
    let folder = tempfile::tempdir().unwrap();
    let snapshot = folder.path().join("vectors");
    graph.save(&snapshot, 5, "model").unwrap();
    assert!(
        is_current(&snapshot, "model", 5)
            && !is_current(&snapshot, "model", 6)
            && !is_current(&snapshot, "other", 5)
    );
    let loaded = Graph::load(&snapshot, "model").unwrap();
    assert_eq!(loaded.slots().len(), questions.len());
    let tenth = OrdinalSet::new(questions.len(), |ordinal| ordinal % 10 == 0);
    for graph in [&graph, &loaded] {
        let search = GraphSearch::new(graph, &rows, &catalog);
        for allowed in [None, Some(&tenth)] {
            let (mut found, mut expected) = (0, 0);
            for query in embeddings(25, 42).into_iter().flatten() {
                let right = brute_force(&questions, &query, 10, allowed);
                expected += right.len();
                found += ordinals(search.nearest(&query, 10, allowed))
                    .iter()
                    .filter(|o| right.contains(o))
                    .count();
            }
            assert!(found * 100 >= expected * 90, "{found} of {expected}");
        }
    }
}

#[test]
fn a_damaged_snapshot_is_not_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let snapshot = folder.path().join("vectors");
    let graph = Graph::new(10);
    graph.insert(&[(1, 0, vec![1.0, 0.0]), (2, 0, vec![0.0, 1.0])]);
    for file in ["graph.hnsw.graph", "graph.hnsw.data", "snapshot.json"] {
        graph.save(&snapshot, 1, "model").unwrap();
        assert!(Graph::load(&snapshot, "model").is_some());
        let path = snapshot.join(file);
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        assert!(Graph::load(&snapshot, "model").is_none(), "{file} cut short");
        std::fs::remove_file(&path).unwrap();
        assert!(Graph::load(&snapshot, "model").is_none(), "{file} missing");
        assert!(!is_current(&snapshot, "model", 1), "{file} missing");
    }
}

#[test]
fn an_empty_graph_has_a_snapshot_too() {
    let folder = tempfile::tempdir().unwrap();
    let snapshot = folder.path().join("vectors");
    Graph::new(0).save(&snapshot, 1, "model").unwrap();
    assert!(Graph::load(&snapshot, "model").is_some_and(|graph| graph.is_empty()));
}
