//! The promise of the reader: real notes give the right questions, and no input harms it.
//!
//! The notes lie in a shared folder beside the checkout (or where `TIKU_SHARED` says). Golden
//! files hold hashes and counts of what was read, never the text; `UPDATE_GOLDEN=1` renews them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tiku::corpus::{Reading, Source, find_sources, read_source};
use tiku::question::Question;

/// The seed documents, by the start of their names, and how many questions each one holds.
const SEEDS: [(&str, usize); 5] = [("000", 10), ("001", 68), ("002", 22), ("003", 50), ("004", 11)];

/// Notes in the wild whose counts are held; checked by eye.
const WILD: [&str; 8] = [
    "chaseSpace__interview/db_redis.md",
    "chaseSpace__interview/db_redis_dive.md",
    "chaseSpace__interview/k8s_interview.md",
    "chaseSpace__interview/mysql_docs/lock_intro.md",
    "Snailclimb__JavaGuide/docs/database/redis/redis-questions-01.md",
    "Snailclimb__JavaGuide/docs/java/collection/java-collection-questions-02.md",
    "Snailclimb__JavaGuide/docs/java/concurrent/reentrantlock.md",
    "Snailclimb__JavaGuide/docs/system-design/framework/mybatis/mybatis-interview.md",
];

/// The shared folder, or nothing where it is absent; on CI it has to be there.
fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("TIKU_SHARED").map_or(beside, PathBuf::from);
    if folder.join("seeds").is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "the shared folder '{}' is missing on CI", folder.display());
    println!("skipped: no shared folder at '{}'; set TIKU_SHARED", folder.display());
    None
}

fn read(source: &Source) -> Reading {
    source.read(&std::fs::read(&source.file).expect("a source that was just found"))
}

fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..12].to_owned()
}

/// Compares with a golden file, or renews it.
fn hold(file: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/reading").join(file);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, actual).expect("the golden folder is writable");
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    for (number, (golden, actual)) in golden.lines().zip(actual.lines()).enumerate() {
        assert_eq!(golden, actual, "{file}:{}; UPDATE_GOLDEN=1 renews it if this is meant", number + 1);
    }
    assert_eq!(
        golden.lines().count(),
        actual.lines().count(),
        "{file}: UPDATE_GOLDEN=1 renews it if this is meant"
    );
}

/// One line a question: what must not change by accident, without its text.
fn digest(questions: &[Question]) -> String {
    let mut lines =
        "id\tline\tquestion\tanswer\tkey_points\tintent\tfollow_up_of\tsection\ttags\n".to_owned();
    for question in questions {
        let follows = question.follow_up_of.as_ref().map_or("-", |id| id.as_str());
        writeln!(
            lines,
            "{}\t{}\t{}\t{}\t{}\t{}\t{follows}\t{}\t{}",
            question.id,
            question.source.line,
            hash(&question.question),
            hash(&question.answer),
            question.key_points.len(),
            question.intent.len(),
            question.section.len(),
            question.tags.len(),
        )
        .expect("writing to a string");
    }
    lines
}

#[test]
fn the_seeds_give_their_161_questions() {
    let Some(shared) = shared() else { return };
    let found = find_sources(&[shared.join("seeds")]).expect("the seeds");
    for (seed, count) in SEEDS {
        let source = found.sources.iter().find(|source| source.name.starts_with(&format!("seeds/{seed}")));
        let reading = read(source.expect("every seed is there"));
        assert_eq!(reading.warnings, [], "{seed}");
        assert_eq!(reading.questions.len(), count, "{seed}");
        hold(&format!("{seed}.tsv"), &digest(&reading.questions));
    }
}

#[test]
fn answers_of_the_seeds_end_where_they_should() {
    let Some(shared) = shared() else { return };
    let found = find_sources(&[shared.join("seeds")]).expect("the seeds");
    for source in &found.sources {
        let text = std::fs::read_to_string(&source.file).expect("a seed");
        for question in read(source).questions {
            let place = format!("{}:{}", source.name, question.source.line);
            let answer = &question.answer;
            assert!(text.contains(answer.as_str()), "{place}: the answer is a slice");
            assert_eq!(answer.matches("```").count() % 2, 0, "{place}: code is whole");
            assert!(!answer.ends_with("---") && !answer.starts_with("**考察"), "{place}");
            assert!(!answer.lines().any(|line| line.starts_with("## ")), "{place}: no other section");
            assert!(!question.question.contains("**") && !question.question.starts_with('Q'), "{place}");
            assert!(question.section.iter().all(|title| !title.contains("分钟")), "{place}: time boxes");
        }
    }
}

