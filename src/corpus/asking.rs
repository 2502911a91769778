//! Whether a heading or a summary asks something; precision first.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::asking_words::{
    CHINESE_ASKS, CHINESE_INVITES, CHINESE_STARTS, CHINESE_STATES, ENGLISH_INVITES, ENGLISH_STARTS,
    TOPIC_ENDS, TOPIC_STARTS, TOPICS,
};
use super::text;
use super::words::{Starts, Words};
use crate::question::is_han;

/// Nearly every line of a source is judged, often more than once, so all tables are looked up and
/// none is gone through.
static CHINESE_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(CHINESE_ASKS));
static CHINESE_FIRST: LazyLock<Starts> = LazyLock::new(|| Starts::new(CHINESE_STARTS));
static CHINESE_STATING: LazyLock<Starts> = LazyLock::new(|| Starts::new(CHINESE_STATES));
static CHINESE_INVITING: LazyLock<Starts> = LazyLock::new(|| Starts::new(CHINESE_INVITES));
static ENGLISH_FIRST: LazyLock<Starts> = LazyLock::new(|| Starts::new(ENGLISH_STARTS));
static WHOLE_TOPICS: LazyLock<HashSet<&str>> = LazyLock::new(|| TOPICS.iter().copied().collect());
static TOPIC_FIRST: LazyLock<Starts> = LazyLock::new(|| Starts::new(TOPIC_STARTS));
/// The last bytes of [`TOPIC_ENDS`]: hardly any title has one of them.
static TOPIC_LAST: LazyLock<[bool; 256]> = LazyLock::new(|| {
    let mut last = [false; 256];
    TOPIC_ENDS.iter().filter_map(|end| end.bytes().last()).for_each(|byte| last[usize::from(byte)] = true);
    last
});

/// How a title presents itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Title {
    /// It asks.
    Asks,
    /// It names something that could be asked about.
    Names,
    /// It names a part of a text, such as a summary; never a question.
    Topic,
}

/// Judges a plain title, numbering already removed.
pub fn judge(title: &str) -> Title {
    // All words of the tables are ASCII or have no case.
    let lower = title.to_ascii_lowercase();
    let bare = lower.trim_end_matches([':', '：', '.', '。', '!', '！']).trim();
    if !text::says_something(bare) || is_topic(bare) {
        Title::Topic
    } else if ends_asking(bare) || asks_in_words(bare) {
        Title::Asks
    } else {
        Title::Names
    }
}

/// Whether the title ends like a sentence that asks; a topic such as 【网络】 may stand after it.
pub fn ends_asking(title: &str) -> bool {
    let topic = title.trim_end().strip_suffix('】').and_then(|open| open.rsplit_once('【'));
    let title = topic.map_or(title, |(asked, _)| asked);
    title.trim_end_matches(|c: char| c.is_whitespace() || "*_)）】”\"".contains(c)).ends_with(['?', '？'])
}

/// Whether the text begins like a task or a question: enough where questions are announced.
pub fn invites(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    if lower.chars().any(is_han) {
        return CHINESE_INVITING.of(&lower).is_some();
    }
    let word = lower.split(|c: char| !(c.is_alphanumeric() || c == '\'')).next().unwrap_or_default();
    ENGLISH_INVITES.contains(&word)
}

/// `第 3 题`, `Question 3`: a number and nothing that is asked.
fn is_ordinal(title: &str) -> bool {
    let rest = title.strip_prefix('第').or_else(|| title.strip_prefix("question")).unwrap_or(title);
    let is_count = |c: char| c.is_ascii_digit() || text::is_numeral(c);
    let unit = rest.trim_start_matches(|c: char| is_count(c) || c.is_whitespace() || c == '#');
    unit.len() < rest.len()
        && rest.len() < title.len()
        && matches!(unit, "" | "题" | "问" | "道" | "章" | "节")
}

fn is_topic(title: &str) -> bool {
    WHOLE_TOPICS.contains(title)
        || is_ordinal(title)
        || TOPIC_FIRST.of(title).is_some()
        || (title.bytes().last().is_some_and(|byte| TOPIC_LAST[usize::from(byte)])
            && TOPIC_ENDS.iter().any(|end| title.ends_with(end)))
}

/// `Explain 优化` is about a command: a title with Han characters is Chinese.
fn asks_in_words(title: &str) -> bool {
    if title.chars().any(is_han) { asks_in_chinese(title) } else { asks_in_english(title) }
}

fn asks_in_chinese(title: &str) -> bool {
    title.ends_with(['么', '呢'])
        || CHINESE_FIRST.of(title).is_some()
        || (CHINESE_WORDS.are_in(title) && CHINESE_STATING.of(title).is_none())
}

fn asks_in_english(title: &str) -> bool {
    // `how can` begins no `how candidates are evaluated`.
    let is_whole =
        |start: &str| start.ends_with(' ') || !title[start.len()..].starts_with(char::is_alphanumeric);
    ENGLISH_FIRST.of(title).is_some_and(is_whole)
        || title.contains("difference between")
        || title.contains("differences between")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_ask() {
        for title in [
            "什么是 AQS",
            "线程池有哪些参数",
            "HashMap 和 Hashtable 的区别",
            "你了解反射么",
            "简述 TCP 协议",
            "What is a mutex",
            "Explain the event loop",
            "Is JavaScript single-threaded?",
            "How does TCP work",
            "谈谈 JVM",
            "真的安全？（重要）？",
        ] {
            assert_eq!(judge(title), Title::Asks, "{title}");
        }
    }

    #[test]
    fn titles_that_name() {
        for title in [
            "三次握手",
            "Closures",
            "HashMap 的底层实现",
            "解释器模式",
            "请求头",
            "描述符",
            "判断元素是否存在",
            "Explain 优化",
            "推荐系统",
            "Whatever works",
            "How to contribute code",
            "How candidates are judged",
        ] {
            assert_ne!(judge(title), Title::Asks, "{title}");
        }
    }

    #[test]
    fn parts_of_a_text_are_topics() {
        for title in [
            "总结",
            "参考资料",
            "Summary",
            "References",
            "Redis 常见面试题总结",
            "FAQ",
            "第一步：解析",
            "?",
            "",
        ] {
            assert_eq!(judge(title), Title::Topic, "{title}");
        }
    }
}
