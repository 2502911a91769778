//! Suggestions: questions and topics that have a word which begins with what is being typed, in
//! letters, in Han characters or in pinyin.

mod entries;
mod typed;

use std::collections::HashSet;

use crate::analysis::Analyzer;
use crate::error::Result;
use crate::index::Index;
use crate::search::answer::Suggestion;
use entries::Entry;
use typed::Beginnings;

/// Of the first completions so many are topics at most: people look for questions.
const TOPICS: usize = 3;
/// The fewest letters that are taken for pinyin, and for the first letters of syllables.
const PINYIN_FROM: usize = 2;
const INITIALS_FROM: usize = 3;

/// All that can be suggested, sorted by what follows each beginning of a word in it.
pub struct Suggestions {
    entries: Vec<Entry>,
    written: Beginnings,
    pinyin: Beginnings,
    initials: Beginnings,
}

impl Suggestions {
    /// Reads every question's text once. The same text is kept once.
    pub fn load(index: &Index) -> Result<Self> {
        Ok(Self::of(entries::load(index)?))
    }

    fn of(entries: Vec<Entry>) -> Self {
        let texts = || entries.iter().map(|entry| entry.folded.as_str());
        Self {
            written: Beginnings::of(texts(), typed::written),
            pinyin: Beginnings::of(texts(), typed::pinyin),
            initials: Beginnings::of(texts(), typed::initials),
            entries,
        }
    }

    /// At most `n` completions of `prefix`: what it begins as it is written comes before what it
    /// begins in pinyin, the beginning of a text before that of a word in it, and what is most
    /// asked, or answered and short, first.
    pub fn complete(&self, prefix: &str, n: usize) -> Vec<Suggestion> {
        let prefix = Analyzer::shared().fold(prefix.trim());
        if prefix.is_empty() || n == 0 {
            return Vec::new();
        }
        let letters: String = prefix.chars().filter(|c| *c != ' ').collect();
        let is_latin = letters.bytes().all(|byte| byte.is_ascii_lowercase());
        let mut found = Found { taken: HashSet::new(), topics: Vec::new(), questions: Vec::new() };
        for (beginnings, typed, least) in [
            (&self.written, &prefix, 1),
            (&self.pinyin, &letters, PINYIN_FROM),
            (&self.initials, &letters, INITIALS_FROM),
        ] {
            let applies = least == 1 || (is_latin && typed.len() >= least);
            if applies && found.questions.len() < n {
                self.add(beginnings, typed, n, &mut found);
            }
        }
        let topics = found.topics.iter().take(TOPICS.min(n.div_ceil(2)));
        let best = topics.chain(&found.questions).take(n);
        best.map(|at| self.entries[*at as usize].suggestion()).collect()
    }

    /// Adds what begins so, the best first.
    fn add(&self, beginnings: &Beginnings, typed: &str, n: usize, found: &mut Found) {
        let mut begun: Vec<((bool, u32, usize), u32)> = beginnings
            .from(typed)
            .map(|(at, inside)| {
                ((inside, self.entries[at as usize].rank, self.entries[at as usize].folded.len()), at)
            })
            .collect();
        begun.sort_unstable();
        for (_, at) in begun {
            if found.questions.len() >= n && found.topics.len() >= TOPICS {
                break;
            }
            if found.taken.insert(at) {
                let is_topic = self.entries[at as usize].is_topic();
                if is_topic { &mut found.topics } else { &mut found.questions }.push(at);
            }
        }
    }
}

/// What was found so far.
struct Found {
    taken: HashSet<u32>,
    topics: Vec<u32>,
    questions: Vec<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(prefix: &str) -> Vec<String> {
        let entries = vec![
            Entry::question("a", "什么是红黑树？", true),
            Entry::question("b", "红黑树的旋转", true),
            Entry::question("c", "Redis 如何持久化？", false),
            Entry::question("d", "What is a red-black tree?", true),
            Entry::topic("红黑树", 5),
            Entry::topic("Redis", 9),
        ];
        Suggestions::of(entries).complete(prefix, 10).into_iter().map(|found| found.text).collect()
    }

    #[test]
    fn what_is_typed_is_completed_in_every_script() {
        for (prefix, expected) in [
            ("红", vec!["红黑树", "红黑树的旋转", "什么是红黑树？"]),
            ("hongh", vec!["红黑树", "红黑树的旋转", "什么是红黑树？"]),
            ("hong hei", vec!["红黑树", "红黑树的旋转", "什么是红黑树？"]),
            ("hhs", vec!["红黑树", "红黑树的旋转", "什么是红黑树？"]),
            ("RED", vec!["Redis", "What is a red-black tree?", "Redis 如何持久化？"]),
            ("chijiu", vec!["Redis 如何持久化？"]),
            ("紅黑", vec!["红黑树", "红黑树的旋转", "什么是红黑树？"]),
            ("h", vec![]),
            ("ed", vec![]),
            ("", vec![]),
        ] {
            let mut found = completed(prefix);
            if prefix == "RED" {
                // Both orders of the two questions are right: one is answered, the other begins so.
                found[1..].sort();
                let mut expected = expected.clone();
                expected[1..].sort();
                assert_eq!(found, expected);
                continue;
            }
            assert_eq!(found, expected, "{prefix}");
        }
    }

    #[test]
    fn no_more_than_asked_for() {
        assert_eq!(completed("红").len(), 3);
        let entries = (0..20).map(|at| Entry::topic(&format!("redis {at}"), at)).collect();
        let suggestions = Suggestions::of(entries);
        assert_eq!((suggestions.complete("redis", 2).len(), suggestions.complete("redis", 0).len()), (1, 0));
    }
}
