//! Text → vectors: the [`Embedder`] trait and its makers.
//!
//! A new maker is one file with a function that opens it, and one line in [`open`].

mod fastembed;
mod model_folder;
mod onnx_runtime;
pub mod passages;
mod prompts;
pub mod quantised;
mod remote;
pub mod rerank;
mod safetensors;
mod static_model;
mod trie;
mod unigram;

use std::sync::Arc;

use crate::error::Result;

/// The embedder that needs no download: the bilingual model compiled into the binary.
pub const DEFAULT_EMBEDDER: &str = "builtin";

/// A maker of vectors.
///
/// All vectors of one embedder have the same number of components and are of unit length, but for
/// texts in which it knows nothing: those are all zeros. No component is ever NaN.
pub trait Embedder: Send + Sync {
    /// A stable name with a version or content hash. Vectors of one name may be compared.
    fn id(&self) -> &str;

    /// Components of each vector; `None` as long as only a first answer of a server can tell.
    fn dimensions(&self) -> Option<usize>;

    /// How much text one vector says well, in columns (a Han character takes two): the length of
    /// the [`passages`] that an answer is cut into.
    fn passage_width(&self) -> usize;

    /// Whether looking a vector up on the disk is cheaper than making it again.
    fn is_costly(&self) -> bool;

    /// One vector per text, in order, for texts that are searched with.
    ///
    /// # Errors
    /// [`Error::Embedder`](crate::Error::Embedder) where the model fails to run.
    fn embed_queries(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>>;

    /// One vector per text, in order, for texts that are searched for.
    ///
    /// # Errors
    /// [`Error::Embedder`](crate::Error::Embedder) where the model fails to run.
    fn embed_passages(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>>;
}

/// Whether the built-in model has this word, in lower case, as one piece: a hint that it is one.
pub fn is_word(word: &str) -> bool {
    static_model::is_piece(word)
}

/// Components of the vectors of an embedder, which is asked for one where it does not know.
///
/// # Errors
/// [`Error::Embedder`](crate::Error::Embedder) where it fails.
pub fn dimensions(embedder: &dyn Embedder) -> Result<usize> {
    match embedder.dimensions() {
        Some(known) => Ok(known),
        None => Ok(embedder.embed_passages(&["a"])?.first().map_or(0, Vec::len)),
    }
}

/// Opens an embedder by its specification: `builtin`, `onnx:DIR` for a model in a local folder,
/// `http://host:port/v1#model` for one behind an embedding server, or the name of a model that
/// fastembed can fetch, such as `bge-small-zh-v1.5`.
///
/// # Errors
/// [`Error::Embedder`](crate::Error::Embedder), in one line with the remedy: an unknown name, a
/// folder without a model, no ONNX Runtime, no way to the model hub.
pub fn open(spec: &str) -> Result<Arc<dyn Embedder>> {
    match spec.split_once(':') {
        None if spec == DEFAULT_EMBEDDER => Ok(static_model::builtin()?),
        Some(("onnx", folder)) => Ok(Arc::new(fastembed::open_folder(folder.as_ref())?)),
        Some(("http" | "https", _)) => Ok(Arc::new(remote::open(spec)?)),
        _ => Ok(Arc::new(fastembed::open_named(spec)?)),
    }
}

/// Scales a vector to unit length; one that has no direction becomes all zeros.
fn to_unit_length(vector: &mut [f32]) {
    let norm = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if norm.is_finite() && norm > f32::EPSILON {
        vector.iter_mut().for_each(|x| *x /= norm);
    } else {
        vector.fill(0.0);
    }
}

/// An error and what caused it, as it may stand in the one line of another error. A cause that
/// the text before already tells is left out.
fn in_one_line(error: &dyn std::error::Error) -> String {
    let mut line = String::new();
    for cause in std::iter::successors(Some(error), |error| error.source()) {
        let text = cause.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.contains(&text) {
            line = if line.is_empty() { text } else { format!("{line}: {text}") };
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_told_once_and_in_one_line() {
        let error = crate::Error::io("read", "x")(std::io::Error::other("no\n  disk"));
        assert_eq!(in_one_line(&error), "cannot read 'x': no disk");
    }

    #[test]
    fn vectors_without_direction_become_zeros() {
        for (mut vector, unit) in [
            ([3.0, 4.0], [0.6, 0.8]),
            ([0.0, 0.0], [0.0, 0.0]),
            ([f32::NAN, 1.0], [0.0, 0.0]),
            ([f32::INFINITY, 1.0], [0.0, 0.0]),
        ] {
            to_unit_length(&mut vector);
            assert_eq!(vector, unit);
        }
    }
}
