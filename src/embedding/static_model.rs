//! The built-in embedder: a static bilingual model in the model2vec format. A text's vector is
//! the weighted mean of the vectors of its pieces, so a query costs microseconds.

use std::sync::{Arc, OnceLock};

use super::safetensors::tensors;
use super::unigram::{Piece, Unigram};
use super::{Embedder, to_unit_length};
use crate::analysis::Analyzer;
use crate::error::{Error, Result};

const TOKENIZER: &[u8] = include_bytes!("../../models/static-zh-en/tokenizer.json");
const MODEL: &[u8] = include_bytes!("../../models/static-zh-en/model.safetensors");
/// A mean of word vectors says one thing well: about a sentence.
const PASSAGE_WIDTH: usize = 40;
/// The length of the vector of an unknown word: that of the mean piece.
const UNKNOWN_LENGTH: f32 = 4.3;
/// Goes into the id: counts up when the vectors of the same files change.
const VERSION: u8 = 4;

/// The built-in embedder of this process, loaded on the first call.
///
/// # Errors
/// [`Error::Embedder`] where the model files that were compiled in are damaged.
pub(super) fn builtin() -> Result<Arc<dyn Embedder>> {
    Ok(loaded()?)
}

/// Whether a word, in lower case, is one piece of the built-in model's vocabulary.
pub(super) fn is_piece(word: &str) -> bool {
    loaded().is_ok_and(|model| matches!(model.tokenizer.pieces(word)[..], [Piece::Known(_)]))
}

fn loaded() -> Result<Arc<StaticEmbedder>> {
    static BUILTIN: OnceLock<Arc<StaticEmbedder>> = OnceLock::new();
    if let Some(loaded) = BUILTIN.get() {
        return Ok(loaded.clone());
    }
    // Two threads may load at once; the second one's copy is dropped.
    let loaded = StaticEmbedder::load("static-zh-en", TOKENIZER, MODEL)?;
    Ok(BUILTIN.get_or_init(|| Arc::new(loaded)).clone())
}

struct StaticEmbedder {
    id: String,
    tokenizer: Unigram,
    dimensions: usize,
    /// One row per piece, one signed byte per component, as they lie in the file.
    rows: &'static [u8],
    /// How much each piece counts.
    weights: Vec<f32>,
}

impl StaticEmbedder {
    /// `name` goes into the id, with the beginning of a hash over the model's files.
    fn load(name: &str, tokenizer: &[u8], model: &'static [u8]) -> Result<Self> {
        let damaged =
            |cause: &str| Error::Embedder(format!("the embedding model '{name}' cannot be used: {cause}"));
        let mut hasher = blake3::Hasher::new();
        hasher.update(tokenizer).update(model).update(&[VERSION]);
        let id = format!("{name}@{}", &hasher.finalize().to_hex()[..8]);

        let tokenizer = Unigram::from_json(tokenizer).map_err(|cause| damaged(&cause))?;
        let tensors = tensors(model).ok_or_else(|| damaged("model.safetensors is damaged"))?;
        let table = tensors.get("embeddings").ok_or_else(|| damaged("it has no embeddings"))?;
        let &[rows, dimensions] = &table.shape[..] else {
            return Err(damaged("its embeddings are no table"));
        };
        let weights = match tensors.get("weights") {
            Some(weights) => weights.floats().ok_or_else(|| damaged("its weights are no 32-bit floats"))?,
            None => vec![1.0; rows],
        };
        if table.dtype != "I8" || table.bytes.len() != rows * dimensions || dimensions == 0 {
            return Err(damaged("its embeddings are no table of signed bytes"));
        }
        if rows != tokenizer.len() || rows != weights.len() {
            return Err(damaged("its parts have different numbers of pieces"));
        }
        Ok(Self { id, tokenizer, dimensions, rows: table.bytes, weights })
    }

