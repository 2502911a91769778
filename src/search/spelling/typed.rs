//! Latin letters → what was meant: pinyin of Han words, or Latin words misspelt or unfinished.

use super::vocabulary::{Vocabulary, Word};
use super::{Correction, How, latin, pinyin};
use crate::analysis::Analyzer;

/// Words in a row that may spell one Han word, syllable by syllable.
const MOST_SYLLABLES: usize = 8;
/// The shortest and longest text that is tried as pinyin without spaces.
const SHORTEST: usize = 3;
const LONGEST: usize = 48;

/// A run without Han characters as it was meant.
pub(super) fn correct(
    run: &str,
    vocabulary: &Vocabulary,
    is_known: &dyn Fn(&str) -> bool,
) -> (String, Vec<Correction>) {
    let words: Vec<&str> = run.split(' ').collect();
    let known: Vec<bool> = words.iter().map(|word| is_fine(word, is_known)).collect();
    let (mut meant, mut corrections): (Vec<String>, Vec<Correction>) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < words.len() {
        let spaced = syllables(&words[at..], &known[at..], vocabulary);
        let (taken, found) = match spaced {
            Some((taken, word)) => (taken, Some((word.to_owned(), How::Pinyin))),
            None if known[at] => (1, None),
            None => (1, word(words[at], vocabulary)),
        };
        let from = words[at..at + taken].join(" ");
        if let Some((to, how)) = found {
            corrections.push(Correction { from, to: to.clone(), how });
            meant.push(to);
        } else {
            meant.push(from);
        }
        at += taken;
    }
    (meant.join(" "), corrections)
}

/// Whether nothing is to be done about a word: it is no plain word, or the index knows it.
fn is_fine(word: &str, is_known: &dyn Fn(&str) -> bool) -> bool {
    if word.len() < SHORTEST - 1 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return true;
    }
    let tokens = Analyzer::shared().analyze(word);
    tokens.is_empty() || is_known(word) || tokens.iter().any(|token| is_known(&token.term))
}

/// The longest Han word that the next words spell, one syllable each; one of them at least is
/// nothing else.
fn syllables<'v>(words: &[&str], known: &[bool], vocabulary: &'v Vocabulary) -> Option<(usize, &'v str)> {
    let row = words.iter().take(MOST_SYLLABLES).take_while(|word| pinyin::is_syllable(word)).count();
    (2..=row).rev().filter(|count| known[..*count].contains(&false)).find_map(|count| {
        let spelt = vocabulary.read_as(&words[..count].concat());
        let word = spelt.iter().find(|word| word.text.chars().count() == count)?;
        Some((count, word.text.as_str()))
    })
}

/// What a single unknown word was meant to be.
fn word(word: &str, vocabulary: &Vocabulary) -> Option<(String, How)> {
    if word.len() < SHORTEST || word.len() > LONGEST {
        return None;
    }
    let told = |how: How| move |word: &Word| (word.text.clone(), how);
    let spelling = || latin::corrected(word, vocabulary).map(told(How::Spelling));
    split(word, vocabulary)
        .map(|words| (words.join(" "), How::Pinyin))
        .or_else(|| vocabulary.begun_as(word).first().map(told(How::Initials)))
        .or_else(|| latin::completed(word, vocabulary).map(told(How::Completion)))
        .or_else(spelling)
}

/// The fewest words that are typed so without spaces: Han words in pinyin, at least one, and
/// known Latin words between them.
fn split<'v>(text: &'v str, vocabulary: &'v Vocabulary) -> Option<Vec<&'v str>> {
    // best[end]: the fewest words up to there, whether one is Han, and where the last begins.
    let mut best: Vec<Option<(usize, bool, usize, &str)>> = vec![None; text.len() + 1];
    best[0] = Some((0, false, 0, ""));
    for end in 1..=text.len() {
        for start in 0..end {
            let Some((count, han, ..)) = best[start] else { continue };
            let part = &text[start..end];
            let spelt = vocabulary.read_as(part).first().map(|word| (word.text.as_str(), true));
            let latin = || (part.len() >= SHORTEST && vocabulary.has_latin(part)).then_some((part, false));
            let Some((word, is_han)) = spelt.or_else(latin) else { continue };
            if best[end].is_none_or(|(fewest, ..)| count + 1 < fewest) {
                best[end] = Some((count + 1, han || is_han, start, word));
            }
        }
    }
    let mut words = Vec::new();
    let mut end = text.len();
    best[end].filter(|(_, han, ..)| *han)?;
    while end > 0 {
        let (_, _, start, word) = best[end]?;
        words.push(word);
        end = start;
    }
    words.reverse();
    Some(words)
}
