//! What was typed → what was meant: pinyin, misspelt and unfinished words.
//!
//! Only words that the index does not know are touched, so an exact match can never lose
//! against a corrected one. What was changed is told with the answer.

mod homophones;
mod latin;
pub(super) mod pinyin;
mod typed;
mod unfinished;
mod vocabulary;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::analysis::Analyzer;
use crate::error::Result;
use crate::index::Index;
use crate::question::is_han;
use vocabulary::Vocabulary;

/// A part of the query that was searched for as something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Correction {
    /// What was typed.
    pub from: String,
    /// What was searched for.
    pub to: String,
    /// How the one was taken for the other.
    pub how: How,
}

/// Why one word is taken for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// It is the word's pinyin.
    Pinyin,
    /// It is the first letters of the word's syllables.
    Initials,
    /// It is the word, misspelt.
    Spelling,
    /// It is the word with characters that sound the same.
    Homophone,
    /// It is the beginning of the word.
    Completion,
}

/// Corrects queries by the words of one index.
pub struct Speller {
    vocabulary: Vocabulary,
}

impl Speller {
    /// Reads the words of all questions once.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn load(index: &Index) -> Result<Self> {
        Ok(Self { vocabulary: Vocabulary::load(index)? })
    }

    /// A query as it was meant, and what was changed in it; `is_known` tells the words of the index.
    pub fn correct(&self, text: &str, is_known: &dyn Fn(&str) -> bool) -> (String, Vec<Correction>) {
        let (mut corrected, mut corrections) = (String::new(), Vec::new());
        let folded = Analyzer::shared().fold(text);
        let runs = runs(&folded);
        let last = runs.len().saturating_sub(1);
        for (place, run) in runs.into_iter().enumerate() {
            let (meant, mut changes) = match run {
                Run::Han(run) => {
                    let completed = || unfinished::complete(run, &self.vocabulary);
                    match (place == last).then(completed).flatten() {
                        Some((meant, completion)) => (meant, vec![completion]),
                        None => homophones::correct(run, &self.vocabulary),
                    }
                }
                Run::Latin(run) => typed::correct(run, &self.vocabulary, is_known),
            };
            corrected.push_str(&meant);
            corrections.append(&mut changes);
        }
        (corrected, corrections)
    }
}

/// Whether a query may hold something to correct: a word that the index does not know, or Han
/// characters that are no part of a longer word.
pub fn is_suspicious(text: &str, is_known: &dyn Fn(&str) -> bool) -> bool {
    let tokens = Analyzer::shared().analyze(text);
    let lone = |term: &str| term.chars().all(is_han) && term.chars().nth(1).is_none();
    tokens.iter().any(|token| lone(&token.term) || !is_known(&token.term))
}

/// A stretch of a text.
enum Run<'a> {
    Han(&'a str),
    /// Anything else, spaces and all.
    Latin(&'a str),
}

fn runs(text: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c: char| is_han(c) != is_han(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        runs.push(if is_han(first) { Run::Han(run) } else { Run::Latin(run) });
        rest = after;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 4] =
        ["红黑树和哈希表", "Redis 持久化", "三次握手 tcp san", "go java kubernetes 网络"];

    fn corrected(text: &str) -> (String, Vec<How>) {
        let vocabulary = Vocabulary::of(&TEXTS);
        let words: Vec<String> =
            TEXTS.iter().flat_map(|text| Analyzer::shared().analyze(text)).map(|token| token.term).collect();
        let (text, corrections) =
            Speller { vocabulary }.correct(text, &|term| words.iter().any(|word| word == term));
        (text, corrections.into_iter().map(|correction| correction.how).collect())
    }

    #[test]
    fn what_was_meant() {
        use How::{Completion, Homophone, Initials, Pinyin, Spelling};
        for (typed, meant, how) in [
            ("hongheishu", "红黑树", vec![Pinyin]),
            ("hong hei shu", "红黑树", vec![Pinyin]),
            ("hongheishu haxibiao", "红黑树 哈希表", vec![Pinyin, Pinyin]),
            ("hongheishuhaxibiao", "红黑树 哈希表", vec![Pinyin]),
            ("hhs", "红黑树", vec![Initials]),
            ("redis chijiuhua", "redis 持久化", vec![Pinyin]),
            ("redischijiuhua", "redis 持久化", vec![Pinyin]),
            ("san ci wo shou", "三次握手", vec![Pinyin]),
            ("Redsi 持久化", "redis 持久化", vec![Spelling]),
            ("哈西表", "哈希表", vec![Homophone]),
            ("红黑书的旋转", "红黑树的旋转", vec![Homophone]),
            ("kuber", "kubernetes", vec![Completion]),
            ("redis 三次握", "redis 三次握手", vec![Completion]),
        ] {
            assert_eq!(corrected(typed), (meant.to_owned(), how), "{typed}");
        }
    }

    #[test]
    fn known_words_and_foreign_ones_stay() {
        for typed in
            ["go", "java", "tcp", "红黑树", "三次握手", "c++ 17", "http://x.y/z", "elephant", "", "🙂 ?"]
        {
            assert_eq!(corrected(typed), (typed.to_owned(), vec![]), "{typed}");
        }
    }
}
