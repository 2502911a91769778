//! Sets of words that are looked for in a text all at once.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// Words of which any may stand anywhere in a text, also within longer words.
pub struct Words(Option<AhoCorasick>);

impl Words {
    /// A set of words; English ones in lower case.
    pub fn new(words: &[&str]) -> Self {
        let mut builder = AhoCorasick::builder();
        let builder = builder.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA));
        // Building fails only for sets of words that are larger than memory.
        Self(builder.build(words).ok())
    }

    /// Whether one of them stands in the text, in whatever case.
    pub fn are_in(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|words| words.is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_of_them_in_any_case() {
        let words = Words::new(&["interview", "面试"]);
        for (text, found) in [("An InterView", true), ("后端面试题", true), ("view", false), ("", false)]
        {
            assert_eq!(words.are_in(text), found, "{text}");
        }
    }
}
