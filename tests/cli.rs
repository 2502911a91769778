//! The promise: what scripts rely on at the command line, and one clear line for everything wrong.

mod place;

use std::fs;
use std::io::Read;
use std::process::Stdio;

use place::{NOTES, Place};

#[test]
fn questions_are_found_by_word_and_by_meaning_after_indexing() {
    let place = Place::with_index();
    assert_eq!(place.found("handshake")[0], "How does TCP open a connection?");
    assert_eq!(place.found("哈希表")[0], "红黑树和哈希表有什么区别？");
    assert_eq!(place.found("哈希表 lang:en").iter().filter(|title| title.contains("哈希")).count(), 0);
}

#[test]
fn the_json_of_search_is_the_http_answer() {
    let answer =
        Place::with_index().tiku(&["search", "红黑树", "lang:zh", "-n", "1", "--explain", "--json"]).json();
    let hit = &answer["hits"][0];
    assert_eq!(answer["query"]["filters"][0], "lang:zh");
    assert_eq!((answer["query"]["limit"].as_u64(), answer["total"].as_u64()), (Some(1), Some(1)));
    assert_eq!((hit["lang"].as_str(), hit["kind"].as_str()), (Some("zh"), Some("question")));
    assert_eq!(
        (hit["source"]["path"].as_str(), hit["source"]["line"].as_u64()),
        (Some("corpus/notes.md"), Some(7))
    );
    assert_eq!((hit["id"].as_str().map(str::len), hit["section"][0].as_str()), (Some(16), Some("Networks")));
    assert!(hit["snippet"].as_str().unwrap().contains("<mark>"));
    assert!(hit["explain"]["formula"].is_string() && answer["facets"]["lang"]["zh"] == 1);
    assert!(answer["took_ms"].as_f64().unwrap() > 0.0);
}

#[test]
fn people_get_plain_text_without_escapes_in_a_pipe() {
    let place = Place::with_index();
    let shown = place.tiku(&["search", "哈希表", "--explain"]).fine().stdout;
    for part in [
        "  1  ",
        "红黑树和哈希表有什么区别？",
        "Networks",
        "corpus/notes.md:7",
        "<O(1)>",
        "score = ",
        "found, in",
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert!(!shown.contains("<mark>") && !shown.contains('\u{1b}') && !shown.contains("&lt;"), "{shown}");
    let nothing = place.tiku(&["search", "tag:nowhere"]).fine().stdout;
    assert!(nothing.starts_with("nothing found"), "{nothing}");
}

#[test]
fn similar_questions_are_found_by_id_and_by_text() {
    let place = Place::with_index();
    let id =
        place.tiku(&["search", "handshake", "--json"]).json()["hits"][0]["id"].as_str().unwrap().to_owned();
    let answer = place.tiku(&["similar", &id, "--json"]).json();
    assert!(answer["hits"].as_array().unwrap().iter().all(|hit| hit["id"] != id.as_str()));
    let answer = place.tiku(&["similar", "--text", "TCP 三次握手", "-n", "1", "--json"]).json();
    assert_eq!(answer["hits"][0]["id"], id.as_str());
    place.tiku(&["similar", "0000000000000000"]).failed(1, &["0000000000000000", "tiku questions"]);
}

#[test]
fn suggestions_complete_a_prefix() {
    let place = Place::with_index();
    let answer = place.tiku(&["suggest", "how d", "--json"]).json();
    assert_eq!(answer["suggestions"][0]["text"], "How does TCP open a connection?");
    assert_eq!(place.tiku(&["suggest", "哈希"]).fine().stdout, "红黑树和哈希表有什么区别？\n");
    assert_eq!(place.tiku(&["suggest", "nothing like it"]).fine().stdout, "");
}

#[test]
fn questions_are_printed_one_a_line_with_every_field() {
    let place = Place::new();
    place.write("corpus/notes.md", NOTES);
    let lines = place.tiku(&["questions"]).json_lines();
    assert_eq!(lines.len(), 2);
    let fields: Vec<&str> = lines[0].as_object().unwrap().keys().map(String::as_str).collect();
    for field in "id question answer key_points intent follow_up_of section tags lang kind source".split(' ')
    {
        assert!(fields.contains(&field), "{field} in {fields:?}");
    }
    assert!(!place.path("index").exists());
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let place = Place::new();
    let many: String = (0..5000).map(|n| format!("## What is thing number {n}?\n\nA thing.\n\n")).collect();
    place.write("corpus/many.md", many);
    let mut child =
        place.command(&["questions"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr), (Some(0), Vec::new()));
}

#[test]
fn a_second_run_reads_only_what_changed() {
    let place = Place::new();
    place.write("corpus/a.md", NOTES);
    place.write("corpus/b.md", "## What is a semaphore?\n\nA counter that blocks at zero.\n");
    let first = place.tiku(&["index", "--json"]).json();
    assert_eq!((&first["sources"], &first["read"], &first["questions"]), (&2.into(), &2.into(), &3.into()));
    assert_eq!(place.tiku(&["index", "--json"]).json()["read"], 0);

    place.write("corpus/b.md", "## What is a barrier?\n\nA point that all threads must reach.\n");
    let third = place.tiku(&["index", "--json"]).json();
    assert_eq!((&third["read"], &third["added"], &third["removed"]), (&1.into(), &1.into(), &1.into()));
    assert_eq!(place.found("semaphore kind:question -tcp -红黑树"), ["What is a barrier?"]);

    fs::remove_file(place.path("corpus/a.md")).unwrap();
    let fourth = place.tiku(&["index", "--json"]).json();
    assert_eq!((&fourth["gone"], &fourth["questions"]), (&1.into(), &1.into()));
    assert_eq!(place.found("handshake"), ["What is a barrier?"]);
}

#[test]
fn derived_parts_that_are_gone_or_damaged_heal_at_the_next_search() {
    let place = Place::with_index();
    let before = place.found("TCP 连接");
    for part in ["inverted", "vectors"] {
        let folder = place.path(&format!("index/{part}"));
        let count = fs::read_dir(&folder).unwrap().count();
        assert!(count > 0, "{part} is empty");
        for number in 0..count {
            let Some(file) = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).nth(number)
            else {
                continue;
            };
            let length = fs::metadata(&file).unwrap().len();
            fs::File::options().write(true).open(&file).unwrap().set_len(length / 2).unwrap();
            assert_eq!(place.found("TCP 连接"), before, "after {} was cut", file.display());
        }
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(place.found("TCP 连接"), before, "without {part}/");
        assert!(folder.exists(), "{part}/ is there again");
    }
}

