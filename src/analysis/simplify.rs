//! Traditional → Simplified, by phrase: 資料庫 → 数据库, 執行緒 → 线程.
//!
//! Only lines that hold a Traditional character are rewritten. Many words that the dictionary
//! replaces are ordinary words of Mainland Chinese with another meaning (程序, 向量, 序列), and
//! a Simplified text must stay as it is.

use std::borrow::Cow;
use std::sync::LazyLock;

use hanconv::{Converters, Dictionary, Trie};

use super::offsets::{OffsetMap, same_widths};

/// Pairs that amend the general dictionary for our field: `traditional TAB replacement`.
const AMENDMENTS: &str = include_str!("traditional_words.txt");

static SIMPLIFIER: LazyLock<Simplifier> = LazyLock::new(Simplifier::load);

/// The text in Simplified characters, and where its bytes came from: the second map leads from
/// the new text to an intermediate one, the first from there to the source. Borrows a text
/// without Traditional characters.
pub(super) fn simplify(text: &str) -> (Cow<'_, str>, [OffsetMap; 2]) {
    SIMPLIFIER.simplify(text)
}

struct Simplifier {
    /// Words and character variants of Taiwan → standard Traditional.
    words: Trie<&'static str>,
    /// Standard Traditional → Simplified, characters and phrases.
    characters: &'static Trie<&'static str>,
    /// The characters that occur in Traditional texts only.
    traditional: CharSet,
}

impl Simplifier {
    fn load() -> Self {
        let general = [Dictionary::TWPhrasesRev, Dictionary::TWVariantsRevPhrases, Dictionary::TWVariantsRev];
        let amendments = AMENDMENTS.lines().filter(|line| !line.starts_with('#'));
        let amendments = amendments.filter_map(|line| line.split_once('\t'));
        let changed = Dictionary::TSCharacters.iter().filter(|(from, to)| from != to);
        Self {
            words: general.iter().flat_map(Dictionary::iter).chain(amendments).collect(),
            characters: Converters::T2S.dictionaries()[0],
            traditional: CharSet::new(changed.filter_map(|(from, _)| from.chars().next())),
        }
    }

    fn simplify<'a>(&self, text: &'a str) -> (Cow<'a, str>, [OffsetMap; 2]) {
        match self.rewrite(text, &self.words) {
            (Cow::Borrowed(text), words) => {
                let (text, characters) = self.rewrite(text, self.characters);
                (text, [words, characters])
            }
            (Cow::Owned(text), words) => {
                let (text, characters) = self.rewrite(&text, self.characters);
                (Cow::Owned(text.into_owned()), [words, characters])
            }
        }
    }

    /// Replaces the longest match at every character of the lines that hold Traditional ones.
    fn rewrite<'a>(&self, text: &'a str, pairs: &Trie<&'static str>) -> (Cow<'a, str>, OffsetMap) {
        let mut map = OffsetMap::default();
        let mut out = String::new();
        let mut copied = 0;
        let mut line_start = 0;
        for line in text.split_inclusive('\n') {
            let line_end = line_start + line.len();
            let mut at = if self.is_traditional(line) { line_start } else { line_end };
            while let Some(c) = text[at..line_end].chars().next() {
                let Some((new, count)) = pairs.r#match(text[at..line_end].chars()) else {
                    at += c.len_utf8();
                    continue;
                };
                let end = at + text[at..].chars().take(count).map(char::len_utf8).sum::<usize>();
                if text[at..end] != **new {
                    out.push_str(&text[copied..at]);
                    if !same_widths(&text[at..end], new) {
                        map.edit(out.len()..out.len() + new.len(), at..end);
                    }
                    out.push_str(new);
                    copied = end;
                }
                at = end;
            }
            line_start = line_end;
        }
        if copied == 0 {
            return (Cow::Borrowed(text), map);
        }
        out.push_str(&text[copied..]);
        (Cow::Owned(out), map)
    }

    fn is_traditional(&self, line: &str) -> bool {
        line.chars().any(|c| self.traditional.contains(c))
    }
}

/// A set of characters that answers without hashing: one bit per code point.
struct CharSet(Vec<u64>);

impl CharSet {
    fn new(chars: impl Iterator<Item = char>) -> Self {
        let mut bits = Vec::new();
        for c in chars {
            let (word, bit) = (c as usize / 64, c as usize % 64);
            if bits.len() <= word {
                bits.resize(word + 1, 0u64);
            }
            bits[word] |= 1 << bit;
        }
        Self(bits)
    }

    fn contains(&self, c: char) -> bool {
        !c.is_ascii() && self.0.get(c as usize / 64).is_some_and(|word| word >> (c as usize % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_characters_are_converted() {
        for (traditional, simplified) in [
            ("資料庫", "数据库"),
            ("執行緒池", "线程池"),
            ("向量資料庫", "向量数据库"),
            ("物件導向", "面向对象"),
            ("雜湊表與紅黑樹", "哈希表与红黑树"),
            ("TCP 三次握手為什麼需要", "TCP 三次握手为什么需要"),
            ("資料庫交易的隔離層級", "数据库事务的隔离级别"),
            ("主從複製的執行計劃", "主从复制的执行计划"),
            ("乾坤與乾淨", "乾坤与干净"),
            ("死結與併發", "死锁与并发"),
        ] {
            assert_eq!(simplify(traditional).0, simplified, "{traditional}");
        }
    }

    #[test]
    fn simplified_lines_are_left_alone() {
        for text in ["程序与进程", "向量、序列化、文件、核心、建立连接", "显著 著名 编著", "", "plain"]
        {
            assert!(matches!(simplify(text).0, Cow::Borrowed(_)), "{text}");
        }
        assert_eq!(simplify("程序\n資料庫\n程序").0, "程序\n数据库\n程序");
    }

    #[test]
    fn offsets_survive_a_change_of_length() {
        let text = "多個執行緒 讀取資料";
        let (simple, [words, characters]) = simplify(text);
        for (word, original) in [("线程", "執行緒"), ("数据", "資料"), ("读", "讀"), ("个", "個")]
        {
            let start = simple.find(word).expect("the word is there");
            let range = words.source_of(characters.source_of(start..start + word.len()));
            assert_eq!(&text[range], original);
        }
    }
}
