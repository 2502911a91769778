//! Rerankers: models that read a query and a text together (cross-encoders), which tells better
//! than two vectors whether one answers the other, and takes so long that only the best hits are read.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use fastembed::{
    RerankInitOptions, RerankInitOptionsUserDefined, RerankerModelInfo, TextRerank, UserDefinedRerankingModel,
};

use super::fastembed::{cache_folder, guarded, likeness};
use super::model_folder::ModelFiles;
use super::onnx_runtime;
use crate::error::{Error, Result};

/// Says how well texts answer a query.
pub trait Reranker: Send + Sync {
    /// One score per text, in order, in (0, 1); higher is better.
    ///
    /// # Errors
    /// [`Error::Embedder`] where the model fails to run.
    fn scores(&self, query: &str, texts: &[&str]) -> Result<Vec<f32>>;
}

/// Opens a reranker by its specification: `onnx:DIR` for a model in a local folder, or the name
/// of a model that fastembed can fetch, such as `bge-reranker-v2-m3`.
///
/// # Errors
/// [`Error::Embedder`], in one line with the remedy, as for [`super::open`].
pub fn open(spec: &str) -> Result<Arc<dyn Reranker>> {
    let (name, model) = match spec.split_once(':') {
        Some(("onnx", folder)) => open_folder(folder.as_ref())?,
        _ => open_named(spec)?,
    };
    Ok(Arc::new(OnnxReranker { name, model: Mutex::new(model) }))
}

struct OnnxReranker {
    name: String,
    /// Running a model changes its scratch space.
    model: Mutex<TextRerank>,
}

fn open_folder(folder: &Path) -> Result<(String, TextRerank)> {
    let ModelFiles { name, onnx, tokenizer, max_tokens, .. } = ModelFiles::read(folder)?;
    let options = RerankInitOptionsUserDefined::new()
        .with_environment(onnx_runtime::environment()?)
        .with_max_length(max_tokens);
    let model = UserDefinedRerankingModel::new(onnx, tokenizer);
    let opened = guarded(|| TextRerank::try_new_from_user_defined(model, options));
    let refused = |cause| {
        let folder = folder.display();
        Error::Embedder(format!(
            "cannot use the reranker in '{folder}': {cause}; export it anew, or leave --reranker out"
        ))
    };
    Ok((name, opened.map_err(refused)?))
}

fn open_named(name: &str) -> Result<(String, TextRerank)> {
    let models = TextRerank::list_supported_models();
    let called = |info: &&RerankerModelInfo| {
        [short_name(info), info.model_code.clone()].iter().any(|known| known.eq_ignore_ascii_case(name))
    };
    let info = models.iter().find(called).ok_or_else(|| unknown(name, &models))?;
    let mut options = RerankInitOptions::new(info.model.clone())
        .with_environment(onnx_runtime::environment()?)
        .with_show_download_progress(std::io::stderr().is_terminal());
    if let Some(folder) = cache_folder() {
        options = options.with_cache_dir(folder);
    }
    let fetched = guarded(|| TextRerank::try_new(options)).map_err(|cause| {
        Error::Embedder(format!(
            "cannot get the reranker '{name}' from the model hub: {cause}; set HF_ENDPOINT to a hub that can be \
             reached, use onnx:DIR with a local copy, or leave --reranker out"
        ))
    })?;
    Ok((short_name(info), fetched))
}

/// The name on the hub without its owner.
fn short_name(info: &RerankerModelInfo) -> String {
    info.model_code.rsplit('/').next().unwrap_or_default().to_lowercase()
}

/// Names the model that is spelled most alike, then all.
fn unknown(name: &str, models: &[RerankerModelInfo]) -> Error {
    let mut names: Vec<String> = models.iter().map(short_name).collect();
    names.sort_by(|a, b| likeness(b, name).total_cmp(&likeness(a, name)));
    Error::Embedder(format!(
        "no reranker is called '{name}'; choose 'onnx:DIR' or one of {}",
        names.join(", ")
    ))
}

impl Reranker for OnnxReranker {
    fn scores(&self, query: &str, texts: &[&str]) -> Result<Vec<f32>> {
        let failed = |cause: String| {
            Error::Embedder(format!("the reranker '{}' failed: {cause}; leave --reranker out", self.name))
        };
        let mut model = self.model.lock().unwrap_or_else(PoisonError::into_inner);
        let results = guarded(|| model.rerank(query, texts, false, None)).map_err(failed)?;
        let mut scores = vec![f32::NAN; texts.len()];
        for result in results {
            if let Some(score) = scores.get_mut(result.index) {
                *score = sigmoid(result.score);
            }
        }
        match scores.iter().any(|score| score.is_nan()) {
            true => Err(failed("it gives a score that is no number".to_owned())),
            false => Ok(scores),
        }
    }
}

/// From all numbers to those between 0 and 1, which it never quite reaches.
fn sigmoid(x: f32) -> f32 {
    (1.0 / (1.0 + (-x).exp())).clamp(f32::MIN_POSITIVE, 1.0 - f32::EPSILON)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_lie_between_zero_and_one() {
        assert_eq!(sigmoid(0.0), 0.5);
        for x in [-1e30, -100.0, -5.0, 5.0, 100.0, 1e30] {
            assert!(sigmoid(x) > 0.0 && sigmoid(x) < 1.0, "{x}");
        }
        assert!(sigmoid(f32::NAN).is_nan());
    }

    #[test]
    fn an_unknown_name_is_answered_with_those_there_are() {
        let error = unknown("bge-rerank-base", &TextRerank::list_supported_models()).to_string();
        assert!(error.contains("one of bge-reranker-base, ") && error.contains("onnx:DIR"), "{error}");
    }
}
