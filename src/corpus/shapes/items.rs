//! Lists of bare questions: bulleted, numbered or checkbox items, with nested answers or none.

use std::borrow::Cow;
use std::ops::Range;

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::bullet::Bullet;
use crate::corpus::claims::Claims;
use crate::corpus::document::{Document, Item};
use crate::corpus::draft::Draft;
use crate::corpus::inline;
use crate::corpus::labels;
use crate::corpus::listing;
use crate::corpus::text;

/// List items that ask by themselves.
pub struct Items;

impl Shape for Items {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        if claims.settled || claims.asks_nobody {
            return Vec::new();
        }
        let bullets = listing::bullets(document, claims);
        let asked: Vec<usize> = (0..bullets.len()).filter(|&at| bullets[at].asked).collect();
        let mut places = vec![None; bullets.len()];
        let mut drafts = Vec::with_capacity(asked.len());
        for (place, &at) in asked.iter().enumerate() {
            places[at] = Some(place);
            let next = asked.get(place + 1).map(|&next| document.items[next].range.start);
            let follows = bullets[at].follows.and_then(|above| places[above]);
            drafts.push(draft(document, at, &bullets[at], next, follows));
        }
        drafts
    }
}

fn draft<'a>(
    document: &Document<'a>,
    at: usize,
    bullet: &Bullet,
    next: Option<usize>,
    follows: Option<usize>,
) -> Draft<'a> {
    let item = &document.items[at];
    let heading = document.lists[item.list].heading;
    let mut end = item.range.end.min(next.unwrap_or(usize::MAX)).max(bullet.end);
    if is_alone(document, at) {
        // The next item begins a list of its own: what stands between is the answer.
        let next = next.unwrap_or(document.text.len()).min(document.next_heading(item.range.start));
        end = next_counted(document, item.range.end..next).unwrap_or(next).max(end);
    }
    let below = text::trim(document.text, bullet.end..end);
    let mut answer = labels::without_answer_label(document.text, below);
    if leads_away(document, at, &document.text[answer.clone()]) {
        answer = bullet.end..bullet.end;
    }
    Draft {
        range: item.range.start..end.max(item.range.start + 1),
        text: bullet.text.clone(),
        answer: Cow::Borrowed(&document.text[answer]),
        heading,
        follows,
        ..Draft::default()
    }
}

/// Where the first paragraph stands that begins with a number in bold, as questions beside lists do.
fn next_counted(document: &Document<'_>, within: Range<usize>) -> Option<usize> {
    let paragraphs = document.paragraphs_at(within.start).1.iter().map(|paragraph| paragraph.range.start);
    let counted = |at: &usize| {
        let bold = document.text[*at..].strip_prefix("**");
        bold.is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit()))
    };
    paragraphs.take_while(|at| *at < within.end).find(counted)
}

/// Whether the item is a list of its own, as they are when answers are not indented.
fn is_alone(document: &Document<'_>, at: usize) -> bool {
    let item = &document.items[at];
    let is_beside = |other: &&Item| other.list == item.list || other.parent == Some(at);
    let before = at.checked_sub(1).and_then(|before| document.items.get(before));
    item.parent.is_none() && before.into_iter().chain(document.items.get(at + 1)).find(is_beside).is_none()
}

