//! Reads an ONNX model from a local folder, as sentence-transformers and its exporters lay it
//! out, and completes what is missing there.

use std::path::{Path, PathBuf};

use fastembed::{Pooling, TokenizerFiles, UserDefinedEmbeddingModel};
use serde_json::{Value, json};

use super::prompts::Prompts;
use crate::error::{Error, Result};

/// Tokens of a text that are read where the model does not say how many it can take.
const DEFAULT_MAX_TOKENS: usize = 512;

/// What every model in a local folder consists of.
pub(super) struct ModelFiles {
    /// The folder's name.
    pub name: String,
    pub onnx: PathBuf,
    pub tokenizer: TokenizerFiles,
    /// Tokens of a text that are read; the rest is cut off.
    pub max_tokens: usize,
    config: Value,
}

impl ModelFiles {
    /// Finds and completes them.
    ///
    /// # Errors
    /// [`Error::Embedder`] where a file is missing or of another kind than expected.
    pub fn read(folder: &Path) -> Result<Self> {
        if !folder.is_dir() {
            return Err(Error::Embedder(format!(
                "no folder '{}'; onnx:DIR wants one with model.onnx and tokenizer.json",
                folder.display()
            )));
        }
        let onnx = onnx_file(folder)?;
        let config = read_json(folder, "config.json")?;
        let max_tokens = max_tokens(folder, &config)?;
        let tokenizer = tokenizer_files(folder, &config, max_tokens)?;
        let path = folder.canonicalize().ok();
        let name = path
            .as_deref()
            .and_then(Path::file_name)
            .map_or_else(|| "model".into(), |name| name.to_string_lossy().into_owned());
        Ok(Self { name, onnx, tokenizer, max_tokens, config })
    }
}

/// An embedding model in a local folder, read and completed.
pub(super) struct ModelFolder {
    /// The folder's name and a hash of all that decides the vectors.
    pub id: String,
    pub model: UserDefinedEmbeddingModel,
    /// Tokens of a text that are read; the rest is cut off.
    pub max_tokens: usize,
    pub prompts: Prompts,
}

impl ModelFolder {
    /// Reads the folder.
    ///
    /// # Errors
    /// [`Error::Embedder`] where a file is missing or of another kind than expected.
    pub fn read(folder: &Path) -> Result<Self> {
        let ModelFiles { name, onnx, tokenizer: files, max_tokens, config } = ModelFiles::read(folder)?;
        let prompts = prompts(folder, &name, &config)?;
        let pooling = pooling(folder)?;

        let mut hasher = blake3::Hasher::new();
        hasher
            .update(format!("{pooling:?} {max_tokens} {prompts:?}").as_bytes())
            .update(&files.tokenizer_file);
        let bytes = read(&onnx)?;
        hasher.update(&bytes);
        let mut model = UserDefinedEmbeddingModel::new(bytes, files).with_pooling(pooling);
        for (name, weights) in external_weights(&onnx)? {
            hasher.update(&weights);
            model = model.with_external_initializer(name, weights);
        }
        let id = format!("onnx/{name}@{}", &hasher.finalize().to_hex()[..8]);
        Ok(Self { id, model, max_tokens, prompts })
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(Error::io("read", path))
}

/// A JSON file of the folder; null where there is none.
fn read_json(folder: &Path, name: &str) -> Result<Value> {
    let path = folder.join(name);
    if !path.exists() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&read(&path)?).map_err(|cause| {
        Error::Embedder(format!("'{}' is no JSON: {cause}; fetch the model anew", path.display()))
    })
}

fn onnx_file(folder: &Path) -> Result<PathBuf> {
    let usual = ["model.onnx", "onnx/model.onnx"].map(|name| folder.join(name));
    if let Some(found) = usual.into_iter().find(|path| path.is_file()) {
        return Ok(found);
    }
    let mut others: Vec<_> = [folder.to_owned(), folder.join("onnx")]
        .iter()
        .filter_map(|folder| folder.read_dir().ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "onnx"))
        .collect();
    match (others.pop(), others.is_empty()) {
        (Some(only), true) => Ok(only),
        (None, _) => {
            Err(Error::Embedder(format!("no model.onnx in '{}'; export the model to ONNX", folder.display())))
        }
        (Some(_), false) => Err(Error::Embedder(format!(
            "several .onnx files in '{}' and none is called model.onnx; rename the one to use",
            folder.display()
        ))),
    }
}

