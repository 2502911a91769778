//! Cuts a text into the pieces of a unigram vocabulary: of all ways to cut a word, the likeliest.
//!
//! This does what the general `tokenizers` crate does with the same `tokenizer.json`, but only
//! for the kind of tokenizer that our model has, which makes it many times faster to load and
//! to run. The tests hold it against that crate.

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::trie::{ROOT, Trie};

/// The words that [`next_word`] finds, as the tokenizer file writes it. A file with another rule
/// needs another function.
const WORD_PATTERN: &str = concat!(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[a-z]+(?:\+\+|\+|#)?|[0-9]+|",
    r"[^\s\p{P}\p{S}\p{C}a-z0-9\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
);

/// How much less likely than the unlikeliest piece a character is that no piece covers.
const UNKNOWN_PENALTY: f64 = 10.0;

/// A part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// The number of a piece of the vocabulary.
    Known(u32),
    /// Neighbouring characters of another script than Chinese and English that no piece covers.
    Unknown(String),
}

/// A vocabulary of pieces, and how likely each is.
#[derive(Debug)]
pub(super) struct Unigram {
    pieces: Trie,
    /// Of every piece, the logarithm of its probability.
    scores: Vec<f64>,
    unknown_score: f64,
}

impl Unigram {
    /// Reads a `tokenizer.json`; the error says what is wrong with it.
    pub fn from_json(json: &[u8]) -> Result<Self, String> {
        let file: TokenizerFile = serde_json::from_slice(json).map_err(|cause| cause.to_string())?;
        if file.pre_tokenizer.pattern.regex != WORD_PATTERN || file.model.byte_fallback {
            return Err("it cuts words by a rule that is not known here".to_owned());
        }
        let unknown = file.model.unk_id;
        let scores: Vec<f64> = file.model.vocab.iter().map(|&(_, score)| score).collect();
        let pieces = file.model.vocab.iter().zip(0..).filter(|&(_, id)| id != unknown);
        let pieces = pieces.map(|((piece, _), id)| (piece.as_bytes(), id)).collect();
        let unknown_score = scores.iter().copied().fold(0.0, f64::min) - UNKNOWN_PENALTY;
        Ok(Self { pieces: Trie::new(pieces), scores, unknown_score })
    }

    /// How many numbers pieces have: all are below this.
    pub fn len(&self) -> usize {
        self.scores.len()
    }

    /// The pieces of a text, without rare Chinese characters that no piece covers.
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        let text = normalise(text);
        let (mut pieces, mut scratch) = (Vec::new(), Vec::new());
        let mut rest = &*text;
        while let Some((word, after)) = next_word(rest) {
            self.cut(word, &mut scratch, &mut pieces);
            rest = after;
        }
        pieces
    }

    /// Appends the pieces of the likeliest cut of one word (Viterbi's algorithm). `best` is
    /// scratch space.
    fn cut(&self, word: &str, best: &mut Vec<Cut>, pieces: &mut Vec<Piece>) {
        best.clear();
        best.resize(word.len() + 1, Cut::UNREACHED);
        best[0].score = 0.0;
        for (start, c) in word.char_indices() {
            let score = best[start].score;
            let first_end = start + c.len_utf8();
            let mut covered = false;
            let mut node = ROOT;
            for (end, &byte) in (start + 1..).zip(&word.as_bytes()[start..]) {
                let Some(next) = self.pieces.child(node, byte) else { break };
                node = next;
                if let Some(piece) = self.pieces.value(node) {
                    best[end].improve(Cut {
                        score: score + self.scores[piece as usize],
                        start,
                        piece: Some(piece),
                    });
                    covered |= end == first_end;
                }
            }
            if !covered {
                best[first_end].improve(Cut { score: score + self.unknown_score, start, piece: None });
            }
        }
        let is_foreign = word.chars().next().map(Kind::of) == Some(Kind::Other);
        let first = pieces.len();
        let mut end = word.len();
        while end > 0 {
            let mut start = best[end].start;
            match best[end].piece {
                Some(piece) => pieces.push(Piece::Known(piece)),
                None => {
                    while start > 0 && best[start].piece.is_none() {
                        start = best[start].start;
                    }
                    if is_foreign {
                        pieces.push(Piece::Unknown(word[start..end].to_owned()));
                    }
                }
            }
            end = start;
        }
        pieces[first..].reverse();
    }
}

/// The likeliest cut of the text before a byte: its last piece, and where that begins.
#[derive(Clone, Copy)]
struct Cut {
    score: f64,
    start: usize,
    /// None for a character that no piece covers.
    piece: Option<u32>,
}

impl Cut {
    const UNREACHED: Self = Self { score: f64::NEG_INFINITY, start: 0, piece: None };

    /// Of equally likely cuts the first one stays.
    fn improve(&mut self, other: Self) {
        if other.score > self.score {
            *self = other;
        }
    }
}

