//! Files that are nothing but lists of topics to know for interviews: every leaf is asked. They say
//! so, or lie among interview notes and put some of the topics as questions.

use std::collections::BTreeMap;

use super::asking::{self, Title};
use super::bullet::{Bullet, Manner};
use super::context;
use super::document::{Document, Heading, Item, List};
use super::family;
use super::text;
use super::titles;

/// Fewer items are no such file.
const LEAST: usize = 8;

/// Whether the file is nothing but lists of topics for interviews.
pub fn is_all(document: &Document<'_>, bullets: &[Bullet]) -> bool {
    let names = bullets.iter().filter(|bullet| bullet.manner != Manner::Links).count();
    let short = |bullets: &[&Bullet]| {
        bullets.iter().filter(|bullet| text::columns(&bullet.text) <= 60).count() * 10 >= bullets.len() * 9
    };
    let says_topics = {
        let title = document.headings.first().map_or("", |heading| &heading.title);
        [&document.front.title, title, document.file_name()].iter().any(|text| {
            let text = text.to_lowercase();
            text.contains("topics") || text.contains("知识点")
        }) || document.headings.iter().filter(|heading| heading.title.eq_ignore_ascii_case("topics")).count()
            >= 2
    };
    let asks = bullets.iter().filter(|bullet| bullet.manner == Manner::Asks).count();
    let among = document.lies_among_questions() && asks >= 1 && asks * 20 >= bullets.len();
    let says = says_topics || document.announces() || among;
    let (share, most, named) = if says_topics { (6, 7, 7) } else { (8, 2, 8) };
    if is_all_questions(document, names, bullets) || (among && is_outline(document, bullets)) {
        return true;
    }
    let list_only = is_lists(document, share, most);
    names >= LEAST
        && names * 10 >= bullets.len() * named
        && short(&outer(document, bullets))
        && says
        && list_only
}

/// The outer items, where hardly any are nested in them; elsewhere all.
fn outer<'b>(document: &Document<'_>, bullets: &'b [Bullet]) -> Vec<&'b Bullet> {
    let outer = document.items.iter().zip(bullets).filter(|(item, _)| item.parent.is_none());
    let outer: Vec<&Bullet> = outer.map(|(_, bullet)| bullet).collect();
    if outer.len() * 4 >= bullets.len() * 3 { outer } else { bullets.iter().collect() }
}

/// Whether a file is nothing but an outline of what is asked: most items are nested in others, and
/// every fourth one asks.
fn is_outline(document: &Document<'_>, bullets: &[Bullet]) -> bool {
    let count = |is_one: &dyn Fn(&Item, &Bullet) -> bool| {
        document.items.iter().zip(bullets).filter(|(item, bullet)| is_one(item, bullet)).count()
    };
    let all = bullets.len();
    all >= LEAST
        && count(&|item, _| item.parent.is_some()) * 10 >= all * 7
        && count(&|_, bullet| bullet.manner == Manner::Asks) * 4 >= all
        && count(&|item, _| family::is_box(document, item)) == 0
        && is_lists(document, 9, 1)
}

/// Whether a page whose title or name announces questions is nothing but plain lists of them, however long.
fn is_all_questions(document: &Document<'_>, names: usize, bullets: &[Bullet]) -> bool {
    let titled = document.headings.first().is_some_and(|title| context::announces_questions(&title.title));
    let asking =
        || bullets.iter().filter(|bullet| bullet.manner == Manner::Asks).count() * 10 >= bullets.len();
    let announced = titled || (document.announces_questions(None) && asking());
    let nested = document.items.iter().filter(|item| item.parent.is_some()).count();
    let asks = |heading: &&Heading| asking::judge(&titles::question(&heading.title)) == Title::Asks;
    announced
        && document.lies_among_questions()
        && names >= LEAST
        && names * 10 >= bullets.len() * 7
        && nested * 4 <= bullets.len()
        && is_lists(document, 7, 2)
        && document.headings.iter().filter(asks).count() * 3 <= document.headings.len()
}

/// Whether a page among notes for interviews announces questions, and is hardly anything but a list of names that it
/// explains.
pub fn is_glossary(document: &Document<'_>, bullets: &[Bullet]) -> bool {
    let outer: Vec<&Bullet> = document
        .items
        .iter()
        .zip(bullets)
        .filter(|(item, _)| item.parent.is_none())
        .map(|(_, bullet)| bullet)
        .collect();
    let explained = outer.iter().filter(|bullet| bullet.term.is_some()).count();
    let titled = document.headings.first().is_some_and(|title| context::announces_questions(&title.title));
    titled
        && document.lies_among_questions()
        && document.headings.len() <= 2
        && explained >= LEAST
        && explained * 10 >= outer.len() * 8
        && is_lists(document, 7, 2)
}

