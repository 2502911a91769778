//! Embedders that run an ONNX model through fastembed: from a local folder, or one of the models
//! that fastembed knows by name and fetches from the model hub.

use std::io::IsTerminal;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use fastembed::{
    EmbeddingModel, InitOptionsUserDefined, ModelInfo, QuantizationMode, TextEmbedding, TextInitOptions,
};

use super::model_folder::ModelFolder;
use super::prompts::Prompts;
use super::{Embedder, in_one_line, onnx_runtime, to_unit_length};
use crate::error::{Error, Result};

/// Texts that run through the model at once: more would mostly be padding.
const BATCH: usize = 32;
/// A transformer reads a paragraph as a whole, and each text costs it milliseconds.
const PASSAGE_WIDTH: usize = 400;

struct OnnxEmbedder {
    id: String,
    dimensions: usize,
    prompts: Prompts,
    /// Texts per run.
    batch: usize,
    /// Running a model changes its scratch space.
    model: Mutex<TextEmbedding>,
}

/// The model in a local folder.
///
/// # Errors
/// [`Error::Embedder`] where there is no model, or no ONNX Runtime to run it.
pub(super) fn open_folder(folder: &Path) -> Result<impl Embedder + use<>> {
    let ModelFolder { id, model, max_tokens, prompts } = ModelFolder::read(folder)?;
    let environment = onnx_runtime::environment()?;
    let options = InitOptionsUserDefined::new().with_environment(environment).with_max_length(max_tokens);
    let opened = guarded(|| TextEmbedding::try_new_from_user_defined(model, options));
    let model = opened.map_err(|cause| {
        let folder = folder.display();
        Error::Embedder(format!(
            "cannot use the model in '{folder}': {cause}; export it anew, or use the embedder 'builtin'"
        ))
    })?;
    OnnxEmbedder::new(id, model, prompts, BATCH)
}

/// One of the models that fastembed knows.
///
/// # Errors
/// [`Error::Embedder`] where the name is unknown, there is no ONNX Runtime, or the model is not
/// here and cannot be fetched.
pub(super) fn open_named(name: &str) -> Result<impl Embedder + use<>> {
    let models = TextEmbedding::list_supported_models();
    let info = models.iter().find(|info| is_called(info, name)).ok_or_else(|| unknown(name, &models))?;
    let environment = onnx_runtime::environment()?;
    let mut options = TextInitOptions::new(info.model.clone())
        .with_environment(environment)
        .with_show_download_progress(std::io::stderr().is_terminal());
    if let Some(folder) = cache_folder() {
        options = options.with_cache_dir(folder);
    }
    let model = guarded(|| TextEmbedding::try_new(options)).map_err(|cause| {
        Error::Embedder(format!(
            "cannot get the model '{name}' from the model hub: {cause}; set HF_ENDPOINT to a hub that can be reached, \
             use onnx:DIR with a local copy, or use the embedder 'builtin'"
        ))
    })?;
    // The scale of a dynamically quantized model depends on what else is in the batch.
    let dynamic = TextEmbedding::get_quantization_mode(&info.model) == QuantizationMode::Dynamic;
    let batch = if dynamic { 1 } else { BATCH };
    OnnxEmbedder::new(
        format!("fastembed/{}", short_name(info)),
        model,
        Prompts::of_model(&info.model_code),
        batch,
    )
}

impl OnnxEmbedder {
    fn new(id: String, model: TextEmbedding, prompts: Prompts, batch: usize) -> Result<Self> {
        let mut embedder = Self { id, dimensions: 0, prompts, batch, model: Mutex::new(model) };
        // Only the model itself knows for sure how long its vectors are.
        embedder.dimensions = embedder.run(&["a".to_owned()])?.first().map_or(0, Vec::len);
        Ok(embedder)
    }

    fn embed(&self, prompt: &str, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        let blank = |text: &&str| text.trim().is_empty();
        let inputs: Vec<_> =
            texts.iter().filter(|text| !blank(text)).map(|text| format!("{prompt}{text}")).collect();
        let mut vectors = self.run(&inputs)?.into_iter();
        let vector = |text: &&str| if blank(text) { None } else { vectors.next() };
        Ok(texts
            .iter()
            .map(vector)
            .map(|vector| vector.unwrap_or_else(|| vec![0.0; self.dimensions]))
            .collect())
    }

    fn run(&self, inputs: &[String]) -> Result<Vec<Vec<f32>>> {
        let mut model = self.model.lock().unwrap_or_else(PoisonError::into_inner);
        let mut vectors = Vec::with_capacity(inputs.len());
        for batch in inputs.chunks(self.batch) {
            let embedded = guarded(|| model.embed(batch, None));
            let failed = |cause| {
                Error::Embedder(format!("the model '{}' failed: {cause}; use another embedder", self.id))
            };
            vectors.extend(embedded.map_err(failed)?);
        }
        vectors.iter_mut().for_each(|vector| to_unit_length(vector));
        Ok(vectors)
    }
}