/// Weights that are kept beside the ONNX file (`model.onnx_data`), which large models do.
fn external_weights(onnx: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let (Some(folder), Some(name)) = (onnx.parent(), onnx.file_name().and_then(|name| name.to_str())) else {
        return Ok(Vec::new());
    };
    let names = [format!("{name}_data"), format!("{name}.data")];
    names
        .into_iter()
        .filter(|name| folder.join(name).is_file())
        .map(|name| Ok((name.clone(), read(&folder.join(name))?)))
        .collect()
}

/// A length that makes sense: some exports write 10^30 for "unlimited".
fn sane(length: &Value) -> Option<usize> {
    length
        .as_u64()
        .and_then(|length| usize::try_from(length).ok())
        .filter(|length| (1..=65_536).contains(length))
}

fn max_tokens(folder: &Path, config: &Value) -> Result<usize> {
    let sentence = read_json(folder, "sentence_bert_config.json")?;
    let tokenizer = read_json(folder, "tokenizer_config.json")?;
    let positions = sane(&config["max_position_embeddings"]);
    let named = sane(&sentence["max_seq_length"]).or_else(|| sane(&tokenizer["model_max_length"]));
    Ok(named.or(positions.map(|length| length.min(DEFAULT_MAX_TOKENS))).unwrap_or(DEFAULT_MAX_TOKENS))
}

/// The four files that fastembed asks for, with what it insists on filled in.
fn tokenizer_files(folder: &Path, config: &Value, max_tokens: usize) -> Result<TokenizerFiles> {
    let path = folder.join("tokenizer.json");
    if !path.is_file() {
        return Err(Error::Embedder(format!(
            "no tokenizer.json in '{}'; copy it from the model",
            folder.display()
        )));
    }
    let tokenizer_file = read(&path)?;
    let tokenizer = read_json(folder, "tokenizer.json")?;
    let special = read_json(folder, "special_tokens_map.json")?;
    let own = read_json(folder, "tokenizer_config.json")?;
    let settings = json!({ "model_max_length": max_tokens, "pad_token": pad_token(&[&own, &special, &tokenizer["padding"]], &tokenizer) });
    let object =
        |value: &Value| if value.is_object() { value.to_string() } else { "{}".to_owned() }.into_bytes();
    Ok(TokenizerFiles {
        tokenizer_file,
        config_file: object(config),
        special_tokens_map_file: object(&special),
        tokenizer_config_file: object(&settings),
    })
}

/// The token that fills up the shorter texts of a batch: as some file names it, else a usual one
/// that the tokenizer knows. It is masked, so which one it is changes no vector.
fn pad_token(named_in: &[&Value], tokenizer: &Value) -> String {
    let text = |value: &Value| value.as_str().or_else(|| value["content"].as_str()).map(str::to_owned);
    let known = |token: &&str| {
        let mut added = tokenizer["added_tokens"].as_array().into_iter().flatten();
        added.any(|one| one["content"] == **token) || tokenizer["model"]["vocab"].get(*token).is_some()
    };
    let named = named_in.iter().find_map(|file| text(&file["pad_token"]));
    named
        .or_else(|| {
            ["[PAD]", "<pad>", "<|endoftext|>"]
                .iter()
                .find(|token| known(token))
                .map(|token| (*token).to_owned())
        })
        .unwrap_or_else(|| "[PAD]".to_owned())
}

/// How the vectors of a text's tokens become one.
fn pooling(folder: &Path) -> Result<Pooling> {
    let config = read_json(folder, "1_Pooling/config.json")?;
    let set = |mode: &str| config[mode] == true;
    let mode = config["pooling_mode"].as_str();
    if config.is_null() || mode == Some("mean") || set("pooling_mode_mean_tokens") {
        Ok(Pooling::Mean)
    } else if mode == Some("cls") || set("pooling_mode_cls_token") {
        Ok(Pooling::Cls)
    } else {
        Err(Error::Embedder(format!(
            "the model in '{}' pools in a way that is not supported; choose one with mean or CLS pooling",
            folder.display()
        )))
    }
}

/// The prompts that the model was trained with: as its configuration says, else as its name does.
fn prompts(folder: &Path, name: &str, config: &Value) -> Result<Prompts> {
    let sentence = read_json(folder, "config_sentence_transformers.json")?;
    let prompt =
        |names: &[&str]| names.iter().find_map(|name| sentence["prompts"][name].as_str()).map(str::to_owned);
    let (query, passage) =
        (prompt(&["query", "search_query"]), prompt(&["passage", "document", "search_document"]));
    if query.is_some() || passage.is_some() {
        return Ok(Prompts {
            query: query.unwrap_or_default().into(),
            passage: passage.unwrap_or_default().into(),
        });
    }
    let trained_as = config["_name_or_path"].as_str().unwrap_or_default();
    Ok(Prompts::of_model(&format!("{name} {trained_as}")))
}
