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

/// The terms of a phrase with their positions.
pub(super) fn phrase(text: &str) -> Vec<(usize, String)> {
    let tokens = Analyzer::shared().analyze(text);
    tokens.into_iter().map(|token| (token.position, token.term)).collect()
}
