//! Labelled questions without a labelled answer: `Question: …` over code, `Q1: …` over text.

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::asking;
use crate::corpus::claims::Claims;
use crate::corpus::context;
use crate::corpus::document::{Document, Mark};
use crate::corpus::draft::Draft;
use crate::corpus::labels::Role;
use crate::corpus::text;
use crate::corpus::titles;

/// Lines that begin with a label for a question; what follows belongs to its answer.
pub struct Prompts;

/// So many such lines show that they are meant.
const FEWEST: usize = 2;

impl Shape for Prompts {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        if context::is_about_the_project(document.name) {
            return Vec::new();
        }
        let asked: Vec<(&Mark, usize, String)> = document
            .marks
            .iter()
            .filter(|mark| mark.label.role == Role::Question && mark.item.is_none() && !claims.cover(mark.at))
            // Where another shape is at home, only what stands out is a question of its own.
            .filter(|mark| mark.label.bold || !claims.settled)
            .filter_map(|mark| question(document, mark))
            .collect();
        // `问题：` and `Question:` stand before many a sentence; only a series of them asks.
        let marked = asked.iter().filter(|(_, _, text)| asking::ends_asking(text)).count();
        if asked.len() < FEWEST || marked * 2 < asked.len() {
            return Vec::new();
        }
        let next = |place: usize| asked.get(place + 1).map_or(document.text.len(), |(mark, _, _)| mark.at);
        let draft = |(place, (mark, end, text)): (usize, &(&Mark, usize, String))| {
            let stop = next(place).min(document.next_heading(mark.at)).min(mark.container_end).max(*end);
            Draft {
                range: mark.at..stop,
                text: text.clone(),
                answer: document.answer(*end..stop),
                heading: mark.heading,
                ..Draft::default()
            }
        };
        asked.iter().enumerate().map(draft).collect()
    }
}

/// The text of a labelled question and where it ends: its line, or its paragraph, up to the next
/// label, where only that ends asking.
fn question<'d>(document: &Document<'_>, mark: &'d Mark) -> Option<(&'d Mark, usize, String)> {
    let rest = mark.text..mark.paragraph_end.max(mark.text);
    let next = document.marks_in(&rest).first().map(|next| text::line_start(document.text, next.at));
    let paragraph = mark.at..next.unwrap_or(rest.end).max(mark.text);
    let line = document.text[paragraph.clone()].find('\n').map_or(paragraph.end, |length| mark.at + length);
    if let Some(end) = bold_end(document, mark) {
        return Some((mark, end, titles::question(&text::plain(&document.text[mark.at..end]))));
    }
    let read = |end: usize| titles::question(&text::plain(&document.text[mark.at..end]));
    let (mut end, mut text) = (line, read(line));
    if !asking::ends_asking(&text) && asking::ends_asking(&read(paragraph.end)) {
        (end, text) = (paragraph.end, read(paragraph.end));
    }
    (!text.is_empty()).then_some((mark, end, text))
}

/// Where the bold of a label ends that asks, with its answer after it in the same line: `**Q: Why?** So.`
fn bold_end(document: &Document<'_>, mark: &Mark) -> Option<usize> {
    let line = document.text[mark.at..].lines().next().filter(|line| line.starts_with("**"))?;
    let end = 2 + line[2..].find("**")? + 2;
    let asks = asking::ends_asking(&line[..end]);
    (mark.label.bold && asks && text::says_something(&line[end..])).then_some(mark.at + end)
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::{read, texts};

    #[test]
    fn lines_over_code() {
        let questions = read(
            "Question: What is the value of `x`?\n```js\nx();\n```\n\n*问题：输出什么？*\n```js\ny();\n```\n\nQ3: Why is it so?\n\nBecause.\n",
        );
        assert_eq!(texts(&questions), ["What is the value of x?", "输出什么？", "Why is it so?"]);
        assert_eq!(questions[0].answer, "```js\nx();\n```");
        assert_eq!(questions[2].answer, "Because.");
    }

    #[test]
    fn an_answer_may_follow_a_bold_question_in_its_line() {
        let questions = read("**Q：什么是锁？** 一扇门。\n\n**Q：什么是钥匙？** 铁做的。\n");
        assert_eq!(texts(&questions), ["什么是锁？", "什么是钥匙？"]);
        assert_eq!(questions[0].answer, "一扇门。");
    }

    #[test]
    fn a_problem_is_no_question() {
        assert!(read("# Caches\n\n问题：缓存满了。\n\n解决：清理。\n").is_empty());
    }
}
