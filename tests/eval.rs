//! The promise: `tiku eval` reads topics and judgements as TREC has them, and measures as trec_eval does.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod place;

use place::Place;

/// An index of four questions with the ids a, b, c and d.
fn bank() -> Place {
    let place = Place::new();
    let records = "\
{\"id\":\"a\",\"question\":\"How does TCP open a connection?\",\"answer\":\"With a three-way handshake.\"}
{\"id\":\"b\",\"question\":\"What is a semaphore?\",\"answer\":\"A counter that blocks at zero.\"}
{\"id\":\"c\",\"question\":\"什么是布隆过滤器？\",\"answer\":\"一个可能误判的集合。\"}
{\"id\":\"d\",\"question\":\"How do you review code?\",\"answer\":\"In small steps.\"}
";
    place.write("corpus/bank.jsonl", records);
    place.tiku(&["index"]).fine();
    place
}

const TOPICS: &str = "\
{\"qid\":\"1\",\"text\":\"handshake\",\"kind\":\"english\"}
{\"qid\":\"2\",\"text\":\"布隆过滤器\",\"kind\":\"chinese\"}
{\"qid\":\"3\",\"text\":\"semaphore\",\"kind\":\"english\"}
{\"qid\":\"4\",\"text\":\"code review\"}
{\"qid\":\"5\",\"text\":\"\"}
";
const QRELS: &str = "1\t0\ta\t1\n2 0 c 2\n3 0 d 1\n5 0 a 1\n9 0 a 1\n";

#[test]
fn the_figures_are_right_by_kind_and_in_all() {
    let place = bank();
    place.write("topics.jsonl", TOPICS);
    place.write("qrels.tsv", QRELS);
    let line = ["eval", "--topics", "topics.jsonl", "--qrels", "qrels.tsv", "--mode", "keyword"];
    let summary = place.tiku(&[&line[..], &["--json"]].concat()).json();
    // Topics 1 and 2 are right at once, 3 is judged so that keywords cannot find it, 5 is empty.
    assert_eq!((&summary["mode"], &summary["depth"]), (&"keyword".into(), &100.into()));
    assert_eq!((&summary["all"]["topics"], &summary["all"]["ndcg_at_10"]), (&4.into(), &0.5.into()));
    assert_eq!(summary["kinds"]["chinese"]["recall_at_100"], 1.0);
    assert_eq!(
        (&summary["kinds"]["english"]["topics"], &summary["kinds"]["english"]["mrr_at_10"]),
        (&2.into(), &0.5.into())
    );
    assert_eq!((&summary["unjudged"], &summary["not_asked"]), (&1.into(), &1.into()));

    let ran = place.tiku(&line).fine();
    let rows: Vec<Vec<&str>> = ran.stdout.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[0], ["kind", "topics", "nDCG@10", "MRR@10", "R@10", "R@100"]);
    assert_eq!(rows[1], ["chinese", "1", "1.0000", "1.0000", "1.0000", "1.0000"]);
    assert_eq!(rows[3], ["all", "4", "0.5000", "0.5000", "0.5000", "0.5000"]);
    for part in ["topic 5: the query is empty", "1 topics have nothing relevant", "1 judged topics are not"] {
        assert!(ran.stderr.contains(part), "{part} in {}", ran.stderr);
    }
}

#[test]
fn a_run_file_holds_the_rankings_and_needs_no_judgements() {
    let place = bank();
    place.write("topics.jsonl", TOPICS);
    let ran = place.tiku(&["eval", "--topics", "topics.jsonl", "-n", "2", "--run", "out.run"]).fine();
    assert_eq!(ran.stdout, "");
    let run = place.read("out.run");
    let lines: Vec<Vec<&str>> = run.lines().map(|line| line.split(' ').collect()).collect();
    assert_eq!((&lines[0][..4], lines[0][5]), (&["1", "Q0", "a", "1"][..], "tiku-hybrid"));
    for pair in lines.windows(2).filter(|pair| pair[0][0] == pair[1][0]) {
        assert!(pair[0][4].parse::<f32>().unwrap() > pair[1][4].parse::<f32>().unwrap(), "{pair:?}");
        assert_eq!((pair[0][3], pair[1][3]), ("1", "2"));
    }
    assert!(lines.iter().all(|line| line.len() == 6 && line[0] != "5"));
}

#[test]
fn configurations_are_laid_side_by_side() {
    let place = Place::new();
    let records = "\
{\"id\":\"x\",\"question\":\"lock\",\"answer\":\"A mutex.\"}
{\"id\":\"y\",\"question\":\"mutex\",\"answer\":\"A lock, a lock, a lock.\"}
";
    place.write("corpus/bank.jsonl", records);
    place.tiku(&["index"]).fine();
    // One is right for what it asks, the other for what it answers.
    place.write(
        "topics.jsonl",
        "{\"qid\":\"1\",\"text\":\"lock\",\"kind\":\"short\"}\n{\"qid\":\"2\",\"text\":\"mutex\"}\n",
    );
    place.write("qrels.tsv", "1 0 y 1\n2 0 y 1\n");
    let line = ["eval", "--topics", "topics.jsonl", "--qrels", "qrels.tsv", "--mode", "keyword"];
    let vary = ["--vary", "question=0,exact=0", "--vary", "fusion=rrf,note=1"];
    let compared = place.tiku(&[&line[..], &vary, &["--json"]].concat()).json();
    assert_eq!((&compared[0]["name"], &compared[0]["change"]), (&"keyword".into(), &serde_json::Value::Null));
    let change = &compared[1]["change"];
    let (better, worse) = (&change["better"], &change["worse"]);
    assert_eq!(
        (&better[0]["qid"], &better[0]["after"], &worse[0]["qid"]),
        (&"1".into(), &1.0.into(), &"2".into())
    );
    assert_eq!((&change["p"], &change["kinds"]["short"]["p"]), (&1.0.into(), &1.0.into()));
    assert!(change["kinds"]["short"]["difference"].as_f64().unwrap() > 0.3);
    // With words alone there is nothing to fuse.
    assert_eq!(compared[2]["change"]["difference"], 0.0);

    let report = place.tiku(&[&line[..], &vary].concat()).fine().stdout;
    for part in [
        "A = keyword",
        "B = question=0",
        "C = fusion=rrf,note=1",
        "B - A: ",
        "better  0.631 -> 1.000  1",
        "short",
    ] {
        assert!(report.contains(part), "{part} in {report}");
    }
    let help = place.tiku(&["eval", "--help"]).fine().stdout;
    for (vary, part) in [("note", "name=value"), ("colour=1", "no part 'colour'"), ("note=-1", "a number")] {
        let ran = place.tiku(&[&line[..], &["--vary", vary]].concat());
        assert!(ran.code != Some(0) && ran.stderr.contains(part), "{vary}: {}", ran.stderr);
        let parts = ran.stderr.split("its parts are ").nth(1).unwrap_or_default();
        let parts = parts.lines().next().unwrap_or_default().split(", ").map(str::trim);
        parts.for_each(|part| assert!(help.contains(part), "{part} is not in the help"));
    }
}

#[test]
fn malformed_files_are_named_with_their_line() {
    let place = bank();
    place.write("topics.jsonl", TOPICS);
    place.write("qrels.tsv", QRELS);
    place.write("bad.jsonl", "{\"qid\":\"1\",\"text\":\"a\"}\n{\"qid\":\"2\"}\n");
    place.write("bad.tsv", "1 0 a 1\n2 0 b\n3 0 b high\n");
    let eval = |topics: &str, qrels: &str| place.tiku(&["eval", "--topics", topics, "--qrels", qrels]);
    eval("bad.jsonl", "qrels.tsv").failed(1, &["bad.jsonl:2: ", "`text`"]);
    eval("topics.jsonl", "bad.tsv").failed(1, &["bad.tsv:2: ", "b"]);
    eval("none.jsonl", "qrels.tsv").failed(1, &["'none.jsonl'"]);
    place.tiku(&["eval", "--topics", "topics.jsonl"]).failed(2, &["--run", "--help"]);
}
