//! The words of an index: what a mistyped word may have been meant to be.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use super::pinyin;
#[cfg(test)]
use crate::analysis::Analyzer;
use crate::error::Result;
use crate::index::{Index, TextField};
use crate::question::is_han;

/// The shortest word, in characters, that may be typed by its initials.
const INITIALS_FROM: usize = 3;

/// A word and how often it occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub times: u32,
}

/// Han words by what is typed for them, Latin words by their first letter.
#[derive(Default)]
pub struct Vocabulary {
    /// In the order of their characters, so that those with one beginning stand together.
    han: BTreeMap<String, u32>,
    latin: HashMap<String, u32>,
    by_reading: HashMap<String, Vec<Word>>,
    by_initials: HashMap<String, Vec<Word>>,
    by_letter: HashMap<u8, Vec<Word>>,
}

impl Vocabulary {
    /// Reads the words of an index once: Han words as they were cut for its postings, Latin words
    /// as they are written, because a stem is no word.
    pub fn load(index: &Index) -> Result<Self> {
        let mut vocabulary = Self::default();
        for field in TextField::ALL {
            index.inverted.each_term(field, |term, times| vocabulary.add_han(term, times))?;
        }
        for row in index.questions.questions()? {
            let (_, question) = row?;
            let said = [&question.question, &question.answer].into_iter();
            said.chain(&question.key_points)
                .chain(&question.tags)
                .for_each(|text| vocabulary.add_latin(text));
        }
        vocabulary.finish();
        Ok(vocabulary)
    }

    fn add_han(&mut self, term: &str, times: u32) {
        if term.chars().all(is_han) && term.chars().nth(1).is_some() {
            *self.han.entry(term.to_owned()).or_default() += times;
        }
    }

    fn add_latin(&mut self, text: &str) {
        for word in text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() >= 3) {
            *self.latin.entry(word.to_ascii_lowercase()).or_default() += 1;
        }
    }

    fn finish(&mut self) {
        for word in by_times(self.han.iter()) {
            for typed in pinyin::readings(&word.text) {
                self.by_reading.entry(typed).or_default().push(word.clone());
            }
            if word.text.chars().count() >= INITIALS_FROM {
                for typed in pinyin::initials(&word.text) {
                    self.by_initials.entry(typed).or_default().push(word.clone());
                }
            }
        }
        for word in by_times(self.latin.iter()) {
            self.by_letter.entry(word.text.as_bytes()[0]).or_default().push(word);
        }
    }

    /// Whether a Han word occurs.
    pub fn has_han(&self, word: &str) -> bool {
        self.han.contains_key(word)
    }

    /// Whether a Latin word occurs, in lower case.
    pub fn has_latin(&self, word: &str) -> bool {
        self.latin.contains_key(word)
    }

    /// A Latin word that occurs, in lower case.
    pub fn latin_word(&self, word: &str) -> Option<&Word> {
        let letter = self.has_latin(word).then(|| word.as_bytes().first()).flatten()?;
        self.latin_from(*letter).iter().find(|known| known.text == word)
    }

    /// The Han words that are typed so in full, the most frequent first.
    pub fn read_as(&self, typed: &str) -> &[Word] {
        self.by_reading.get(typed).map_or(&[], Vec::as_slice)
    }

    /// The Han words whose syllables begin so, the most frequent first.
    pub fn begun_as(&self, typed: &str) -> &[Word] {
        self.by_initials.get(typed).map_or(&[], Vec::as_slice)
    }

    /// The most frequent Han word that begins so; the beginning itself where that is a word.
    pub fn begun_with(&self, beginning: &str) -> Option<&str> {
        let from = (Bound::Included(beginning), Bound::Unbounded);
        let begun = self.han.range::<str, _>(from).take_while(|(word, _)| word.starts_with(beginning));
        begun.max_by_key(|(word, times)| (*word == beginning, **times)).map(|(word, _)| word.as_str())
    }

    /// The Latin words that begin with a letter, the most frequent first.
    pub fn latin_from(&self, letter: u8) -> &[Word] {
        self.by_letter.get(&letter).map_or(&[], Vec::as_slice)
    }

    #[cfg(test)]
    pub fn of(texts: &[&str]) -> Self {
        let mut vocabulary = Self::default();
        for text in texts {
            for token in Analyzer::shared().analyze(text) {
                vocabulary.add_han(&token.term, 1);
            }
            vocabulary.add_latin(text);
        }
        vocabulary.finish();
        vocabulary
    }
}

/// Words, the most frequent first.
fn by_times<'a>(words: impl Iterator<Item = (&'a String, &'a u32)>) -> Vec<Word> {
    let mut words: Vec<Word> =
        words.map(|(text, times)| Word { text: text.clone(), times: *times }).collect();
    words.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.text.cmp(&b.text)));
    words
}
