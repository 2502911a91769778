//! Applying a batch of changed and vanished sources in one transaction.

use std::collections::HashSet;

use redb::{Database, ReadableTable, Table, WriteTransaction};

use super::table::{self, EMBEDDINGS, IDS, NEXT_SLOT, PASSAGES, QUESTIONS, SEQUENCE, SOURCES, STATE};
use super::{Slot, SourceRecord, failed};
use crate::error::Result;
use crate::question::{Question, QuestionId};

/// Changes that are committed together.
#[derive(Default)]
pub struct Batch {
    /// Sources that are new or were read again.
    pub changed: Vec<SourceChange>,
    /// Names of the sources that are gone; their questions go with them.
    pub gone: Vec<String>,
}

/// The new state of one source.
pub struct SourceChange {
    /// The source's name.
    pub name: String,
    /// Its content hash.
    pub hash: String,
    /// All of its questions, in the order of the source.
    pub questions: Vec<NewQuestion>,
}

/// A question with its embeddings, as it shall be stored.
pub struct NewQuestion {
    /// The question.
    pub question: Question,
    /// Its embeddings, each of the index's dimensions.
    pub embeddings: Vec<Vec<f32>>,
    /// The quantised embeddings of its passages.
    pub passages: Vec<Vec<i8>>,
}

/// What a commit did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// Questions stored anew.
    pub added: usize,
    /// Questions removed, or replaced by a changed one.
    pub removed: usize,
    /// Questions left out because another source has the same id: the id, and the source it stood in.
    pub conflicts: Vec<(QuestionId, String)>,
}

pub(super) fn commit(database: &Database, batch: Batch) -> Result<Committed> {
    let transaction = database.begin_write().map_err(failed)?;
    let mut done = Committed::default();
    {
        let mut writer = Writer::open(&transaction)?;
        for name in batch.gone {
            done.removed += writer.remove_source(&name)?;
        }
        for change in batch.changed {
            writer.replace_source(change, &mut done)?;
        }
        writer.advance()?;
    }
    transaction.commit().map_err(failed)?;
    Ok(done)
}

struct Writer<'t> {
    questions: Table<'t, Slot, &'static [u8]>,
    ids: Table<'t, &'static str, Slot>,
    embeddings: Table<'t, Slot, &'static [u8]>,
    passages: Table<'t, Slot, &'static [u8]>,
    sources: Table<'t, &'static str, &'static [u8]>,
    state: Table<'t, &'static str, u64>,
    next_slot: Slot,
}

impl<'t> Writer<'t> {
    fn open(transaction: &'t WriteTransaction) -> Result<Self> {
        let state = transaction.open_table(STATE).map_err(failed)?;
        let next_slot = state.get(NEXT_SLOT).map_err(failed)?.map_or(0, |v| v.value());
        Ok(Self {
            questions: transaction.open_table(QUESTIONS).map_err(failed)?,
            ids: transaction.open_table(IDS).map_err(failed)?,
            embeddings: transaction.open_table(EMBEDDINGS).map_err(failed)?,
            passages: transaction.open_table(PASSAGES).map_err(failed)?,
            sources: transaction.open_table(SOURCES).map_err(failed)?,
            state,
            next_slot,
        })
    }

    fn source(&self, name: &str) -> Result<Option<SourceRecord>> {
        let row = self.sources.get(name).map_err(failed)?;
        row.map(|bytes| table::decode(bytes.value())).transpose()
    }

    fn question(&self, slot: Slot) -> Result<Option<Question>> {
        let row = self.questions.get(slot).map_err(failed)?;
        row.map(|bytes| table::decode(bytes.value())).transpose()
    }

    fn remove_source(&mut self, name: &str) -> Result<usize> {
        let slots = self.source(name)?.map_or_else(Vec::new, |record| record.slots);
        for &slot in &slots {
            self.remove(slot)?;
        }
        self.sources.remove(name).map_err(failed)?;
        Ok(slots.len())
    }

    fn remove(&mut self, slot: Slot) -> Result<()> {
        if let Some(question) = self.question(slot)? {
            self.ids.remove(question.id.as_str()).map_err(failed)?;
        }
        self.questions.remove(slot).map_err(failed)?;
        self.embeddings.remove(slot).map_err(failed)?;
        self.passages.remove(slot).map_err(failed)?;
        Ok(())
    }

    /// Keeps the slots of questions that are the same as before, removes the others, adds the new.
    fn replace_source(&mut self, change: SourceChange, done: &mut Committed) -> Result<()> {
        let old = self.source(&change.name)?.map_or_else(Vec::new, |record| record.slots);
        let mut kept = HashSet::new();
        for new in &change.questions {
            if let Some(slot) = self.unchanged(new, &old)? {
                kept.insert(slot);
            }
        }
        for &slot in old.iter().filter(|slot| !kept.contains(slot)) {
            self.remove(slot)?;
            done.removed += 1;
        }
        let mut slots = Vec::with_capacity(change.questions.len());
        let mut complete = true;
        for new in &change.questions {
            let taken = self.ids.get(new.question.id.as_str()).map_err(failed)?.map(|v| v.value());
            match taken {
                Some(slot) if kept.contains(&slot) => slots.push(slot),
                Some(_) => {
                    complete = false;
                    done.conflicts.push((new.question.id.clone(), change.name.clone()));
                }
                None => {
                    slots.push(self.add(new)?);
                    done.added += 1;
                }
            }
        }
        // Without a hash the source is read again next time: the id may have become free by then.
        let hash = if complete { change.hash } else { String::new() };
        let record = table::encode(&SourceRecord { hash, slots })?;
        self.sources.insert(change.name.as_str(), record.as_slice()).map_err(failed)?;
        Ok(())
    }

    /// The slot of this very question among `old`, if nothing about it changed.
    fn unchanged(&self, new: &NewQuestion, old: &[Slot]) -> Result<Option<Slot>> {
        let id = new.question.id.as_str();
        let Some(slot) = self.ids.get(id).map_err(failed)?.map(|v| v.value()) else { return Ok(None) };
        if !old.contains(&slot) || self.question(slot)?.as_ref() != Some(&new.question) {
            return Ok(None);
        }
        let embeddings = self.embeddings.get(slot).map_err(failed)?;
        let same = embeddings.is_some_and(|e| e.value() == table::encode_embeddings(&new.embeddings));
        let passages = self.passages.get(slot).map_err(failed)?;
        let same = same && passages.is_some_and(|p| p.value() == table::encode_passages(&new.passages));
        Ok(same.then_some(slot))
    }

    fn add(&mut self, new: &NewQuestion) -> Result<Slot> {
        let slot = self.next_slot;
        self.next_slot += 1;
        let question = table::encode(&new.question)?;
        self.questions.insert(slot, question.as_slice()).map_err(failed)?;
        self.ids.insert(new.question.id.as_str(), slot).map_err(failed)?;
        let embeddings = table::encode_embeddings(&new.embeddings);
        self.embeddings.insert(slot, embeddings.as_slice()).map_err(failed)?;
        let passages = table::encode_passages(&new.passages);
        self.passages.insert(slot, passages.as_slice()).map_err(failed)?;
        Ok(slot)
    }

    fn advance(&mut self) -> Result<()> {
        let sequence = self.state.get(SEQUENCE).map_err(failed)?.map_or(0, |v| v.value());
        self.state.insert(SEQUENCE, sequence + 1).map_err(failed)?;
        self.state.insert(NEXT_SLOT, self.next_slot).map_err(failed)?;
        Ok(())
    }
}
