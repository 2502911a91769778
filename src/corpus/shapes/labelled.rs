//! Headings with labelled parts: `### 3. …` over `**期望回答:**` and `**期望听到的重点:**`, or
//! `**Expected answer:**` and `**Key points:**`.

use std::borrow::Cow;
use std::ops::Range;

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::asking::{self, Title};
use crate::corpus::claims::Claims;
use crate::corpus::difficulty;
use crate::corpus::document::{Document, Mark};
use crate::corpus::draft::Draft;
use crate::corpus::follow_ups;
use crate::corpus::labels::Role;
use crate::corpus::parts::{Parts, is_part};
use crate::corpus::text;
use crate::corpus::titles;

/// Headings whose text is set apart by labels.
pub struct Labelled;

impl Shape for Labelled {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        let asked: Vec<usize> = (0..document.headings.len())
            .filter(|&at| {
                !claims.cover(document.headings[at].range.start) && is_labelled(document, claims, at)
            })
            .collect();
        let mut drafts = Vec::with_capacity(asked.len());
        for (place, &at) in asked.iter().enumerate() {
            let next = asked.get(place + 1).map_or(usize::MAX, |&next| document.headings[next].range.start);
            drafts.push(draft(document, at, document.headings[at].end.min(next)));
        }
        drafts
    }

    fn settles(&self) -> Option<usize> {
        Some(50)
    }
}

/// So many answers below one heading are those of questions that stand between them.
const SEVERAL: usize = 5;

/// Whether a label stands directly under the heading, before any question of another shape.
fn is_labelled(document: &Document<'_>, claims: &Claims, at: usize) -> bool {
    let heading = &document.headings[at];
    let below = heading.range.end..document.next_heading(heading.range.start);
    let mut marks = document
        .marks_in(&below)
        .iter()
        .filter(|mark| mark.item.is_none() && mark.label.role != Role::Difficulty && !claims.cover(mark.at));
    let asked = |first: &Mark| {
        let before = below.start..first.at;
        document.marks_in(&before).iter().any(|mark| mark.label.role == Role::Question)
    };
    marks.next().is_some_and(|mark| is_label(document, &below, mark) && !asked(mark))
        && (1..SEVERAL).contains(&answers(document.marks_in(&below)))
        && asking::judge(&titles::question(&heading.title)) != Title::Topic
}

/// Whether a mark sets a part apart: it is emphasised, or calls the text right below the heading an
/// answer.
fn is_label(document: &Document<'_>, below: &Range<usize>, mark: &Mark) -> bool {
    let opens = || document.text[below.start..mark.at.max(below.start)].trim().is_empty();
    is_part(mark.label.role) && (mark.label.bold || (mark.label.role == Role::Answer && opens()))
}

fn answers(marks: &[Mark]) -> usize {
    let answers =
        |mark: &&Mark| mark.item.is_none() && matches!(mark.label.role, Role::Answer | Role::KeyPoints);
    marks.iter().filter(answers).count()
}

fn draft<'a>(document: &Document<'a>, at: usize, end: usize) -> Draft<'a> {
    let heading = &document.headings[at];
    let below = heading.range.end..end.max(heading.range.end);
    let labels: Vec<&Mark> = document
        .marks_in(&below)
        .iter()
        .filter(|mark| mark.item.is_none() && is_label(document, &below, mark))
        .collect();
    let followed = document.marks_in(&below).iter().find(|mark| follow_ups::is_one(document, mark));
    let own_end = followed.map_or(end, |mark| mark.at);
    let labels: Vec<&Mark> = labels.into_iter().filter(|label| label.at < own_end).collect();
    let parts = Parts::read(document, &labels, own_end);
    let before = text::trim(document.text, below.start..labels.first().map_or(own_end, |label| label.at));
    let (difficulty, before) = difficulty::cut(document.text, before);
    // What stands before the first label belongs to the question; it is kept with the answer.
    let answer = match parts.answer {
        Some(answer) if before.is_empty() => answer,
        Some(answer) => before.start..answer.end,
        None => before,
    };
    Draft {
        range: heading.range.start..end,
        text: titles::question(&heading.title),
        answer: Cow::Borrowed(&document.text[answer]),
        key_points: parts.key_points,
        intent: parts.intent,
        heading: heading.parent,
        difficulty,
        ..Draft::default()
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::{read, texts};

    #[test]
    fn headings_over_labelled_parts() {
        let questions = read(
            "## Part (5 min)\n\n### 1. Caches\n\n**Expected answer (open):**\n- fast\n  - near\n\n**Key points:**\n- hit rate\n- size\n\n\
             ### 2、为什么要缓存\n\n给一个例子。\n\n**参考答案**\n\n快。\n\n---\n\n### Summary\n\n**Answer:** none\n",
        );
        assert_eq!(texts(&questions), ["Caches", "为什么要缓存"]);
        assert_eq!(questions[0].answer, "- fast\n  - near");
        assert_eq!(questions[0].key_points, ["hit rate", "size"]);
        assert_eq!(questions[1].answer, "给一个例子。\n\n**参考答案**\n\n快。");
        assert_eq!(questions[1].section, ["Part"]);
    }

    #[test]
    fn an_answer_called_so_right_below_the_heading_needs_no_emphasis() {
        let questions =
            read("### 1.锁的种类\n\n答：三种。\n\n### 2.锁的历史\n\n答：很长。\n\n### 3.前言\n\n门。\n");
        assert_eq!(texts(&questions), ["锁的种类", "锁的历史"]);
        assert_eq!(questions[0].answer, "三种。");
    }

    #[test]
    fn headings_without_labels_beside_many_with_them() {
        let text = "# Docker Interview Q&A\n\n".to_owned()
            + &(1..=12)
                .map(|at| {
                    let label = if at < 4 {
                        "**Short answer:** so"
                    } else {
                        "Long words about it, and more of them."
                    };
                    format!("## {at}. Layer {at}\n\n{label}\n\n")
                })
                .collect::<String>();
        assert_eq!(read(&text).len(), 12);
    }
}