#[test]
fn notes_in_the_wild_keep_their_counts() {
    let Some(shared) = shared() else { return };
    let mut lines = "source\tquestions\twith answer\tfollow-ups\tall texts\n".to_owned();
    for name in WILD {
        let file = shared.join("corpora").join(name);
        let questions = read(&Source { name: name.to_owned(), file, folder: String::new() }).questions;
        let answered = questions.iter().filter(|question| !question.answer.is_empty()).count();
        let followed = questions.iter().filter(|question| question.follow_up_of.is_some()).count();
        let texts: Vec<&str> = questions.iter().map(|question| &*question.question).collect();
        let texts = hash(&texts.join("\n"));
        writeln!(lines, "{name}\t{}\t{answered}\t{followed}\t{texts}", questions.len()).expect("a string");
    }
    hold("wild.tsv", &lines);
}

/// The hand marks: path, line and the hash of the normalised text of every question.
fn marks() -> BTreeMap<String, Vec<(usize, String)>> {
    let mut marks: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    for mark in include_str!("golden/marks.tsv").lines() {
        let mut fields = mark.split('\t');
        let mut field = || fields.next().expect("three fields");
        let (path, line, key) = (field(), field(), field());
        let marks = marks.entry(path.to_owned()).or_default();
        // A file without questions has one line without a place.
        if let Ok(line) = line.parse() {
            marks.push((line, key.to_owned()));
        }
    }
    marks
}

/// The letters and digits of a text, hashed.
fn key(text: &str) -> String {
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    blake3::hash(letters.as_bytes()).to_hex()[..16].to_owned()
}

/// How many of the questions are marked: the same text, or one that starts on the same line.
fn found(marks: &[(usize, String)], questions: &[Question]) -> usize {
    let mut left: Vec<(usize, String)> =
        questions.iter().map(|question| (question.source.line, key(&question.question))).collect();
    let mut hits = 0;
    for (line, text) in marks {
        let same = left
            .iter()
            .position(|own| own == &(*line, text.clone()))
            .or_else(|| left.iter().position(|own| own.1 == *text))
            .or_else(|| left.iter().position(|own| own.0 == *line));
        if let Some(at) = same {
            left.swap_remove(at);
            hits += 1;
        }
    }
    hits
}

#[test]
fn hand_marked_files_keep_their_precision_and_recall() {
    let Some(shared) = shared() else { return };
    let (mut marked, mut given, mut hits, mut precision, mut recall, mut files) = (0, 0, 0, 0.0, 0.0, 0.0);
    let mut lines = "source\tquestions\tall texts\n".to_owned();
    for (name, marks) in marks() {
        // Read by its file name alone, as a file given on the command line is.
        let file = shared.join("corpora").join(&name);
        let own = name.rsplit('/').next().unwrap_or(&name).to_owned();
        let questions = read(&Source { name: own, file, folder: String::new() }).questions;
        let hit = found(&marks, &questions);
        let share = |of: usize| if of == 0 { 1.0 } else { hit as f64 / of as f64 };
        (precision, recall, files) =
            (precision + share(questions.len()), recall + share(marks.len()), files + 1.0);
        (marked, given, hits) = (marked + marks.len(), given + questions.len(), hits + hit);
        let texts: Vec<&str> = questions.iter().map(|question| &*question.question).collect();
        writeln!(lines, "{name}\t{}\t{}", questions.len(), hash(&texts.join("\n"))).expect("a string");
    }
    let (precision, recall) = (precision / files, recall / files);
    let totals = (hits as f64 / given as f64, hits as f64 / marked as f64);
    println!(
        "per file: precision {precision:.3}, recall {recall:.3}; in total {:.3}, {:.3}",
        totals.0, totals.1
    );
    assert!(precision >= 0.97 && recall >= 0.87, "per file {precision:.3}, {recall:.3}");
    assert!(totals.0 >= 0.97 && totals.1 >= 0.90, "in total {:.3}, {:.3}", totals.0, totals.1);
    hold("marked.tsv", &lines);
}

/// What holds for every reading, whatever was read.
fn check(name: &str, text: &str) -> Reading {
    let reading = read_source(name, text.as_bytes());
    let lines = text.matches('\n').count() + 1;
    let mut ids = std::collections::HashSet::new();
    for question in &reading.questions {
        assert!((1..=lines).contains(&question.source.line), "{question:?}");
        assert!(!question.question.is_empty() && !question.question.contains(['\n', '\r']), "{question:?}");
        assert!(name.ends_with(".jsonl") || text.contains(&question.answer), "{question:?}");
        assert!(ids.insert(question.id.clone()), "two of {question:?}");
    }
    assert!(reading.warnings.iter().all(|warning| (1..=lines).contains(&warning.line)));
    reading
}

