//! The inverted index: terms → postings, kept by tantivy, derived from the store.
//!
//! Only postings are read from here; how they are turned into scores is `search`'s business.

mod schema;

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

use tantivy::directory::MmapDirectory;
use tantivy::postings::Postings;
use tantivy::query::{EnableScoring, PhraseQuery, Query};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, IndexWriter, Searcher, TERMINATED, Term};

use crate::analysis::Analyzer;
use crate::error::{Error, Result};
use crate::index::catalog::{Catalog, Ordinal};
use crate::index::layout;
use crate::store::{Slot, Store};

pub use schema::TextField;
use schema::{AnalyzerTokenizer, Fields, TOKENIZER};

/// Memory that tantivy gathers new postings in before it writes a segment, all threads together.
const WRITER_BYTES: usize = 96 << 20;
const WRITER_THREADS: usize = 2;

/// A document that is deleted or not in the catalog.
const NO_ORDINAL: Ordinal = Ordinal::MAX;

/// The postings of one opened index.
pub struct Inverted {
    searcher: Searcher,
    fields: Fields,
    /// Segment by segment: document → ordinal.
    ordinals: Vec<Vec<Ordinal>>,
    /// Ordinal → segment and document; [`TERMINATED`] for what is in none.
    documents: Vec<(u32, DocId)>,
    /// Mean field lengths in tokens, by field.
    mean_lengths: [f32; TextField::ALL.len()],
}

impl Inverted {
    /// Opens the postings for reading. They must be [up to date](update) with the catalog.
    pub fn open(path: &Path, catalog: &Catalog) -> Result<Self> {
        let (index, fields) = open(path)?;
        let searcher = index.reader().map_err(failed)?.searcher();
        let mut ordinals = Vec::new();
        for segment in searcher.segment_readers() {
            let slots = segment.fast_fields().u64("slot").map_err(failed)?;
            let ordinal = |doc| {
                let slot = slots.first(doc).filter(|_| !segment.is_deleted(doc));
                slot.and_then(|slot| catalog.ordinal(slot)).unwrap_or(NO_ORDINAL)
            };
            ordinals.push((0..segment.max_doc()).map(ordinal).collect());
        }
        let mut documents = vec![(0, TERMINATED); catalog.len()];
        for (segment, ordinals) in (0u32..).zip(&ordinals) {
            for (document, &ordinal) in (0..).zip(ordinals) {
                if let Some(place) = documents.get_mut(ordinal as usize) {
                    *place = (segment, document);
                }
            }
        }
        let mut mean_lengths = [0.0; TextField::ALL.len()];
        for (mean, field) in mean_lengths.iter_mut().zip(fields.text) {
            let mut tokens = 0;
            for segment in searcher.segment_readers() {
                tokens += segment.inverted_index(field).map_err(failed)?.total_num_tokens();
            }
            *mean = tokens as f32 / catalog.len().max(1) as f32;
        }
        Ok(Self { searcher, fields, ordinals, documents, mean_lengths })
    }

    /// The mean length of a field, in tokens.
    pub fn mean_length(&self, field: TextField) -> f32 {
        self.mean_lengths[field as usize]
    }

    /// Calls `visit(ordinal, term frequency, field length)` for each question whose field holds the term.
    ///
    /// Lengths are tantivy's field norms: exact up to 40 tokens, then rounded down a little.
    pub fn postings(
        &self,
        field: TextField,
        term: &str,
        mut visit: impl FnMut(Ordinal, u32, u32),
    ) -> Result<()> {
        let field = self.fields.text[field as usize];
        let term = Term::from_field_text(field, term);
        for (segment, ordinals) in self.searcher.segment_readers().iter().zip(&self.ordinals) {
            let inverted = segment.inverted_index(field).map_err(failed)?;
            let postings = inverted.read_postings(&term, IndexRecordOption::WithFreqs).map_err(failed)?;
            let Some(mut postings) = postings else { continue };
            let lengths = segment.get_fieldnorms_reader(field).map_err(failed)?;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                let ordinal = ordinals[doc as usize];
                if ordinal != NO_ORDINAL {
                    visit(ordinal, postings.term_freq(), lengths.fieldnorm(doc));
                }
                doc = postings.advance();
            }
        }
        Ok(())
    }

    /// Where the term stands in a field of these questions: its positions, ascending.
    pub fn positions(
        &self,
        field: TextField,
        term: &str,
        questions: &[Ordinal],
    ) -> Result<BTreeMap<Ordinal, Vec<u32>>> {
        let field = self.fields.text[field as usize];
        let term = Term::from_field_text(field, term);
        let mut documents: Vec<(u32, DocId, Ordinal)> =
            questions.iter().filter_map(|ordinal| self.document(*ordinal)).collect();
        documents.sort_unstable();
        let mut found = BTreeMap::new();
        for documents in documents.chunk_by(|a, b| a.0 == b.0) {
            let segment = self.searcher.segment_reader(documents[0].0);
            let inverted = segment.inverted_index(field).map_err(failed)?;
            let option = IndexRecordOption::WithFreqsAndPositions;
            let Some(mut postings) = inverted.read_postings(&term, option).map_err(failed)? else { continue };
            for (_, document, ordinal) in documents {
                if postings.doc() < *document {
                    postings.seek(*document);
                }
                if postings.doc() == *document {
                    let mut positions = Vec::new();
                    postings.positions(&mut positions);
                    found.insert(*ordinal, positions);
                }
            }
        }
        Ok(found)
    }

    /// A question's segment and document.
    fn document(&self, ordinal: Ordinal) -> Option<(u32, DocId, Ordinal)> {
        let (segment, document) = *self.documents.get(ordinal as usize)?;
        (document != TERMINATED).then_some((segment, document, ordinal))
    }

    /// Calls `visit(term, number of questions)` for each term of a field; a term that stands in
    /// several segments comes several times.
    pub fn each_term(&self, field: TextField, mut visit: impl FnMut(&str, u32)) -> Result<()> {
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.text[field as usize]).map_err(failed)?;
            let mut terms = inverted.terms().stream().map_err(failed)?;
            while terms.advance() {
                if let Ok(term) = std::str::from_utf8(terms.key()) {
                    visit(term, terms.value().doc_freq);
                }
            }
        }
        Ok(())
    }

    /// Whether any question holds the term.
    pub fn knows(&self, term: &str) -> bool {
        let terms = self.fields.text.iter().map(|field| Term::from_field_text(*field, term));
        terms.into_iter().any(|term| self.searcher.doc_freq(&term).is_ok_and(|times| times > 0))
    }

    /// The questions in which any field holds the terms at these distances from each other.
    ///
    /// `phrase` pairs each term with its position; one term alone is a phrase, too.
    pub fn phrase(&self, phrase: &[(usize, String)]) -> Result<HashSet<Ordinal>> {
        let mut found = HashSet::new();
        for (part, field) in TextField::ALL.into_iter().zip(self.fields.text) {
            if let [(_, term)] = phrase {
                self.postings(part, term, |ordinal, _, _| {
                    found.insert(ordinal);
                })?;
                continue;
            }
            let terms = phrase.iter().map(|(at, term)| (*at, Term::from_field_text(field, term))).collect();
            self.matching(&PhraseQuery::new_with_offset(terms), &mut found)?;
        }
        Ok(found)
    }

    fn matching(&self, query: &PhraseQuery, found: &mut HashSet<Ordinal>) -> Result<()> {
        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
        let weight = query.weight(scoring).map_err(failed)?;
        for (segment, ordinals) in self.searcher.segment_readers().iter().zip(&self.ordinals) {
            let mut documents = weight.scorer(segment, 1.0).map_err(failed)?;
            let mut doc = documents.doc();
            while doc != TERMINATED {
                found.insert(ordinals[doc as usize]);
                doc = documents.advance();
            }
        }
        found.remove(&NO_ORDINAL);
        Ok(())
    }
}

