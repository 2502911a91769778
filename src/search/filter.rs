//! Filters: what a hit must be, whatever the mode. A new field is one line in [`FIELDS`].

use std::fmt;

use crate::error::{Error, Result};
use crate::index::{Catalog, Entry, OrdinalSet};
use crate::tags;

/// A field that can be filtered by.
pub struct FilterField {
    /// Its name before the colon.
    pub name: &'static str,
    /// The values it can have, where there are few.
    values: &'static [&'static str],
    /// Whether an entry has the value, given in lower case.
    matches: fn(&Catalog, &Entry, &str) -> bool,
}

/// Every field that can be filtered by.
pub const FIELDS: &[FilterField] = &[
    FilterField {
        name: "lang",
        values: &["zh", "en"],
        matches: |_, entry, value| entry.lang.as_str() == value,
    },
    FilterField {
        name: "kind",
        values: &["question", "note"],
        matches: |_, entry, value| entry.kind.as_str() == value,
    },
    FilterField {
        name: "difficulty",
        values: &["easy", "medium", "hard"],
        matches: |_, entry, value| entry.difficulty.is_some_and(|grade| grade.as_str() == value),
    },
    FilterField {
        name: "tag",
        values: &[],
        matches: |catalog, entry, value| {
            let wanted = crate::tags::spelling(value);
            entry.tags.iter().any(|tag| catalog.tag(*tag) == wanted)
        },
    },
    FilterField {
        name: "source",
        values: &[],
        matches: |catalog, entry, value| catalog.source(entry.source).to_lowercase().contains(value),
    },
];

/// A field and the value it must have.
#[derive(Clone)]
pub struct Filter {
    field: &'static FilterField,
    value: String,
}

impl Filter {
    /// Whether questions can be filtered by a field of this name.
    pub fn is_field(name: &str) -> bool {
        FIELDS.iter().any(|field| field.name.eq_ignore_ascii_case(name))
    }

    /// Reads `field:value`; `None` when what stands before the colon is no field.
    pub fn parse(text: &str) -> Option<Result<Self>> {
        let (name, value) = text.split_once([':', '：'])?;
        let field = FIELDS.iter().find(|field| field.name.eq_ignore_ascii_case(name))?;
        let value = value.trim_matches(['"', '“', '”', '＂']).to_lowercase();
        // Tags are kept in one spelling, so that `tag:数据库` finds what is tagged `database`.
        let value = if field.name == "tag" { tags::spelling(&value) } else { value };
        Some(field.check(&value).map(|()| Self { field, value }))
    }

    /// Reads `field:value` where nothing else is expected, as on the command line.
    ///
    /// # Errors
    /// When it is not of that form, there is no such field, or it cannot have the value.
    pub fn parse_strictly(text: &str) -> Result<Self> {
        Self::parse(text).unwrap_or_else(|| {
            let names: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
            let names = names.join(", ");
            Err(Error::InvalidQuery(format!(
                "'{text}' is no filter; write field:value with one of the fields {names}"
            )))
        })
    }
}

impl FilterField {
    fn check(&self, value: &str) -> Result<()> {
        let (name, values) = (self.name, self.values.join(", "));
        if value.is_empty() {
            Err(Error::InvalidQuery(format!("the filter '{name}:' lacks a value; write {name}:value")))
        } else if !self.values.is_empty() && !self.values.contains(&value) {
            Err(Error::InvalidQuery(format!("'{value}' is no {name}; it can be {values}")))
        } else {
            Ok(())
        }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.field.name, self.value)
    }
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Filter {
    fn eq(&self, other: &Self) -> bool {
        self.field.name == other.field.name && self.value == other.value
    }
}

/// Filters that hold together: several values of one field widen, several fields narrow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters(Vec<Filter>);

impl Filters {
    /// Adds one.
    pub fn add(&mut self, filter: Filter) {
        if !self.0.contains(&filter) {
            self.0.push(filter);
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Filter> {
        self.0.iter()
    }

    /// The questions that pass; `None` when all do because there are no filters.
    pub fn allowed(&self, catalog: &Catalog) -> Option<OrdinalSet> {
        (!self.is_empty())
            .then(|| OrdinalSet::new(catalog.len(), |ordinal| self.pass(catalog, catalog.entry(ordinal))))
    }

    fn pass(&self, catalog: &Catalog, entry: &Entry) -> bool {
        FIELDS.iter().all(|field| {
            let mut wanted = self.0.iter().filter(|filter| filter.field.name == field.name).peekable();
            wanted.peek().is_none() || wanted.any(|filter| (field.matches)(catalog, entry, &filter.value))
        })
    }
}
