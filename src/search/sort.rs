//! Orders other than the best first. A new one is one line in [`FIELDS`].

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::index::{Catalog, Entry, Ordinal};
use crate::scored::Scored;

/// What hits can be sorted by; ascending.
struct SortField {
    /// What it is called.
    name: &'static str,
    /// What is compared, text before number; `None` comes last in either direction.
    key: for<'c> fn(&'c Catalog, &'c Entry) -> Option<(&'c str, usize)>,
}

const FIELDS: &[SortField] = &[
    SortField { name: "date", key: |_, entry| Some((entry.date.as_deref()?, 0)) },
    SortField { name: "difficulty", key: |_, entry| Some(("", entry.difficulty? as usize)) },
    SortField { name: "source", key: |catalog, entry| Some((catalog.source(entry.source), entry.line)) },
];

/// An order of hits: a field, and whether it is turned round.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sort {
    field: &'static SortField,
    descending: bool,
}

impl Sort {
    /// Reads the name of a field, with a minus sign before it for the other direction.
    ///
    /// # Errors
    /// [`Error::InvalidQuery`] when hits cannot be sorted by that.
    pub fn parse(text: &str) -> Result<Self> {
        let (name, descending) = match text.trim().strip_prefix('-') {
            Some(name) => (name, true),
            None => (text.trim(), false),
        };
        let field = FIELDS.iter().find(|field| field.name == name);
        let names = || FIELDS.iter().map(|field| field.name).collect::<Vec<_>>().join(", ");
        field.map(|field| Self { field, descending }).ok_or_else(|| {
            Error::InvalidQuery(format!(
                "'{text}' is nothing to sort by; take one of {}, with - before it for the other direction, or leave it out for the best first",
                names()
            ))
        })
    }

    /// Puts hits in this order, those that are equal the best first.
    pub(super) fn sort<T>(self, catalog: &Catalog, hits: &mut [T], hit: impl Fn(&T) -> Scored<Ordinal>) {
        let key = |hit: Scored<Ordinal>| (self.field.key)(catalog, catalog.entry(hit.value));
        hits.sort_by(|a, b| {
            let (a, b) = (hit(a), hit(b));
            let order = match (key(a), key(b)) {
                (Some(a), Some(b)) if self.descending => b.cmp(&a),
                (Some(a), Some(b)) => a.cmp(&b),
                (a, b) => b.is_some().cmp(&a.is_some()),
            };
            order.then_with(|| a.cmp(&b))
        });
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.field.name)
    }
}

impl fmt::Debug for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sort({self})")
    }
}

impl PartialEq for Sort {
    fn eq(&self, other: &Self) -> bool {
        (self.field.name, self.descending) == (other.field.name, other.descending)
    }
}

impl TryFrom<String> for Sort {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        Self::parse(&text)
    }
}

impl From<Sort> for String {
    fn from(sort: Sort) -> Self {
        sort.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_are_read_and_written() {
        for text in ["date", "-date", "difficulty", "-source"] {
            assert_eq!(Sort::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "-", "score", "--date", "Date", "date:desc"] {
            let message = Sort::parse(text).unwrap_err().to_string();
            assert!(message.contains("date, difficulty, source"), "{text}: {message}");
        }
    }
}
