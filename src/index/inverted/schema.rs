//! The fields of the inverted index and the bridge from our analyzer to tantivy.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, TantivyDocument, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::analysis::Analyzer;
use crate::question::Question;
use crate::store::Slot;

/// The name under which the analyzer is registered in tantivy.
pub(super) const TOKENIZER: &str = "tiku";

/// A part of the question that is searched by words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextField {
    /// What is asked.
    Question,
    /// What a good answer mentions, and what the question is asked for.
    KeyPoints,
    /// The tags.
    Tags,
    /// The headings above.
    Section,
    /// The answer.
    Answer,
}

impl TextField {
    /// All of them; the place in this list is the field's number in tantivy's schema after the slot.
    pub const ALL: [Self; 5] = [Self::Question, Self::KeyPoints, Self::Tags, Self::Section, Self::Answer];

    fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::KeyPoints => "key_points",
            Self::Tags => "tags",
            Self::Section => "section",
            Self::Answer => "answer",
        }
    }

    fn text(self, question: &Question) -> String {
        match self {
            Self::Question => question.question.clone(),
            Self::KeyPoints => [question.key_points.join("\n"), question.intent.join("\n")].join("\n"),
            Self::Tags => question.tags.join("\n"),
            Self::Section => question.section.join("\n"),
            Self::Answer => question.answer.clone(),
        }
    }
}

/// The fields as tantivy knows them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub(super) slot: Field,
    pub(super) text: [Field; TextField::ALL.len()],
}

pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let slot = builder.add_u64_field("slot", INDEXED | FAST);
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default().set_indexing_options(indexing);
    let text = TextField::ALL.map(|field| builder.add_text_field(field.name(), options.clone()));
    (builder.build(), Fields { slot, text })
}

impl Fields {
    pub(super) fn document(&self, slot: Slot, question: &Question) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_u64(self.slot, slot);
        for (field, part) in self.text.iter().zip(TextField::ALL) {
            document.add_text(*field, part.text(question));
        }
        document
    }
}

/// Our analyzer as a tantivy tokenizer.
#[derive(Clone)]
pub(super) struct AnalyzerTokenizer(pub(super) &'static Analyzer);

impl Tokenizer for AnalyzerTokenizer {
    type TokenStream<'a> = AnalyzedTokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> AnalyzedTokens {
        AnalyzedTokens { tokens: self.0.analyze(text).into_iter(), current: Token::default() }
    }
}

/// The tokens of one text.
pub(super) struct AnalyzedTokens {
    tokens: std::vec::IntoIter<crate::analysis::Token>,
    current: Token,
}

impl TokenStream for AnalyzedTokens {
    fn advance(&mut self) -> bool {
        let Some(token) = self.tokens.next() else { return false };
        self.current = Token {
            offset_from: token.start,
            offset_to: token.end,
            position: token.position,
            position_length: 1,
            text: token.term,
        };
        true
    }

    fn token(&self) -> &Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.current
    }
}
