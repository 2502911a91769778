//! Configurations of the ranking side by side, as text for people.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::output::printable;
use crate::eval::compare::{Change, Compared, TopicChange};

/// Variations that can be told apart by a letter, beside the ranking as it is.
pub(super) const MOST: usize = 25;
/// Topics that are listed of those that got better, and of those that got worse.
const LISTED: usize = 10;
/// Below this a difference is marked: so seldom does chance alone bring it about.
const SIGNIFICANT: f64 = 0.05;

/// Prints the nDCG@10 of every kind of topic by configuration, then what each one changes.
pub(super) fn print(out: &mut impl Write, compared: &[Compared]) -> io::Result<()> {
    let Some(first) = compared.first() else { return Ok(()) };
    writeln!(out, "nDCG@10; * differs from the first column with p < {SIGNIFICANT}")?;
    for (letter, configuration) in ('A'..='Z').zip(compared) {
        writeln!(out, "  {letter} = {}", printable(&configuration.name))?;
    }
    let kinds: BTreeSet<&String> = compared.iter().flat_map(|c| c.summary.kinds.keys()).collect();
    let width = kinds.iter().map(|kind| kind.chars().count()).max().unwrap_or(0).max("kind".len());
    write!(out, "\n{:width$}  topics", "kind")?;
    ('A'..='Z').zip(compared).try_for_each(|(letter, _)| write!(out, "  {letter:>7} "))?;
    writeln!(out)?;
    for kind in kinds {
        let topics = first.summary.kinds.get(kind).map_or(0, |row| row.topics);
        write!(out, "{kind:width$}  {topics:>6}")?;
        for configuration in compared {
            let figure = configuration.summary.kinds.get(kind).map_or(0.0, |row| row.mean.ndcg_at_10);
            let p =
                configuration.change.as_ref().and_then(|change| change.kinds.get(kind)).map(|kind| kind.p);
            write!(out, "  {figure:>7.4}{}", mark(p))?;
        }
        writeln!(out)?;
    }
    write!(out, "{:width$}  {:>6}", "all", first.summary.all.topics)?;
    for configuration in compared {
        let p = configuration.change.as_ref().map(|change| change.p);
        write!(out, "  {:>7.4}{}", configuration.summary.all.mean.ndcg_at_10, mark(p))?;
    }
    writeln!(out)?;
    ('A'..='Z').zip(compared).try_for_each(|(letter, configuration)| match &configuration.change {
        Some(change) => print_change(out, letter, change),
        None => Ok(()),
    })
}

fn mark(p: Option<f64>) -> char {
    if p.is_some_and(|p| p < SIGNIFICANT) { '*' } else { ' ' }
}

fn print_change(out: &mut impl Write, letter: char, change: &Change) -> io::Result<()> {
    let (better, worse) = (change.better.len(), change.worse.len());
    writeln!(
        out,
        "\n{letter} - A: {:+.4}, p = {:.3}; {better} topics better, {worse} worse",
        change.difference, change.p
    )?;
    for (name, topics) in [("better", &change.better), ("worse", &change.worse)] {
        for TopicChange { qid, text, before, after } in topics.iter().take(LISTED) {
            writeln!(out, "  {name:6}  {before:.3} -> {after:.3}  {qid}  {}", printable(text))?;
        }
        if topics.len() > LISTED {
            writeln!(out, "  {name:6}  and {} more", topics.len() - LISTED)?;
        }
    }
    Ok(())
}
