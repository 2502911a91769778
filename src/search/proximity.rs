//! Proximity: how close together words stand in a question that stand together in the query.
//!
//! Two neighbouring words of the query are as close as they come to their distance in the query,
//! anywhere in what is asked or in the answer: 1 there, less with each word further, 0 beyond a
//! window. A question's proximity is the mean over all pairs, weighed by the rarer word.
//!
//! After Rasolofo and Savoy, "Term Proximity Scoring for Keyword-Based Retrieval Systems",
//! ECIR 2003, with a share in [0, 1] in place of a sum.

use std::collections::BTreeMap;

use super::keyword::KeywordMatches;
use crate::analysis::Token;
use crate::error::Result;
use crate::index::{Index, Ordinal, TextField};
use crate::scored::Scored;

/// Words further off than this are not close at all.
const WINDOW: u32 = 8;
/// Words of the query that are looked at.
const MAX_WORDS: usize = 16;
/// Where it is looked; the other fields hold a few words only.
const FIELDS: [TextField; 2] = [TextField::Question, TextField::Answer];

/// The proximity of the candidates in which any two neighbouring words are close.
pub(super) fn of(
    index: &Index,
    words: &[Token],
    matches: &KeywordMatches,
    candidates: &[Scored<Ordinal>],
) -> Result<BTreeMap<Ordinal, f32>> {
    let words: Vec<&Token> = words.iter().take(MAX_WORDS).collect();
    let pairs: Vec<(usize, usize)> = neighbours(&words);
    let weight = |&(a, b): &(usize, usize)| matches.idf(&words[a].term).min(matches.idf(&words[b].term));
    let mass: f32 = pairs.iter().map(weight).sum();
    let mut found = BTreeMap::new();
    if mass <= 0.0 {
        return Ok(found);
    }
    let candidates: Vec<Ordinal> = candidates.iter().map(|hit| hit.value).collect();
    for field in FIELDS {
        // By word: the positions in each candidate.
        let mut positions: Vec<BTreeMap<Ordinal, Vec<u32>>> = Vec::with_capacity(words.len());
        for word in &words {
            positions.push(index.inverted.positions(field, &word.term, &candidates)?);
        }
        for ordinal in &candidates {
            let closeness = |pair: &(usize, usize)| {
                let (a, b) = (positions[pair.0].get(ordinal)?, positions[pair.1].get(ordinal)?);
                let apart = words[pair.1].position - words[pair.0].position;
                Some(weight(pair) * closeness(a, b, apart as u32))
            };
            let sum: f32 = pairs.iter().filter_map(closeness).sum();
            let best = found.entry(*ordinal).or_insert(0.0f32);
            *best = best.max(sum / mass);
        }
    }
    found.retain(|_, proximity| *proximity > 0.0);
    Ok(found)
}

/// Words that follow each other in the query, passing over those at the same place.
fn neighbours(words: &[&Token]) -> Vec<(usize, usize)> {
    let next = |a: usize| {
        let after = words[a + 1..].iter().position(|word| word.position > words[a].position)?;
        let b = a + 1 + after;
        (words[b].position - words[a].position <= WINDOW as usize).then_some((a, b))
    };
    (0..words.len()).filter_map(next).collect()
}

/// How close two words come to being `apart` words apart, in [0, 1]; positions are ascending.
fn closeness(a: &[u32], b: &[u32], apart: u32) -> f32 {
    let mut least = WINDOW;
    let mut next = 0;
    for at in a {
        let expected = at + apart;
        while b.get(next + 1).is_some_and(|following| *following <= expected) {
            next += 1;
        }
        for at in b[next..].iter().take(2) {
            least = least.min(at.abs_diff(expected));
        }
    }
    1.0 - least as f32 / WINDOW as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closeness_is_that_of_the_closest_two() {
        for (a, b, apart, expected) in [
            (vec![3], vec![4], 1, 1.0),
            (vec![3], vec![5], 1, 0.875),
            (vec![4], vec![3], 1, 0.75),
            (vec![3, 50, 90], vec![10, 52, 200], 2, 1.0),
            (vec![1], vec![100], 1, 0.0),
            (vec![7], vec![1, 2, 8, 9], 1, 1.0),
            (vec![], vec![1], 1, 0.0),
        ] {
            assert_eq!(closeness(&a, &b, apart), expected, "{a:?} {b:?}");
            let brute = a.iter().flat_map(|x| b.iter().map(move |y| y.abs_diff(x + apart))).min();
            let brute = 1.0 - brute.unwrap_or(WINDOW).min(WINDOW) as f32 / WINDOW as f32;
            assert_eq!(brute, expected, "{a:?} {b:?}");
        }
    }
}
