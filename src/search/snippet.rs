//! Snippets: the part of a text where the query matches, with the matches marked.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::analysis::{Analyzer, Token};

/// Characters of text in a snippet.
const LENGTH: usize = 120;
/// Characters of a text that are analyzed: enough to choose the snippet from.
const REGION: usize = 2 * LENGTH;
/// Bytes of a text that are looked at.
const LOOKED_AT: usize = 16 << 10;
/// Occurrences that are weighed; a text with more is about the query anywhere.
const MAX_OCCURRENCES: usize = 256;

/// The best part of a Markdown text for these query terms: HTML-escaped, matches between
/// `<mark>` and `</mark>`, touching matches merged, no character cut in two.
///
/// That is the passage nearest by meaning, unless only other parts have the query's words.
/// Analyzing whole answers would take longer than the search. So the densest region is found by
/// comparing bytes, and only that is analyzed. Without a match it is the beginning of the text.
pub fn snippet(markdown: &str, terms: &[String], passage: Option<Range<usize>>) -> String {
    let looked_at = &markdown[..markdown.floor_char_boundary(LOOKED_AT)];
    let has_words = |passage: &Range<usize>| densest(&markdown[passage.clone()], terms).is_some();
    let start = match (passage, densest(looked_at, terms)) {
        (Some(passage), Some(_)) if has_words(&passage) => passage.start,
        (Some(passage), None) => passage.start,
        (_, Some(at)) => backward(looked_at, at, LENGTH / 2),
        (None, None) => 0,
    };
    let end = forward(markdown, start, REGION);
    let text = plain(&markdown[start..end]);
    let matches = if terms.is_empty() { Vec::new() } else { matches(&text, terms) };
    let (from, to) = window(&text, &matches);
    let mut snippet = String::with_capacity(to - from + 64);
    if start + from > 0 {
        snippet.push('…');
    }
    let mut at = from;
    for &(start, end) in matches.iter().filter(|(start, end)| *start >= from && *end <= to) {
        escape(&text[at..start], &mut snippet);
        snippet.push_str("<mark>");
        escape(&text[start..end], &mut snippet);
        snippet.push_str("</mark>");
        at = end;
    }
    escape(&text[at..to], &mut snippet);
    if to < text.len() || end < markdown.len() {
        snippet.push('…');
    }
    snippet
}

/// Where the stretch begins in which the most, and the longest, different terms occur.
fn densest(text: &str, terms: &[String]) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let mut occurrences: Vec<(usize, usize)> = Vec::new();
    for (number, term) in terms.iter().enumerate() {
        let places = lower.match_indices(surface(term)).map(|(at, _)| (at, number));
        occurrences.extend(places.take(MAX_OCCURRENCES));
    }
    occurrences.sort_unstable();
    let mut best = (0, None);
    for (first, &(start, _)) in occurrences.iter().enumerate().take(MAX_OCCURRENCES) {
        let inside =
            occurrences[first..].iter().take_while(|(at, _)| *at < start + LENGTH).map(|(_, number)| *number);
        let distinct: BTreeSet<usize> = inside.collect();
        let weight: usize = distinct.iter().map(|number| terms[*number].len()).sum();
        if weight > best.0 {
            best = (weight, Some(start));
        }
    }
    best.1
}

/// What a term looks like in a text: a stem may differ from the word in its last letter.
fn surface(term: &str) -> &str {
    let is_stem = term.len() > 4 && term.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_stem { &term[..term.len() - 1] } else { term }
}