/// Whether all that stands below an item is links.
fn leads_away(document: &Document<'_>, at: usize, answer: &str) -> bool {
    let nested = document.items[at + 1..].iter().take_while(|next| next.parent == Some(at));
    let mut links =
        nested.map(|next| inline::look(document.text.get(next.own.clone()).unwrap_or_default()).linked);
    let any = links.next();
    !answer.contains("```") && any.is_some_and(|first| first && links.all(|linked| linked))
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::{read, texts};

    #[test]
    fn items_that_ask_with_nested_answers_and_follow_ups() {
        let questions = read(
            "# Interview questions\n\n## Locks\n\n* What is a lock?\n  * A door.\n* Describe a latch. [[more]](/x)\n\
             * How do you share state?\n  * Why would you not?\n* [What is a link?](#y)\n- [ ] Who owns a mutex?\n",
        );
        assert_eq!(
            texts(&questions),
            [
                "What is a lock?",
                "Describe a latch.",
                "How do you share state?",
                "Why would you not?",
                "Who owns a mutex?"
            ]
        );
        assert_eq!(questions[0].answer, "* A door.");
        assert_eq!(questions[3].follow_up_of.as_ref(), Some(&questions[2].id));
    }

    #[test]
    fn numbers_whose_answers_are_not_indented() {
        let questions = read(
            "# Interview\n\n1. What is a lock?\n\nA door.\n\n- of wood\n\n2. **Why lock?**\nTo be safe.\n\n3. Which key?\n\nThis one.\n",
        );
        assert_eq!(texts(&questions), ["What is a lock?", "Why lock?", "Which key?"]);
        assert_eq!(questions[0].answer, "A door.\n\n- of wood");
        assert_eq!(questions[1].answer, "To be safe.");
    }

    #[test]
    fn lists_of_articles_ask_nobody() {
        for text in [
            "# Caches\n\nLong text about many things in an article.\n\nBefore you start:\n\n- Is it fast?\n- Is it right?\n\nMore text of the article follows here.\n",
            "# Interview\n\n## Questions to ask the interviewer\n\n- What do you work on?\n- Who decides?\n- Why here?\n",
            "# Interview\n\n## What is a lock?\n\nIt answers:\n\n- Who may enter?\n- Who waits?\n- Who leaves?\n",
        ] {
            assert!(texts(&read(text)).iter().all(|text| *text == "What is a lock?"), "{text}");
        }
    }

    #[test]
    fn lists_of_topics_for_interviews() {
        let questions = read(
            "# Interview topics\n\n## Trees\n\n- Height\n- Depth\n- Walks\n  - In order\n  - Pre order\n- Heaps\n- Tries\n- B-trees\n\
             - Red-black\n- AVL\n- Splay\n",
        );
        assert_eq!(questions.len(), 10);
        assert!(!texts(&questions).contains(&"Walks"));
    }

    #[test]
    fn lists_that_are_written_alike_are_read_alike() {
        let questions = read(
            "# Go 面试题\n\n## 并发\n\n1. channel 和锁的区别\n   1. 一个传消息\n2. 协程泄漏\n3. 为什么要 context？\n\n\
             ## 内存\n\n1. 逃逸分析是什么\n2. 三色标记\n3. 如何减少 GC？\n",
        );
        assert_eq!(
            texts(&questions),
            [
                "channel 和锁的区别",
                "协程泄漏",
                "为什么要 context？",
                "逃逸分析是什么",
                "三色标记",
                "如何减少 GC？"
            ]
        );
        assert_eq!(questions[0].answer, "1. 一个传消息");
    }

    #[test]
    fn boxes_reports_and_labelled_answers() {
        let checklist = "# Interview checklist\n\n## Types\n\n- [ ] What is boxing?\n- [ ] How structs are passed\n- [ ] Big O of lists\n\n## Log\n\n- [ ] 2026-01-02\n";
        assert_eq!(texts(&read(checklist)), ["What is boxing?", "How structs are passed", "Big O of lists"]);
        let nested = "# Interview\n\n- [ ] [Memory](m.md)\n  - [ ] Heap\n  - [ ] Stack\n- [ ] [Shell](s.md)\n  - [ ] What is a pipe?\n  - [ ] What is a job?\n  - [ ] How does it wait?\n- [ ] [Net](n.md)\n  - [ ] Why ports?\n  - [ ] What is TCP?\n  - [ ] What is UDP?\n- [ ] Sorting\n  - [ ] Quick sort\n";
        assert_eq!(texts(&read(nested)).len(), 9);
        let report = "# 某厂一面\n\n## 算法\n\n- 洗牌算法\n- 布隆过滤器\n  - 几个哈希函数\n";
        assert_eq!(texts(&read(report)), ["洗牌算法", "布隆过滤器"]);
        let answered = "# CSS\n\n- [ ] **盒模型**\n> - **答案：** 内容与边框\n\n---\n- [ ] **层叠顺序**\n> - **答案：** 看 z-index\n";
        assert_eq!(texts(&read(answered)), ["盒模型", "层叠顺序"]);
    }

    #[test]
    fn questions_after_a_table_of_contents() {
        let body = "A lock lets one thread in and keeps the others waiting. ".repeat(5);
        let questions = read(&format!(
            "# Interview questions\n\n## Table of Contents\n\n- [x] [Q: What is a lock?](#Q: what)\n\n\
             1. ### What is a lock?\n   {body}\n\n2. ### Who waits?\n   {body}\n\n3. ### Fair locks\n   {body}\n"
        ));
        assert_eq!(texts(&questions), ["What is a lock?", "Who waits?", "Fair locks"]);
        assert_eq!(questions[1].answer, body.trim());
    }

    #[test]
    fn bullets_that_stand_over_text_as_headings_do() {
        let questions = read(
            "# TCP\n\n- Ports\n\nNumbers.\n\n- What is a window?\n\nRoom.\n\n- Why three steps?\n\nBoth have to know.\n\n- How does it end?\n\nIn four.\n",
        );
        assert_eq!(texts(&questions), ["Ports", "What is a window?", "Why three steps?", "How does it end?"]);
        assert_eq!(questions[1].answer, "Room.");
    }

    #[test]
    fn accounts_of_interviews_name_topics_and_link_to_problems() {
        let questions = read(
            "# 面经\n\n## 一面\n\n- [反转链表](https://x.y/z)\n- Redis\n  - 怎么持久化\n  - 为什么快\n- MySQL\n  - 怎么建索引\n  - 什么是回表\n- 网络\n  - 拥塞控制\n  - 滑动窗口\n\
             - 讲讲堆\n  - 我说了一大段关于完全二叉树的话。\n\n* [ ] 复习链表\n* [ ] 复习堆\n",
        );
        assert_eq!(
            texts(&questions),
            [
                "反转链表",
                "怎么持久化",
                "为什么快",
                "怎么建索引",
                "什么是回表",
                "拥塞控制",
                "滑动窗口",
                "讲讲堆"
            ]
        );
    }

    #[test]
    fn accounts_of_interviews_tell_more_than_was_asked() {
        let questions = read(
            "# 面经\n\n## 一面\n\n- 聊项目\n- 你怎么找论文（我说看会议）\n- 你看重什么：我说团队\n- 什么是 BERT\n- 你有什么想问我的吗？\n\n### 自我分析\n\n- 准备不足\n- 竞争激烈\n",
        );
        assert_eq!(texts(&questions), ["你怎么找论文", "你看重什么", "什么是 BERT"]);
        assert_eq!((&*questions[0].answer, &*questions[1].answer), ("（我说看会议）", "：我说团队"));
    }

    #[test]
    fn questions_in_quotes_or_with_their_answers_in_one_line() {
        let questions = read(
            "## Deep-dive questions\n\n- \"How would you scale it?\" (workers, or a pool)\n- \"Where does it wait?\" (in the kernel)\n- \"Who stops it?\" (a signal)\n\n\
             ## 追问\n\n1. Q：为什么轮询？A：连接不稳。\n2. Q：多久一次？A：每秒。\n3. Q：谁来停？A：超时。\n",
        );
        assert_eq!(
            texts(&questions),
            [
                "How would you scale it?",
                "Where does it wait?",
                "Who stops it?",
                "为什么轮询？",
                "多久一次？",
                "谁来停？"
            ]
        );
        assert_eq!((&*questions[0].answer, &*questions[3].answer), ("(workers, or a pool)", "连接不稳。"));
    }

    #[test]
    fn answers_behind_a_dash_an_arrow_or_a_broken_line() {
        let questions = read(
            "# Interview questions\n\n## Locks\n\n- *Who waits?* — Whoever came late.\n- ⬜ 谁来开？→ 门卫\n- 为什么锁？——**怕丢**\n- Difference between a lock and a key\nA lock stays where it is, and a key goes from hand to hand all day long.\n\
             - 怎么开\n  - 满分回答：[钥匙](key.md)\n",
        );
        assert_eq!(
            texts(&questions),
            ["Who waits?", "谁来开？", "为什么锁？", "Difference between a lock and a key", "怎么开"]
        );
        assert_eq!(questions[1].answer, "→ 门卫");
    }

    #[test]
    fn links_of_a_wiki_and_advice_are_no_questions() {
        let text = "# Interview questions\n\n- [[How to lock?]]\n- [[What is a key|Keys?]]\n- [[Why?]]\n\n\
                    ## Mistakes\n\n❌ **Don't:**\n\n- Ask who has the key\n- Describe every door\n- Explain all locks\n";
        assert_eq!(texts(&read(text)), Vec::<&str>::new());
    }

    #[test]
    fn lists_counted_in_the_chinese_way() {
        let text = "## 项目\n1、介绍项目\n2、项目的难点\n## 锁\n1、什么是锁\n2、怎么实现锁\n3、读写锁\n## 门\n1、门有哪些\n2、木门\n3、为什么要门\n";
        let questions = crate::corpus::read_source("面试/a.md", text.as_bytes()).questions;
        assert_eq!(questions.len(), 8);
        assert_eq!((texts(&questions)[4], questions[4].section.concat()), ("读写锁", "锁".to_owned()));
    }

    #[test]
    fn long_numbered_lists_below_the_headings_of_a_collection() {
        let names: String = (1..=12).map(|at| format!("{at}. Layer {at}\n\n")).collect();
        let read = |title: &str| {
            read(&format!("# {title}\n\nIntro.\n\n## Basics\n\n{names}## Links\n\n- [More](https://x.y)\n"))
        };
        assert_eq!(read("Docker Interview Questions").len(), 12);
        assert!(texts(&read("Docker in layers")).is_empty());
    }

    #[test]
    fn answers_after_arrows() {
        let questions = read(
            "# Interview questions\n\n- What is a lock?\n- Difference between lock and key → a lock shuts the door\n- What is a door?\n",
        );
        assert_eq!(questions[1].question, "Difference between lock and key");
    }

    #[test]
    fn questions_in_a_list_over_quoted_answers_below_a_grade() {
        let asked = |at: usize| format!("{at}. **What is lock {at}?**\n\n> **Answer:** A door.\n\n");
        let text = format!(
            "## Interview Question Bank\n\n### Locks\n\n#### Beginner\n\n{}",
            (1..=6).map(asked).collect::<String>()
        );
        assert_eq!(read(&text).len(), 6);
    }

    #[test]
    fn lists_of_files_ask_nothing() {
        let files = (1..=4)
            .map(|at| format!("{at}. **LOCKS_{at}.md** - Lock questions (50 questions)\n"))
            .collect::<String>();
        assert_eq!(read(&format!("# Interview Questions\n\n## Files\n\n{files}")).len(), 0);
    }

    #[test]
    fn lists_of_topics_among_interview_notes_where_some_ask() {
        let names = (1..=10).map(|at| format!("- Lock number {at}\n")).collect::<String>();
        let text = format!("### Locks\n\n{names}- What is a lock\n- How do you lock a door\n");
        let read = |name: &str| crate::corpus::read_source(name, text.as_bytes()).questions.len();
        assert_eq!(read("interview/locks.md"), 12);
        assert!(read("notes/locks.md") < 12);
    }

    #[test]
    fn accounts_that_are_nothing_but_links() {
        let links = (1..=3).map(|at| format!("* [锁{at}](https://x.y/{at})\n")).collect::<String>();
        let read = |more: &str| {
            crate::corpus::read_source("a.md", format!("## 面经\n\n{links}{more}").as_bytes()).questions.len()
        };
        assert_eq!((read(""), read("* 什么是门？\n* 谁有钥匙？\n* 为什么要锁？\n")), (0, 6));
    }

    #[test]
    fn numbers_in_bold_beside_lists() {
        let text = "# Interview questions\n\n**1.**\n\n* i. What is a lock?\n\nA door.\n\n* ii. What is a key?\n\nMetal.\n\n* iii. What is a bolt?\n\nIron.\n\n**2.** Who waits?\n\nAll.\n\n**3.** Why do we lock?\n\nSo.\n\n**4.** Which door is it?\n\nThis.\n";
        assert_eq!(
            texts(&read(text)),
            [
                "What is a lock?",
                "What is a key?",
                "What is a bolt?",
                "Who waits?",
                "Why do we lock?",
                "Which door is it?"
            ]
        );
    }
}
