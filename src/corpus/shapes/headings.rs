//! Headings that ask, with or without numbers; the text below is the answer.
//!
//! A heading that only names something is a question where most of its siblings ask: there it
//! is an item of a collection. In any other place it is a section of an article.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::asking::{self, Title};
use crate::corpus::claims::Claims;
use crate::corpus::context;
use crate::corpus::document::{Document, Heading};
use crate::corpus::draft::Draft;
use crate::corpus::labels::{self, Role};
use crate::corpus::notes;
use crate::corpus::text;
use crate::corpus::titles;

/// Question headings.
pub struct Headings;

impl Shape for Headings {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        if claims.settled || context::is_about_the_project(document.name) {
            return Vec::new();
        }
        let asked = asked(document, claims);
        let mut places: HashMap<usize, usize> = HashMap::new();
        let mut drafts = Vec::new();
        for at in (0..asked.len()).filter(|&at| asked[at]) {
            let above = above(document, at).find(|above| asked[*above]);
            let follows = above.and_then(|above| places.get(&above).copied());
            places.insert(at, drafts.len());
            drafts.push(draft(document, at, follows));
        }
        drafts
    }
}

/// For each heading, whether it is a question.
fn asked(document: &Document<'_>, claims: &Claims) -> Vec<bool> {
    let headings = &document.headings;
    let mut titles: Vec<Title> =
        headings.iter().map(|heading| asking::judge(&titles::question(&heading.title))).collect();
    for (title, heading) in titles.iter_mut().zip(headings) {
        if titles::is_numbered_question(&heading.title) {
            *title = Title::Asks;
        } else if *title == Title::Asks && context::advises(&heading.title) {
            *title = Title::Topic;
        }
    }
    let is_only =
        || titles[1..].iter().all(|title| *title != Title::Asks) && asking::ends_asking(&headings[0].title);
    if is_page_title(headings) && !is_only() {
        titles[0] = Title::Topic;
    }
    let times = doubt(document);
    let families = families(headings, &titles);
    let share = Share::of(&titles);
    let is_item = |at: usize, in_answer: bool| {
        let (heading, family) = (&headings[at], &families[&(headings[at].parent, headings[at].level)]);
        family.is_collection(if in_answer { times.max(2) } else { times })
            && (times == 1 || is_name(&heading.title) || family.ask >= 10 * family.name)
            && has_answer(document, &titles, at)
            && !claims.start_in(&(heading.range.end..heading.end))
    };
    let is_concept = |at: usize| {
        let (heading, family) = (&headings[at], &families[&(headings[at].parent, headings[at].level)]);
        heading.parent.is_some_and(|parent| context::announces_questions(&headings[parent].title))
            && family.is_of_names()
            && is_name(&heading.title)
            && notes::tells(&document.text[heading.range.end..heading.end.max(heading.range.end)])
            && !claims.start_in(&(heading.range.end..heading.end))
    };
    let is_map = is_map(document);
    let is_mapped = |at: usize| {
        let family = &families[&(headings[at].parent, headings[at].level)];
        is_map
            && family.is_of_names()
            && is_name(&headings[at].title)
            && notes::tells(directly_below(document, at))
            && above(document, at).all(|above| directly_below(document, above).is_empty())
            && !claims.start_in(&(headings[at].range.end..headings[at].end))
    };
    let is_meant = |at: usize| {
        let family = &families[&(headings[at].parent, headings[at].level)];
        times < 3 || asking::ends_asking(&headings[at].title) || share.is_high || family.is_asking()
    };
    let mut asked = vec![false; headings.len()];
    for at in 0..headings.len() {
        asked[at] = !claims.cover(headings[at].range.start)
            && match titles[at] {
                Title::Asks => is_meant(at),
                Title::Topic => false,
                Title::Names => {
                    let in_answer = above(document, at).any(|above| asked[above]);
                    is_item(at, in_answer) || (!in_answer && (is_concept(at) || is_mapped(at)))
                }
            };
    }
    asked
}

/// The headings in whose sections this one stands, innermost first.
fn above<'d>(document: &'d Document<'_>, at: usize) -> impl Iterator<Item = usize> + 'd {
    std::iter::successors(document.headings[at].parent, |&above| document.headings[above].parent)
}

/// Whether the first heading is the title of the page: all others stand in its section.
fn is_page_title(headings: &[Heading]) -> bool {
    headings.len() > 1 && headings[1..].iter().all(|heading| heading.level > headings[0].level)
}

/// How much has to speak for a collection: little where the file's name says that it holds
/// questions, more where its title does, most where it may be an article.
fn doubt(document: &Document<'_>) -> usize {
    let says = |text: &str| {
        let text = text.to_lowercase();
        ["面试题", "问题", "question", "interview"].iter().any(|word| text.contains(word))
    };
    let file = document.name.rsplit('/').next().unwrap_or(document.name);
    let title = document.headings.first().map_or("", |heading| &heading.title);
    match (says(file), says(&document.front.title) || says(title)) {
        (true, _) => 1,
        (false, true) => 2,
        (false, false) => 3,
    }
}

