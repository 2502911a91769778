//! Accounts of interviews (面经): lists of what was asked, topic by topic or one thing after another.

use std::collections::HashSet;

use super::bullet::{self, Bullet, Manner};
use super::context::Place;
use super::document::Document;
use super::family::Family;
use super::text;

/// So many characters of a reply are looked for in the source.
const REPLY_BEGINS: usize = 8;
/// The widest topic with questions nested below it, in columns.
const WIDEST_TOPIC: usize = 13;
/// The widest line that is asked without a question mark; candidates tell more than that.
const WIDEST_QUESTION: usize = 50;

/// Takes links in lists of what was asked for questions: they lead to the problem, or to an answer.
/// Lists of hardly anything but links are none of what was asked.
/// `kept` says which items may be asked at all.
pub fn take_links(bullets: &mut [Bullet], families: &[Family], kept: &[bool]) {
    let linked = bullets.iter().filter(|bullet| bullet.manner == Manner::Links).count();
    if linked * 10 >= bullets.len() * 9 {
        return;
    }
    let links = |(bullet, kept): &(&mut Bullet, &bool)| **kept && bullet.manner == Manner::Links;
    for (bullet, _) in bullets.iter_mut().zip(kept).filter(links) {
        let family = &families[bullet.family];
        let is_address = bullet.text.starts_with("http") || bullet.text.contains("](");
        if family.recounted && !is_address && text::says_something(&bullet.text) {
            bullet.manner = bullet::manner(&bullet.text);
        }
    }
}

/// Cuts off what was answered in a few words: `你怎么找论文（我说……）`, `你主要看什么：我说……`.
pub fn cut_replies(document: &Document<'_>, bullets: &mut [Bullet], families: &[Family]) {
    for (item, bullet) in document.items.iter().zip(bullets) {
        let Some(reply) = reply(&bullet.text, families[bullet.family].recounted) else { continue };
        let begins: String = bullet.text[reply..].chars().take(REPLY_BEGINS).collect();
        // The reply is the answer, so it has to be where the source has it.
        if let Some(at) = document.text.get(item.own.clone()).and_then(|own| own.find(&begins)) {
            bullet.end = item.own.start + at;
            bullet.text.truncate(reply);
            bullet.text.truncate(bullet.text.trim_end_matches([' ', '：', ':', '，', ',']).len());
        }
    }
}

/// Where the candidate's own words begin in an item, after a question: in a last bracket, or in an
/// account of an interview after a colon.
fn reply(text: &str, recounted: bool) -> Option<usize> {
    const TOLD: [&str; 7] = ["面试官", "说了", "答了", "没答", "emm", "我以为", "我说"];
    const BEGINNINGS: [&str; 6] = ["：我", "： 我", ": 我", "？我", "？ 我", "，我说"];
    let bracket = text.trim_end().ends_with(['）', ')']).then(|| text.find(['（', '('])).flatten();
    let tells = |at: &usize| TOLD.iter().any(|word| text[*at..].contains(word));
    let bracket = bracket.filter(|at| tells(at) || (recounted && text[*at..].contains('我')));
    let phrase = || BEGINNINGS.iter().filter_map(|begins| text.find(begins)).min();
    let phrase = recounted.then(phrase).flatten();
    let at = bracket.into_iter().chain(phrase).min()?;
    let after = at + if text[at..].starts_with('？') { '？'.len_utf8() } else { 0 };
    text::says_something(&text[..at]).then_some(after)
}

/// Leaves out what is told about an interview, or asked of the interviewer, among what was asked.
pub fn leave_chat(bullets: &mut [Bullet], families: &[Family]) {
    for bullet in bullets.iter_mut().filter(|bullet| families[bullet.family].recounted) {
        if is_chat(&bullet.text) {
            bullet.manner = Manner::Links;
        }
    }
}

/// `聊项目`, `反问`, `你有什么想问我的吗？`
fn is_chat(text: &str) -> bool {
    const STARTS: [&str; 12] = [
        "聊了",
        "聊项目",
        "聊聊项目",
        "聊一下项目",
        "聊天",
        "简单聊",
        "又问了",
        "又聊",
        "然后聊",
        "闲聊",
        "反问",
        "我问",
    ];
    const WORDS: [&str; 8] =
        ["想问我", "要问我", "问我的吗", "问题想问", "可以问我", "想了解的", "什么问题要问", "我提问"];
    const WHOLE: [&str; 4] = ["项目", "项目介绍", "聊天", "闲聊"];
    const FACTS: [&str; 11] = [
        "position",
        "role:",
        "company",
        "location",
        "application",
        "total round",
        "duration",
        "result",
        "verdict",
        "overall experience",
        "introduction",
    ];
    let begins = |fact: &&str| text.get(..fact.len()).is_some_and(|start| start.eq_ignore_ascii_case(fact));
    STARTS.iter().any(|start| text.starts_with(start))
        || FACTS.iter().any(begins)
        || WORDS.iter().any(|word| text.contains(word))
        || WHOLE.contains(&text)
}

