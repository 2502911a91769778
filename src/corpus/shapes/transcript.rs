//! Dialogues: `**面试官**：…` and `**候选人**：…`, or `Interviewer:` and `Candidate:`.
//!
//! Each turn of the interviewer that is answered is a question, and what is said until the next
//! turn is the answer. Under one heading, later questions follow up the first.

use std::borrow::Cow;
use std::ops::Range;

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::asking::{self, Title};
use crate::corpus::claims::Claims;
use crate::corpus::document::{Document, List, Mark};
use crate::corpus::draft::Draft;
use crate::corpus::labels::Role;
use crate::corpus::text;
use crate::corpus::titles;

/// Turns of two speakers.
pub struct Transcript;

impl Shape for Transcript {
    fn read<'a>(&self, document: &Document<'a>, _: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        let turns: Vec<&Mark> = document.marks.iter().filter(|mark| is_turn(mark.label.role)).collect();
        if is_one_sided(&turns) {
            return one_sided(document, &turns);
        }
        // For each turn that is answered, whether it asks.
        let asks = |at: usize| (replies(&turns, at) > 0).then(|| asks(&said(document, &turns, at)));
        let asking: Vec<Option<bool>> = (0..turns.len()).map(asks).collect();
        let answered = asking.iter().flatten();
        let mostly_asks = answered.clone().filter(|asks| **asks).count() * 2 >= answered.count();
        let mut drafts: Vec<Draft<'a>> = Vec::new();
        // Where the last answer starts.
        let mut answer_start = 0;
        // The first question under the current heading.
        let mut first: Option<usize> = None;
        let mut at = 0;
        while at < turns.len() {
            let (asked, replies) = (turns[at], replies(&turns, at));
            if replies == 0 && at + 1 == turns.len() && asked.label.role == Role::Interviewer {
                // The interviewer has the last word.
                drafts.extend(alone(document, &turns, at));
            }
            if replies == 0 || (at > 0 && is_reply(document, &turns, at)) {
                at += 1 + replies;
                continue;
            }
            let end = spoken(document, &turns, at + replies).end;
            let question = said(document, &turns, at);
            let above =
                asked_above(document, asked).filter(|_| at == 0 || turns[at - 1].heading != asked.heading);
            if mostly_asks && above.is_none() && asking[at] == Some(false) {
                // What is only said is talked about in the answer before.
                if let Some(last) = drafts.last_mut().filter(|last| last.heading == asked.heading) {
                    last.range.end = end;
                    last.answer = document.answer(answer_start..end);
                }
                at += 1 + replies;
                continue;
            }
            answer_start = turns[at + 1].text;
            let answer = text::trim(document.text, answer_start..end);
            first = first.filter(|&first| drafts[first].heading == asked.heading && asked.heading.is_some());
            drafts.push(Draft {
                range: above.map_or(asked.at, |at| document.headings[at].range.start)..end,
                text: titles::question(above.map_or(&question, |at| &document.headings[at].title)),
                answer: Cow::Borrowed(&document.text[answer]),
                heading: asked.heading,
                follows: first,
                ..Draft::default()
            });
            first = first.or(Some(drafts.len() - 1));
            at += 1 + replies;
        }
        drafts
    }

    fn settles(&self) -> Option<usize> {
        Some(20)
    }
}

/// What is said in a turn, as plain text.
fn said(document: &Document<'_>, turns: &[&Mark], at: usize) -> String {
    text::plain(&document.text[spoken(document, turns, at)])
}

/// Whether something is asked in a turn, or the other is told to do something.
fn asks(said: &str) -> bool {
    // Of words with which a task begins, those with which much else does in talk.
    const TALK: [&str; 12] =
        ["你", "对", "为", "用", "如果", "了解", "说的", "does", "do ", "is ", "are ", "if "];
    if said.contains(['?', '？']) || asking::judge(said) == Title::Asks {
        return true;
    }
    let parts = said.split(['。', '！', '，', '.', '!', ',', ';', '；', '\n', '—']).map(str::trim);
    parts.filter(|part| !part.is_empty()).any(|part| {
        let lower = part.to_lowercase();
        let talks = TALK.iter().any(|word| lower.starts_with(word));
        asking::judge(part) == Title::Asks || (asking::invites(part) && !talks)
    })
}

