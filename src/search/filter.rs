//! Filters: what a hit must be, whatever the mode. A new field is one line in [`FIELDS`].

use std::fmt;

use crate::error::{Error, Result};
use crate::index::{Catalog, Entry, OrdinalSet};
use crate::tags;

/// A field that can be filtered by.
pub struct FilterField {
    /// Its name before the colon.
    pub name: &'static str,
    /// What values it can have.
    values: Values,
    /// Whether an entry has the value, given in lower case.
    matches: fn(&Catalog, &Entry, &str) -> bool,
}

/// The values that a field can have.
enum Values {
    /// Any text.
    Text,
    /// One of these.
    Names(&'static [&'static str]),
    /// One of these, or from one to another one: `easy..medium`, `medium..`.
    Grades(&'static [&'static str]),
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or from one to another one.
    Dates,
}

/// The grades of difficulty, ascending.
const GRADES: &[&str] = &["easy", "medium", "hard"];

/// Every field that can be filtered by.
pub const FIELDS: &[FilterField] = &[
    FilterField {
        name: "lang",
        values: Values::Names(&["zh", "en"]),
        matches: |_, entry, value| entry.lang.as_str() == value,
    },
    FilterField {
        name: "kind",
        values: Values::Names(&["question", "note"]),
        matches: |_, entry, value| entry.kind.as_str() == value,
    },
    FilterField {
        name: "difficulty",
        values: Values::Grades(GRADES),
        matches: |_, entry, value| {
            let (from, to) = ends(value);
            let place = |name| GRADES.iter().position(|grade| *grade == name);
            entry.difficulty.is_some_and(|grade| {
                (place(from).unwrap_or(0)..=place(to).unwrap_or(GRADES.len())).contains(&(grade as usize))
            })
        },
    },
    FilterField {
        name: "date",
        values: Values::Dates,
        matches: |_, entry, value| {
            let (from, to) = ends(value);
            // Dates are compared as text; an end that is a year or a month means all of it.
            let until = |date: &str| to.is_empty() || date.get(..to.len()).unwrap_or(date) <= to;
            entry.date.as_deref().is_some_and(|date| date >= from && until(date))
        },
    },
    FilterField {
        name: "tag",
        values: Values::Text,
        matches: |catalog, entry, value| {
            let wanted = crate::tags::spelling(value);
            entry.tags.iter().any(|tag| catalog.tag(*tag) == wanted)
        },
    },
    FilterField {
        name: "source",
        values: Values::Text,
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
        let name = self.name;
        let (from, to) = ends(value);
        let (fits, expected) = match self.values {
            Values::Text => (true, String::new()),
            Values::Names(names) => (names.contains(&value), names.join(", ")),
            Values::Grades(grades) => {
                let place = |end: &str| grades.iter().position(|grade| *grade == end);
                let known = |end: &str| end.is_empty() || place(end).is_some();
                let ordered = from.is_empty() || to.is_empty() || place(from) <= place(to);
                let expected = format!("{}, or a range such as {}..", grades.join(", "), grades[0]);
                (known(from) && known(to) && ordered, expected)
            }
            Values::Dates => {
                let known = |end: &str| end.is_empty() || is_date(end);
                let ordered = to.is_empty() || from.get(..to.len()).unwrap_or(from) <= to;
                let expected = "a year, YYYY-MM or YYYY-MM-DD, or a range such as 2024..2025".to_owned();
                (known(from) && known(to) && ordered, expected)
            }
        };
        if value.is_empty() || value == ".." {
            Err(Error::InvalidQuery(format!("the filter '{name}:' lacks a value; write {name}:value")))
        } else if fits {
            Ok(())
        } else {
            Err(Error::InvalidQuery(format!("'{value}' is no {name}; it can be {expected}")))
        }
    }
}

/// The ends of `from..to`, either of which may be missing; a value alone is both.
fn ends(value: &str) -> (&str, &str) {
    value.split_once("..").unwrap_or((value, value))
}

/// Whether a text is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    ["0000", "0000-00", "0000-00-00"].contains(&shape.as_str())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::Difficulty;

    #[test]
    fn ranges_hold_both_ends() {
        let catalog = Catalog::of_slots(1);
        let entry = |difficulty, date: &str| Entry {
            difficulty: Some(difficulty),
            date: Some(date.to_owned()),
            ..catalog.entry(0).clone()
        };
        for (filter, difficulty, date, passes) in [
            ("difficulty:hard", Difficulty::Hard, "2024-05-01", true),
            ("difficulty:easy..medium", Difficulty::Hard, "2024-05-01", false),
            ("difficulty:easy..medium", Difficulty::Medium, "2024-05-01", true),
            ("difficulty:medium..", Difficulty::Easy, "2024-05-01", false),
            ("difficulty:..medium", Difficulty::Easy, "2024-05-01", true),
            ("date:2024", Difficulty::Easy, "2024-05-01", true),
            ("date:2024", Difficulty::Easy, "2025-01-01", false),
            ("date:2023..2024-05", Difficulty::Easy, "2024-05-31", true),
            ("date:2023..2024-05", Difficulty::Easy, "2024-06-01", false),
            ("date:2024-05-02..", Difficulty::Easy, "2024-05-01", false),
        ] {
            let filter = Filter::parse_strictly(filter).unwrap();
            let found = (filter.field.matches)(&catalog, &entry(difficulty, date), &filter.value);
            assert_eq!(found, passes, "{filter} {difficulty:?} {date}");
        }
        let (unknown, filter) = (catalog.entry(0), Filter::parse_strictly("date:..2030").unwrap());
        assert!(!(filter.field.matches)(&catalog, unknown, &filter.value));
    }

    #[test]
    fn values_that_cannot_be_say_what_can() {
        for (filter, part) in [
            ("difficulty:", "lacks a value"),
            ("difficulty:..", "lacks a value"),
            ("difficulty:hard..easy", "easy, medium, hard"),
            ("difficulty:easy..harder", "easy, medium, hard"),
            ("date:yesterday", "YYYY-MM"),
            ("date:2025..2024", "2024..2025"),
            ("lang:fr", "zh, en"),
            ("colour:red", "one of the fields"),
        ] {
            let message = Filter::parse_strictly(filter).unwrap_err().to_string();
            assert!(message.contains(part), "{filter}: {message}");
        }
    }
}