/// Whether lists and headings are at least so many tenths of the file, and paragraphs at most so
/// many tenths of the lists.
fn is_lists(document: &Document<'_>, share: usize, most: usize) -> bool {
    let lists = document.listed();
    let headings = document.headings.iter().map(|heading| heading.range.len()).sum::<usize>();
    let told = document.paragraphs.iter().map(|paragraph| paragraph.range.len()).sum::<usize>();
    (lists + headings) * 10 >= document.text[document.body..].trim().len() * share
        && told * 10 <= lists * most
}

/// Whether the file says that it holds questions, or lies among such files and asks many, and is
/// nothing but numbered lists: every item is one, however it is put.
pub fn is_record(document: &Document<'_>, bullets: &[Bullet]) -> bool {
    let numbered =
        |list: &List| document.text.as_bytes().get(list.range.start).is_some_and(u8::is_ascii_digit);
    let says_so = document.announces_questions(None);
    (says_so || document.lies_among_questions())
        && document.lists.iter().filter(|list| list.item.is_none()).all(numbered)
        && document.items.iter().filter(|item| item.parent.is_none()).count() >= 8
        && is_lists(document, 7, 2)
        && (says_so || asks_much(document, bullets))
}

/// Whether two of five outer items ask.
fn asks_much(document: &Document<'_>, bullets: &[Bullet]) -> bool {
    let outer = bullets.iter().zip(&document.items).filter(|(_, item)| item.parent.is_none());
    let (all, asks) = outer.fold((0, 0), |(all, asks), (bullet, _)| {
        (all + 1, asks + usize::from(bullet.manner == Manner::Asks))
    });
    asks * 5 >= all * 2
}

/// The outer items, among notes for interviews, whose nested items begin with the same field as those of most
/// others, five at least: `In a sentence: …`.
pub fn cards(document: &Document<'_>) -> Vec<usize> {
    const LEAST: usize = 5;
    const WIDEST: usize = 16;
    if !document.lies_among_questions() {
        return Vec::new();
    }
    let items = &document.items;
    let field = |at: usize| {
        let first = items.get(at + 1).filter(|next| next.parent == Some(at))?;
        let own = document.text.get(first.own.clone())?;
        let field = own[..own.find([':', '：'])?].trim_matches(['*', ' ']);
        (text::columns(field) <= WIDEST).then_some(field)
    };
    let outer: Vec<usize> = (0..items.len()).filter(|&at| items[at].parent.is_none()).collect();
    let mut times: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &at in &outer {
        field(at).into_iter().for_each(|field| times.entry(field).or_default().push(at));
    }
    let most = times.into_values().max_by_key(Vec::len).unwrap_or_default();
    if most.len() >= LEAST && most.len() * 2 > outer.len() { most } else { Vec::new() }
}

/// How deep the items are nested below which others say something about them, if any do.
pub fn explained(document: &Document<'_>, bullets: &[Bullet]) -> Option<usize> {
    let mut levels: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (depth, bullet) in document.depths().into_iter().zip(bullets) {
        let (all, asks) = levels.entry(depth).or_default();
        *all += 1;
        *asks += usize::from(bullet.manner == Manner::Asks);
    }
    let (depth, &(all, asks)) = levels.iter().rev().max_by_key(|(_, (_, asks))| *asks)?;
    let deeper = levels.range(depth + 1..).map(|(_, counts)| counts);
    let (below, ask_again) = deeper.fold((0, 0), |sum, counts| (sum.0 + counts.0, sum.1 + counts.1));
    let is_asked_there = asks >= 3 && asks * 3 >= all && below >= 3 && ask_again * 5 < below;
    if is_asked_there { Some(*depth) } else { are_explained(document, bullets).then_some(0) }
}

/// Whether the items nested in others say something about them, as long lines and sentences do.
fn are_explained(document: &Document<'_>, bullets: &[Bullet]) -> bool {
    let nested = bullets.iter().zip(&document.items).filter(|(_, item)| item.parent.is_some());
    let tells = |text: &str| text.len() > 60 || text.ends_with(['.', '。', '…']);
    let (all, telling) = nested
        .fold((0, 0), |(all, telling), (bullet, _)| (all + 1, telling + usize::from(tells(&bullet.text))));
    telling * 3 > all && !is_outline(document, bullets)
}

