//! One question a file: front matter whose title asks, a heading such as `# 题目` over the question,
//! or the only heading over an answer that is called one; the rest of the file is the answer.

use std::borrow::Cow;

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::asking::{self, Title};
use crate::corpus::claims::Claims;
use crate::corpus::context;
use crate::corpus::document::{Document, Mark};
use crate::corpus::draft::Draft;
use crate::corpus::labels::{self, Role};
use crate::corpus::text;
use crate::corpus::titles;

/// Files that are one question.
pub struct Titled;

/// Headings over a question.
const QUESTION: [&str; 6] = ["题目", "问题", "面试题", "question", "the question", "interview question"];
/// Headings over the task of a coding problem, where examples follow.
const TASK: [&str; 7] = [
    "description",
    "题目描述",
    "题目要求",
    "problem",
    "problem statement",
    "problem description",
    "问题描述",
];
/// How headings begin that show a task.
const SHOWN: [&str; 7] = ["example", "示例", "样例", "input", "constraint", "solution", "提示"];

impl Shape for Titled {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        if claims.settled || claims.asks_nobody {
            return Vec::new();
        }
        let drafts = headed(document, claims);
        if drafts.is_empty() { front(document).into_iter().collect() } else { drafts }
    }
}

/// Headings that say "question" over the paragraph that asks it: one over the whole file, or
/// one in each part of a quiz.
fn headed<'a>(document: &Document<'a>, claims: &Claims) -> Vec<Draft<'a>> {
    let title = |at: usize| {
        titles::question(&document.headings[at].title).trim_matches([':', '：', ' ']).to_lowercase()
    };
    let titles: Vec<String> = (0..document.headings.len()).map(title).collect();
    let asked: Vec<usize> = (0..titles.len()).filter(|&at| QUESTION.contains(&&*titles[at])).collect();
    let shown = titles.iter().any(|title| SHOWN.iter().any(|start| title.starts_with(start)));
    // A task has no name of its own: it is the first heading of its file.
    let is_task = shown && titles.first().is_some_and(|title| TASK.contains(&&**title));
    let drafts = match asked[..] {
        [] if is_task => vec![below(document, 0, document.text.len(), true)],
        [] if is_answered(&titles, 0) && titles.iter().filter(|title| is_answer(title)).count() == 1 => {
            // What only leads over to a list of questions is none of them.
            let asks = |draft: &Draft<'_>| asking::ends_asking(&draft.text);
            vec![below(document, 0, document.text.len(), false).filter(asks)]
        }
        [] => match &document.headings[..] {
            [_] => vec![only(document)],
            all => (0..all.len()).map(|at| told(document, &titles, at)).collect(),
        },
        [at] if is_answered(&titles, at) => vec![below(document, at, document.text.len(), true)],
        [at] if document.headings[at].level <= 2 => vec![below(document, at, document.text.len(), false)],
        [_] => Vec::new(),
        _ => asked.iter().map(|&at| below(document, at, part_end(document, at), false)).collect(),
    };
    drafts.into_iter().flatten().filter(|draft| !claims.cover(draft.range.start)).collect()
}

/// What is told and asked between a heading such as `Scenario 1` and that of the answer.
fn told<'a>(document: &Document<'a>, titles: &[String], at: usize) -> Option<Draft<'a>> {
    const LONGEST: usize = 600;
    let heading = &document.headings[at];
    if !is_answered(titles, at) || document.headings[at + 1].parent != Some(at) {
        return None;
    }
    let range = text::trim(document.text, document.below(at));
    let written = &document.text[range.clone()];
    let plain = written.len() <= LONGEST && document.items_in(&range).is_empty() && !written.contains("```");
    if !plain || asking::judge(&titles[at]) == Title::Asks {
        return None;
    }
    let text = titles::question(&text::plain(written));
    asking::ends_asking(&text).then(|| Draft {
        range: range.start..heading.end,
        text,
        answer: document.answer(range.end..heading.end),
        heading: heading.parent,
        ..Draft::default()
    })
}

/// Whether the next heading is that of the answer.
fn is_answered(titles: &[String], at: usize) -> bool {
    titles.get(at + 1).is_some_and(|next| is_answer(next))
}

fn is_answer(title: &str) -> bool {
    labels::answer_at(&format!("{title}:")).is_some()
}

/// The only heading of notes for interviews, if an answer is labelled below it.
fn only<'a>(document: &Document<'a>) -> Option<Draft<'a>> {
    let [heading] = &document.headings[..] else { return None };
    let below = text::trim(document.text, document.below(0));
    let answered = |mark: &Mark| mark.label.role == Role::Answer && mark.item.is_none();
    let answers = document.marks_in(&below).iter().filter(|mark| answered(mark)).count();
    let is_one = answers == 1 && !context::announces(&heading.title);
    (is_one && document.lies_among_questions()).then(|| Draft {
        range: heading.range.start..below.end.max(heading.range.end),
        text: titles::question(&heading.title),
        answer: Cow::Borrowed(&document.text[below]),
        ..Draft::default()
    })
}