/// The heading right above a turn, if it asks and has the number of a question: `Q1: …`. The turn then asks the
/// same in other words.
fn asked_above(document: &Document<'_>, turn: &Mark) -> Option<usize> {
    turn.heading.filter(|&at| {
        let heading = &document.headings[at];
        let between = document.text.get(heading.range.end..turn.at).unwrap_or("x");
        let asks = asking::judge(&titles::question(&heading.title)) == Title::Asks;
        asks && titles::is_numbered_question(&heading.title) && !text::says_something(between)
    })
}

/// Whether only the interviewer's turns are labelled.
fn is_one_sided(turns: &[&Mark]) -> bool {
    let asked = turns.iter().filter(|turn| turn.label.role == Role::Interviewer).count();
    asked >= 3 && (turns.len() - asked) * 4 <= asked
}

/// The interviewer's turns that ask; the text after the paragraph is the answer.
fn one_sided<'a>(document: &Document<'a>, turns: &[&Mark]) -> Vec<Draft<'a>> {
    let asked = (0..turns.len()).filter(|&at| turns[at].label.role == Role::Interviewer);
    asked.filter_map(|at| alone(document, turns, at)).collect()
}

/// A turn of the interviewer that asks, without a labelled reply.
fn alone<'a>(document: &Document<'a>, turns: &[&Mark], at: usize) -> Option<Draft<'a>> {
    let turn = turns[at];
    let end = spoken(document, turns, at).end;
    let question = said_first(document, turn, end);
    let text = titles::question(&text::plain(&document.text[question.clone()]));
    let asks = asking::ends_asking(&text) || asking::judge(&text) == Title::Asks;
    asks.then(|| Draft {
        range: turn.at..end,
        text,
        answer: document.answer(question.end..end),
        heading: turn.heading,
        ..Draft::default()
    })
}

/// The paragraph that a turn begins with, or the next one where the label stands alone.
fn said_first(document: &Document<'_>, turn: &Mark, end: usize) -> Range<usize> {
    let labelled = turn.text..turn.paragraph_end.clamp(turn.text, end);
    if text::says_something(&document.text[labelled.clone()]) {
        return labelled;
    }
    let next = document.paragraphs_at(labelled.end).1.first().map(|paragraph| paragraph.range.clone());
    next.filter(|next| next.end <= end).unwrap_or(labelled)
}

fn is_turn(role: Role) -> bool {
    matches!(role, Role::Interviewer | Role::Candidate)
}

/// How many of the turns after `at`, a turn of the interviewer, are the candidate's, under the
/// same heading.
fn replies(turns: &[&Mark], at: usize) -> usize {
    if turns[at].label.role != Role::Interviewer {
        return 0;
    }
    let reply = |turn: &&&Mark| turn.label.role == Role::Candidate && turn.heading == turns[at].heading;
    turns[at + 1..].iter().take_while(reply).count()
}

/// Whether the interviewer only answers what the candidate asked in the turn before.
fn is_reply(document: &Document<'_>, turns: &[&Mark], at: usize) -> bool {
    let (before, turn) = (turns[at - 1], turns[at]);
    let said = |at: usize| {
        said(document, turns, at).trim_matches(|c: char| c.is_whitespace() || "\"“”>".contains(c)).to_owned()
    };
    before.label.role == Role::Candidate
        && before.heading == turn.heading
        && asking::ends_asking(&said(at - 1))
        && asking::judge(&said(at)) != Title::Asks
}

/// What is said in a turn: up to the next turn, heading, thematic break, end of its quote, or list of
/// what else was asked.
fn spoken(document: &Document<'_>, turns: &[&Mark], at: usize) -> Range<usize> {
    let turn = turns[at];
    let end = document
        .next_heading(turn.at)
        .min(document.next_rule(turn.at))
        .min(turn.container_end)
        .min(turns.get(at + 1).map_or(usize::MAX, |next| next.at));
    let end = end.max(turn.text);
    turn.text..list_of_questions(document, turn.text..end).unwrap_or(end)
}

