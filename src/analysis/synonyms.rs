//! Expressions that mean the same, in either language: a glossary, ours and the user's.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use aho_corasick::{AhoCorasick, MatchKind};

use super::Analyzer;
use crate::error::{Error, Result};
use crate::question::is_han;

/// One group a line, its expressions parted by tabs; `#` begins a comment line.
const BUILT_IN: &str = include_str!("synonyms.tsv");

/// Groups of expressions that mean the same.
#[derive(Default)]
pub struct Glossary {
    groups: Vec<Vec<Expression>>,
    /// Finds expressions in folded text; its patterns are numbered as `places`.
    finder: Option<AhoCorasick>,
    /// By pattern: the group and the expression's number in it.
    places: Vec<(usize, usize)>,
}

/// An expression and the terms it is looked up by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// As it is written in the glossary.
    pub text: String,
    /// Its terms.
    pub terms: Vec<String>,
}

/// An expression found in a query.
pub struct Synonyms<'g> {
    /// The terms of what stands in the query.
    pub terms: &'g [String],
    /// What else can be said for it.
    pub others: Vec<&'g Expression>,
}

impl Glossary {
    /// The built-in glossary, made once per process.
    pub fn built_in() -> Arc<Glossary> {
        static BUILT: OnceLock<Arc<Glossary>> = OnceLock::new();
        // A test holds that it can be read; without it a search still works.
        BUILT.get_or_init(|| Arc::new(Self::of(BUILT_IN).unwrap_or_default())).clone()
    }

    /// The built-in glossary with more groups, written like it. A group that has an expression
    /// in common with a built-in one is joined to that.
    ///
    /// # Errors
    /// When a line holds less than two expressions; it is named.
    pub fn with(more: &str) -> Result<Self> {
        for (number, line) in (1..).zip(more.lines()).filter(|(_, line)| is_group(line)) {
            if line.split('\t').filter(|cell| !cell.trim().is_empty()).count() < 2 {
                return Err(Error::InvalidConfig(format!(
                    "line {number} of the synonyms has one expression only; part two or more with tabs"
                )));
            }
        }
        Self::of(&format!("{BUILT_IN}\n{more}"))
    }

    fn of(text: &str) -> Result<Self> {
        let mut groups: Vec<Vec<String>> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        for line in text.lines().filter(|line| is_group(line)) {
            let cells = line.split('\t').map(|cell| Analyzer::shared().fold(cell.trim()));
            // What is nothing but stop words cannot be looked up.
            let cells: Vec<String> = cells.filter(|cell| !terms(cell).is_empty()).collect();
            let group = cells.iter().find_map(|cell| known.get(cell).copied()).unwrap_or(groups.len());
            groups.resize_with(groups.len().max(group + 1), Vec::new);
            for cell in cells {
                if known.insert(cell.clone(), group).is_none() {
                    groups[group].push(cell);
                }
            }
        }
        let places: Vec<(usize, usize)> =
            groups.iter().enumerate().flat_map(|(g, group)| (0..group.len()).map(move |e| (g, e))).collect();
        let patterns = groups.iter().flatten();
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns);
        let finder = finder.map_err(|e| Error::InvalidConfig(format!("the synonyms cannot be used: {e}")))?;
        let expression = |text: String| Expression { terms: terms(&text), text };
        let groups = groups.into_iter().map(|group| group.into_iter().map(expression).collect()).collect();
        Ok(Self { groups, finder: Some(finder), places })
    }

    /// The expressions of the glossary in a text, the longest where several begin at one place.
    pub fn find(&self, text: &str) -> Vec<Synonyms<'_>> {
        let text = Analyzer::shared().fold(text);
        let whole = |found: &aho_corasick::Match| is_whole(&text, found.start(), found.end());
        let synonyms = |found: aho_corasick::Match| {
            let (group, own) = self.places[found.pattern().as_usize()];
            let group = &self.groups[group];
            let others = group.iter().enumerate().filter(|(number, _)| *number != own);
            Synonyms { terms: &group[own].terms, others: others.map(|(_, other)| other).collect() }
        };
        let finder = self.finder.iter();
        finder.flat_map(|finder| finder.find_iter(&text)).filter(whole).map(synonyms).collect()
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

fn is_group(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with('#')
}

/// Whether a match does not begin or end inside a Latin word.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_han(c));
    let found = &text[start..end];
    let begins_inside = joins(text[..start].chars().next_back()) && joins(found.chars().next());
    let ends_inside = joins(text[end..].chars().next()) && joins(found.chars().next_back());
    !begins_inside && !ends_inside
}

fn terms(text: &str) -> Vec<String> {
    let mut terms: Vec<String> =
        Analyzer::shared().analyze(text).into_iter().map(|token| token.term).collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(glossary: &Glossary, text: &str) -> Vec<Vec<String>> {
        let others = |found: Synonyms<'_>| found.others.iter().map(|other| other.text.clone()).collect();
        glossary.find(text).into_iter().map(others).collect()
    }

    #[test]
    fn expressions_are_found_whole_and_the_longest_wins() {
        let glossary =
            Glossary::of("# a comment\ngc\t垃圾回收\t垃圾收集\n回收\treclaim\nlock\t锁住\n").unwrap();
        assert_eq!(found(&glossary, "GC 调优"), [vec!["垃圾回收", "垃圾收集"]]);
        assert_eq!(found(&glossary, "Go的垃圾回收"), [vec!["gc", "垃圾收集"]]);
        assert!(found(&glossary, "gcc blocks").is_empty());
        assert_eq!(glossary.len(), 3);
    }

    #[test]
    fn users_add_groups_and_expressions() {
        let glossary = Glossary::with("秒杀\tlightning deal\nfoo\tbar baz\n").unwrap();
        assert!(glossary.len() > Glossary::built_in().len());
        assert_eq!(found(&glossary, "foo"), [vec!["bar baz"]]);
        assert!(Glossary::with("ok\tfine\nalone\n").err().unwrap().to_string().contains("line 2"));
    }

    #[test]
    fn the_built_in_glossary_is_large_and_clean() {
        let glossary = Glossary::built_in();
        assert!(glossary.len() >= 600, "{}", glossary.len());
        for group in &glossary.groups {
            assert!(group.len() >= 2, "{group:?} stands alone");
            assert!(group.iter().all(|expression| !expression.terms.is_empty()), "{group:?}");
        }
    }
}
