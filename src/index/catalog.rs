//! What must be known of every question while ranking: a compact table in memory.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::analysis::Analyzer;
use crate::error::Result;
use crate::question::{Difficulty, Kind, Lang, QuestionId};
use crate::store::{Slot, Snapshot};

/// A question's place in the [`Catalog`]. Ordinals follow the order of ids, so that ties broken
/// by ordinal are ties broken by id. They hold for one opened index only; slots are for the disk.
pub type Ordinal = u32;

/// What filters and facets look at.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where the whole question is stored.
    pub slot: Slot,
    /// The question's id.
    pub id: QuestionId,
    /// The question's language.
    pub lang: Lang,
    /// Question or note.
    pub kind: Kind,
    /// How hard it is, where known.
    pub difficulty: Option<Difficulty>,
    /// Tags as numbers, see [`Catalog::tag`].
    pub tags: Vec<u32>,
    /// The source as a number, see [`Catalog::source`].
    pub source: u32,
    /// The line on which it starts.
    pub line: usize,
    /// The date of its source, `YYYY-MM-DD`, where known.
    pub date: Option<String>,
    /// The fingerprint of what it asks, see [`asked`].
    pub asked: Option<u64>,
}

/// A fingerprint of what is asked: the same for texts that differ only in case, width, script
/// variant, spaces and marks. `None` for a text without letters and digits.
pub fn asked(text: &str) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    let mut letters = 0;
    for c in Analyzer::shared().fold(text).chars().filter(|c| c.is_alphanumeric()) {
        c.hash(&mut hasher);
        letters += 1;
    }
    (letters > 0).then(|| hasher.finish())
}

/// Every question of an index, sorted by id.
#[derive(Debug, Default)]
pub struct Catalog {
    entries: Vec<Entry>,
    tags: Names,
    sources: Names,
    ordinals: HashMap<Slot, Ordinal>,
    follow_ups: HashMap<QuestionId, Vec<Ordinal>>,
}

impl Catalog {
    /// Reads all questions once.
    pub fn load(snapshot: &Snapshot) -> Result<Self> {
        let mut catalog = Self::default();
        let mut links: Vec<(QuestionId, Slot)> = Vec::new();
        for row in snapshot.questions()? {
            let (slot, question) = row?;
            links.extend(question.follow_up_of.map(|id| (id, slot)));
            catalog.entries.push(Entry {
                slot,
                lang: question.lang,
                kind: question.kind,
                difficulty: question.difficulty,
                tags: question.tags.iter().map(|tag| catalog.tags.number(tag)).collect(),
                source: catalog.sources.number(&question.source.path),
                line: question.source.line,
                asked: asked(&question.question),
                date: question.date,
                id: question.id,
            });
        }
        catalog.entries.sort_by(|a, b| a.id.cmp(&b.id));
        catalog.ordinals =
            (0..).zip(&catalog.entries).map(|(ordinal, entry)| (entry.slot, ordinal)).collect();
        for (id, slot) in links {
            catalog.follow_ups.entry(id).or_default().push(catalog.ordinals[&slot]);
        }
        Ok(catalog)
    }

    /// Entries that are nothing but slots, ordinal by ordinal: enough to search vectors with.
    pub fn of_slots(size: usize) -> Self {
        let entry = |slot| Entry {
            slot,
            id: QuestionId::given(format!("{slot:08}")),
            lang: Lang::En,
            kind: Kind::Question,
            difficulty: None,
            tags: Vec::new(),
            source: 0,
            line: 1,
            date: None,
            asked: None,
        };
        let entries: Vec<Entry> = (0..size as Slot).map(entry).collect();
        let ordinals = (0..).zip(&entries).map(|(ordinal, entry)| (entry.slot, ordinal)).collect();
        Self { entries, ordinals, ..Self::default() }
    }

    /// The questions that follow up the one with this id, in the order they were stored in.
    pub fn follow_ups(&self, id: &QuestionId) -> &[Ordinal] {
        self.follow_ups.get(id).map_or(&[], Vec::as_slice)
    }

    /// How many questions there are that are asked: all but the notes.
    pub fn questions(&self) -> usize {
        self.entries.iter().filter(|entry| entry.kind == Kind::Question).count()
    }

    /// How many questions there are, notes among them.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All entries, by ordinal.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// One entry.
    ///
    /// # Panics
    /// When the ordinal is not one of this catalog.
    pub fn entry(&self, ordinal: Ordinal) -> &Entry {
        &self.entries[ordinal as usize]
    }

    /// The ordinal of a stored question.
    pub fn ordinal(&self, slot: Slot) -> Option<Ordinal> {
        self.ordinals.get(&slot).copied()
    }

    /// The ordinal of an id.
    pub fn find(&self, id: &str) -> Option<Ordinal> {
        let place = self.entries.binary_search_by(|entry| entry.id.as_str().cmp(id)).ok()?;
        Some(place as Ordinal)
    }

    /// A tag by its number.
    pub fn tag(&self, number: u32) -> &str {
        self.tags.name(number)
    }

    /// A source's name by its number.
    pub fn source(&self, number: u32) -> &str {
        self.sources.name(number)
    }

    /// How many tags and how many sources there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.tags.names.len(), self.sources.names.len())
    }
}

/// Names that occur often, each kept once.
#[derive(Debug, Default)]
struct Names {
    names: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn name(&self, number: u32) -> &str {
        &self.names[number as usize]
    }
}
