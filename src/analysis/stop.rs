//! Drops words that say nothing about a topic, in both languages. Positions keep the gap, so
//! that a phrase does not close over what was said between its words.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{Token, word_list};

/// The Chinese stop words. The segmenter knows them too, so that they come out as words.
pub(super) const CHINESE: &str = include_str!("stop_words_zh.txt");
const ENGLISH: &str = include_str!("stop_words_en.txt");

static STOP_WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| [CHINESE, ENGLISH].into_iter().flat_map(word_list).collect());

/// The filter: keeps all but the stop words.
pub(super) fn drop_stop_words(tokens: &mut Vec<Token>) {
    tokens.retain(|token| !STOP_WORDS.contains(token.term.as_str()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_go_and_topics_stay() {
        for (term, stays) in
            [("的", false), ("如何", false), ("the", false), ("what", false), ("锁", true), ("this", true)]
        {
            let mut tokens = vec![Token { term: term.to_owned(), start: 0, end: term.len(), position: 3 }];
            drop_stop_words(&mut tokens);
            assert_eq!(!tokens.is_empty(), stays, "{term}");
        }
    }
}
