//! Questions → what is stored of them: what is asked, that together with all there is to say, and
//! the passages of the answer, each as a vector.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::Step;
use crate::embedding::Embedder;
use crate::embedding::passages::{Passage, passages, whole};
use crate::embedding::quantised::quantise;
use crate::error::Result;
use crate::index::{IndexWriter, Manifest};
use crate::question::{Kind, Question};
use crate::store::{EmbeddingCache, Key, NewQuestion, Role};

/// Questions that are embedded together: enough to fill a few requests to an embedding server,
/// and what one of those that fail can cost at most.
const AT_ONCE: usize = 32;

/// Questions that one core embeds at once where that is cheap: few, so that no core waits for another.
const AT_ONCE_PER_CORE: usize = 8;

/// Embeds questions for one index.
pub(super) struct Embedding<'a> {
    pub embedder: &'a dyn Embedder,
    pub manifest: &'a Manifest,
    pub cache: Option<&'a EmbeddingCache>,
}

/// A vector, as exactly as its role needs.
#[derive(Clone)]
enum Vector {
    Exact(Vec<f32>),
    Quantised(Vec<i8>),
}

impl<'a> Embedding<'a> {
    pub fn new(embedder: &'a dyn Embedder, writer: &'a IndexWriter) -> Self {
        Self { embedder, manifest: writer.manifest(), cache: writer.cache() }
    }

    /// Embeds questions, in order.
    pub fn embed(
        &self,
        questions: &[Question],
        progress: &(dyn Fn(Step) + Sync),
    ) -> Result<Vec<NewQuestion>> {
        let Some(cache) = self.cache else {
            let parts = questions.par_chunks(AT_ONCE_PER_CORE).map(|part| self.embed_part(part, None));
            return Ok(parts.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect());
        };
        let mut embedded = Vec::with_capacity(questions.len());
        for part in questions.chunks(AT_ONCE) {
            progress(Step::Embedding(embedded.len(), questions.len()));
            embedded.extend(self.embed_part(part, Some(cache))?);
        }
        Ok(embedded)
    }

    /// The keys of all that is embedded of a question.
    pub fn keys(&self, cache: &EmbeddingCache, question: &Question, into: &mut HashSet<Key>) {
        into.extend(self.texts(question).iter().map(|(role, text)| cache.key(*role, text)));
    }

    fn embed_part(&self, part: &[Question], cache: Option<&EmbeddingCache>) -> Result<Vec<NewQuestion>> {
        let texts: Vec<_> = part.iter().map(|question| self.texts(question)).collect();
        let flat: Vec<(Role, &str)> =
            texts.iter().flatten().map(|(role, text)| (*role, text.as_str())).collect();
        let vectors = match cache {
            Some(cache) => self.through(cache, &flat)?,
            None => self.vectors(&flat)?,
        };
        let mut vectors = vectors.into_iter();
        let embedded = part.iter().zip(&texts).map(|(question, texts)| {
            let mut new =
                NewQuestion { question: question.clone(), embeddings: Vec::new(), passages: Vec::new() };
            for vector in vectors.by_ref().take(texts.len()) {
                match vector {
                    Vector::Exact(embedding) => new.embeddings.push(embedding),
                    Vector::Quantised(passage) => new.passages.push(passage),
                }
            }
            new
        });
        Ok(embedded.collect())
    }

    /// All that is embedded of a question, with what it is for.
    fn texts(&self, question: &Question) -> Vec<(Role, String)> {
        let text = |bit: Passage| (Role::Passage, bit.text(question));
        let bits = passages(question, self.embedder.passage_width()).into_iter().map(text);
        // What a note is called says little: no one asks it.
        let asked = (question.kind == Kind::Question).then(|| question.question.clone());
        let all = asked.into_iter().chain([whole(question)]).map(|text| (Role::Question, text));
        all.chain(bits).collect()
    }

    /// The vectors of texts, of which those are made that the cache does not have, each once.
    fn through(&self, cache: &EmbeddingCache, texts: &[(Role, &str)]) -> Result<Vec<Vector>> {
        let keys: Vec<Key> = texts.iter().map(|(role, text)| cache.key(*role, text)).collect();
        let mut known: HashMap<Key, Vector> = HashMap::new();
        for ((key, (role, _)), bytes) in keys.iter().zip(texts).zip(cache.get(&keys)?) {
            let vector = bytes.and_then(|bytes| Vector::decode(*role, &bytes, self.manifest.dimensions));
            known.extend(vector.map(|vector| (*key, vector)));
        }
        let mut seen = HashSet::new();
        let pairs = keys.iter().copied().zip(texts.iter().copied());
        let mut lacking: Vec<_> =
            pairs.filter(|(key, _)| !known.contains_key(key) && seen.insert(*key)).collect();
        // Texts of like length go together, because a model fills up the shorter ones of a batch.
        lacking.sort_by_key(|(_, (_, text))| text.len());
        let (missing, lacking): (Vec<Key>, Vec<(Role, &str)>) = lacking.into_iter().unzip();
        if !missing.is_empty() {
            let made: Vec<_> = missing.into_iter().zip(self.vectors(&lacking)?).collect();
            let bytes: Vec<_> = made.iter().map(|(key, vector)| (*key, vector.encode())).collect();
            cache.put(&bytes, self.manifest.dimensions)?;
            known.extend(made);
        }
        Ok(keys.iter().filter_map(|key| known.get(key).cloned()).collect())
    }

    /// Makes the vectors of texts.
    fn vectors(&self, texts: &[(Role, &str)]) -> Result<Vec<Vector>> {
        let plain: Vec<&str> = texts.iter().map(|(_, text)| *text).collect();
        let vectors = self.embedder.embed_passages(&plain)?;
        for vector in &vectors {
            self.check_dimensions(vector.len())?;
        }
        let made = vectors.into_iter().zip(texts).map(|(vector, (role, _))| match role {
            Role::Question => Vector::Exact(vector),
            Role::Passage => Vector::Quantised(quantise(&vector)),
        });
        Ok(made.collect())
    }

    /// Vectors of another length are an error, and after it a rebuild knows better.
    fn check_dimensions(&self, given: usize) -> Result<()> {
        let checked = self.manifest.check_dimensions(given);
        if let (Err(_), Some(cache)) = (&checked, self.cache) {
            cache.put(&[], given)?;
        }
        checked
    }
}

impl Vector {
    fn encode(&self) -> Vec<u8> {
        match self {
            Self::Exact(embedding) => embedding.iter().flat_map(|x| x.to_le_bytes()).collect(),
            Self::Quantised(passage) => passage.iter().map(|x| x.cast_unsigned()).collect(),
        }
    }

    /// `None` for bytes of another length than such a vector has.
    fn decode(role: Role, bytes: &[u8], dimensions: usize) -> Option<Self> {
        let (floats, rest) = bytes.as_chunks::<4>();
        match role {
            Role::Question if floats.len() == dimensions && rest.is_empty() => {
                Some(Self::Exact(floats.iter().map(|x| f32::from_le_bytes(*x)).collect()))
            }
            Role::Passage if bytes.len() == dimensions => {
                Some(Self::Quantised(bytes.iter().map(|x| x.cast_signed()).collect()))
            }
            _ => None,
        }
    }
}
