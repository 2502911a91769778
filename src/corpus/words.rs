//! Sets of words that are looked for in a text all at once.

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};

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

/// Words with which a text may begin, in whatever case.
pub struct Starts(Option<AhoCorasick>);

impl Starts {
    /// A set of words; English ones in lower case.
    pub fn new(words: &[&str]) -> Self {
        let mut builder = AhoCorasick::builder();
        let builder = builder
            .ascii_case_insensitive(true)
            .start_kind(StartKind::Anchored)
            .match_kind(MatchKind::LeftmostLongest);
        // Building fails only for sets of words that are larger than memory.
        Self(builder.kind(Some(AhoCorasickKind::DFA)).build(words).ok())
    }

    /// The longest of them that the text begins with.
    pub fn of<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.find(text).and_then(|(_, length)| text.get(..length))
    }

    /// Its place in the set, and its length in the text.
    pub fn find(&self, text: &str) -> Option<(usize, usize)> {
        let found = self.0.as_ref()?.find(Input::new(text).anchored(Anchored::Yes))?;
        Some((found.pattern().as_usize(), found.end()))
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

    #[test]
    fn the_longest_at_the_start() {
        let starts = Starts::new(&["what do", "what does", "请"]);
        for (text, found) in [
            ("what does it", Some("what does")),
            ("what do", Some("what do")),
            ("so what does it", None),
            ("请问", Some("请")),
            ("", None),
        ] {
            assert_eq!(starts.of(text), found, "{text}");
        }
    }
}
