//! Numbered questions in the text: `**Q3: …**`, with labelled parts such as `**Intent**:` and
//! `**Answer**:` below, up to the next question or heading.

use std::borrow::Cow;

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::claims::Claims;
use crate::corpus::document::{Document, Mark};
use crate::corpus::draft::Draft;
use crate::corpus::follow_ups;
use crate::corpus::labels::{self, Role};
use crate::corpus::parts::{Parts, is_part};
use crate::corpus::text;
use crate::corpus::titles;

/// Questions marked with `Q` and a number.
pub struct Marked;

impl Shape for Marked {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        let asked: Vec<&Mark> =
            document.marks.iter().filter(|mark| is_question(mark) && !claims.cover(mark.at)).collect();
        let mut drafts = Vec::with_capacity(asked.len());
        for (at, mark) in asked.iter().enumerate() {
            let next = asked.get(at + 1).map_or(document.text.len(), |next| next.at);
            drafts.extend(draft(document, mark, next.min(document.next_heading(mark.at))));
        }
        drafts
    }

    fn settles(&self) -> Option<usize> {
        Some(20)
    }
}

fn is_question(mark: &Mark) -> bool {
    mark.label.role == Role::Question && mark.label.numbered && mark.item.is_none()
}

fn draft<'a>(document: &Document<'a>, mark: &Mark, end: usize) -> Option<Draft<'a>> {
    let below = document.marks_in(&(mark.text..end));
    let followed = below.iter().find(|mark| follow_ups::is_one(document, mark));
    let own_end = followed.map_or(end, |mark| mark.at);
    let own = document.marks_in(&(mark.text..own_end));
    let labels: Vec<&Mark> =
        own.iter().filter(|mark| is_part(mark.label.role) && mark.item.is_none()).collect();
    // Without a labelled part below it, only emphasis shows that this is a question.
    if labels.is_empty() && !mark.label.bold {
        return None;
    }
    let question_end = labels.first().map_or(own_end, |label| label.at).min(asked_until(document, mark));
    let question_end = question_end.max(mark.text);
    let parts = Parts::read(document, &labels, own_end);
    let answer = match parts.answer {
        Some(answer) => answer,
        None if labels.is_empty() => {
            let below = text::trim(document.text, question_end..end.max(question_end));
            labels::without_answer_label(document.text, below)
        }
        None => end..end,
    };
    Some(Draft {
        range: mark.at..end,
        text: titles::question(&text::plain(&document.text[mark.at..question_end])),
        answer: Cow::Borrowed(&document.text[answer]),
        key_points: parts.key_points,
        intent: parts.intent,
        heading: mark.heading,
        ..Draft::default()
    })
}

/// Where what is asked ends: with its paragraph, or with its line, where the emphasis ends there, or
/// with the emphasis, where the answer follows in the same line.
fn asked_until(document: &Document<'_>, mark: &Mark) -> usize {
    let paragraph = document.text.get(mark.at..mark.paragraph_end).unwrap_or_default();
    let line = paragraph.lines().next().unwrap_or_default();
    let asked = line.char_indices().skip(2).map(|(at, _)| at).filter(|at| line[*at..].starts_with("**"));
    let answered = |at: &usize| labels::answer_at(line[*at..].trim_start_matches(['*', ' '])).is_some();
    if let Some(end) = asked.filter(|_| mark.label.bold).find(answered) {
        return mark.at + end + 2;
    }
    match paragraph.split_once('\n') {
        Some((line, _)) if mark.label.bold && line.trim_end().ends_with("**") => mark.at + line.len(),
        _ => mark.paragraph_end,
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::{read, texts};

    #[test]
    fn labelled_parts_below_a_marked_question() {
        let questions = read(
            "# Set\n\n**Q1: What is a pod?**\n\n**Intent**:\n- basics\n- words\n\n**Answer**:\n\n**First**: a group\n\n---\n\n\
             | a |\n|---|\n\n---\n\n**Q2：Why pods?**\n\nThey share.\n\n---\n\n## Appendix\n\nmore\n",
        );
        assert_eq!(texts(&questions), ["What is a pod?", "Why pods?"]);
        assert_eq!(questions[0].intent, ["basics", "words"]);
        assert_eq!(questions[0].answer, "**First**: a group\n\n---\n\n| a |\n|---|");
        assert_eq!(questions[1].answer, "They share.");
        let close = read("**Q1: What is a pod?**\nA group.\n\n**Q2: Why pods?**\nThey share.\n");
        assert_eq!(texts(&close), ["What is a pod?", "Why pods?"]);
        assert_eq!(close[0].answer, "A group.");
    }

    #[test]
    fn an_answer_may_follow_in_the_same_line() {
        let questions = read("**Q1. What is a pod? (basics)** A: A group.\n\n**Q2. Pods** A: They share.\n");
        assert_eq!(texts(&questions), ["What is a pod? (basics)", "Pods"]);
        assert_eq!(questions[0].answer, "A group.");
    }
}
