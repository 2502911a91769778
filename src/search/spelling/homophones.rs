//! Han words written with characters that sound the same: 哈西表 for 哈希表.

use super::vocabulary::Vocabulary;
use super::{Correction, How, pinyin};

/// Lengths, in characters, of words that are looked for; two characters have too many homophones.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=6;

/// A run of Han characters as it was meant.
pub(super) fn correct(run: &str, vocabulary: &Vocabulary) -> (String, Vec<Correction>) {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    let syllables: Vec<String> = run.chars().map(pinyin::usual_reading).collect();
    let (mut corrected, mut corrections) = (String::new(), Vec::new());
    let mut at = 0;
    while at + 1 < starts.len() {
        let windows = LENGTHS.rev().filter(|length| at + length < starts.len());
        let mut found = windows.map(|length| (length, &run[starts[at]..starts[at + length]]));
        let found = found.find_map(|(length, window)| {
            Some((length, window, meant(window, &syllables[at..at + length], vocabulary)?))
        });
        if let Some((length, window, meant)) = found {
            corrected.push_str(meant);
            if window != meant {
                let (from, to) = (window.to_owned(), meant.to_owned());
                corrections.push(Correction { from, to, how: How::Homophone });
            }
            at += length;
        } else {
            corrected.push_str(&run[starts[at]..starts[at + 1]]);
            at += 1;
        }
    }
    (corrected, corrections)
}

/// The word itself where it is known, else a word of as many characters that sounds the same.
fn meant<'v>(window: &'v str, syllables: &[String], vocabulary: &'v Vocabulary) -> Option<&'v str> {
    if vocabulary.has_han(window) {
        return Some(window);
    }
    let length = window.chars().count();
    let alike = vocabulary.read_as(&syllables.concat()).iter();
    let word = alike.filter(|word| word.text.chars().count() == length).max_by_key(|word| word.times)?;
    // More right characters than wrong ones, or it is another word.
    let right = word.text.chars().zip(window.chars()).filter(|(a, b)| a == b).count();
    (2 * right > length).then_some(word.text.as_str())
}