/// Whether the index on disk is whole and has reached the store's `sequence`.
///
/// Checksums of all files are compared, so that damage is found before it is searched.
pub fn is_current(path: &Path, sequence: u64) -> bool {
    let Ok((index, _)) = open(path) else { return false };
    let reached = index.load_metas().ok().and_then(|metas| metas.payload);
    reached == Some(sequence.to_string()) && is_sound(&index)
}

/// Brings the index on disk up to date with the store: removes what is no longer stored, adds
/// what is missing, and starts anew when it cannot be opened. `progress` is told each step of
/// the questions to add: (done, of how many).
pub fn update(path: &Path, store: &Store, progress: &dyn Fn(usize, usize)) -> Result<()> {
    let whole = open(path).is_ok_and(|(index, _)| is_sound(&index));
    if !whole {
        layout::remove(path)?;
    }
    let (index, fields) = open_or_create(path)?;
    let mut indexed = indexed_slots(&index)?;
    let mut writer: IndexWriter =
        index.writer_with_num_threads(WRITER_THREADS, WRITER_BYTES).map_err(failed)?;
    let missing: Vec<Slot> = store.slots()?.into_iter().filter(|slot| !indexed.remove(slot)).collect();
    for slot in indexed {
        writer.delete_term(Term::from_field_u64(fields.slot, slot));
    }
    let snapshot = store.snapshot()?;
    for (done, &slot) in missing.iter().enumerate() {
        if let Some(question) = snapshot.question(slot)? {
            writer.add_document(fields.document(slot, &question)).map_err(failed)?;
        }
        progress(done + 1, missing.len());
    }
    let mut commit = writer.prepare_commit().map_err(failed)?;
    commit.set_payload(&store.sequence()?.to_string());
    commit.commit().map_err(failed)?;
    writer.wait_merging_threads().map_err(failed)
}

/// Whether every file is as it was written.
fn is_sound(index: &tantivy::Index) -> bool {
    index.validate_checksum().is_ok_and(|damaged| damaged.is_empty())
}

fn indexed_slots(index: &tantivy::Index) -> Result<HashSet<Slot>> {
    let searcher = index.reader().map_err(failed)?.searcher();
    let mut found = HashSet::new();
    for segment in searcher.segment_readers() {
        let slots = segment.fast_fields().u64("slot").map_err(failed)?;
        found.extend(segment.doc_ids_alive().filter_map(|doc| slots.first(doc)));
    }
    Ok(found)
}

fn open_or_create(path: &Path) -> Result<(tantivy::Index, Fields)> {
    fs::create_dir_all(path).map_err(Error::io("create", path))?;
    let (schema, fields) = schema::schema();
    let directory = MmapDirectory::open(path).map_err(failed)?;
    let index = tantivy::Index::open_or_create(directory, schema).map_err(failed)?;
    Ok((with_analyzer(index), fields))
}

fn open(path: &Path) -> Result<(tantivy::Index, Fields)> {
    let index = tantivy::Index::open_in_dir(path).map_err(failed)?;
    let (schema, fields) = schema::schema();
    if index.schema() != schema {
        return Err(failed("its fields are not those of this version"));
    }
    Ok((with_analyzer(index), fields))
}

fn with_analyzer(index: tantivy::Index) -> tantivy::Index {
    let analyzer = tantivy::tokenizer::TextAnalyzer::from(AnalyzerTokenizer(Analyzer::shared()));
    index.tokenizers().register(TOKENIZER, analyzer);
    index
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Index { part: "inverted", message: error.to_string() }
}
