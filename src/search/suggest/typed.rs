//! The ways in which the words of a text begin: as they are written, in pinyin, and by the first
//! letters of their syllables.

use crate::analysis::Analyzer;
use crate::question::is_han;
use crate::search::spelling::pinyin;

/// Bytes of a beginning that are compared: nobody types more before choosing.
const MOST_BYTES: usize = 48;
/// Letters of a spelling that are kept.
const MOST_LETTERS: usize = 24;
/// Readings of a word that are kept; one is nearly always right.
const READINGS: usize = 2;

/// A beginning of a word: where it is in the texts, how long, and whose it is.
#[derive(Clone, Copy)]
struct Beginning {
    start: u32,
    bytes: u8,
    /// Whether other words stand before it.
    inside: bool,
    entry: u32,
}

/// Beginnings of words, sorted by what follows them.
pub(super) struct Beginnings {
    texts: String,
    sorted: Vec<Beginning>,
}

impl Beginnings {
    /// The beginnings that `begin` finds in each of the texts.
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t str>, begin: fn(&mut Adder<'_>, &str)) -> Self {
        let mut beginnings = Self { texts: String::new(), sorted: Vec::new() };
        for (entry, text) in (0..).zip(texts) {
            begin(&mut Adder { beginnings: &mut beginnings, entry }, text);
        }
        let Self { texts, sorted } = &mut beginnings;
        sorted.sort_by(|a, b| {
            text_of(texts, a).cmp(text_of(texts, b)).then((a.entry, a.start).cmp(&(b.entry, b.start)))
        });
        beginnings
    }

    /// The entries in which a word is begun so, and whether it is not the first one.
    pub(super) fn from(&self, typed: &str) -> impl Iterator<Item = (u32, bool)> {
        let typed = typed[..typed.floor_char_boundary(MOST_BYTES)].to_owned();
        let first = self.sorted.partition_point(|beginning| text_of(&self.texts, beginning) < &*typed);
        let begun = self.sorted[first..].iter();
        begun
            .take_while(move |beginning| text_of(&self.texts, beginning).starts_with(&*typed))
            .map(|beginning| (beginning.entry, beginning.inside))
    }
}

fn text_of<'t>(texts: &'t str, beginning: &Beginning) -> &'t str {
    let start = beginning.start as usize;
    &texts[start..start + usize::from(beginning.bytes)]
}

/// Adds the beginnings of one entry.
pub(super) struct Adder<'b> {
    beginnings: &'b mut Beginnings,
    entry: u32,
}

impl Adder<'_> {
    /// Adds a text with the offsets at which words begin in it, and whether others stand before.
    fn add(&mut self, text: &str, offsets: impl Iterator<Item = (usize, bool)>) {
        let base = self.beginnings.texts.len();
        self.beginnings.texts.push_str(text);
        for (offset, inside) in offsets {
            let bytes = text[offset..].floor_char_boundary(MOST_BYTES) as u8;
            let Ok(start) = u32::try_from(base + offset) else { return };
            self.beginnings.sorted.push(Beginning { start, bytes, inside, entry: self.entry });
        }
    }
}

/// At every Han character, and where a run of letters or digits begins.
pub(super) fn written(adder: &mut Adder<'_>, text: &str) {
    let mut in_word = false;
    let offsets = text.char_indices().filter_map(|(at, c)| {
        let begins = is_han(c) || (c.is_alphanumeric() && !in_word);
        in_word = c.is_alphanumeric() && !is_han(c);
        begins.then_some((at, at > 0))
    });
    adder.add(text, offsets);
}

/// In pinyin, where a Han word begins.
pub(super) fn pinyin(adder: &mut Adder<'_>, text: &str) {
    spell(adder, text, pinyin::readings, pinyin::usual_reading);
}

/// By the first letters of its syllables, where a Han word begins.
pub(super) fn initials(adder: &mut Adder<'_>, text: &str) {
    spell(adder, text, pinyin::initials, |c| pinyin::usual_reading(c).chars().take(1).collect());
}

/// Adds each Han word as it is spelt, with the usual spelling of what follows it.
fn spell(adder: &mut Adder<'_>, text: &str, readings: fn(&str) -> Vec<String>, usual: fn(char) -> String) {
    let words = Analyzer::shared().analyze(text).into_iter();
    for word in words.filter(|word| word.term.chars().nth(1).is_some() && word.term.chars().all(is_han)) {
        let mut rest = String::new();
        for c in text[word.end..].chars().take_while(|c| is_han(*c)).take(MOST_LETTERS) {
            rest.push_str(&usual(c));
        }
        for reading in readings(&text[word.start..word.end]).into_iter().take(READINGS) {
            let typed: String = reading.chars().chain(rest.chars()).take(MOST_LETTERS).collect();
            adder.add(&typed, std::iter::once((0, word.start > 0)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_at_han_characters_and_at_runs() {
        let begun = Beginnings::of(["go的gmp model"].into_iter(), written);
        for (typed, inside) in [("go的", false), ("的gmp m", true), ("gmp", true), ("model", true)] {
            assert_eq!(begun.from(typed).collect::<Vec<_>>(), [(0, inside)], "{typed}");
        }
        assert_eq!(begun.from("o").next(), None);
        assert_eq!(begun.from(&"长".repeat(100)).next(), None);
    }

    #[test]
    fn han_words_are_spelt_with_what_follows() {
        let texts = ["红黑树", "讲讲红黑树的旋转"];
        let begun = Beginnings::of(texts.into_iter(), pinyin);
        for typed in ["hongheishud", "hongheishudexuan", "xuanzhuan"] {
            assert_eq!(begun.from(typed).next(), Some((1, true)), "{typed}");
        }
        assert_eq!(begun.from("heihong").next(), None);
        assert_eq!(Beginnings::of(texts.into_iter(), initials).from("hhs").next(), Some((0, false)));
    }
}