#[cfg(test)]
mod tests {
    use crate::corpus::tests::asked as read;

    #[test]
    fn a_page_of_questions_may_put_them_at_length_and_without_question_marks() {
        let long = "Given a wall of locks, turn every key until all doors of the house stand open, in O(n)";
        let list = |from: usize| (from..from + 5).map(|at| format!("- {long} ({at}).\n")).collect::<String>();
        let text = format!("# Locksmith Interview Questions\n\n{}\n*Walls*\n{}", list(1), list(6));
        assert_eq!(read("interview/locks.md", &text).len(), 10);
        assert_eq!(read("interview/locks.md", &text.replace("Interview Questions", "Handbook")).len(), 0);
    }

    #[test]
    fn the_leaves_of_an_outline_are_asked() {
        let part = |name: &str| {
            format!(
                "* **{name}**\n    * {name}有哪些种类？（形状）\n    * {name}的历史\n    * 如何修理{name}？\n    * {name}与钥匙\n"
            )
        };
        let text = format!("{}{}", part("锁"), part("门"));
        let asked = read("interview/locks.md", &text);
        assert_eq!((asked.len(), &*asked[1]), (8, "锁的历史"));
        assert_eq!(read("notes/locks.md", &text).len(), 0);
    }

    #[test]
    fn topics_below_front_matter_with_a_few_remarks() {
        let topics = (1..=12).map(|at| format!("- 第{at}把锁\n")).collect::<String>();
        let front = "---\ntitle: 锁与门\ngroup:\n  title: 一些钥匙\n  order: 7\norder: 6\nnav:\n  title: 目录\n---\n\n";
        let text =
            format!("{front}### 锁\n\n- 门是什么？\n  - {}\n{topics}", "这里说明门是怎么做的，".repeat(6));
        assert_eq!(read("interview/locks.md", &text).len(), 13);
    }

    #[test]
    fn lists_whose_page_is_called_so_are_all_asked_with_how_often() {
        let list = |from: usize| {
            (from..from + 6).map(|at| format!("- 第{at}把锁的历史：{at}\n")).collect::<String>()
        };
        let text = format!(
            "# 锁厂的\n\n## 锁\n\n{}- 什么是钥匙？：12\n\n## 门（都谈谈）\n\n{}- 怎么开门：1\n",
            list(1),
            list(7)
        );
        let asked = read("面经/锁厂问题汇总.md", &text);
        assert_eq!((asked.len(), &*asked[0], &*asked[6]), (14, "第1把锁的历史", "什么是钥匙？"));
        assert_eq!(read("notes/locks.md", &text), ["门（都谈谈）"]);
    }

    #[test]
    fn names_that_a_page_of_questions_explains() {
        let list =
            (1..=9).map(|at| format!("- **Lock {at}**: a door that lets {at} in.\n")).collect::<String>();
        let asked = read("interview/locks.md", &format!("# Locksmith Interview Questions\n\n{list}"));
        assert_eq!((asked.len(), &*asked[0]), (9, "Lock 1"));
        assert_eq!(read("interview/locks.md", &format!("# Locks\n\n{list}")).len(), 0);
    }

    #[test]
    fn what_is_nested_in_questions_explains_them() {
        let part = |name: &str| {
            format!(
                "1. {name}\n   - {name}是什么？\n     - 一种门\n     - 木头的\n   - 如何修理{name}？\n     - 用锤子\n     - 用钉子\n   - [x] {name}的历史\n"
            )
        };
        let asked = read("锁面试知识点.md", &format!("{}\n{}", part("大锁"), part("小锁")));
        assert_eq!((asked.len(), &*asked[2]), (6, "大锁的历史"));
    }

    #[test]
    fn items_that_are_all_told_by_the_same_field_are_cards() {
        let card = |at: usize| format!("- 第{at}把锁：🔴\n  - 一句话：门上的。\n  - 关键词：门\n");
        let text = format!("# 自查\n\n## 锁\n\n{}- 备注\n", (1..=6).map(card).collect::<String>());
        let asked = read("interview/locks.md", &text);
        assert_eq!((asked.len(), &*asked[0]), (6, "第1把锁"));
        assert_eq!(read("notes/locks.md", &text).len(), 0);
    }
}