/// For each item whether it only names the topic of what is nested below it, which is asked then.
pub fn find_topics(document: &Document<'_>, bullets: &[Bullet], families: &mut [Family]) -> Vec<bool> {
    let mut short = vec![0; families.len()];
    for bullet in bullets {
        let tells = bullet.text.ends_with(['。', '.', '…', ';', '；']);
        short[bullet.family] += usize::from(!tells && text::columns(&bullet.text) <= WIDEST_QUESTION);
    }
    let over_topics = over_topics(document);
    let is_topic = |families: &[Family], parent: usize| {
        let widest = if over_topics[parent] { 2 * WIDEST_TOPIC } else { WIDEST_TOPIC };
        families[bullets[parent].family].recounted
            && bullets[parent].manner == Manner::Names
            && text::columns(&bullets[parent].text) <= widest
    };
    let nested =
        document.items.iter().zip(bullets).filter_map(|(item, bullet)| Some((item.parent?, bullet.family)));
    let asking =
        |(parent, family): &(usize, usize)| is_topic(families, *parent) && families[*family].mostly_asks();
    // Only where some topics stand over questions, names below a topic are asked as well.
    let names_ask = nested.filter(asking).map(|(_, family)| family).collect::<HashSet<_>>().len() >= 2;
    let mut topics = vec![false; bullets.len()];
    for (item, bullet) in document.items.iter().zip(bullets) {
        let Some(parent) = item.parent.filter(|&parent| !topics[parent]) else { continue };
        let (items, short) = (families[bullet.family].items(), short[bullet.family]);
        let asked =
            families[bullet.family].mostly_asks() || (names_ask && items >= 2 && short * 3 >= items * 2);
        if (asked || over_topics[parent]) && is_topic(families, parent) {
            topics[parent] = true;
            families[bullet.family].recounted = true;
        }
    }
    topics
}

/// For each item whether most of those nested in it, two at least, have others nested in them.
fn over_topics(document: &Document<'_>) -> Vec<bool> {
    let items = &document.items;
    let mut nested = vec![0; items.len()];
    items.iter().filter_map(|item| item.parent).for_each(|parent| nested[parent] += 1);
    let mut groups = vec![0; items.len()];
    let grouping = items.iter().zip(&nested).filter(|(_, nested)| **nested >= 2);
    grouping.filter_map(|(item, _)| item.parent).for_each(|parent| groups[parent] += 1);
    groups.iter().zip(&nested).map(|(groups, nested)| *groups >= 2 && groups * 2 > *nested).collect()
}

/// Lists with boxes beside those without are what somebody is going to learn, not what was asked.
pub fn drop_plans(document: &Document<'_>, bullets: &[Bullet], families: &mut [Family]) {
    let without = |family: &&Family| family.recounted && family.boxes == 0;
    let without: HashSet<Option<usize>> =
        families.iter().filter(without).map(|family| family.heading).collect();
    let is_plan = |family: &Family| family.recounted && family.boxes == family.items();
    let mut plans: Vec<bool> =
        families.iter().map(|family| is_plan(family) && without.contains(&family.heading)).collect();
    for (item, bullet) in document.items.iter().zip(bullets) {
        plans[bullet.family] |= item.parent.is_some_and(|parent| plans[bullets[parent].family]);
    }
    for (family, _) in families.iter_mut().zip(plans).filter(|(_, is_plan)| *is_plan) {
        family.place = Place::Elsewhere;
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::tests::asked as read;

    #[test]
    fn numbered_topics_of_a_round_were_asked_and_chat_was_not() {
        let text = "# 锁厂面经为什么难\n\n### 1. 锁厂一面\n\n1. 聊项目\n2. 聊聊锁芯\n3. 钥匙\n4. 门闩\n5. 铰链\n6. 把手\n7. 反问\n";
        assert_eq!(read("a.md", text), ["聊聊锁芯", "钥匙", "门闩", "铰链", "把手"]);
    }

    #[test]
    fn experiences_in_english_are_accounts_too() {
        let text = "# Interview Experience\n\n- Position: locksmith\n- Result: none\n\n## Round 1\n\n- Locks and keys\n- What is a door?\n- Hinges\n\n\
                    ## Round 2\n\n### Handles\n\nMake one.\n\n### Bolts\n\nDraw one.\n";
        assert_eq!(read("a.md", text), ["Locks and keys", "What is a door?", "Hinges", "Handles", "Bolts"]);
    }

    #[test]
    fn groups_of_groups_name_what_was_asked_about() {
        let text = "# 一面\n\n1. 自我介绍\n2. 技术深度和广度的考察\n   1. 大锁\n      1. 锁芯\n      2. 锁怎么开？\n      3. 为什么上锁？\n   2. 门\n      1. 门有哪些？\n      2. 门怎么关？\n3. 铰链\n";
        assert_eq!(
            read("a.md", text),
            ["自我介绍", "锁芯", "锁怎么开？", "为什么上锁？", "门有哪些？", "门怎么关？", "铰链"]
        );
    }
}