/// Pieces that sources are made of, to be put together at random.
const PIECES: [&str; 56] = [
    "# ",
    "## ",
    "### 1. ",
    "什么是锁",
    "What is a lock",
    "?",
    "？",
    "\n",
    "\n\n",
    "\r\n",
    "  ",
    "    ",
    "\t",
    "- ",
    "> ",
    "1. ",
    "**Q1: ",
    "**",
    "Q: ",
    "A: ",
    "B: ",
    "**答案**：",
    "**Key points:**",
    "**考察目的**:",
    "面试官：",
    "**Interviewer:** ",
    "Candidate: ",
    "```",
    "```flow\n",
    "a=>operation: x(y/z)",
    "c=>condition: d",
    "c(yes)->a",
    "->",
    "---\n",
    "tags: [a]",
    "| a | b |\n|---|---|\n",
    "<details>",
    "<summary>",
    "</summary>",
    "</details>",
    "`",
    "[x](y)",
    "é字\u{200b}",
    "{\"question\":\"a\",\"id\":1}",
    "* ",
    "- [ ] ",
    "2) ",
    "**1)** ",
    "**追问:** 为什么？",
    "Follow-up: why?",
    "难度：中级\n",
    "Difficulty: hard",
    "| 问题 | 答案 | 难度 |\n|---|---|---|\n| 什么是锁？ | 门 | 初级 |\n",
    "**要点:**\n\n- ",
    "##Why",
    "[[more]](x)",
];

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for name in ["a.md", "a.jsonl"] {
            read_source(name, &bytes);
        }
    }

    #[test]
    fn any_text_keeps_the_promises(text in "\\PC{0,200}") {
        check("a.md", &text);
    }

    #[test]
    fn any_notes_keep_the_promises(pieces in proptest::collection::vec(0..PIECES.len(), 0..80)) {
        let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        check("interview.md", &text);
        check("a.jsonl", &text);
    }
}

#[test]
fn twenty_megabytes_of_anything_are_read_to_the_end() {
    const SIZE: usize = 2 << 20;
    let fill = |unit: &str| unit.repeat(SIZE / unit.len());
    // The check itself looks for every answer in the whole text.
    let few = |unit: &str| unit.repeat(SIZE / 20 / unit.len());
    for text in [
        fill("#\n"),
        fill("> "),
        fill("- "),
        fill("- Q: why?\n  - A: so\n"),
        fill("word 问题 "),
        fill("```flow\n"),
        format!("# interview\n```flow\n{}", fill("a=>operation: b(c)\na(yes)->a\n")),
        fill("<details><summary>What is it?</summary>\n\n"),
        format!("---\n{}", fill("a: [\n")),
        fill("[a]("),
        few("- What is it?\n"),
        format!("{}:\n\n{}", "interview questions ".repeat(SIZE / 400), "- Why is it?\n".repeat(SIZE / 260)),
        few("**Why is it?**\n\n"),
        few("> Why is it?\n\n"),
        few("| Question |\n|---|\n| Why? |\n\n"),
        few("1. What is it?\n\nThis.\n\n"),
        few("Q: why?\n\nDifficulty: hard\n\n"),
        format!("# Why is it?\n\n{}", few("**Follow-up:** Why is it?\n\nSo.\n\n**Key points:** a\n\n")),
        few("- - What is it?\n  - a\n    - Why is it?\n"),
    ] {
        check("a.md", &text);
    }
}

#[test]
fn bad_input_is_warned_of_and_nothing_else_is_lost() {
    for (bytes, questions, warned) in [
        (&b"\x89PNG\0\0\0"[..], 0, Some(1)),
        (b"", 0, None),
        (b"\xef\xbb\xbf---\r\ntags: a\r\n---\r\n# What is a lock?\r\n\r\nA door.\r\n", 1, None),
        (b"---\ntags: [a]\n\n# What is a lock?\n", 1, Some(1)),
        (b"# What is a lock?\n\nA d\xffoor.\n\nIt opens and it closes.\n", 1, Some(3)),
    ] {
        let reading = read_source("a.md", bytes);
        assert_eq!(reading.questions.len(), questions, "{bytes:?}");
        assert_eq!(reading.warnings.first().map(|warning| warning.line), warned, "{bytes:?}");
    }
}

#[test]
fn ids_do_not_depend_on_other_parts_of_the_file() {
    let one = check("a.md", "# T\n\n## What is a lock?\n\nA door.\n");
    let two = check(
        "a.md",
        "# T\n\nNew.\n\n## Why is it locked?\n\nSo.\n\n## What is a lock?\n\nA gate.\n\n## What is a lock?\n\nB.\n",
    );
    assert_eq!(one.questions[0].id, two.questions[1].id);
    assert_ne!(two.questions[1].id, two.questions[2].id);
}
