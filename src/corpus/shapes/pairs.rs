//! Plain pairs: `Q: …` and `A: …`, `问：…` and `答：…`, as paragraphs, list items or quotes.

use std::ops::Range;

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::claims::Claims;
use crate::corpus::document::{Document, Mark};
use crate::corpus::draft::Draft;
use crate::corpus::labels::Role;
use crate::corpus::text;
use crate::corpus::titles;

/// A labelled question and the labelled answer after it.
pub struct Pairs;

impl Shape for Pairs {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        let mut drafts = Vec::new();
        // How hard it is may stand between question and answer.
        let says =
            |mark: &&Mark| !matches!(mark.label.role, Role::Difficulty | Role::FollowUp | Role::KeyPoints);
        let marks: Vec<&Mark> = document.marks.iter().filter(says).collect();
        let asks = next_questions(&marks);
        let mut open = Vec::new();
        for (at, &asked) in marks.iter().enumerate().filter(|(_, asked)| !claims.cover(asked.at)) {
            let follower = marks.get(at + 2).copied();
            match marks.get(at + 1) {
                Some(answered) if is_pair(document, asked, answered, follower) => {
                    drafts.push(draft(document, asked, answered, asks[at + 2]));
                }
                _ => open.extend(open_draft(document, asked, asks[at + 1])),
            }
        }
        // Among so many pairs, read here or before, a question in an item is meant without an answer too.
        let read = |mark: &&&Mark| mark.label.role == Role::Question && claims.cover(mark.at);
        if drafts.len() + marks.iter().filter(read).count() >= 3 {
            drafts.extend(open);
            drafts.sort_by_key(|draft| draft.range.start);
        }
        drafts
    }
}

fn is_pair(document: &Document<'_>, asked: &Mark, answered: &Mark, follower: Option<&Mark>) -> bool {
    let is_quiz = follower.is_some_and(|next| {
        next.label.role == Role::Option
            && next.at < document.next_heading(answered.at).min(answered.at + 2_000)
    });
    asked.label.role == Role::Question
        && answered.label.role == Role::Answer
        && asked.heading == answered.heading
        && document.next_rule(asked.at) >= answered.at
        && !is_quiz
}

/// For each mark and the end of them, where the next question at or after it stands.
fn next_questions(marks: &[&Mark]) -> Vec<Option<usize>> {
    let mut next = vec![None; marks.len() + 1];
    for at in (0..marks.len()).rev() {
        next[at] = if marks[at].label.role.asks() { Some(marks[at].at) } else { next[at + 1] };
    }
    next
}

fn draft<'a>(document: &Document<'a>, asked: &Mark, answered: &Mark, next: Option<usize>) -> Draft<'a> {
    let end = document
        .next_heading(answered.at)
        .min(document.next_rule(answered.at))
        .min(answered.container_end)
        .min(next.map_or(usize::MAX, |next| text::line_start(document.text, next)))
        .max(answered.text);
    let graded =
        document.marks_in(&(asked.text..answered.at)).iter().find(|mark| mark.label.role == Role::Difficulty);
    let question_end = graded.map_or(answered.at, |mark| mark.at).min(asked.paragraph_end.max(asked.text));
    let until = question_end.max(asked.at);
    let code = code(document.text, asked.at..until);
    let answer = code.unwrap_or(answered.text)..end;
    let Some(question) = below(document, asked, answered.at) else {
        return pair(document, asked, asked.at..code.unwrap_or(until), answer, end);
    };
    // What else is said of the question, such as the same in another language, goes with the answer.
    let more = text::trim(
        document.text,
        question.end..text::line_start(document.text, answered.at).max(question.end),
    );
    let answer = if text::says_something(&document.text[more.clone()]) { more.start..end } else { answer };
    pair(document, asked, question, answer, end)
}

/// Where the question stands if the label is alone in its line: the first item or paragraph below.
fn below(document: &Document<'_>, asked: &Mark, until: usize) -> Option<Range<usize>> {
    let within = asked.text..until.max(asked.text);
    let line = document.text[within.clone()].lines().next().unwrap_or_default();
    if text::says_something(line) {
        return None;
    }
    let paragraph = document.paragraphs_at(within.start).1.first().map(|paragraph| paragraph.range.clone());
    let item = document.items_in(&within).first().map(|item| item.own.clone());
    let first = item.into_iter().chain(paragraph).min_by_key(|range| range.start)?;
    (first.start >= within.start && first.end <= within.end && !first.is_empty()).then_some(first)
}

/// A question in an item, without an answer, or inside another one, which goes on below it instead.
fn open_draft<'a>(document: &Document<'a>, asked: &Mark, next: Option<usize>) -> Option<Draft<'a>> {
    if asked.label.role != Role::Question {
        return None;
    }
    let item = asked.item?;
    let next = next.map_or(usize::MAX, |next| text::line_start(document.text, next));
    // Lists are often too little indented to be nested.
    let until = next.min(document.next_heading(asked.at));
    if let Some(question) = below(document, asked, until) {
        let end = until.max(question.end);
        return Some(pair(document, asked, question.clone(), question.end..end, end));
    }
    let around = document.items[item].parent.unwrap_or(item);
    let end = document.items[around].range.end.min(next).max(asked.text);
    let line_end = document.text[asked.text..end].find('\n').map_or(end, |length| asked.text + length);
    Some(pair(document, asked, asked.at..line_end, line_end..end, end))
}

