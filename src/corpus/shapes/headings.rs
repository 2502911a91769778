//! Headings that ask, with or without numbers; the text below is the answer.
//!
//! A heading that only names something is a question where it is an item of a collection. In any
//! other place it is a section of an article.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::claims::Claims;
use crate::corpus::collection::Collection;
use crate::corpus::document::Document;
use crate::corpus::draft::Draft;
use crate::corpus::labels;
use crate::corpus::text;

/// Question headings.
pub struct Headings;

impl Shape for Headings {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        if document.headings.is_empty() || claims.asks_nobody {
            return Vec::new();
        }
        let collection = Collection::of(document, claims);
        let asked = collection.asked();
        let mut places: HashMap<usize, usize> = HashMap::new();
        let mut drafts = Vec::new();
        for at in (0..asked.len()).filter(|&at| asked[at] && (!claims.settled || collection.is_sure(at))) {
            let above = document.above(at).find(|above| asked[*above]);
            let follows = above.and_then(|above| places.get(&above).copied());
            places.insert(at, drafts.len());
            drafts.push(draft(document, at, collection.text(at), follows));
        }
        drafts
    }
}

fn draft<'a>(document: &Document<'a>, at: usize, question: String, follows: Option<usize>) -> Draft<'a> {
    let heading = &document.headings[at];
    let below = text::trim(document.text, heading.range.end..heading.end.max(heading.range.end));
    let answer = labels::without_answer_label(document.text, below);
    Draft {
        range: heading.range.start..heading.end,
        text: question,
        answer: Cow::Borrowed(&document.text[answer]),
        heading: heading.parent,
        follows,
        ..Draft::default()
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::{read, texts};
    use crate::corpus::tests::asked as at;

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

    const TEXT: &str = "Some words that say what it is and how it is used, more than a sentence has.";

    #[test]
    fn concepts_are_items_where_questions_are_announced_mapped_or_counted() {
        let announced = format!(
            "# JVM\n\n## 常见面试题\n\n### 类加载\n\n{TEXT}\n\n### 双亲委派\n\n{TEXT}\n\n### 逃逸分析\n\n{TEXT}\n"
        );
        assert_eq!(at("notes/jvm.md", &announced), ["类加载", "双亲委派", "逃逸分析"]);
        let map = format!(
            "# Closures\n\n{TEXT}\n\n## How they leak\n\n{TEXT}\n\n# Scope\n\n{TEXT}\n\n# Types\n\n## Casts\n\n{TEXT}\n\n## Boxing\n\n{TEXT}\n\n## Nulls\n\n{TEXT}\n"
        );
        assert_eq!(at("interview-map/js.md", &map), ["Closures", "Scope", "Casts", "Boxing", "Nulls"]);
        assert_eq!(at("notes/js.md", &map), Vec::<String>::new());
        let counted: String = (1..=12)
            .map(|number| {
                format!(
                    "## {number} Part {}\n\n{TEXT}\n\n",
                    "abcdefghijkl".get(number - 1..number).unwrap_or_default()
                )
            })
            .collect();
        let questions = at("interview_python/Readme.md", &format!("# Python\n\n{counted}"));
        assert_eq!((questions.len(), &*questions[0]), (12, "Part a"));
        assert_eq!(at("notes/python.md", &format!("# Python\n\n{counted}")), Vec::<String>::new());
    }

    #[test]
    fn what_is_labelled_as_a_question_is_one() {
        let text = format!(
            "# Airflow\n\n## Question 1: Clear the failed tasks\n\n{TEXT}\n\n## 第2题：补跑\n\n{TEXT}\n\n## 第 3 题\n\n{TEXT}\n"
        );
        assert_eq!(texts(&read(&text)), ["Clear the failed tasks", "补跑"]);
    }

    #[test]
    fn sections_of_an_article_are_no_questions() {
        let questions = read(
            "# What we learned?\n\n## Introduction\n\na\n\n## Sharding\n\nb\n\n## Explain the plan\n\nc\n\n## References\n\nd\n",
        );
        assert_eq!(texts(&questions), ["Explain the plan"]);
    }

    #[test]
    fn headings_beside_a_dialogue_are_asked_where_they_end_so() {
        let said = "what has to be told about it. ".repeat(10);
        let questions = read(&format!(
            "# Locks\n\n## Quick\n\n### What is a lock?\n\nA door.\n\n### Who waits?\n\nOthers.\n\n### How long?\n\nShort.\n\n## Talk\n\n\
             **Interviewer:** Why?\n\n**Candidate:** {said}\n\n**Interviewer:** How?\n\n**Candidate:** {said}\n\n### Advice\n\nBreathe.\n",
        ));
        assert_eq!(texts(&questions), ["What is a lock?", "Who waits?", "How long?", "Why?", "How?"]);
    }

    #[test]
    fn readmes_that_tell_much_are_maps() {
        let concept = |at: usize| {
            format!("### Concept {at}\n\nA few words about it, which say what it is and what it is for.\n\n")
        };
        let page = |count: usize| {
            "## One\n\n".to_owned() + &(0..count).map(concept).collect::<String>() + "## Two\n\n## Three\n"
        };
        assert_eq!(at("interviews/README.md", &page(12)).len(), 12);
        assert!(at("interviews/README.md", &page(5)).is_empty());
    }

    #[test]
    fn cards_whose_answers_have_a_heading_of_their_own() {
        let card = |name: &str| {
            format!(
                "## {name}\n\n- Level: easy\n\n### Answer\n\nA door.\n\n### Follow-ups\n\n- Who waits for {name}?\n- Name three of {name}.\n\n"
            )
        };
        let text = format!("# Notes\n\n{}{}{}", card("Locks"), card("Keys"), card("Explain doors"));
        let questions = read(&text);
        assert_eq!(questions.len(), 9);
        assert_eq!(texts(&questions[..3]), ["Locks", "Who waits for Locks?", "Name three of Locks."]);
        assert_eq!(questions[2].follow_up_of.as_ref(), Some(&questions[0].id));
        assert!(questions[0].answer.ends_with("A door."), "{}", questions[0].answer);
    }

    #[test]
    fn names_among_a_few_questions() {
        let text = "## JVM\n\n### 什么是类加载\n\n一步。\n\n### 双亲委派\n\n往上。\n\n### 逃逸分析\n\n不逃。\n\n### 什么是栈\n\n栈。\n\n### 堆内存\n\n堆。\n\n### 谈谈 GC\n\n扫。\n";
        assert_eq!(at("interview/java.md", text).len(), 6);
        assert_eq!(at("notes/java.md", text).len(), 3);
    }

    #[test]
    fn parts_of_a_page_beside_numbered_questions() {
        let asked =
            (1..=4).map(|at| format!("## Q{at}: What is lock {at}?\n\nA door.\n\n")).collect::<String>();
        let text = format!(
            "# Interview questions\n\n## Core concept\n\n{TEXT}\n\n## Code example\n\n{TEXT}\n\n{asked}"
        );
        assert_eq!(at("interview-questions.md", &text).len(), 4);
    }

    #[test]
    fn counted_names_without_a_text() {
        let text = (1..=10).map(|at| format!("## {at}. 什么是锁{at}\n\n门。\n\n")).collect::<String>();
        let text = text.replace("## 4. 什么是锁4\n\n门。", "## 4. 钥匙");
        assert!(at("前端面试.md", &text).contains(&"钥匙".to_owned()));
    }

    #[test]
    fn concepts_that_are_all_told_by_the_same_fields() {
        let concept = |name: &str, field: &str| {
            format!("### {name}\n\n#### {field}\n\n- A door.\n\n#### Cost\n\n- One.\n\n")
        };
        let text = |field: &str| ["Locks", "Keys", "Hinges"].map(|name| concept(name, field)).concat();
        let definition = format!("# Cheat sheet\n\n## Doors\n\n{}", text("Definition"));
        assert_eq!(at("interview/doors.md", &definition), ["Locks", "Keys", "Hinges"]);
        assert!(at("notes/doors.md", &definition).is_empty());
        assert!(at("interview/doors.md", &format!("# Cheat sheet\n\n{}", text("Preparing"))).is_empty());
        let solved = text("Tags").replace("#### Cost", "#### Solution (Go)");
        assert_eq!(at("interview/doors.md", &format!("# Doors\n\n{solved}")).len(), 3);
    }

    #[test]
    fn headings_that_are_all_of_a_quote() {
        let text = "# Locks\n\n> #### Explain locks.\n\nDoors.\n\n> #### What is a key?\n\nMetal.\n\n> #### Who waits?\n>\n> Quoted text.\n";
        assert_eq!(texts(&read(text)), ["Explain locks.", "What is a key?"]);
    }
}
