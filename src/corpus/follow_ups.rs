//! Follow-ups below the answer of a question: in the line of a label, `追问：为什么？`, or in the list
//! below it.

use std::ops::Range;

use super::asking::{self, Title};
use super::bullet::{self, Manner};
use super::document::{Document, Mark};
use super::draft::Draft;
use super::labels::{self, Role};
use super::siblings;
use super::text;
use super::titles;

/// So many questions may stand in the answer of one, before what follows it up.
const DEEPEST: usize = 32;

/// A question that follows up another one.
struct FollowUp {
    text: String,
    range: Range<usize>,
    /// Where the question ends and its answer begins.
    asked_until: usize,
    /// Whether what stands below it is its answer as well.
    is_open: bool,
}

/// Follow-ups below one label, or one heading that is a label.
struct Group {
    at: usize,
    /// Where the list item starts that the label stands in.
    item: Option<usize>,
    heading: Option<usize>,
    asked: Vec<FollowUp>,
}

/// All follow-ups of a document, in no order.
fn groups(document: &Document<'_>) -> Vec<Group> {
    let marked = document.marks.iter().map(|mark| Group {
        at: mark.at,
        item: mark.item.map(|item| document.items[item].range.start),
        heading: mark.heading,
        asked: after(document, mark),
    });
    let headed = (0..document.headings.len()).filter_map(|at| {
        let asked = listed(document, headed(document, at)?);
        let heading = &document.headings[at];
        Some(Group { at: heading.range.start, item: None, heading: heading.parent, asked })
    });
    marked.chain(headed).filter(|group| !group.asked.is_empty()).collect()
}

/// The list right below a heading such as `Follow-ups`, under a heading that asks or is answered.
fn headed(document: &Document<'_>, at: usize) -> Option<usize> {
    let heading = &document.headings[at];
    let parent = heading.parent.filter(|_| labels::named(&heading.title) == Some(Role::FollowUp))?;
    let title = titles::question(&document.headings[parent].title);
    let asks = asking::judge(&title) == Title::Asks || siblings::is_answered(document, parent);
    let list = document.lists.partition_point(|list| list.range.start < heading.range.end);
    let between = document.text.get(heading.range.end..document.lists.get(list)?.range.start)?;
    (asks && between.trim().is_empty()).then_some(list)
}

/// Whether questions that follow up the one above stand after the mark.
pub fn is_one(document: &Document<'_>, mark: &Mark) -> bool {
    !after(document, mark).is_empty()
}

/// Whether a list is one of follow-ups: right below their label in an answer, or below a heading
/// such as `Follow-ups` under what is asked.
pub fn are_listed(document: &Document<'_>, list: usize, in_answer: bool) -> bool {
    if document.lists[list].heading.and_then(|at| headed(document, at)) == Some(list) {
        return true;
    }
    if !in_answer {
        return false;
    }
    let start = document.lists[list].range.start;
    let before = document.marks.partition_point(|mark| mark.at < start);
    let mark = before.checked_sub(1).map(|at| &document.marks[at]);
    mark.is_some_and(|mark| below(document, mark) == Some(list))
}

/// Adds the follow-ups to the drafts in whose regions they stand, and cuts these off before them.
pub fn add<'a>(document: &Document<'a>, drafts: &mut Vec<Draft<'a>>) {
    if drafts.is_empty() {
        return;
    }
    let mut groups: Vec<Group> = groups(document);
    groups.sort_by_key(|group| group.at);
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&at| drafts[at].range.start);
    for (place, group) in groups.iter().enumerate() {
        let before = order.partition_point(|&at| drafts[at].range.start <= group.at);
        let around = |at: &&usize| drafts[**at].range.end > group.at;
        let Some(&followed) = order[..before].iter().rev().take(DEEPEST).find(around) else { continue };
        let is_read = group.item.is_some_and(|start| drafts[followed].range.start >= start);
        if drafts[followed].record.is_some() || is_read {
            continue;
        }
        let end = drafts[followed].range.end.min(document.next_heading(group.at));
        let end = end.min(groups.get(place + 1).map_or(usize::MAX, |next| next.at));
        cut_answer(document, &mut drafts[followed], group.at);
        for follow_up in &group.asked {
            let own_end = follow_up.range.end;
            let end = if follow_up.is_open { end.max(own_end) } else { own_end };
            drafts.push(Draft {
                range: follow_up.range.start..end,
                text: follow_up.text.clone(),
                answer: document.answer(follow_up.asked_until..end),
                heading: group.heading,
                follows: Some(followed),
                ..Draft::default()
            });
        }
    }
}

/// The questions after a label for follow-ups: that of its line, or those of the list below it.
fn after(document: &Document<'_>, mark: &Mark) -> Vec<FollowUp> {
    if mark.label.role != Role::FollowUp {
        return Vec::new();
    }
    match below(document, mark) {
        Some(list) => listed(document, list),
        None => in_line(document, mark).into_iter().collect(),
    }
}

fn in_line(document: &Document<'_>, mark: &Mark) -> Option<FollowUp> {
    let line = document.line_of(mark);
    let written = &document.text[line.clone()];
    let asked = written.len() - reply(written).len();
    let text = titles::question(&text::plain(written[..asked].trim_end_matches('*')));
    let asks = asking::ends_asking(&text) || asking::judge(&text) == Title::Asks;
    let (asked_until, is_open) = (line.start + asked, mark.item.is_none());
    asks.then_some(FollowUp { text, range: mark.at..line.end, asked_until, is_open })
}