/// NFKC and lower case, character by character. Most texts take the short way: ASCII, Han,
/// and full-width signs, none of which combines with another.
fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\0'..='\x7f' => out.push(c.to_ascii_lowercase()),
            '\u{4e00}'..='\u{9fff}' | '、' | '。' | '《' | '》' | '「' | '」' | '“' | '”' => {
                out.push(c)
            }
            '，' | '：' | '；' | '？' | '！' | '（' | '）' => out.push(' '),
            _ => return text.nfkc().flat_map(char::to_lowercase).collect(),
        }
    }
    out
}

/// The kinds of characters that words are made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Han,
    Latin,
    Digit,
    Other,
    Separator,
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            'a'..='z' => Self::Latin,
            '0'..='9' => Self::Digit,
            '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Self::Han,
            // Letters in circles and squares are symbols to Unicode's categories.
            '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}' => Self::Separator,
            _ if c.is_alphanumeric() || is_combining_mark(c) => Self::Other,
            _ => Self::Separator,
        }
    }
}

/// The first word of a text, and the text after it: see [`WORD_PATTERN`].
fn next_word(text: &str) -> Option<(&str, &str)> {
    let start = text.find(|c| Kind::of(c) != Kind::Separator)?;
    let text = &text[start..];
    let kind = text.chars().next().map(Kind::of)?;
    let mut len = text.find(|c| Kind::of(c) != kind).unwrap_or(text.len());
    if kind == Kind::Latin {
        len +=
            ["++", "+", "#"].iter().find(|sign| text[len..].starts_with(**sign)).map_or(0, |sign| sign.len());
    }
    Some(text.split_at(len))
}

#[derive(Deserialize)]
struct TokenizerFile {
    pre_tokenizer: PreTokenizer,
    model: Vocabulary,
}

#[derive(Deserialize)]
struct PreTokenizer {
    pattern: Pattern,
}

#[derive(Deserialize)]
struct Pattern {
    #[serde(rename = "Regex")]
    regex: String,
}

#[derive(Deserialize)]
struct Vocabulary {
    unk_id: u32,
    #[serde(default)]
    byte_fallback: bool,
    /// Every piece with the logarithm of its probability; its place is its number.
    vocab: Vec<(String, f64)>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FILE: &[u8] = include_bytes!("../../models/static-zh-en/tokenizer.json");

    /// The fast cut against the general one.
    #[test]
    fn pieces_are_those_of_the_tokenizers_crate() {
        let fast = Unigram::from_json(FILE).expect("our own file");
        let general = tokenizers::Tokenizer::from_bytes(FILE).expect("our own file");
        let unknown = general.token_to_id("[UNK]").expect("our own file names it");
        let compare = |text: &str| {
            let encoding = general.encode(text, false).expect("any text has an encoding");
            let expected: Vec<u32> = encoding.get_ids().iter().copied().filter(|&id| id != unknown).collect();
            let known = |piece: Piece| match piece {
                Piece::Known(number) => Some(number),
                Piece::Unknown(_) => None,
            };
            let found: Vec<u32> = fast.pieces(text).into_iter().filter_map(known).collect();
            assert_eq!(found, expected, "{text:?}");
        };
        for text in [
            "",
            " ",
            "TCP 三次握手，为什么不是两次？",
            "What's the difference between C++ and C#? B+树 a+b",
            "ＨａｓｈＭａｐ、１２３：ﬁne ① ½ ™",
            "𠮷野家 Ⓐ 🅰 😀👩‍👩‍👧 e\u{301} x\u{302}y привет こんにちは 각",
            "\u{0}\u{200b}\u{ad}tab\tnewline\n",
        ] {
            compare(text);
        }
        // Old blocks only: the two crates know different versions of Unicode.
        let any = "[\u{0}-\u{4ff}\u{2000}-\u{206f}\u{2460}-\u{24ff}\u{3000}-\u{30ff}\u{ac00}-\u{ad00}\u{ff00}-\u{ffef}]{0,20}";
        proptest!(|(text in "[a-zA-Z0-9+#哈希表数据库线程的，。 \u{4e00}-\u{4f00}]{0,40}", any in any)| {
            compare(&text);
            compare(&any.replace('[', ""));
        });
    }

    #[test]
    fn what_no_piece_covers_of_other_scripts_stays_together() {
        let unknown = |text: &str| {
            let pieces = Unigram::from_json(FILE).expect("our own file").pieces(text);
            let unknown = |piece: &Piece| match piece {
                Piece::Known(_) => None,
                Piece::Unknown(part) => Some(part.clone()),
            };
            (pieces.len(), pieces.iter().filter_map(unknown).collect::<Vec<String>>())
        };
        assert_eq!(unknown("redis 是什么"), (3, vec![]));
        assert_eq!(unknown("атрибут srcset, Атрибут!").1, ["атрибут", "атрибут"]);
        assert_eq!(unknown("\u{9f98}"), (0, vec![]));
        assert_eq!(unknown("锁の種類").1.first().map(String::as_str), Some("の"));
    }

    #[test]
    fn another_kind_of_tokenizer_is_refused() {
        let json = String::from_utf8(FILE.to_vec()).expect("JSON is UTF-8").replace("[0-9]+|", "");
        assert!(Unigram::from_json(json.as_bytes()).is_err());
        assert!(Unigram::from_json(b"{}").is_err());
    }
}
