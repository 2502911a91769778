//! The promises of the embedders: unit-length vectors that bring the two languages together, and
//! errors of one line that say what to do.

mod place;

use std::path::Path;
use std::process::Command;

use place::runtime_is_here;
use proptest::prelude::*;
use tiku::embedding::{DEFAULT_EMBEDDER, open};

const TINY_MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/onnx/tiny-model");

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn is_unit_or_zero(vector: &[f32]) -> bool {
    let norm = dot(vector, vector).sqrt();
    norm == 0.0 || (norm - 1.0).abs() < 1e-4
}

/// The message of an error that must be one lower-case line.
fn error_of(spec: &str) -> String {
    let Err(error) = open(spec) else { panic!("'{spec}' was opened") };
    let message = error.to_string();
    assert!(!message.contains('\n'), "more than one line: {message}");
    message
}

#[test]
fn the_builtin_model_gives_unit_vectors_or_zeros() {
    let embedder = open(DEFAULT_EMBEDDER).expect("the built-in model");
    let texts = ["缓存击穿怎么办", "how does TCP work", "", "  \n", "😀🎉", "\u{0}\u{200b}", "ᚠᚢᚦ"];
    let vectors = embedder.embed_queries(&texts).expect("the built-in model cannot fail");
    for (text, vector) in texts.iter().zip(&vectors) {
        assert_eq!(Some(vector.len()), embedder.dimensions());
        assert!(is_unit_or_zero(vector), "{text:?}");
    }
    for known in 0..2 {
        assert!(vectors[known].iter().any(|&x| x != 0.0), "{:?}", texts[known]);
    }
    for nothing in 2..6 {
        assert!(vectors[nothing].iter().all(|&x| x == 0.0), "{:?}", texts[nothing]);
    }
    assert_eq!(embedder.embed_passages(&[]).expect("no texts, no vectors"), Vec::<Vec<f32>>::new());
}

#[test]
fn the_builtin_model_is_loaded_once_and_has_a_versioned_name() {
    let (one, other) = (open("builtin").expect("it is there"), open("builtin").expect("it is there"));
    assert!(std::ptr::addr_eq(std::sync::Arc::as_ptr(&one), std::sync::Arc::as_ptr(&other)));
    let (name, hash) = one.id().split_once('@').expect("a name and a hash");
    assert!(!name.is_empty() && hash.len() == 8, "{}", one.id());
}

proptest! {
    #[test]
    fn any_text_has_a_vector(text in any::<String>()) {
        let embedder = open(DEFAULT_EMBEDDER).expect("the built-in model");
        let vector = &embedder.embed_passages(&[&text]).expect("the built-in model cannot fail")[0];
        prop_assert!(is_unit_or_zero(vector));
    }
}

#[test]
fn the_two_languages_meet() {
    let pairs = [
        ("garbage collection", "垃圾回收"),
        ("database index", "数据库索引"),
        ("TCP three-way handshake", "TCP 三次握手"),
        ("how to avoid deadlock", "如何避免死锁"),
        ("thread pool", "线程池"),
    ];
    let embedder = open(DEFAULT_EMBEDDER).expect("the built-in model");
    let english = embedder.embed_queries(&pairs.map(|(english, _)| english)).expect("it cannot fail");
    let chinese = embedder.embed_passages(&pairs.map(|(_, chinese)| chinese)).expect("it cannot fail");
    for (at, (text, _)) in pairs.iter().enumerate() {
        let nearest = (0..pairs.len())
            .max_by(|&a, &b| dot(&english[at], &chinese[a]).total_cmp(&dot(&english[at], &chinese[b])));
        assert_eq!(nearest, Some(at), "{text}");
    }
}

#[test]
fn unknown_names_are_answered_with_known_ones() {
    let message = error_of("bge-small-chinese");
    assert!(message.contains("did you mean") && message.contains("bge-small-zh-v1.5"), "{message}");
    assert!(message.contains("builtin") && message.contains("onnx:DIR"), "{message}");
}