/// Whether the file is a map of what is asked about, concept by concept: it is kept among
/// interview notes and, unlike an article, has no title of its own.
fn is_map(document: &Document<'_>) -> bool {
    let path = document.name.to_lowercase();
    let file = path.rsplit('/').next().unwrap_or(&path);
    let Some(top) = document.headings.iter().map(|heading| heading.level).min() else { return false };
    document.front.title.is_empty()
        && !file.starts_with("readme")
        && ["interview", "面试"].iter().any(|word| path.contains(word))
        && document.headings.iter().filter(|heading| heading.level == top).count() >= 3
}

/// The text between a heading and the next one.
fn directly_below<'a>(document: &Document<'a>, at: usize) -> &'a str {
    let heading = &document.headings[at];
    let direct = heading.range.end..document.next_heading(heading.range.start).max(heading.range.end);
    &document.text[text::trim(document.text, direct)]
}

/// Whether a title is short and names one thing; sections of articles often state something.
fn is_name(title: &str) -> bool {
    title.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>() <= 50
        && !title.contains(['，', ',', '：', '→', '；', '！'])
}

/// So many siblings that ask are no article, whatever stands between them.
const MANY: usize = 8;

/// Headings of one level under one parent.
#[derive(Default)]
struct Family {
    ask: usize,
    name: usize,
    topic: usize,
}

impl Family {
    /// Whether its members are asked one by one: so many times more of them ask than only name
    /// something, and three at the least. In what may be an article, parts such as a summary
    /// speak against it.
    fn is_collection(&self, times: usize) -> bool {
        let topic = if times > 2 { self.topic } else { 0 };
        let others = self.name + topic;
        self.ask >= 3 && self.ask >= times * others || self.ask >= MANY && self.ask > others
    }

    /// Whether its members are names, with hardly a part of a text among them.
    fn is_of_names(&self) -> bool {
        self.ask + self.name >= 3 && self.topic * 4 <= self.ask + self.name
    }

    /// Whether asking is how its members are written, so that one of them is no figure of speech.
    fn is_asking(&self) -> bool {
        self.ask >= 3 || (self.ask == 2 && self.name < 2)
    }
}

/// How much of a file asks.
struct Share {
    is_high: bool,
}

impl Share {
    fn of(titles: &[Title]) -> Self {
        let asks = titles.iter().filter(|title| **title == Title::Asks).count();
        let names = titles.iter().filter(|title| **title == Title::Names).count();
        Self { is_high: asks >= names }
    }
}

fn families(headings: &[Heading], titles: &[Title]) -> HashMap<(Option<usize>, u8), Family> {
    let mut families: HashMap<_, Family> = HashMap::new();
    for (heading, title) in headings.iter().zip(titles) {
        let family = families.entry((heading.parent, heading.level)).or_default();
        match title {
            Title::Asks => family.ask += 1,
            Title::Names => family.name += 1,
            Title::Topic => family.topic += 1,
        }
    }
    families
}

/// Whether what is below the heading answers it: text directly below, or at least no headings
/// that ask, which would make it the title of a group.
fn has_answer(document: &Document<'_>, titles: &[Title], at: usize) -> bool {
    if !directly_below(document, at).is_empty() {
        return true;
    }
    let heading = &document.headings[at];
    let inside = document.headings.partition_point(|next| next.range.start < heading.end);
    inside > at + 1 && !titles[at + 1..inside].contains(&Title::Asks)
}

fn draft<'a>(document: &Document<'a>, at: usize, follows: Option<usize>) -> Draft<'a> {
    let heading = &document.headings[at];
    let mut answer = text::trim(document.text, heading.range.end..heading.end.max(heading.range.end));
    if let Some(label) =
        labels::label_at(&document.text[answer.clone()]).filter(|label| label.role == Role::Answer)
    {
        answer = text::trim(document.text, answer.start + label.end..answer.end);
    }
    Draft {
        range: heading.range.start..heading.end,
        text: titles::question(&heading.title),
        answer: Cow::Borrowed(&document.text[answer]),
        heading: heading.parent,
        follows,
        ..Draft::default()
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::{read, texts};

    #[test]
    fn headings_that_ask_and_their_siblings() {
        let questions = read(
            "# Redis 面试题\n\n## 1. 什么是 Redis\n\n一个库。\n\n### 它为什么快？\n\n内存。\n\n### 数据在内存\n\n是的。\n\n## 2. 如何持久化\n\nRDB。\n\n---\n\n\
             ## 3. 淘汰策略\n\nLRU。\n\n## 4. 有哪些类型\n\n答：五种。\n\n## 总结\n\n完。\n",
        );
        assert_eq!(
            texts(&questions),
            ["什么是 Redis", "它为什么快？", "如何持久化", "淘汰策略", "有哪些类型"]
        );
        assert_eq!(questions[0].answer, "一个库。\n\n### 它为什么快？\n\n内存。\n\n### 数据在内存\n\n是的。");
        assert_eq!(questions[1].follow_up_of.as_ref(), Some(&questions[0].id));
        assert_eq!(questions[1].section, ["Redis 面试题", "1. 什么是 Redis"]);
        assert_eq!((&*questions[2].answer, &*questions[4].answer), ("RDB。", "五种。"));
    }

    #[test]
    fn sections_of_an_article_are_no_questions() {
        let questions = read(
            "# What we learned?\n\n## Introduction\n\na\n\n## Sharding\n\nb\n\n## Explain the plan\n\nc\n\n## References\n\nd\n",
        );
        assert_eq!(texts(&questions), ["Explain the plan"]);
    }
}
