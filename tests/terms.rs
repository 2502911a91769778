//! The promise of the analyzer: any text gives terms whose places slice the original text, and
//! the ways of writing one word give one term.

use proptest::prelude::*;
use tiku::analysis::{Analyzer, Token};

fn terms(text: &str) -> Vec<String> {
    Analyzer::shared().analyze(text).into_iter().map(|token| token.term).collect()
}

fn one_of(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(pieces).prop_map(str::to_owned)
}

/// Text as it occurs and as it does not: scripts, signs, marks, controls, in any mixture.
fn any_text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        4 => "[\u{4e00}-\u{4e80}哈希表数据库的是线程缓存击穿]{1,8}",
        2 => one_of(&["資料庫", "執行緒", "雜湊", "乾坤", "連線池", "物件導向", "後", "𠮷", "々", "〇"]),
        2 => "[\u{ff01}-\u{ff5e}\u{3000}-\u{3003}\u{ff66}-\u{ff9f}]{1,6}",
        4 => "[a-zA-Z0-9_+#./'’-]{1,12}",
        2 => one_of(&["C++17", ".NET", "HTTPServer", "don't", "__init__.py", "ﬁ", "①", "™", "İ", "ß", "ﷺ"]),
        2 => "[\u{300}-\u{315}\u{200b}-\u{200f}\u{fe0f}\u{ad}\u{3099}]{1,3}",
        1 => one_of(&["😀", "👩‍👩‍👧", "🇨🇳", "🅰", "1\u{fe0f}\u{20e3}"]),
        1 => "[\u{0}-\u{1f}\u{7f}-\u{9f}]{1,3}",
        1 => "[ \n\t]{1,2}",
        1 => any::<String>(),
    ];
    prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn tokens_slice_the_original_text_in_order(text in any_text()) {
        let tokens = Analyzer::shared().analyze(&text);
        for Token { term, start, end, .. } in &tokens {
            prop_assert!(!term.is_empty());
            prop_assert!(text.get(*start..*end).is_some_and(|slice| !slice.is_empty()), "{start}..{end} of {text:?}");
        }
        for pair in tokens.windows(2) {
            prop_assert!(pair[0].position <= pair[1].position, "{pair:?}");
            prop_assert!(pair[0].start <= pair[1].start, "{pair:?}");
        }
    }

    #[test]
    fn terms_are_in_lower_case(text in any_text()) {
        for term in terms(&text) {
            prop_assert!(term.chars().all(|c| !c.is_ascii_uppercase()), "{term}");
        }
    }
}

/// One word or sentence, and other ways of writing it.
const SPELLINGS: &[(&str, &[&str])] = &[
    ("数据库索引", &["資料庫索引", "數據庫索引"]),
    ("线程池", &["執行緒池", "線程池"]),
    ("哈希表和红黑树的区别", &["雜湊表和紅黑樹的區別", "哈希表和紅黑樹的區別"]),
    ("面向对象编程", &["物件導向程式設計"]),
    ("tcp 三次握手的数据", &["ＴＣＰ　三次握手的数据", "Tcp三次握手的数据", "TCP：三次握手的數據"]),
    ("c++", &["C++", "Ｃ＋＋"]),
    ("redis", &["Redis", "REDIS", "Ｒｅｄｉｓ", "re\u{200b}dis"]),
    ("http/2", &["HTTP/2", "ＨＴＴＰ／２"]),
    ("café", &["cafe\u{301}", "CAFÉ"]),
    ("什么是缓存击穿", &["什麼是緩存擊穿", "什麼是快取擊穿"]),
];

#[test]
fn spellings_of_a_word_give_the_same_terms() {
    for (plain, others) in SPELLINGS {
        assert!(!terms(plain).is_empty(), "{plain}");
        for other in *others {
            assert_eq!(terms(plain), terms(other), "{plain} and {other}");
        }
    }
}

#[test]
fn folded_texts_give_the_same_terms() {
    for (plain, others) in SPELLINGS {
        for text in others.iter().chain([plain]) {
            let folded = Analyzer::shared().fold(text);
            assert_eq!(terms(&folded), terms(text), "{text} → {folded}");
        }
    }
}

#[test]
fn technical_names_are_kept_beside_their_parts() {
    for (text, whole, parts) in [
        ("Node.js 的事件循环", "node.js", &["nodejs", "node", "js"][..]),
        ("io_uring 是什么", "io_uring", &["io", "uring"]),
        ("TCP/IP", "tcp/ip", &["tcp", "ip"]),
        ("HashMap 源码", "hashmap", &["hash", "map"]),
        ("B+树", "b+", &["树"]),
        ("UTF-8 编码", "utf-8", &["utf8", "utf"]),
    ] {
        let found = terms(text);
        for term in [&whole].into_iter().chain(parts) {
            assert!(found.iter().any(|one| one == term), "{term} in {found:?}");
        }
    }
}

#[test]
fn words_apart_and_inside_a_longer_word_have_the_same_distance() {
    let position = |text: &str, term: &str| {
        let tokens = Analyzer::shared().analyze(text);
        tokens.into_iter().find(|token| token.term == term).expect("the term is there").position
    };
    for (apart, together, first, second) in [
        ("缓存 击穿", "如何防止缓存击穿", "缓存", "击穿"),
        ("redis 集群", "搭建redis集群", "redis", "集群"),
        ("key value", "a key-value store", "key", "valu"),
        ("数据库 连接池", "資料庫連接池", "数据库", "连接池"),
    ] {
        let distance = |text| position(text, second) - position(text, first);
        assert_eq!(distance(apart), distance(together), "{together}");
    }
}

#[test]
fn what_is_no_word_gives_no_term() {
    for text in ["", " \n\t", "😀👍🏽🇨🇳", "，。！？「」……", "--- === ***", "\u{0}\u{7}\u{200b}", "的 了 the of"]
    {
        assert_eq!(terms(text), Vec::<String>::new(), "{text:?}");
    }
}
