//! The promise: a question bank can be looked after — what is wrong in it, what is in it, what is in it twice.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod place;

use place::Place;
use serde_json::Value;

/// A bank in which one thing is asked three times, in two files and two languages.
const TWINS: [(&str, &str); 2] = [
    (
        "corpus/en.jsonl",
        r#"{"id":"gil-en","question":"What is the GIL in Python, and how do you work around it?","answer":"A lock that lets one thread run Python bytecode at a time. Use processes for CPU-bound work.","tags":["python"],"lang":"en"}
{"id":"gil-again","question":"What is the GIL in Python?","answer":"A lock that lets only one thread run Python bytecode at a time.","tags":["python"],"lang":"en"}
{"id":"raft","question":"How does Raft elect a leader?","answer":"A follower whose timer runs out asks for votes.","key_points":["terms"],"tags":["consensus"],"lang":"en"}
{"id":"raft-deeper","question":"Why are the election timers random?","answer":"So that two candidates rarely split the votes.","follow_up_of":"raft","tags":["consensus"],"lang":"en"}
"#,
    ),
    (
        "corpus/zh.jsonl",
        r#"{"id":"gil-zh","question":"什么是 GIL，它对 Python 多线程程序有什么影响？","answer":"GIL 是解释器的全局锁，同一时刻只有一个线程执行字节码；计算密集的任务改用多进程。","tags":["python"],"lang":"zh"}
"#,
    ),
];

fn bank() -> Place {
    let place = Place::new();
    TWINS.iter().for_each(|(name, text)| place.write(name, text));
    place.tiku(&["index"]).fine();
    place
}

fn ids(questions: &Value) -> Vec<&str> {
    questions.as_array().unwrap().iter().map(|question| question["id"].as_str().unwrap()).collect()
}

#[test]
fn check_names_what_is_wrong_and_fails_only_when_it_is_strict() {
    let place = bank();
    place.tiku(&["check", "--strict"]).fine();
    place
        .write("corpus/bad.jsonl", "{\"id\":\"gil-zh\",\"question\":\"Why?\",\"follow_up_of\":\"nobody\"}\n");
    place.write("corpus/prose.md", "# A page\n\nJust text.\n");
    let shown = place.tiku(&["check"]).fine().stdout;
    for part in [
        "corpus/bad.jsonl:1: error: follows up 'nobody'",
        "has neither answer",
        "corpus/prose.md: warning: no questions",
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    let strict = place.tiku(&["check", "--strict", "--json"]);
    assert_eq!(strict.code, Some(1));
    let report: Value = serde_json::from_str(&strict.stdout).unwrap();
    // The id is used twice, and the follow-up leads nowhere.
    assert_eq!((report["errors"].as_u64(), report["sources"].as_u64()), (Some(2), Some(4)));
    assert!(strict.stderr.starts_with("tiku: 2 errors and"), "{}", strict.stderr);
}

#[test]
fn stats_count_by_every_face_of_a_question() {
    let place = bank();
    let stats = place.tiku(&["stats", "--json"]).json();
    assert_eq!((stats["questions"].as_u64(), stats["answered"].as_u64()), (Some(5), Some(5)));
    assert_eq!((stats["follow_ups"].as_u64(), stats["with_key_points"].as_u64()), (Some(1), Some(1)));
    assert_eq!((stats["lang"]["zh"].as_u64(), stats["topic"]["python"].as_u64()), (Some(1), Some(3)));
    assert_eq!(stats["source"]["corpus/en.jsonl"].as_u64(), Some(4));
    let shown = place.tiku(&["stats", "-n", "1"]).fine().stdout;
    assert!(shown.contains("      5  questions") && shown.contains("1  more; -n 2"), "{shown}");
}

#[test]
fn duplicates_are_found_across_sources_and_languages() {
    let place = bank();
    let report = place.tiku(&["duplicates", "--threshold", "0.6", "--json"]).json();
    let groups = report["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 1, "{report}");
    let mut members = ids(&groups[0]["questions"]);
    members.sort_unstable();
    assert_eq!(members, ["gil-again", "gil-en", "gil-zh"]);
    assert!(
        place.tiku(&["duplicates", "--threshold", "0.999"]).fine().stdout.contains("0 questions in 0 groups")
    );
    place.tiku(&["duplicates", "--threshold", "2"]).failed(2, &["0 to 1"]);
}

#[test]
fn a_search_folds_duplicates_and_shows_follow_ups() {
    let place = bank();
    let folded = place.tiku(&["search", "What is the GIL in Python?", "--distinct", "--json"]).json();
    let plain = place.tiku(&["search", "What is the GIL in Python?", "--json"]).json();
    assert!(ids(&plain["hits"]).contains(&"gil-en") && ids(&plain["hits"]).contains(&"gil-again"), "{plain}");
    let best = &folded["hits"][0];
    let others = ids(&best["duplicates"]);
    assert!(!others.is_empty() && folded["total"].as_u64() < plain["total"].as_u64(), "{folded}");
    assert!(ids(&folded["hits"]).iter().all(|id| !others.contains(id)), "{folded}");
    let raft = place.tiku(&["search", "Raft leader", "-n", "1", "--json"]).json();
    assert_eq!(ids(&raft["hits"][0]["follow_ups"]), ["raft-deeper"]);
}

#[test]
fn notes_are_found_below_questions_and_left_out_on_request() {
    let place = Place::new();
    place.write(
        "corpus/locks.md",
        "# Locks\n\n## How locks starve\n\nA lock starves a thread when others always get the lock first; a fair lock keeps a queue.\n\n\
         ## What is lock starvation?\n\nA thread waits for a lock that others always get first.\n",
    );
    place.tiku(&["index"]).fine();
    let search =
        |more: &[&str]| place.tiku(&[&["search", "lock starvation", "--json"], more].concat()).json();
    let kinds = |answer: &Value| -> Vec<String> {
        let hits = answer["hits"].as_array().unwrap();
        hits.iter().map(|hit| hit["kind"].as_str().unwrap().to_owned()).collect()
    };
    for mode in ["hybrid", "keyword", "semantic"] {
        assert_eq!(kinds(&search(&["--mode", mode])), ["question", "note"], "{mode}");
    }
    let explained = search(&["--explain"]);
    assert!(explained["hits"][1]["explain"]["formula"].as_str().unwrap().contains("for a note"));
    assert_eq!(explained["facets"]["kind"]["note"], 1);
    assert_eq!(kinds(&search(&["--filter", "kind:question"])), ["question"]);
    assert_eq!(kinds(&search(&["--filter", "kind:note"])), ["note"]);
    assert_eq!(kinds(&place.tiku(&["similar", "--text", "lock starvation", "--json"]).json()), ["question"]);
    assert_eq!(place.tiku(&["questions"]).fine().stdout.lines().count(), 1);
    assert_eq!(place.tiku(&["questions", "--notes"]).fine().stdout.lines().count(), 2);
    let report = place.tiku(&["index", "--json"]).json();
    assert_eq!((report["questions"].as_u64(), report["notes"].as_u64()), (Some(1), Some(1)));
}
