//! Text → terms, the same at index and at query time.
//!
//! The steps, in order: `normalise` (Unicode form), `simplify` (Traditional → Simplified),
//! `script` (Han runs and the rest), `segment` and `latin` (runs → tokens), then the
//! `FILTERS`. A new filter is one file with one function, and one line in that list.

mod compound;
mod latin;
mod normalise;
mod offsets;
mod script;
mod segment;
mod simplify;
mod stem;
mod stop;
mod synonyms;

use std::sync::OnceLock;

use offsets::OffsetMap;
use script::Script;
use segment::Segmenter;
pub use synonyms::{Expression, Glossary, Synonyms};

/// Changes whenever the same text may give other terms than before: an index made with another
/// version has to be rebuilt.
pub const ANALYZER_VERSION: u32 = 1;

/// The token filters, in the order in which they run over the tokens of a whole text.
///
/// A filter may change, drop or add tokens, and leaves them ordered by position.
const FILTERS: &[fn(&mut Vec<Token>)] = &[stop::drop_stop_words, stem::stem_english];

/// A term and the place in the text that it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What is indexed and looked up; never empty.
    pub term: String,
    /// Where it begins in the original text: a byte offset on a character boundary.
    pub start: usize,
    /// Where it ends in the original text: a byte offset on a character boundary, after `start`.
    pub end: usize,
    /// Its place for phrases: a Han character counts one, a Latin word one, a compound such as
    /// `tcp/ip` as many as it has parts. The parts of a word share or follow its position.
    pub position: usize,
}

/// Turns texts into terms. Made once per process, and shared.
pub struct Analyzer {
    segmenter: Segmenter,
}

impl Analyzer {
    /// The analyzer of this process. Dictionaries are loaded when first needed.
    pub fn shared() -> &'static Analyzer {
        static SHARED: OnceLock<Analyzer> = OnceLock::new();
        SHARED.get_or_init(|| Analyzer { segmenter: Segmenter::default() })
    }

    /// The terms of a text, ordered by position.
    pub fn analyze(&self, text: &str) -> Vec<Token> {
        let (normal, normalised) = normalise::normalise(text);
        let (simple, [words, characters]) = simplify::simplify(&normal);
        let mut tokens = self.tokens(&simple);
        for filter in FILTERS {
            filter(&mut tokens);
        }
        trace_back(&mut tokens, &[characters, words, normalised]);
        tokens
    }

    /// The text after the character-level steps alone: Unicode form, Simplified characters, lower
    /// case. For comparing titles and for search by prefix.
    pub fn fold(&self, text: &str) -> String {
        let (normal, _) = normalise::normalise(text);
        let (simple, _) = simplify::simplify(&normal);
        simple.to_lowercase()
    }

    /// The unfiltered tokens of a text in normal form.
    fn tokens(&self, text: &str) -> Vec<Token> {
        // Two Han characters or six letters a token, roughly.
        let mut tokens = Vec::with_capacity(text.len() / 6);
        let mut position = 0;
        for (script, range) in script::runs(text) {
            let run = &text[range.clone()];
            match script {
                Script::Han => {
                    self.segmenter.segment(run, range.start, position, &mut tokens);
                    position += run.chars().count();
                }
                Script::Other => position = latin::tokenize(run, range.start, position, &mut tokens),
            }
        }
        tokens
    }
}

/// Leads token ranges back through the rewritten forms, last one first, to the original text.
fn trace_back(tokens: &mut [Token], maps: &[OffsetMap]) {
    for map in maps.iter().filter(|map| !map.is_empty()) {
        for token in tokens.iter_mut() {
            let source = map.source_of(token.start..token.end);
            (token.start, token.end) = (source.start, source.end);
        }
    }
}

/// The words of a list file: one a line, `#` begins a comment line.
fn word_list(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}
