//! What the labels below a question set apart: its answer, key points and intent.

use std::ops::Range;

use super::document::{Document, Mark};
use super::labels::Role;
use super::text;

/// The labelled parts of a question.
#[derive(Debug, Default)]
pub struct Parts {
    /// Where the answer stands, trimmed.
    pub answer: Option<Range<usize>>,
    /// What a good answer mentions.
    pub key_points: Vec<String>,
    /// What the question is asked for.
    pub intent: Vec<String>,
}

impl Parts {
    /// Reads the parts of the marks given, in text order; the last one reaches to `end`.
    ///
    /// After the label of the answer, only key points and intent end it: answers may have bold
    /// lines of any kind.
    pub fn read(document: &Document<'_>, marks: &[&Mark], end: usize) -> Self {
        let mut parts = Self::default();
        let cuts: Vec<&&Mark> = marks.iter().filter(|mark| is_part(mark.label.role)).collect();
        let mut next = 0;
        while let Some(mark) = cuts.get(next) {
            let role = mark.label.role;
            next += 1;
            while role == Role::Answer && cuts.get(next).is_some_and(|mark| mark.label.role == Role::Answer) {
                next += 1;
            }
            let part = mark.text..cuts.get(next).map_or(end, |mark| mark.at).max(mark.text);
            match role {
                Role::Answer if parts.answer.is_none() => {
                    parts.answer = Some(text::trim(document.text, part))
                }
                Role::KeyPoints => parts.key_points.extend(points(document, &part)),
                Role::Intent => parts.intent.extend(points(document, &part)),
                _ => {}
            }
        }
        parts
    }
}

/// Whether the role is one of a question's parts.
pub fn is_part(role: Role) -> bool {
    matches!(role, Role::Answer | Role::KeyPoints | Role::Intent)
}

/// The points in a range: its outermost list items, or its lines where it has no list.
pub fn points(document: &Document<'_>, range: &Range<usize>) -> Vec<String> {
    let range = text::trim(document.text, range.clone());
    let mut points: Vec<String> = Vec::new();
    let mut inside = range.start;
    for item in document.items_in(&range) {
        if item.range.start >= inside {
            inside = item.range.end.min(range.end);
            points.push(text::plain(&document.text[item.range.start..inside]));
        }
    }
    if points.is_empty() {
        let lines = document.text[range].split(['\n', ';', '；']);
        points.extend(lines.map(text::plain));
    }
    points.retain(|point| !point.is_empty());
    points
}
