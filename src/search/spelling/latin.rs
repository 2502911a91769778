//! Latin words that are misspelt or not finished yet.

use std::cmp::Reverse;

use super::vocabulary::{Vocabulary, Word};

/// From this length on a word may have one wrong letter, and from the other two.
const ONE_EDIT_FROM: usize = 4;
const TWO_EDITS_FROM: usize = 8;
/// The shortest beginning of a word that is completed.
const COMPLETED_FROM: usize = 3;

/// The word that a misspelt one was most likely meant to be: fewest edits, then most frequent.
///
/// Letters that changed places are one edit (optimal string alignment). The first letter is
/// seldom the wrong one, so words with another are looked at last, and for one edit only.
pub fn corrected<'v>(word: &str, vocabulary: &'v Vocabulary) -> Option<&'v Word> {
    if word.len() < ONE_EDIT_FROM {
        return None;
    }
    let most = if word.len() < TWO_EDITS_FROM { 1 } else { 2 };
    let first = word.as_bytes()[0];
    nearest(word, most, vocabulary.latin_from(first)).or_else(|| with_another_beginning(word, vocabulary))
}

/// A word that differs in its beginning only: in the first letter, that it lacks or has too much,
/// or in the order of the first two. Looked up one by one, since all words would be too many.
fn with_another_beginning<'v>(word: &str, vocabulary: &'v Vocabulary) -> Option<&'v Word> {
    let rest = &word[1..];
    let letters = (b'a'..=b'z').map(char::from);
    let others = letters.flat_map(|letter| [format!("{letter}{rest}"), format!("{letter}{word}")]);
    let swapped = format!("{}{}{}", &word[1..2], &word[..1], &word[2..]);
    let possible = others.chain([rest.to_owned(), swapped]);
    possible.filter_map(|other| vocabulary.latin_word(&other)).max_by_key(|word| word.times)
}

fn nearest<'v>(word: &str, most: usize, candidates: &'v [Word]) -> Option<&'v Word> {
    let near = candidates.iter().filter(|candidate| candidate.text.len().abs_diff(word.len()) <= most);
    let measured = near.map(|candidate| (strsim::osa_distance(word, &candidate.text), candidate));
    let close = measured.filter(|(edits, _)| *edits <= most);
    close.min_by_key(|(edits, candidate)| (*edits, Reverse(candidate.times))).map(|(_, candidate)| candidate)
}

/// The most frequent word that begins so.
pub fn completed<'v>(beginning: &str, vocabulary: &'v Vocabulary) -> Option<&'v Word> {
    let begins = |word: &&Word| word.text.starts_with(beginning);
    (beginning.len() >= COMPLETED_FROM)
        .then(|| vocabulary.latin_from(beginning.as_bytes()[0]).iter().find(begins))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_words_find_their_way() {
        let vocabulary = Vocabulary::of(&["redis redis kubernetes goroutine go shard raft map hash hashmap"]);
        for (typed, meant) in [
            ("reids", Some("redis")),
            ("kubernets", Some("kubernetes")),
            ("gorutine", Some("goroutine")),
            ("kuberntees", Some("kubernetes")),
            ("tedis", Some("redis")),
            ("rfat", Some("raft")),
            ("mpa", None),
            ("elephant", None),
        ] {
            assert_eq!(corrected(typed, &vocabulary).map(|word| &*word.text), meant, "{typed}");
        }
        assert_eq!(completed("kube", &vocabulary).map(|word| &*word.text), Some("kubernetes"));
        assert_eq!(completed("ku", &vocabulary), None);
    }
}
