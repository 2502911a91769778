//! The built-in embedder: a static bilingual model in the model2vec format. A text's vector is
//! the weighted mean of the vectors of its pieces, so a query costs microseconds.

use std::sync::{Arc, OnceLock};

use super::safetensors::tensors;
use super::unigram::Unigram;
use super::{Embedder, to_unit_length};
use crate::analysis::Analyzer;
use crate::error::{Error, Result};

const TOKENIZER: &[u8] = include_bytes!("../../models/static-zh-en/tokenizer.json");
const MODEL: &[u8] = include_bytes!("../../models/static-zh-en/model.safetensors");
/// A mean of word vectors says one thing well: about a sentence.
const PASSAGE_WIDTH: usize = 40;

/// The built-in embedder of this process, loaded on the first call.
///
/// # Errors
/// [`Error::Embedder`] where the model files that were compiled in are damaged.
pub(super) fn builtin() -> Result<Arc<dyn Embedder>> {
    Ok(loaded()?)
}

/// Whether a word, in lower case, is one piece of the built-in model's vocabulary.
pub(super) fn is_piece(word: &str) -> bool {
    loaded().is_ok_and(|model| model.tokenizer.pieces(word).len() == 1)
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
        hasher.update(tokenizer).update(model);
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

    fn embed(&self, text: &str) -> Vec<f32> {
        let mut vector = vec![0.0; self.dimensions];
        // The model saw hardly any Traditional text, so that is turned into Simplified first.
        for piece in self.tokenizer.pieces(&Analyzer::shared().fold(text)) {
            let piece = piece as usize;
            let row = &self.rows[piece * self.dimensions..][..self.dimensions];
            let weight = self.weights[piece];
            for (sum, &component) in vector.iter_mut().zip(row) {
                *sum += weight * f32::from(component.cast_signed());
            }
        }
        to_unit_length(&mut vector);
        vector
    }
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
    fn damaged_models_are_errors_that_name_the_model() {
        for (tokenizer, model) in [(&b"{}"[..], MODEL), (TOKENIZER, &b"12345678"[..]), (TOKENIZER, b"")] {
            let error = StaticEmbedder::load("broken", tokenizer, model).err().expect("the model is damaged");
            assert!(error.to_string().contains("'broken'"), "{error}");
        }
    }
}