    /// The pieces of a text. The model saw hardly any Traditional text, so that is turned into
    /// Simplified first.
    fn pieces(&self, text: &str) -> Vec<Piece> {
        self.tokenizer.pieces(&Analyzer::shared().fold(text))
    }

    /// The sum of what is known of a text; all zeros where that is nothing.
    fn known(&self, pieces: &[Piece]) -> Vec<f32> {
        let mut vector = vec![0.0; self.dimensions];
        for piece in pieces {
            if let Piece::Known(number) = piece {
                let number = *number as usize;
                add(&mut vector, self.weights[number], &self.rows[number * self.dimensions..]);
            }
        }
        vector
    }

    /// The vector of a text that is searched with: of what is known of it.
    fn embed_query(&self, text: &str) -> Vec<f32> {
        let mut vector = self.known(&self.pieces(text));
        to_unit_length(&mut vector);
        vector
    }

    /// The vector of a text that is searched for. Every unknown word turns it a little away from
    /// all others: left out, ten of them and one known word would be about that one alone.
    fn embed_passage(&self, text: &str) -> Vec<f32> {
        let pieces = self.pieces(text);
        let mut vector = self.known(&pieces);
        if vector.iter().any(|component| *component != 0.0) {
            for piece in &pieces {
                if let Piece::Unknown(word) = piece {
                    add_unknown(&mut vector, word);
                }
            }
        }
        to_unit_length(&mut vector);
        vector
    }
}

fn add(vector: &mut [f32], weight: f32, row: &[u8]) {
    for (sum, &component) in vector.iter_mut().zip(row) {
        *sum += weight * f32::from(component.cast_signed());
    }
}

/// Adds a direction that only this word has.
fn add_unknown(vector: &mut [f32], word: &str) {
    let mut row = vec![0; vector.len()];
    blake3::Hasher::new().update(word.as_bytes()).finalize_xof().fill(&mut row);
    let length = row.iter().map(|&component| f32::from(component.cast_signed()).powi(2)).sum::<f32>().sqrt();
    add(vector, UNKNOWN_LENGTH / length.max(1.0), &row);
}

impl Embedder for StaticEmbedder {
    fn id(&self) -> &str {
        &self.id
    }

    fn dimensions(&self) -> Option<usize> {
        Some(self.dimensions)
    }

    fn passage_width(&self) -> usize {
        PASSAGE_WIDTH
    }

    fn is_costly(&self) -> bool {
        false
    }

    fn embed_queries(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        Ok(texts.iter().map(|text| self.embed_query(text)).collect())
    }

    fn embed_passages(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        Ok(texts.iter().map(|text| self.embed_passage(text)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_words_turn_a_question_away_and_no_query() {
        let model = builtin().expect("our own files");
        let query = |text: &str| model.embed_queries(&[text]).expect("it cannot fail").remove(0);
        let question = |text: &str| model.embed_passages(&[text]).expect("it cannot fail").remove(0);
        let cosine = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        let asked = query("srcset");
        assert!(cosine(&asked, &question("Для чего используется атрибут srcset в теге?")) < 0.7);
        assert!(cosine(&asked, &query("атрибут srcset")) > 0.999);
        assert_eq!(query("srcset"), question("srcset"));
        let alike = cosine(&question("атрибут lock"), &question("атрибут heap"));
        assert!(alike > 0.2 + cosine(&question("атрибут lock"), &question("процесс heap")));
        for unknown in ["", "привет"] {
            assert!(query(unknown).iter().chain(&question(unknown)).all(|component| *component == 0.0));
        }
    }

    #[test]
    fn damaged_models_are_errors_that_name_the_model() {
        for (tokenizer, model) in [(&b"{}"[..], MODEL), (TOKENIZER, &b"12345678"[..]), (TOKENIZER, b"")] {
            let error = StaticEmbedder::load("broken", tokenizer, model).err().expect("the model is damaged");
            assert!(error.to_string().contains("'broken'"), "{error}");
        }
    }
}