#[test]
fn folders_without_a_model_are_errors() {
    assert!(error_of("onnx:/no/such/folder").contains("/no/such/folder"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let spec = format!("onnx:{}", folder.path().display());
    assert!(error_of(&spec).contains("model.onnx"));
    std::fs::write(folder.path().join("model.onnx"), "x").expect("the folder can be written");
    assert!(error_of(&spec).contains("tokenizer.json"));
    std::fs::write(folder.path().join("config.json"), "{").expect("the folder can be written");
    assert!(error_of(&spec).contains("config.json"));
}

/// Not a test by itself: opens what `TIKU_TEST_OPEN` names, in a process of its own, because a
/// process loads ONNX Runtime once.
#[test]
#[ignore = "run by other tests, in a process of its own"]
fn child_opens() {
    let spec = std::env::var("TIKU_TEST_OPEN").expect("set by the parent");
    match open(&spec) {
        Ok(embedder) => println!("\nopened {}", embedder.id()),
        Err(error) => println!("\nerror {error}"),
    }
}

/// What opening an embedder says in a process with other environment variables.
fn open_in_child(spec: &str, variables: &[(&str, &str)]) -> String {
    let mut child = Command::new(std::env::current_exe().expect("the test binary"));
    child.args(["--exact", "child_opens", "--ignored", "--nocapture"]).env("TIKU_TEST_OPEN", spec);
    let output = child.envs(variables.iter().copied()).output().expect("the test binary runs");
    let (said, complaints) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && !complaints.contains("panicked"), "{said}{complaints}");
    let line = said.lines().find(|line| line.starts_with("opened ") || line.starts_with("error "));
    line.unwrap_or_else(|| panic!("no answer in {said}")).to_owned()
}

#[test]
fn a_missing_or_wrong_runtime_is_an_error_with_the_remedy() {
    let spec = format!("onnx:{TINY_MODEL}");
    let no_library = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    for path in ["/no/such/libonnxruntime.so", no_library] {
        let message = open_in_child(&spec, &[("ORT_DYLIB_PATH", path)]);
        assert!(message.starts_with("error ") && message.contains("set ORT_DYLIB_PATH"), "{message}");
        assert!(message.contains(path), "{message}");
    }
}

#[test]
fn an_onnx_model_from_a_folder_gives_its_vectors() {
    if !runtime_is_here() {
        return;
    }
    let embedder = open(&format!("onnx:{TINY_MODEL}")).expect("the tiny model");
    assert!(embedder.id().starts_with("onnx/tiny-model@"), "{}", embedder.id());
    assert_eq!(embedder.dimensions(), Some(2));
    // The table: cat (1, 0), dog (0, 1), anything else (0, 0); only four tokens are read.
    let half = 0.5f32.sqrt();
    for (text, vector) in [
        ("cat", [1.0, 0.0]),
        ("Dog", [0.0, 1.0]),
        ("cat dog", [half, half]),
        ("dog bird", [0.0, 1.0]),
        ("bird", [0.0, 0.0]),
        ("dog dog dog dog cat cat", [0.0, 1.0]),
        (" ", [0.0, 0.0]),
    ] {
        let found = &embedder.embed_queries(&[text]).expect("the model runs")[0];
        assert!(found.iter().zip(vector).all(|(x, y)| (x - y).abs() < 1e-6), "{text}: {found:?}");
    }
}

#[test]
fn a_batch_gives_what_its_texts_give_alone() {
    if !runtime_is_here() {
        return;
    }
    let embedder = open(&format!("onnx:{TINY_MODEL}")).expect("the tiny model");
    let texts = ["cat", "", "cat dog dog", "dog", "😀"].repeat(20);
    let together = embedder.embed_passages(&texts).expect("the model runs");
    for (text, vector) in texts.iter().zip(&together) {
        assert_eq!(&embedder.embed_passages(&[text]).expect("the model runs")[0], vector, "{text:?}");
    }
}

fn copy_of_the_tiny_model(name: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let folder = parent.path().join(name);
    std::fs::create_dir(&folder).expect("the folder can be made");
    for file in ["model.onnx", "tokenizer.json", "config.json"] {
        std::fs::copy(Path::new(TINY_MODEL).join(file), folder.join(file)).expect("the file can be copied");
    }
    (parent, folder)
}

#[test]
fn a_model_of_the_e5_family_is_told_what_is_a_query() {
    if !runtime_is_here() {
        return;
    }
    let (_parent, folder) = copy_of_the_tiny_model("tiny-e5-small");
    let embedder = open(&format!("onnx:{}", folder.display())).expect("a copy of the tiny model");
    let sum =
        |vectors: Vec<Vec<f32>>| vectors[0].iter().copied().reduce(|x, y| x / y).expect("two components");
    // "query" is (3, 4) and "passage" (4, 3); an unknown word adds nothing.
    assert!((sum(embedder.embed_queries(&["bird"]).expect("the model runs")) - 0.75).abs() < 1e-5);
    assert!((sum(embedder.embed_passages(&["bird"]).expect("the model runs")) - 4.0 / 3.0).abs() < 1e-5);
}

#[test]
fn pooling_is_read_from_the_folder() {
    if !runtime_is_here() {
        return;
    }
    let (_parent, folder) = copy_of_the_tiny_model("first-token");
    std::fs::create_dir(folder.join("1_Pooling")).expect("the folder can be made");
    let config = folder.join("1_Pooling/config.json");
    std::fs::write(&config, r#"{"pooling_mode_cls_token": true}"#).expect("the folder can be written");
    let spec = format!("onnx:{}", folder.display());
    let embedder = open(&spec).expect("a copy of the tiny model");
    assert_eq!(embedder.embed_queries(&["cat dog"]).expect("the model runs"), [[1.0, 0.0]]);
    std::fs::write(&config, r#"{"pooling_mode_max_tokens": true}"#).expect("the folder can be written");
    assert!(error_of(&spec).contains("pooling"));
}

#[test]
fn a_damaged_model_is_an_error() {
    if !runtime_is_here() {
        return;
    }
    let (_parent, folder) = copy_of_the_tiny_model("damaged");
    std::fs::write(folder.join("model.onnx"), "no model").expect("the folder can be written");
    let spec = format!("onnx:{}", folder.display());
    assert!(error_of(&spec).contains("damaged"));
}

#[test]
fn an_unreachable_hub_is_an_error_with_the_remedy() {
    if !runtime_is_here() {
        return;
    }
    let cache = tempfile::tempdir().expect("a temporary folder");
    let cache = cache.path().to_str().expect("a plain path");
    let hub = [("HF_ENDPOINT", "http://127.0.0.1:9"), ("HF_HOME", cache)];
    let message = open_in_child("bge-small-zh-v1.5", &hub);
    assert!(message.starts_with("error ") && message.contains("set HF_ENDPOINT"), "{message}");
}
