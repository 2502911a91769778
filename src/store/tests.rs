//! What the store promises: all or nothing, stable slots, ids that belong to one source.

use super::*;
use crate::question::{Kind, Lang, SourceRef};

fn question(id: &str, source: &str, text: &str) -> NewQuestion {
    let question = Question {
        id: QuestionId::given(id),
        question: text.to_owned(),
        answer: String::new(),
        key_points: Vec::new(),
        intent: Vec::new(),
        follow_up_of: None,
        section: Vec::new(),
        tags: Vec::new(),
        lang: Lang::En,
        kind: Kind::Question,
        difficulty: None,
        minutes: None,
        date: None,
        source: SourceRef { path: source.to_owned(), line: 1 },
    };
    NewQuestion { question, embeddings: vec![vec![0.5, -0.25], vec![1.0, 0.0]], passages: vec![vec![7, -7]] }
}

fn change(source: &str, questions: Vec<NewQuestion>) -> Batch {
    let change = SourceChange { name: source.to_owned(), hash: "h".to_owned(), questions };
    Batch { changed: vec![change], gone: Vec::new() }
}

#[test]
fn unchanged_questions_keep_their_slots_and_changed_ones_get_new_ones() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_writable(&folder.path().join("store.redb")).unwrap();
    let first = vec![question("a", "s", "one"), question("b", "s", "two"), question("c", "s", "three")];
    assert_eq!(store.commit(change("s", first)).unwrap().added, 3);
    let second = vec![question("a", "s", "one"), question("b", "s", "two!"), question("d", "s", "four")];
    let done = store.commit(change("s", second)).unwrap();
    assert_eq!((done.added, done.removed), (2, 2));
    assert_eq!(store.sources().unwrap()["s"].slots, [0, 3, 4]);
    assert_eq!(store.slot(&QuestionId::given("c")).unwrap(), None);
    let snapshot = store.snapshot().unwrap();
    assert_eq!(snapshot.question(3).unwrap().unwrap().question, "two!");
    assert_eq!(snapshot.embeddings(0, 2).unwrap(), [[0.5, -0.25], [1.0, 0.0]]);
    assert_eq!(store.sequence().unwrap(), 2);
}

#[test]
fn an_id_belongs_to_one_source_and_becomes_free_when_that_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_writable(&folder.path().join("store.redb")).unwrap();
    store.commit(change("s", vec![question("a", "s", "one")])).unwrap();
    let done = store.commit(change("t", vec![question("a", "t", "one"), question("b", "t", "two")])).unwrap();
    assert_eq!(done.conflicts, [(QuestionId::given("a"), "t".to_owned())]);
    assert_eq!(store.sources().unwrap()["t"].hash, "", "the source with a conflict is read again");
    let gone = Batch { changed: Vec::new(), gone: vec!["s".to_owned()] };
    assert_eq!(store.commit(gone).unwrap().removed, 1);
    let done = store.commit(change("t", vec![question("a", "t", "one"), question("b", "t", "two")])).unwrap();
    assert_eq!((done.added, done.conflicts.len()), (1, 0));
}

#[test]
fn a_store_is_read_by_many_and_written_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    assert!(matches!(Store::open_read_only(&path), Err(Error::NoIndex(_))));
    drop(Store::open_writable(&path).unwrap());
    let one = Store::open_read_only(&path).unwrap();
    let two = Store::open_read_only(&path).unwrap();
    assert_eq!(one.sequence().unwrap(), two.sequence().unwrap());
    assert!(matches!(Store::open_writable(&path), Err(Error::Locked(_))));
    assert!(one.commit(Batch::default()).is_err());
}

#[test]
fn a_file_that_is_no_store_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    std::fs::write(&path, "not a database, but long enough to be looked at as one".repeat(100)).unwrap();
    assert!(matches!(Store::open_writable(&path), Err(Error::Index { part: "store", .. })));
}