#[test]
fn every_vector_search_finds_the_same_in_a_small_index() {
    let place = Place::with_index();
    let answer = |how: &str| {
        let answer =
            place.tiku(&["search", "sorted map", "--mode", "semantic", "--vector-search", how, "--json"]);
        answer.json()["hits"].clone()
    };
    assert_eq!(answer("hnsw"), answer("exact"));
}

#[test]
fn settings_come_from_flags_then_environment_then_file() {
    let place = Place::new();
    place.write("notes/a.md", NOTES);
    place.write("tiku.toml", "index = 'from-file'\npaths = ['notes']\n");
    place.tiku(&["index"]).fine();
    let by_environment = place.command(&["index"]).env("TIKU_INDEX", "from-environment").output().unwrap();
    assert!(by_environment.status.success());
    let both =
        place.command(&["index", "--index", "from-flag"]).env("TIKU_INDEX", "nowhere").output().unwrap();
    assert!(both.status.success());
    for folder in ["from-file", "from-environment", "from-flag"] {
        assert!(place.path(folder).join("manifest.json").exists(), "{folder}");
    }
    assert!(!place.path("nowhere").exists());
}

#[test]
fn wrong_usage_ends_with_two() {
    let place = Place::with_index();
    place.tiku(&["search", "x", "--mode", "best"]).failed(2, &["best", "hybrid", "--help"]);
    place.tiku(&["search"]).failed(2, &["required", "QUERY"]);
    place.tiku(&["find"]).failed(2, &["find"]);
    place.tiku(&["search", ""]).failed(2, &["empty"]);
    place.tiku(&["search", "x", "--filter", "colour:red"]).failed(2, &["colour:red", "lang", "source"]);
    place.tiku(&["search", "x", "--filter", "lang:klingon"]).failed(2, &["klingon", "zh, en"]);
    place.tiku(&["search", "x", "-n", "100000"]).failed(2, &["100000", "1000"]);
    place.tiku(&["serve", "--listen", "here"]).failed(2, &["here", "127.0.0.1:7878"]);
    place.write("tiku.toml", "indx = 'x'\n");
    place.tiku(&["search", "x"]).failed(2, &["tiku.toml:1", "indx", "index", "vector_search"]);
}

#[test]
fn help_teaches_and_ends_with_zero() {
    let place = Place::new();
    for command in ["serve", "index", "search", "similar", "questions", "suggest", "eval"] {
        let help = place.tiku(&[command, "--help"]).fine().stdout;
        assert!(help.contains("Examples:") && help.contains(&format!("tiku {command}")), "{help}");
    }
    assert!(place.tiku(&["--version"]).fine().stdout.starts_with("tiku "));
}