/// What follows a question in its line and answers it: a bracket, or the text after bold.
fn reply(line: &str) -> &str {
    let bold = ["?**", "？**"].iter().find_map(|end| Some(line.find(end)? + end.len()));
    if let Some(at) = bold {
        return &line[at..];
    }
    let closed = line.trim_end().ends_with([')', '）']);
    let ends = ["? (", "?(", "？（", "？ (", "? （"].iter().filter_map(|end| line.find(end));
    let at = ends.min().filter(|_| closed).map(|at| at + line[at..].find(['(', '（']).unwrap_or_default());
    &line[at.unwrap_or(line.len())..]
}

/// The outermost items of a list, as far as they ask.
fn listed(document: &Document<'_>, list: usize) -> Vec<FollowUp> {
    let items = document.items_in(&document.lists[list].range).iter().filter(|item| item.list == list);
    let bullets = items.map(|item| (item, bullet::read(document, item)));
    let asking = bullets.filter(|(_, bullet)| matches!(bullet.manner, Manner::Asks | Manner::Invites));
    let follow_up = asking.map(|(item, bullet)| FollowUp {
        text: bullet.text,
        range: item.range.clone(),
        asked_until: bullet.end,
        is_open: false,
    });
    follow_up.collect()
}

/// The list right below a label for follow-ups that has nothing else in its line.
fn below(document: &Document<'_>, mark: &Mark) -> Option<usize> {
    if mark.label.role != Role::FollowUp {
        return None;
    }
    let list = document.lists.partition_point(|list| list.range.start < mark.text);
    let between = document.text.get(mark.text..document.lists.get(list)?.range.start)?;
    between.trim_matches(|c: char| c.is_whitespace() || "*_：:".contains(c)).is_empty().then_some(list)
}

fn cut_answer<'a>(document: &Document<'a>, draft: &mut Draft<'a>, end: usize) {
    let answer = draft.answer_in(document.text);
    if let Some(range) = answer.filter(|range| range.contains(&end) || range.start == end) {
        let end = text::line_start(document.text, end).max(range.start);
        draft.answer = document.answer(range.start..end);
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::read_source;

    #[test]
    fn follow_ups_in_a_list() {
        for (written, answer) in [
            (
                "## What is a lock?\n\nA door.\n\n**Follow-up questions**:\n- Q: Who waits?\n- Why?\n  So.\n- x\n",
                "A door.",
            ),
            (
                "### 1. What is a lock?\n\n**Key points:**\n- door\n\n**Full answer:**\n\nA door.\n\n**追问**：\n\n1. Who waits?\n2. Why?\n   So.\n",
                "A door.",
            ),
            (
                "- What is a lock?\n  - A door.\n  - 追问：\n    - Who waits?\n    - Why?\n      So.\n- What is a door?\n- What is a key?\n",
                "- A door.",
            ),
        ] {
            let questions = read_source("interview.md", written.as_bytes()).questions;
            let texts: Vec<&str> = questions[..3].iter().map(|question| &*question.question).collect();
            assert_eq!(texts, ["What is a lock?", "Who waits?", "Why?"], "{written}");
            assert_eq!((&*questions[0].answer, questions[2].answer.trim()), (answer, "So."), "{written}");
            assert!(
                questions[1..3].iter().all(|asked| asked.follow_up_of.as_ref() == Some(&questions[0].id))
            );
        }
    }

    #[test]
    fn follow_ups_in_fields_with_replies_and_below_questions_in_an_answer() {
        let read = |text: &str| read_source("interview.md", text.as_bytes()).questions;
        let asked = |at: usize| {
            format!(
                "## Q{at}: What is lock {at}?\n- **Direct answer:** A door.\n- **Follow-up:** Who waits at {at}? (All.)\n- **Weak answer:** x\n\n"
            )
        };
        let questions = read(&(1..=3).map(asked).collect::<String>());
        assert_eq!(questions.len(), 6);
        assert_eq!((&*questions[1].question, &*questions[1].answer), ("Who waits at 1?", "(All.)"));
        assert_eq!(questions[1].follow_up_of.as_ref(), Some(&questions[0].id));
        let bold = read(
            "## 1. What is a lock?\n\n**Answer:** A door.\n\n**追问：Is it?** Not always.\n\n## 2. What is a key?\n\n**Answer:** x\n",
        );
        assert_eq!((&*bold[1].question, &*bold[1].answer), ("Is it?", "Not always."));
        let nested = read(
            "1. What is a lock?\n   - 追问：Who waits?\n2. What is a key?\n   - 追问：Who has it?\n3. What is a door?\n",
        );
        assert_eq!(nested.len(), 5);
        let questions = read(
            "# 1. What is a lock?\n\nA door.\n\n## Why lock?\n\nSo.\n\n## Follow-up questions\n\n- Who waits?\n\n# 2. What is a key?\n\nx\n\n# 3. What is a door?\n\nx\n",
        );
        let waits = questions.iter().find(|question| question.question == "Who waits?");
        assert_eq!(waits.and_then(|question| question.follow_up_of.as_ref()), Some(&questions[0].id));
        let crossed = read(
            "## Q1. Locks?\n\n**Answer:**\n\nA door.\n\n**Cross-question:** `lock`?\n\n**Cross-answer:**\n\nNo.\n\n## Q2. Keys?\n\n**Answer:**\n\nx\n",
        );
        assert_eq!((crossed.len(), &*crossed[1].question), (3, "lock?"));
    }
}