/// Where the first list begins of which nearly every line asks.
fn list_of_questions(document: &Document<'_>, within: Range<usize>) -> Option<usize> {
    let first = document.lists.partition_point(|list| list.range.start < within.start);
    let lists = document.lists[first..].iter().take_while(|list| list.range.start < within.end);
    let asks = |list: &&List| {
        let lines = document.text[list.range.clone()].lines().filter(|line| !line.trim().is_empty());
        let (all, asking) = lines
            .fold((0, 0), |(all, asking), line| (all + 1, asking + usize::from(line.contains(['?', '？']))));
        asking >= 3 && asking * 4 >= all * 3
    };
    lists.filter(|list| list.item.is_none()).find(asks).map(|list| list.range.start)
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::{read, texts};

    #[test]
    fn a_list_of_what_else_was_asked_is_no_part_of_the_last_reply() {
        let questions = read(
            "# 锁厂面试\n\n## 一面\n\n**面试官：**\n\n什么是锁？\n\n**我：**\n\n门。\n\n后来是零散的问题：\n\n- 钥匙的作用？\n- 门闩的原理？\n- 如何开锁？\n",
        );
        assert_eq!(texts(&questions), ["什么是锁？", "钥匙的作用？", "门闩的原理？", "如何开锁？"]);
    }

    #[test]
    fn answered_turns_are_questions() {
        let questions = read(
            "## Part one (10 min)\n\n### Queues\n\n**Interviewer:** What is back pressure?\n\n**Candidate:** A brake.\n\n\
             ```js\nawait drain();\n```\n\n**Interviewer:** And without it?\n\n**Candidate:** Memory fills. May I ask why?\n\n\
             **Interviewer:** Just curious.\n\n**Candidate:** I see.\n\n---\n\n## Close\n\n**Interviewer:** Goodbye.\n\n| a | b |\n|---|---|\n",
        );
        assert_eq!(texts(&questions), ["What is back pressure?", "And without it?"]);
        assert_eq!(questions[0].answer, "A brake.\n\n```js\nawait drain();\n```");
        assert_eq!(questions[1].follow_up_of.as_ref(), Some(&questions[0].id));
        assert_eq!(questions[1].section, ["Part one", "Queues"]);
    }

    #[test]
    fn turns_may_be_lines_of_one_paragraph() {
        let questions = read("面试官：什么是锁？\n候选人：一种互斥的办法。\n面试官：好的，再见。\n");
        assert_eq!(texts(&questions), ["什么是锁？"]);
        assert_eq!(questions[0].answer, "一种互斥的办法。");
    }

    #[test]
    fn answers_without_a_label() {
        let questions = read(
            "# HashMap\n\n面试官：它线程安全吗？\n\n不安全。\n\n**面试官：** 那用什么？\n\n- ConcurrentHashMap\n\n面试官：好的。\n\n面试官：为什么它快？\n\n分段。\n",
        );
        assert_eq!(texts(&questions), ["它线程安全吗？", "那用什么？", "为什么它快？"]);
        assert_eq!(questions[1].answer, "- ConcurrentHashMap");
    }

    #[test]
    fn a_label_may_stand_alone_above_what_is_asked() {
        let questions = read(
            "### 一面\n\n**面试官：**\n\n什么是锁？\n\n**我：**\n\n互斥。\n\n**面试官：**\n\n怎么实现？\n\n**我：**\n\n用 CAS。\n\n**面试官：**\n\n有什么代价？\n",
        );
        assert_eq!(texts(&questions), ["什么是锁？", "怎么实现？", "有什么代价？"]);
    }

    #[test]
    fn a_heading_that_asks_is_what_the_turn_below_it_asks() {
        let questions = read(
            "## Basics\n\n### Q1: What is a lock, and who needs one?\n\n**Interviewer:** So, locks?\n\n**Candidate:** Doors.\n\n**Interviewer:** And latches?\n\n**Candidate:** Small doors.\n",
        );
        assert_eq!(texts(&questions), ["What is a lock, and who needs one?", "And latches?"]);
        assert_eq!(questions[1].follow_up_of.as_ref(), Some(&questions[0].id));
    }

    #[test]
    fn what_is_only_said_is_no_question() {
        let questions = read(
            "面试官：什么是锁？\n\n候选人：门。\n\n面试官：嗯，我们主要做门。\n\n候选人：好的。\n\n面试官：讲一下钥匙\n\n候选人：铁。\n",
        );
        assert_eq!(texts(&questions), ["什么是锁？", "讲一下钥匙"]);
        assert!(questions[0].answer.ends_with("候选人：好的。"), "{}", questions[0].answer);
    }
}