fn pair<'a>(
    document: &Document<'a>,
    asked: &Mark,
    question: Range<usize>,
    answer: Range<usize>,
    end: usize,
) -> Draft<'a> {
    Draft {
        range: asked.at..end,
        text: titles::question(without_language(&text::plain(&document.text[question]))),
        answer: document.answer(answer),
        heading: asked.heading,
        ..Draft::default()
    }
}

/// Cuts off in which language a question is put that stands in several: `中文：什么是锁？`.
fn without_language(text: &str) -> &str {
    const LANGUAGES: [&str; 4] = ["中文", "英文", "English", "Chinese"];
    let rest = LANGUAGES.iter().find_map(|language| text.strip_prefix(language));
    rest.and_then(|rest| rest.trim_start().strip_prefix([':', '：'])).unwrap_or(text)
}

/// Where the first block of code in the range begins.
fn code(text: &str, range: Range<usize>) -> Option<usize> {
    let mut at = range.start;
    text[range].split_inclusive('\n').find_map(|line| {
        at += line.len();
        line.trim_start().starts_with("```").then(|| at - line.len())
    })
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::{read, texts};

    #[test]
    fn labels_alone_in_their_line() {
        let bilingual = |at: usize| {
            format!(
                "### Part {at}\n\n{at}. **问题：**\n   - 中文：说说锁 {at}。\n   - English: Explain lock {at}.\n\n**参考答案：**\n   - 中文：门。\n\n"
            )
        };
        let notes = (1..4).map(bilingual).collect::<String>()
            + "### More\n\n4. **问题：**\n   - 中文：说说钥匙。\n   - English: Explain keys.\n\n### Keys\n\n**Question:**\n\nWho has the key?\n\n**Answer:**\n\nThe porter.\n";
        let questions = read(&notes);
        assert_eq!(
            texts(&questions),
            ["说说锁 1。", "说说锁 2。", "说说锁 3。", "说说钥匙。", "Who has the key?"]
        );
        assert!(
            questions[0].answer.starts_with("- English: Explain lock 1.")
                && questions[0].answer.ends_with("门。")
        );
        assert_eq!(questions[4].answer, "The porter.");
    }

    #[test]
    fn pairs_in_paragraphs_items_and_quotes() {
        let questions = read(
            "Q: What is a lock?\n\nA: A door.\n\n```c\nlock();\n```\n\n**问：** 什么是锁？\n**答：** 门。\n\n---\n\nfooter\n\n\
             - Q: Which list?\n- A: This one.\n\n> Question: Which quote?\n>\n> Answer: This one.\n>\n\n",
        );
        assert_eq!(texts(&questions), ["What is a lock?", "什么是锁？", "Which list?", "Which quote?"]);
        let answers: Vec<&str> = questions.iter().map(|question| &*question.answer).collect();
        assert_eq!(answers, ["A door.\n\n```c\nlock();\n```", "门。", "This one.", "This one."]);
    }

    #[test]
    fn an_answer_ends_at_the_next_question() {
        let questions =
            read("Q: a?\nA: One.\n\nKey points: x\n\nQ: b?\nA: Two.\n\nmore\n\nQ: c?\nA: Three.\n");
        let answers: Vec<&str> = questions.iter().map(|question| &*question.answer).collect();
        assert_eq!(answers, ["One.\n\nKey points: x", "Two.\n\nmore", "Three."]);
    }

    #[test]
    fn choices_of_a_quiz_are_no_answers() {
        assert!(read("Q: Which one?\n\nA: this\nB: that\nC: none\n").is_empty());
    }

    #[test]
    fn questions_in_items_below_what_they_are_about() {
        let questions = read(
            "1. **Scope**\n   - Q: What does it print?\n     ```js\n     f()\n     ```\n   - Expected: one\n\n2. **Style**\n   - Q: Why?\n   - Expected: so\n\n\
             3. **Rules**\n   - Q: Which?\n   - Expected: this\n\n4. **People**\n   - Q: Who decides?\n   - Red flags: nobody\n",
        );
        assert_eq!(texts(&questions), ["What does it print?", "Why?", "Which?", "Who decides?"]);
        assert_eq!(questions[0].answer, "     ```js\n     f()\n     ```\n   - Expected: one");
        assert_eq!(questions[3].answer, "- Red flags: nobody");
    }

    #[test]
    fn questions_in_items_beside_pairs_need_no_answer() {
        let pair = |at: usize| format!("* Q: Lock {at}.\n\n  A: A door.\n\n");
        let text =
            format!("# Locks\n\n{}* Q: Keys.\n\n* Q: Who waits?\n\n", (1..=3).map(pair).collect::<String>());
        assert_eq!(texts(&read(&text)), ["Lock 1.", "Lock 2.", "Lock 3.", "Keys.", "Who waits?"]);
    }
}
