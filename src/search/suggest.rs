//! Suggestions: questions whose text has a word that begins with what is being typed.

use crate::analysis::Analyzer;
use crate::error::Result;
use crate::index::{Index, Ordinal};
use crate::question::Kind;
use crate::search::answer::Suggestion;

/// Question texts, sorted by what follows each beginning of a word in them.
pub struct Suggestions {
    titles: Vec<Title>,
    /// (title, byte offset) of each beginning of a word, sorted by the text from there on.
    beginnings: Vec<(u32, u16)>,
}

struct Title {
    text: String,
    folded: String,
    ordinal: Ordinal,
}

impl Suggestions {
    /// Reads every question's text once. The same text is kept once.
    pub fn load(index: &Index) -> Result<Self> {
        let analyzer = Analyzer::shared();
        let mut titles = Vec::with_capacity(index.catalog.len());
        for (ordinal, entry) in (0..).zip(index.catalog.entries()) {
            let asked = entry.kind == Kind::Question;
            if let Some(question) = asked.then(|| index.questions.question(entry.slot)).transpose()?.flatten()
            {
                let folded = analyzer.fold(&question.question);
                titles.push(Title { text: question.question, folded, ordinal });
            }
        }
        titles.sort_by(|a, b| (&a.folded, a.ordinal).cmp(&(&b.folded, b.ordinal)));
        titles.dedup_by(|a, b| a.folded == b.folded);
        let mut beginnings: Vec<(u32, u16)> = (0..)
            .zip(&titles)
            .flat_map(|(number, title)| word_beginnings(&title.folded).map(move |at| (number, at)))
            .collect();
        let from = |&(number, at): &(u32, u16)| &titles[number as usize].folded[usize::from(at)..];
        beginnings.sort_by(|a, b| from(a).cmp(from(b)).then(a.cmp(b)));
        Ok(Self { titles, beginnings })
    }

    /// At most `n` completions of `prefix`: texts that begin with it, then texts in which a word
    /// does; shorter ones first.
    pub fn complete(&self, index: &Index, prefix: &str, n: usize) -> Vec<Suggestion> {
        let prefix = Analyzer::shared().fold(prefix.trim());
        if prefix.is_empty() {
            return Vec::new();
        }
        let from = |&(number, at): &(u32, u16)| &self.titles[number as usize].folded[usize::from(at)..];
        let first = self.beginnings.partition_point(|beginning| from(beginning) < prefix.as_str());
        let found =
            self.beginnings[first..].iter().take_while(|beginning| from(beginning).starts_with(&prefix));
        let mut found: Vec<(bool, usize, u32)> =
            found.map(|&(number, at)| (at > 0, self.titles[number as usize].folded.len(), number)).collect();
        found.sort_unstable();
        let mut taken = std::collections::HashSet::new();
        let distinct = found.into_iter().filter(|(_, _, number)| taken.insert(*number));
        let suggestion = |(_, _, number): (bool, usize, u32)| {
            let title = &self.titles[number as usize];
            Suggestion { id: index.catalog.entry(title.ordinal).id.clone(), text: title.text.clone() }
        };
        distinct.take(n).map(suggestion).collect()
    }
}

/// Where words begin: at every Han character, and where a run of letters or digits does.
fn word_beginnings(text: &str) -> impl Iterator<Item = u16> + '_ {
    let mut in_word = false;
    text.char_indices().filter_map(move |(at, c)| {
        let begins = crate::question::is_han(c) || (c.is_alphanumeric() && !in_word);
        in_word = c.is_alphanumeric() && !crate::question::is_han(c);
        begins.then(|| u16::try_from(at).ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_at_han_characters_and_at_runs() {
        let text = "go的gmp model";
        let words: Vec<&str> = word_beginnings(text).map(|at| &text[usize::from(at)..]).collect();
        assert_eq!(words, ["go的gmp model", "的gmp model", "gmp model", "model"]);
    }
}
