//! The promise: counts are right, and pages neither repeat nor skip a hit, in every mode and order.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::OnceLock;

use tiku::embedding::{self, DEFAULT_EMBEDDER};
use tiku::index::VectorSearch;
use tiku::ingest::ingest;
use tiku::search::{Mode, SearchAnswer, SearchRequest, Searcher, Sort};

/// A searcher over the question bank of the project.
fn searcher() -> &'static Searcher {
    static SEARCHER: OnceLock<(tempfile::TempDir, Searcher)> = OnceLock::new();
    let (_, searcher) = SEARCHER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let bank = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus");
        let embedder = embedding::open(DEFAULT_EMBEDDER).unwrap();
        ingest(&[bank], folder.path(), embedder.as_ref(), &|_| {}).unwrap();
        let searcher = Searcher::open(folder.path(), embedder, VectorSearch::Auto).unwrap();
        (folder, searcher)
    });
    searcher
}

fn asked(q: &str, mode: Mode) -> SearchRequest {
    SearchRequest { q: q.to_owned(), mode, ..SearchRequest::default() }
}

fn search(request: &SearchRequest) -> SearchAnswer {
    searcher().search(request).unwrap()
}

fn ids(answer: &SearchAnswer) -> Vec<String> {
    answer.hits.iter().map(|hit| hit.id.to_string()).collect()
}

const QUERIES: [&str; 4] = ["redis", "how does a hash table grow", "缓存 一致性", "讲讲你最失败的一次经历"];
const MODES: [Mode; 3] = [Mode::Hybrid, Mode::Keyword, Mode::Semantic];

#[test]
fn walking_along_cursors_gives_every_hit_once() {
    for q in QUERIES {
        for mode in MODES {
            for (sort, distinct) in
                [(None, false), (None, true), (Some("-difficulty"), false), (Some("source"), true)]
            {
                let sort = sort.map(|sort| Sort::parse(sort).unwrap());
                let mut request = SearchRequest { limit: Some(37), sort, distinct, ..asked(q, mode) };
                let total = search(&request).total;
                let mut walked = Vec::new();
                loop {
                    let answer = search(&request);
                    assert_eq!(answer.total, total);
                    walked.extend(ids(&answer));
                    let Some(next) = answer.next else { break };
                    request.cursor = Some(next);
                }
                assert_eq!(walked.len(), total, "{q} {mode:?} {sort:?}");
                assert_eq!(walked.iter().collect::<HashSet<_>>().len(), total, "{q} {mode:?} {sort:?}");
                // The same as one long page, where one page may be so long.
                let all = SearchRequest { limit: Some(1000), cursor: None, ..request.clone() };
                assert_eq!(ids(&search(&all)), walked, "{q} {mode:?} {sort:?}");
            }
        }
    }
}

#[test]
fn pages_by_offset_agree_with_one_long_page() {
    for q in QUERIES {
        let long = ids(&search(&SearchRequest { limit: Some(120), ..asked(q, Mode::Hybrid) }));
        for offset in [0, 7, 19, 20, 21, 60, 113] {
            let page = SearchRequest { limit: Some(7), offset, ..asked(q, Mode::Hybrid) };
            let expected = &long[offset.min(long.len())..(offset + 7).min(long.len())];
            assert_eq!(ids(&search(&page)), expected, "{q} from {offset}");
        }
    }
}

