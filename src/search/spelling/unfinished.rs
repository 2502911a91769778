//! Han words that are not typed to their end yet: 缓存雪 for 缓存雪崩.

use super::vocabulary::Vocabulary;
use super::{Correction, How};

/// The shortest beginning that is completed, in characters: shorter ones begin too many words.
const SHORTEST: usize = 3;
/// The longest one.
const LONGEST: usize = 6;

/// A run of Han characters at the end of a query with its last word completed, if that is no word
/// yet; of several words that begin so the most frequent.
pub(super) fn complete(run: &str, vocabulary: &Vocabulary) -> Option<(String, Correction)> {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).collect();
    let lengths = (SHORTEST..=LONGEST.min(starts.len())).rev();
    let mut tails = lengths.map(|length| starts[starts.len() - length]);
    let (at, word) = tails.find_map(|at| Some((at, vocabulary.begun_with(&run[at..])?)))?;
    let (from, to) = (run[at..].to_owned(), word.to_owned());
    (from != to).then(|| (format!("{}{to}", &run[..at]), Correction { from, to, how: How::Completion }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_completed_unless_it_is_one() {
        let vocabulary = Vocabulary::of(&["缓存雪崩 布隆过滤器 红黑树"]);
        let completed = |run: &str| complete(run, &vocabulary).map(|(text, _)| text);
        assert_eq!(completed("缓存雪").as_deref(), Some("缓存雪崩"));
        assert_eq!(completed("防止缓存雪").as_deref(), Some("防止缓存雪崩"));
        for run in ["缓存雪崩", "红黑", "红黑树", "缓存", "雪", "没有这个词"] {
            assert_eq!(completed(run), None, "{run}");
        }
    }
}