/// Byte ranges of the matches, ascending, without overlaps; those that touch are one.
fn matches(text: &str, terms: &[String]) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> = Analyzer::shared()
        .analyze(text)
        .into_iter()
        .filter(|token: &Token| terms.contains(&token.term))
        .map(|token| (token.start, token.end))
        .collect();
    ranges.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (start, end) in ranges {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// The stretch of [`LENGTH`] characters that holds the most matched text, a little before its first match.
fn window(text: &str, matches: &[(usize, usize)]) -> (usize, usize) {
    let mut best = (0, 0);
    for (i, &(start, _)) in matches.iter().enumerate() {
        let limit = forward(text, start, LENGTH);
        let inside = matches[i..].iter().take_while(|(_, end)| *end <= limit);
        let marked = inside.map(|(start, end)| end - start).sum();
        if marked > best.0 {
            best = (marked, start);
        }
    }
    let from = if forward(text, 0, LENGTH) > best.1 { 0 } else { backward(text, best.1, LENGTH / 5) };
    (from, whole_word(text, forward(text, from, LENGTH)))
}

/// Moves an end that would cut a Latin word back to where the word begins.
fn whole_word(text: &str, end: usize) -> usize {
    if !text[end..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return end;
    }
    let word = text[..end].chars().rev().take_while(char::is_ascii_alphanumeric).count();
    // A run without end, such as encoded bytes, is cut after all.
    if word < LENGTH / 4 { end - word } else { end }
}

fn forward(text: &str, from: usize, characters: usize) -> usize {
    text[from..].char_indices().nth(characters).map_or(text.len(), |(at, _)| from + at)
}

fn backward(text: &str, from: usize, characters: usize) -> usize {
    text[..from].char_indices().rev().nth(characters).map_or(0, |(at, _)| at)
}

/// Markdown as running text: marks of emphasis, headings, code and tables gone, spaces single.
fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    for line in markdown.lines() {
        let line = line.trim().trim_start_matches(['#', '>']).trim_start();
        if line.starts_with("```") || (line.starts_with('|') && line.chars().all(|c| "|-: ".contains(c))) {
            continue;
        }
        let line = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")).unwrap_or(line);
        for word in line.split(|c: char| c.is_whitespace() || c == '|').filter(|word| !word.is_empty()) {
            if !text.is_empty() {
                text.push(' ');
            }
            text.extend(word.replace("**", "").chars().filter(|c| *c != '`'));
        }
    }
    text
}

fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '&' => into.push_str("&amp;"),
            '"' => into.push_str("&quot;"),
            c => into.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(query: &str) -> Vec<String> {
        Analyzer::shared().analyze(query).into_iter().map(|token| token.term).collect()
    }

    #[test]
    fn matches_are_marked_and_merged() {
        for (text, query, expected) in [
            ("uses a **B+ tree** <index>", "tree", "uses a B+ <mark>tree</mark> &lt;index&gt;"),
            ("分布式锁用 Redis 实现", "分布式锁", "<mark>分布式锁</mark>用 Redis 实现"),
            ("- one\n- two\n\n```go\nx := 1\n```", "nothing", "one two x := 1"),
            ("", "x", ""),
        ] {
            assert_eq!(snippet(text, &terms(query), None), expected, "{text}");
        }
    }

    #[test]
    fn latin_words_are_not_cut() {
        let text = "word ".repeat(23) + "client sends";
        let found = snippet(&text, &[], None);
        assert!(found.ends_with("word …"), "{found}");
    }

    #[test]
    fn the_nearest_passage_is_shown_unless_only_others_have_the_words() {
        let text = format!("red apples. {}green pears. {}", "filler ".repeat(60), "more ".repeat(60));
        let pears = text.find("green").unwrap();
        for (query, start) in [
            ("pears", "…green <mark>pears</mark>"),
            ("plums", "…green pears"),
            ("apples", "red <mark>apples</mark>"),
        ] {
            let found = snippet(&text, &terms(query), Some(pears..pears + 12));
            assert!(found.starts_with(start), "{query}: {found}");
        }
    }

    #[test]
    fn the_window_moves_to_the_match_and_cuts_no_character() {
        let text = format!("{}红黑树的旋转{}", "前".repeat(400), "后".repeat(400));
        let found = snippet(&text, &terms("红黑树"), None);
        assert!(
            found.starts_with('…') && found.ends_with('…') && found.contains("<mark>红黑树</mark>"),
            "{found}"
        );
        assert!(found.chars().count() <= LENGTH + 20);
    }
}