#[test]
fn a_facet_counts_what_its_filter_finds() {
    let mut checked = 0;
    for q in QUERIES {
        for mode in MODES {
            let answer = search(&asked(q, mode));
            for (field, counts) in &answer.facets {
                assert!(counts.values().all(|count| *count <= answer.total), "{q} {mode:?} {field}");
                for (value, count) in counts.iter().take(12).filter(|_| field != "source") {
                    let filter = vec![format!("{field}:\"{value}\"")];
                    let found = search(&SearchRequest { filter, ..asked(q, mode) });
                    assert_eq!(found.total, *count, "{q} {mode:?} {field}:{value}");
                    checked += 1;
                }
            }
            let kinds: usize = answer.facets["kind"].values().sum();
            let langs: usize = answer.facets["lang"].values().sum();
            assert_eq!((kinds, langs), (answer.total, answer.total), "{q} {mode:?}");
        }
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn sorted_hits_are_in_order_and_those_without_a_value_come_last() {
    for (sort, descending) in [("difficulty", false), ("-difficulty", true)] {
        let sort = Some(Sort::parse(sort).unwrap());
        let answer = search(&SearchRequest { limit: Some(500), sort, ..asked("redis", Mode::Hybrid) });
        let mut grades: Vec<_> = answer.hits.iter().map(|hit| hit.difficulty).collect();
        let known = grades.iter().take_while(|grade| grade.is_some()).count();
        assert!(grades[known..].iter().all(Option::is_none));
        grades.truncate(known);
        if descending {
            grades.reverse();
        }
        assert!(grades.is_sorted() && grades.first() != grades.last());
    }
    let sort = Some(Sort::parse("source").unwrap());
    let answer = search(&SearchRequest { limit: Some(500), sort, ..asked("redis", Mode::Hybrid) });
    assert!(answer.hits.is_sorted_by_key(|hit| (hit.source.path.clone(), hit.source.line)));
}

#[test]
fn a_cursor_of_another_search_is_refused() {
    let cursor = search(&asked("redis", Mode::Hybrid)).next;
    assert!(cursor.is_some());
    let request = |change: fn(SearchRequest) -> SearchRequest| {
        change(SearchRequest { cursor: cursor.clone(), ..asked("redis", Mode::Hybrid) })
    };
    assert!(searcher().search(&request(|same| same)).is_ok());
    assert!(
        searcher().search(&request(|same| SearchRequest { limit: Some(3), explain: true, ..same })).is_ok()
    );
    let others: [fn(SearchRequest) -> SearchRequest; 6] = [
        |same| SearchRequest { q: "mysql".to_owned(), ..same },
        |same| SearchRequest { mode: Mode::Keyword, ..same },
        |same| SearchRequest { filter: vec!["lang:zh".to_owned()], ..same },
        |same| SearchRequest { distinct: true, ..same },
        |same| SearchRequest { min_score: Some(0.3), ..same },
        |same| SearchRequest { sort: Some(Sort::parse("date").unwrap()), ..same },
    ];
    for (number, other) in others.into_iter().enumerate() {
        let message = searcher().search(&request(other)).unwrap_err().to_string();
        assert!(message.contains("another search"), "{number}: {message}");
    }
    let both = searcher().search(&request(|same| SearchRequest { offset: 1, ..same }));
    assert!(both.unwrap_err().to_string().contains("one of them"));
}

#[test]
fn what_is_found_by_meaning_alone_says_so() {
    let answer = search(&asked("zvqx", Mode::Hybrid));
    let found_by_words = search(&asked("zvqx", Mode::Keyword));
    assert_eq!(found_by_words.total, 0);
    assert!(answer.hits.is_empty() || answer.notice.is_some());
    let foreign = search(&asked("скажите", Mode::Hybrid));
    assert!(foreign.hits.is_empty() || foreign.notice.unwrap().contains("meaning"));
    assert_eq!(search(&asked("redis", Mode::Hybrid)).notice, None);
}

#[test]
fn a_word_that_counts_nothing_finds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let bank = folder.path().join("bank.jsonl");
    let records = [("x", "系统的监控和告警"), ("y", "控告是什么"), ("z", "监控告警怎么做")];
    let lines =
        records.map(|(id, asked)| format!("{{\"id\":\"{id}\",\"question\":\"{asked}\",\"answer\":\"\"}}\n"));
    std::fs::write(&bank, lines.concat()).unwrap();
    let embedder = embedding::open(DEFAULT_EMBEDDER).unwrap();
    let index = folder.path().join("index");
    ingest(&[bank], &index, embedder.as_ref(), &|_| {}).unwrap();
    let searcher = Searcher::open(&index, embedder, VectorSearch::Auto).unwrap();
    // 控告 stands in 监控告警 by accident only.
    let answer = searcher.search(&asked("监控告警", Mode::Keyword)).unwrap();
    assert_eq!((ids(&answer), answer.total), (vec!["z".to_owned(), "x".to_owned()], 2));
}

#[test]
fn the_exact_question_comes_first_however_it_is_typed() {
    let question = &search(&SearchRequest {
        filter: vec!["lang:zh".to_owned()],
        ..asked("布隆过滤器", Mode::Hybrid)
    })
    .hits[0];
    let bare: String = question.question.chars().filter(|c| c.is_alphanumeric()).collect();
    let answer = search(&SearchRequest { explain: true, ..asked(&bare, Mode::Hybrid) });
    assert_eq!(answer.hits[0].id, question.id);
    let explanation = answer.hits[0].explain.as_ref().unwrap();
    assert!(explanation.exact && answer.hits[0].score > 0.5, "{explanation:?}");
}
