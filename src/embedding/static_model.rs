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
const UNKNOWN_LENGTH: f32 = 3.7;
/// Goes into the id: counts up when the vectors of the same files change.
const VERSION: u8 = 2;

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

    /// The vector of a text; all zeros where no word of it is known.
    fn embed(&self, text: &str) -> Vec<f32> {
        // The model saw hardly any Traditional text, so that is turned into Simplified first.
        let pieces = self.tokenizer.pieces(&Analyzer::shared().fold(text));
        let mut vector = vec![0.0; self.dimensions];
        if !pieces.iter().any(|piece| matches!(piece, Piece::Known(_))) {
            return vector;
        }
        for piece in &pieces {
            match piece {
                Piece::Known(number) => {
                    let number = *number as usize;
                    add(&mut vector, self.weights[number], &self.rows[number * self.dimensions..]);
                }
                Piece::Unknown(word) => add_unknown(&mut vector, word),
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

/// Adds a direction that only this word has. Left out, unknown words would make a text of ten of
/// them and one known word seem to be about that one alone.
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
        Ok(texts.iter().map(|text| self.embed(text)).collect())
    }

    fn embed_passages(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        self.embed_queries(texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_words_count_and_are_like_themselves_alone() {
        let cosine = |a: &str, b: &str| {
            let vectors = builtin().expect("our own files").embed_queries(&[a, b]).expect("it cannot fail");
            vectors[0].iter().zip(&vectors[1]).map(|(a, b)| a * b).sum::<f32>()
        };
        assert!(cosine("srcset", "Для чего используется атрибут srcset в теге?") < 0.7);
        assert!(cosine("атрибут srcset", "srcset атрибут") > 0.999);
        assert!(cosine("атрибут lock", "атрибут heap") > cosine("атрибут lock", "процесс heap") + 0.2);
        assert_eq!(cosine("привет", "привет"), 0.0, "nothing is known");
    }

    #[test]
    fn damaged_models_are_errors_that_name_the_model() {
        for (tokenizer, model) in [(&b"{}"[..], MODEL), (TOKENIZER, &b"12345678"[..]), (TOKENIZER, b"")] {
            let error = StaticEmbedder::load("broken", tokenizer, model).err().expect("the model is damaged");
            assert!(error.to_string().contains("'broken'"), "{error}");
        }
    }
}