impl Embedder for OnnxEmbedder {
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
        true
    }

    fn embed_queries(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        self.embed(&self.prompts.query, texts)
    }

    fn embed_passages(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        self.embed(&self.prompts.passage, texts)
    }
}

/// Runs code of fastembed; an error or, as a last resort, a panic becomes one line with its cause.
pub(super) fn guarded<T>(run: impl FnOnce() -> fastembed::Result<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(in_one_line(&error)),
        Err(_) => Err("the ONNX Runtime broke off".to_owned()),
    }
}

/// Where fetched models are kept: fastembed's own variable wins, and its default, a folder in the
/// current one, is replaced by the user's cache.
pub(super) fn cache_folder() -> Option<PathBuf> {
    if std::env::var_os("FASTEMBED_CACHE_DIR").is_some() {
        return None;
    }
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    Some(cache.or_else(|| Some(std::env::home_dir()?.join(".cache")))?.join("tiku/models"))
}

/// The name that a model goes by here: that of the hub without owner and format, with `-q` for
/// the smaller copies.
fn short_name(info: &ModelInfo<EmbeddingModel>) -> String {
    let name = info.model_code.rsplit('/').next().unwrap_or_default().to_lowercase();
    let name = name.trim_end_matches("-q").trim_end_matches("-onnx");
    let variant = format!("{:?}", info.model);
    let smaller = ["Q4", "Q"].into_iter().find(|mark| variant.ends_with(mark));
    smaller.map_or(name.to_owned(), |mark| format!("{name}-{}", mark.to_lowercase()))
}

fn is_called(info: &ModelInfo<EmbeddingModel>, name: &str) -> bool {
    [short_name(info), info.model_code.clone(), format!("{:?}", info.model)]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

/// Names the models that are spelled most alike, then all.
fn unknown(name: &str, models: &[ModelInfo<EmbeddingModel>]) -> Error {
    let mut names: Vec<_> = models.iter().map(short_name).collect();
    names.sort();
    let all = names.join(", ");
    names.retain(|known| likeness(known, name) > 0.5);
    names.sort_by(|a, b| likeness(b, name).total_cmp(&likeness(a, name)));
    names.truncate(3);
    let guess =
        if names.is_empty() { String::new() } else { format!("did you mean {}? ", names.join(" or ")) };
    Error::Embedder(format!(
        "no embedder is called '{name}'; {guess}choose 'builtin', 'onnx:DIR', 'http://HOST:PORT/v1#MODEL' or one of {all}"
    ))
}

/// How alike two names are, from 0 to 1: the share of the pairs of letters that they have in common.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    let pairs = |name: &str| {
        let letters: Vec<char> = name.to_lowercase().chars().collect();
        letters.windows(2).map(<[char]>::to_vec).collect::<Vec<_>>()
    };
    let (a, mut b) = (pairs(a), pairs(b));
    let total = a.len() + b.len();
    let common = a
        .iter()
        .filter(|pair| b.iter().position(|other| other == *pair).map(|at| b.swap_remove(at)).is_some());
    2.0 * common.count() as f64 / total.max(1) as f64
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_model_has_a_name_of_its_own() {
        let models = TextEmbedding::list_supported_models();
        let names: HashSet<_> = models.iter().map(short_name).collect();
        assert_eq!(names.len(), models.len());
        for name in ["bge-small-zh-v1.5", "multilingual-e5-small", "bge-m3", "all-minilm-l6-v2-q"] {
            assert!(names.contains(name), "{name}");
        }
    }

    #[test]
    fn models_are_found_by_any_of_their_names() {
        let models = TextEmbedding::list_supported_models();
        for name in ["bge-small-zh-v1.5", "BGE-small-zh-v1.5", "Xenova/bge-small-zh-v1.5", "BGESmallZHV15"] {
            let found = models.iter().find(|info| is_called(info, name)).expect("the name is known");
            assert_eq!(found.model, EmbeddingModel::BGESmallZHV15, "{name}");
        }
    }

    #[test]
    fn an_unknown_name_is_answered_with_near_ones() {
        let error = unknown("bge-smal-zh", &TextEmbedding::list_supported_models()).to_string();
        assert!(error.contains("did you mean bge-small-zh-v1.5"), "{error}");
        assert!(!error.contains('\n'));
        let error = unknown("zzz", &TextEmbedding::list_supported_models()).to_string();
        assert!(!error.contains("did you mean"), "{error}");
    }

    #[test]
    fn a_panic_becomes_an_error() {
        assert!(guarded::<()>(|| panic!("no library")).is_err());
    }
}