/// Where the part of a quiz ends in which a heading stands.
fn part_end(document: &Document<'_>, at: usize) -> usize {
    let heading = &document.headings[at];
    heading.parent.map_or(heading.end, |parent| document.headings[parent].end)
}

/// The paragraph right below a heading as a question, if it asks or must be a task; the text up
/// to `end` is its answer.
fn below<'a>(document: &Document<'a>, at: usize, end: usize, is_task: bool) -> Option<Draft<'a>> {
    let heading = &document.headings[at];
    let below = document.below(at);
    let next = document.paragraphs_at(below.start).1.first();
    let paragraph = next.filter(|next| next.range.start < below.end)?;
    let between = &document.text[below.start..paragraph.range.start];
    if !between.trim_matches(|c: char| c.is_whitespace() || c == '>').is_empty() {
        return None;
    }
    let question = titles::question(&text::plain(&document.text[paragraph.range.clone()]));
    let asks = asking::ends_asking(&question)
        || asking::judge(&question) == Title::Asks
        || asking::invites(&question);
    (is_task || asks).then(|| Draft {
        range: paragraph.range.start..end.max(paragraph.range.end),
        text: question,
        answer: document.answer(paragraph.range.end..end),
        heading: heading.parent,
        ..Draft::default()
    })
}

/// A title in the front matter that asks; it claims nothing but its line.
fn front<'a>(document: &Document<'a>) -> Option<Draft<'a>> {
    let question = titles::question(&document.front.title);
    let plain = !question.contains(['：', ':', '—', '|']);
    let asks = asking::ends_asking(&question)
        || (plain
            && asking::judge(&question) == Title::Asks
            && document.headings.iter().all(|heading| heading.level > 1));
    if !asks || document.text[document.body..].trim().is_empty() {
        return None;
    }
    let lines = document.text[..document.body].split_inclusive('\n');
    let at: usize = lines.take_while(|line| !line.trim_start().starts_with("title")).map(str::len).sum();
    let at = if at >= document.body { 0 } else { at };
    let answer = text::trim(document.text, document.body..document.text.len());
    Some(Draft {
        range: at..at + 1,
        text: question,
        answer: Cow::Borrowed(&document.text[answer]),
        ..Draft::default()
    })
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::{read, texts};

    #[test]
    fn one_question_a_file() {
        let questions = read(
            "---\ntags: [a]\n---\n# 题目\n\n什么是锁，如何实现？\n\n# 标准答案\n\n门。\n\n# 为什么考\n\nx\n",
        );
        assert_eq!(texts(&questions), ["什么是锁，如何实现？"]);
        assert_eq!(questions[0].answer, "# 标准答案\n\n门。\n\n# 为什么考\n\nx");
        assert_eq!(questions[0].source.line, 6);
        let questions = read("---\nid: x\ntitle: What is a lock?\n---\n\n## In short\n\nA door.\n");
        assert_eq!((texts(&questions), questions[0].source.line), (vec!["What is a lock?"], 3));
        let questions = read("### Description\n\nAdd two numbers.\n\n### Example 1:\n\n1 + 1\n");
        assert_eq!(texts(&questions), ["Add two numbers."]);
        let questions = read("# Locks\n\nWho holds a lock?\n\n## Answer guide\n\nWhoever came first.\n");
        assert_eq!(texts(&questions), ["Who holds a lock?"]);
        let questions = read("## 问题\n\n明明有锁，为什么开了？说说原因。\n\n## 核心答案\n\n- 忘了。\n");
        assert_eq!(texts(&questions), ["明明有锁，为什么开了？说说原因。"]);
        let questions = read(
            "# Notes\n\n## 1. Locks\n\n### ❓ Interview Question\n> **\"Who waits?\"**\n\n### Spin\n\nx\n\n## 2. Keys\n\n### ❓ Interview Question\n> \"Who has the key?\"\n\n### Doors\n\ny\n",
        );
        assert_eq!(texts(&questions), ["Who waits?", "Who has the key?"]);
        let only = "### 锁的实现\n\n问过的公司：甲\n\n参考答案：\n\n门。\n";
        assert_eq!(read(only).len(), 0);
        let questions = crate::corpus::read_source("面试题/a.md", only.as_bytes()).questions;
        assert_eq!(texts(&questions), ["锁的实现"]);
    }

    #[test]
    fn what_is_told_and_asked_above_the_heading_of_an_answer() {
        let questions = read(
            "# Locks\n\n# Scenario 1\n\nThe door is shut.\n\nHow would you open it?\n\n### Answer\n\nCheck:\n\n- Is there a key?\n- Is it locked?\n\n# Scenario 2\n\nNobody is in.\n\n### Answer\n\nWait.\n",
        );
        assert_eq!(texts(&questions), ["The door is shut. How would you open it?"]);
        assert!(questions[0].answer.contains("- Is it locked?"));
    }
}
