//! The same question at several places of one source: it counts once, where it is answered.

use std::collections::HashMap;

use super::draft::Draft;
use super::text;

/// A draft by its group and its place in it.
pub type Place = (usize, usize);

/// For each draft that repeats another one, the draft that stands for it.
///
/// Equal texts with answers of their own are different questions where they are short, such as
/// `Which tools?`, or part of a quiz, whose answers are short or code; records are what they say they are.
pub fn find(groups: &[Vec<Draft<'_>>], places: &[Place]) -> HashMap<Place, Place> {
    let draft = |place: Place| &groups[place.0][place.1];
    let mut by_text: HashMap<String, Vec<Place>> = HashMap::with_capacity(places.len());
    for &place in places.iter().filter(|&&place| draft(place).record.is_none()) {
        by_text.entry(key(&draft(place).text)).or_default().push(place);
    }
    let mut same = HashMap::new();
    for alike in by_text.into_values().filter(|alike| alike.len() > 1) {
        let mut told: HashMap<&str, Place> = HashMap::new();
        let bare = |place: Place| draft(place).answer.is_empty() && draft(place).key_points.is_empty();
        let best = alike.iter().copied().find(|&place| !bare(place)).unwrap_or(alike[0]);
        for place in alike {
            if place == best {
                told.insert(&*draft(place).answer, place);
            } else if bare(place) || is_told_again(draft(best), draft(place)) {
                same.insert(place, best);
            } else if let Some(&first) = told.get(&*draft(place).answer) {
                same.insert(place, first);
            } else {
                told.insert(&*draft(place).answer, place);
            }
        }
    }
    same
}

/// Whether a question of the same text is the same question, though it is answered otherwise.
fn is_told_again(first: &Draft<'_>, again: &Draft<'_>) -> bool {
    !is_short(&first.text) && !is_of_quiz(&first.answer) && !is_of_quiz(&again.answer)
}

/// Whether a text leans on what stands before it.
fn is_short(text: &str) -> bool {
    const SHORT: usize = 15;
    text::columns(&text::letters(text)) < SHORT
}

fn is_of_quiz(answer: &str) -> bool {
    const SHORT: usize = 40;
    answer.len() < SHORT || answer.contains("```") || answer.contains("    ")
}

/// What makes two texts the same: their letters and digits.
fn key(text: &str) -> String {
    let letters = text::letters(text);
    // `==` and `===` differ by signs alone.
    if letters.len() < 12 { text.to_owned() } else { letters }
}

#[cfg(test)]
mod tests {
    use crate::corpus::read_source;

    #[test]
    fn the_answered_one_counts() {
        let text = "# Interview\n\n## List\n\n- What is a lock here?\n- What is a latch?\n- What is a key?\n\n## What is a lock here?\n\nA door.\n\n\
                    ## What's the output?\n\n1\n\n## What's the output?\n\n2\n";
        let questions = read_source("a.md", text.as_bytes()).questions;
        let lines: Vec<usize> = questions.iter().map(|question| question.source.line).collect();
        assert_eq!(lines, [6, 7, 9, 13, 17]);
        let told = |answer: &str| {
            format!(
                "# Tell me about yourself\n\n### Answer\n\nI have worked with {answer} for years now.\n\n"
            )
        };
        let text =
            format!("{}# Why us?\n\nSo.\n\n{}", told("locks"), told("keys").replace("me about", "Me About"));
        assert_eq!(read_source("interview.md", text.as_bytes()).questions.len(), 2);
    }
}
