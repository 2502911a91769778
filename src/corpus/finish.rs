//! What every shape has in common: follow-ups written below an answer (`follow_ups`), lines that
//! say how hard a question is, and key points listed after an answer.

use std::borrow::Cow;

use super::difficulty;
use super::document::{Document, Mark};
use super::draft::Draft;
use super::follow_ups;
use super::labels::{self, Role};
use super::parts;
use super::text;

/// How many lines below the start of a question its difficulty may stand.
const NEAR: usize = 4;

/// Completes the drafts of one shape.
pub fn finish<'a>(document: &Document<'a>, drafts: &mut Vec<Draft<'a>>) {
    follow_ups::add(document, drafts);
    for draft in drafts {
        cut_code(draft);
        read_difficulty(document, draft);
        read_key_points(document, draft);
    }
}

/// A question ends where the code begins that it is about.
fn cut_code(draft: &mut Draft<'_>) {
    let code = draft.text.find("```").or_else(|| draft.text.find("~~~")).filter(|at| *at > 0);
    if let Some(at) = code {
        let cut = draft.text[..at].trim_end().len();
        draft.text.truncate(cut);
    }
}

fn read_difficulty<'a>(document: &Document<'a>, draft: &mut Draft<'a>) {
    let first = document.lines.number(draft.range.start);
    let near =
        |mark: &&Mark| mark.label.role == Role::Difficulty && document.lines.number(mark.at) <= first + NEAR;
    if draft.difficulty.is_none() && draft.record.is_none() {
        let said = document
            .marks_in(&draft.range)
            .iter()
            .take_while(|mark| mark.at == draft.range.start || !follow_ups::is_one(document, mark));
        draft.difficulty =
            said.filter(near).find_map(|mark| difficulty::grade(&document.text[document.line_of(mark)]));
    }
    if let Some(range) = draft.answer_in(document.text) {
        let (grade, rest) = difficulty::cut(document.text, range);
        if grade.is_some() {
            draft.answer = Cow::Borrowed(&document.text[rest]);
            draft.difficulty = draft.difficulty.or(grade);
            drop_label(document, draft);
        }
    }
}

/// After a line on difficulty, the answer may still begin with its label.
fn drop_label<'a>(document: &Document<'a>, draft: &mut Draft<'a>) {
    let Some(range) = draft.answer_in(document.text) else { return };
    let label = labels::answer_at(&document.text[range.clone()]);
    if let Some(label) = label.filter(|label| label.end < range.len()) {
        let rest = text::trim(document.text, range.start + label.end..range.end);
        draft.answer = Cow::Borrowed(&document.text[rest]);
    }
}

/// Key points that close an answer: a bold label, and a list to the end of the answer.
fn read_key_points<'a>(document: &Document<'a>, draft: &mut Draft<'a>) {
    let Some(range) = draft.answer_in(document.text).filter(|_| draft.key_points.is_empty()) else { return };
    let listed = |mark: &&Mark| mark.label.role == Role::KeyPoints && mark.label.bold && mark.item.is_none();
    let Some(mark) = document.marks_in(&range).iter().find(listed) else { return };
    if document.next_heading(mark.at) < range.end {
        return;
    }
    draft.key_points = parts::points(document, &(mark.text..range.end));
    draft.answer = document.answer(range.start..mark.at);
}

#[cfg(test)]
mod tests {
    use crate::corpus::read_source;
    use crate::question::Difficulty::{Easy, Hard, Medium};
    use crate::question::Question;

    fn read(text: &str) -> Vec<Question> {
        read_source("notes/a.md", text.as_bytes()).questions
    }

    #[test]
    fn headings_with_difficulty_key_points_and_follow_ups() {
        let questions = read(
            "## What is a lock?\n\nDifficulty: easy\n\nA door.\n\n**Key points:**\n\n- wait\n- wake\n\n**Follow-up:** Who waits?\n\n\
             Difficulty: hard\n\nThreads:\n\n- one\n- two\n\n## 什么是门？\n\n难度：中级\n\n木头。\n\n**要点:**\n\n- 木\n\n追问：谁来开？\n\n我。\n",
        );
        let texts: Vec<&str> = questions.iter().map(|question| &*question.question).collect();
        assert_eq!(texts, ["What is a lock?", "Who waits?", "什么是门？", "谁来开？"]);
        let answers: Vec<&str> = questions.iter().map(|question| &*question.answer).collect();
        assert_eq!(answers, ["A door.", "Threads:\n\n- one\n- two", "木头。", "我。"]);
        assert_eq!(questions[0].key_points, ["wait", "wake"]);
        assert_eq!(questions[1].key_points.len(), 0);
        assert_eq!(questions[1].follow_up_of.as_ref(), Some(&questions[0].id));
        let grades: Vec<_> = questions.iter().map(|question| question.difficulty).collect();
        assert_eq!(grades, [Some(Easy), Some(Hard), Some(Medium), None]);
    }

    #[test]
    fn difficulty_in_every_shape() {
        for text in [
            "Q: What is a lock?\nDifficulty: hard\nA: A door.\n",
            "<details>\n<summary>What is a lock?</summary>\n\nDifficulty: hard\n\nA door.\n\n</details>\n",
            "- **Question:** What is a lock?\n\n    - **Difficulty:** hard\n\n    - **Approach:** A door.\n",
            "**Q1: What is a lock?**\n\nDifficulty: hard\n\n**Answer:**\n\nA door.\n",
            "### 1. What is a lock?\n\nDifficulty: hard\n\n**Expected answer:**\n\nA door.\n",
            "---\ndifficulty: hard\n---\n# What is a lock?\n\nA door.\n",
        ] {
            let questions = read(text);
            assert_eq!(questions.len(), 1, "{text}");
            let question = &questions[0];
            let read = (&*question.question, &*question.answer, question.difficulty);
            assert_eq!(read, ("What is a lock?", "A door.", Some(Hard)), "{text}");
        }
    }

    #[test]
    fn labelled_parts_end_at_a_follow_up() {
        let questions = read(
            "### 1. Locks\n\nDifficulty: easy\n\n**Expected answer:**\n\nA door.\n\n**Key points:**\n\n- wait\n\n**Follow-up:** Why?\n\nSo:\n\n- x\n",
        );
        assert_eq!(questions.len(), 2);
        assert_eq!(
            (&*questions[0].answer, &questions[0].key_points[..]),
            ("A door.", &["wait".to_owned()][..])
        );
        assert_eq!((&*questions[1].answer, questions[1].key_points.len()), ("So:\n\n- x", 0));
    }
}
