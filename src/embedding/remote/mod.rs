//! Embedders behind an HTTP server that understands `POST {base}/embeddings` as OpenAI defined it;
//! Ollama, vLLM and text-embeddings-inference do too.

mod answer;
mod endpoint;
mod patience;

use std::sync::OnceLock;
use std::time::Duration;

use self::endpoint::Endpoint;
use self::patience::{Breaker, Failure, Patience};
use super::prompts::Prompts;
use super::{Embedder, to_unit_length};
use crate::error::{Error, Result};

/// Texts of one request; servers split larger ones themselves, or refuse them.
const BATCH: usize = 64;
/// As for other transformers: they read a paragraph as a whole.
const PASSAGE_WIDTH: usize = 400;
/// Bytes of a text that are sent: about what fits into the 512 tokens of a small model three
/// times over. Most servers cut texts themselves, but some refuse one that is longer than they read.
const LONGEST_TEXT: usize = 6_000;
/// How long queries leave a server alone that failed.
const REST: Duration = Duration::from_secs(10);

const EXAMPLE: &str = "http://localhost:11434/v1#bge-m3";

struct RemoteEmbedder {
    /// Named after the model alone: the server may move, and its vectors stay comparable.
    id: String,
    prompts: Prompts,
    endpoint: Endpoint,
    /// Learnt from the first answer.
    dimensions: OnceLock<usize>,
    breaker: Breaker,
}

/// The embedder that `http://host:port/v1#model` names; asks nothing yet.
///
/// # Errors
/// [`Error::Embedder`] where the address or the model is missing, or the key cannot be sent.
pub(super) fn open(spec: &str) -> Result<impl Embedder + use<>> {
    let (base, model) = spec.split_once('#').unwrap_or((spec, ""));
    if model.trim().is_empty() {
        let message = format!("the embedder names no model; write it after the address, as in {EXAMPLE}");
        return Err(Error::Embedder(message));
    }
    Ok(RemoteEmbedder {
        id: format!("remote/{model}"),
        prompts: Prompts::of_model(model),
        endpoint: Endpoint::new(base, model)?,
        dimensions: OnceLock::new(),
        breaker: Breaker::new(REST),
    })
}

impl RemoteEmbedder {
    /// One vector per text. Blank texts have none to speak of, and servers refuse them.
    fn embed(&self, prompt: &str, texts: &[&str], patience: Patience) -> Result<Vec<Vec<f32>>, Failure> {
        let blank = |text: &str| text.trim().is_empty();
        let sent: Vec<String> = texts
            .iter()
            .filter(|text| !blank(text))
            .map(|text| format!("{prompt}{}", &text[..text.floor_char_boundary(LONGEST_TEXT)]))
            .collect();
        let mut vectors = Vec::with_capacity(sent.len());
        for batch in sent.chunks(BATCH) {
            vectors.extend(patience.ask(|| self.endpoint.embed(batch, patience.timeout))?);
        }
        self.check_dimensions(&vectors)?;
        vectors.iter_mut().for_each(|vector| to_unit_length(vector));
        let zeros = vec![0.0; self.dimensions.get().copied().unwrap_or_default()];
        let mut vectors = vectors.into_iter();
        let vector = |text: &&str| if blank(text) { None } else { vectors.next() };
        Ok(texts.iter().map(vector).map(|vector| vector.unwrap_or_else(|| zeros.clone())).collect())
    }

    /// All vectors ever given are as long as the first one.
    fn check_dimensions(&self, vectors: &[Vec<f32>]) -> Result<(), Failure> {
        for vector in vectors {
            let first = *self.dimensions.get_or_init(|| vector.len());
            if vector.len() != first {
                let lengths = format!("{} components after one of {first}", vector.len());
                return Err(Failure::unusable(&format!("it has a vector of {lengths}")));
            }
        }
        Ok(())
    }
}

impl Embedder for RemoteEmbedder {
    fn id(&self) -> &str {
        &self.id
    }

    fn dimensions(&self) -> Option<usize> {
        self.dimensions.get().copied()
    }

    fn passage_width(&self) -> usize {
        PASSAGE_WIDTH
    }

    fn is_costly(&self) -> bool {
        true
    }

    fn embed_queries(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        let ask = || {
            let answer = self.embed(&self.prompts.query, texts, Patience::SEARCHING);
            answer.inspect_err(|failure| tracing::info!("{}", self.endpoint.full_message(failure)))
        };
        // Who searches, perhaps from far away, needs not be told where the server is.
        self.breaker.ask(ask).map_err(|failure| Error::Embedder(self.endpoint.brief_message(&failure)))
    }

    fn embed_passages(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        self.embed(&self.prompts.passage, texts, Patience::INDEXING)
            .map_err(|failure| Error::Embedder(self.endpoint.full_message(&failure)))
    }
}
