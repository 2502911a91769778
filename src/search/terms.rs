//! What is looked up of a query: its terms, each once.

use std::collections::HashSet;

use crate::analysis::{Analyzer, Token};

/// Terms of a query that are looked up; a pasted page has no more to say than its first few hundred.
const MAX_TERMS: usize = 256;

/// The tokens of a text, the first one of each term.
pub(super) fn distinct(text: &str) -> Vec<Token> {
    let mut seen = HashSet::new();
    let tokens = Analyzer::shared().analyze(text).into_iter();
    tokens.filter(|token| seen.insert(token.term.clone())).take(MAX_TERMS).collect()
}

/// How a word stands to the others of its query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is made of other words: 监控告警.
    Whole,
    /// It only comes about where two others meet, as 控告 does in 监控告警.
    Accidental,
    /// Any other.
    Plain,
}

/// How each of the words stands to the others.
pub(super) fn standings(words: &[Token]) -> Vec<Standing> {
    words.iter().map(|word| standing(word, words)).collect()
}

fn standing(word: &Token, words: &[Token]) -> Standing {
    let inside = |inner: &Token, outer: &Token| {
        outer.start <= inner.start
            && inner.end <= outer.end
            && outer.end - outer.start > inner.end - inner.start
    };
    let crosses = |whole: &Token| {
        inside(word, whole)
            && words.iter().any(|first| {
                let meets = words.iter().any(|second| second.start == first.end && second.end == whole.end);
                first.start == whole.start && meets && word.start < first.end && first.end < word.end
            })
    };
    if words.iter().any(crosses) {
        Standing::Accidental
    } else if words.iter().any(|other| inside(other, word)) {
        Standing::Whole
    } else {
        Standing::Plain
    }
}

/// The terms of a phrase with their positions.
pub(super) fn phrase(text: &str) -> Vec<(usize, String)> {
    let tokens = Analyzer::shared().analyze(text);
    tokens.into_iter().map(|token| (token.position, token.term)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_to_each_other() {
        let words = distinct("监控告警 redis");
        let standing = |term: &str| {
            let at = words.iter().position(|word| word.term == term);
            at.map(|at| standings(&words)[at])
        };
        assert_eq!(standing("监控告警"), Some(Standing::Whole));
        assert_eq!(standing("监控"), Some(Standing::Plain));
        assert_eq!(standing("控告"), Some(Standing::Accidental));
        assert_eq!(standing("redis"), Some(Standing::Plain));
    }
}
