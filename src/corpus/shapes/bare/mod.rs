//! Bare lines: notes in which every question is a line of its own, without any marker.

mod line;
mod page;

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::asking::Title;
use crate::corpus::claims::Claims;
use crate::corpus::document::Document;
use crate::corpus::draft::Draft;
use line::Line;
use page::Page;

/// Paragraphs of one line that ask.
pub struct Bare;

impl Shape for Bare {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        if claims.settled || claims.asks_nobody || document.paragraphs.is_empty() {
            return Vec::new();
        }
        let page = Page::of(document);
        let lines = page.lines(claims);
        let sections = page.sections(&lines);
        let asked = lines.iter().filter(|line| match (line.title, sections.get(&line.heading)) {
            (Some(Title::Asks), Some(_)) => true,
            (Some(Title::Names), Some(section)) => section.is_list(),
            (Some(Title::Asks), None) => page.is_in_run(line),
            _ => false,
        });
        let asked: Vec<&Line> = asked.collect();
        let next = |place: usize| asked.get(place + 1).map_or(document.text.len(), |next| next.range.start);
        asked.iter().enumerate().map(|(place, line)| draft(document, line, next(place))).collect()
    }
}

fn draft<'a>(document: &Document<'a>, line: &Line, next: usize) -> Draft<'a> {
    let range = &line.range;
    let end = next.min(document.next_heading(range.start)).max(range.end);
    Draft {
        range: range.start..end,
        text: line.text.clone(),
        answer: document.answer(range.end..end),
        heading: line.heading,
        ..Draft::default()
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::{read, texts};

    #[test]
    fn lines_that_ask_with_answers_between_or_none() {
        let questions = read(
            "# Interview questions\n\n## Locks\n\nWhat is a lock?\n\nA door that lets one in.\n\nWhat is a key?\n\n\
             ## 一面\n\n讲一下锁\n\n为什么要锁？\n\n死锁怎么办？\n\n锁的实现\n",
        );
        assert_eq!(
            texts(&questions),
            ["What is a lock?", "What is a key?", "讲一下锁", "为什么要锁？", "死锁怎么办？", "锁的实现"]
        );
        assert_eq!((&*questions[0].answer, &*questions[2].answer), ("A door that lets one in.", ""));
    }

    #[test]
    fn files_that_are_nothing_but_lines() {
        let asking = (1..=10).map(|at| format!("第{at}把锁和钥匙的区别\n\n")).collect::<String>();
        let text = format!("## 锁\n\n{asking}## 门\n\n木门\n\n铁门\n");
        let read = |name: &str| crate::corpus::read_source(name, text.as_bytes()).questions.len();
        assert_eq!((read("面试/a.md"), read("notes/a.md")), (12, 0));
    }

    #[test]
    fn sheets_of_short_lines_under_a_heading_that_announces_questions() {
        let lines = (1..=10).map(|at| format!("Lock number {at}\n")).collect::<String>();
        let text = format!("## Fullstack Questions\n\n{lines}\nWhat is a lock ?\n");
        let read = |name: &str| crate::corpus::read_source(name, text.as_bytes()).questions.len();
        assert_eq!((read("interview/a.md"), read("notes/a.md")), (11, 0));
        let told = "## Behavioural Questions\n\nTell me about a lock.\n\n> A door.\n\nTell me about keys.\n\n> x\n\nWhy?\n";
        assert_eq!(crate::corpus::read_source("mock-interview.md", told.as_bytes()).questions.len(), 3);
    }

    #[test]
    fn figures_of_speech_are_no_lines_of_their_own() {
        let questions = read(
            "# Locks\n\nA lock is a door. It lets one in.\n\nWhy is that?\n\nBecause of the key that one has.\n\nAnd then?\n\nThen it opens.\n",
        );
        assert_eq!(texts(&questions), Vec::<&str>::new());
    }

    #[test]
    fn numbers_without_a_space_after_them() {
        let questions = read(
            "## 初级\n\n1.什么是锁？【并发】\n回答链接：https://x.y/1\n\n2.什么是信号量？【并发】\n回答链接：https://x.y/2\n\n3.死锁怎么办？\n看日志。\n\n4.为什么要锁？\n\n5.有哪些锁？\n\n6.解释自旋【并发】\n等。\n",
        );
        assert_eq!(
            texts(&questions),
            [
                "什么是锁？【并发】",
                "什么是信号量？【并发】",
                "死锁怎么办？",
                "为什么要锁？",
                "有哪些锁？",
                "解释自旋【并发】"
            ]
        );
        assert_eq!(questions[2].answer, "看日志。");
    }

    #[test]
    fn runs_of_lines_that_ask_are_questions_wherever_they_stand() {
        let lines = |count: usize| (1..=count).map(|at| format!("第{at}把锁呢？\n\n")).collect::<String>();
        let text = |count: usize| format!("# 锁\n\n## 门是什么？\n\n木头。\n\n{}", lines(count));
        assert_eq!((read(&text(6)).len(), read(&text(3)).len()), (7, 1));
    }
}
