//! What is trimmed from questions and section titles: numbering, labels, remarks, time boxes.

use super::labels;
use super::numbering::{without_code, without_number};
use super::text;

/// A question without what stands before it (`Q1:`, `3.2`, `⭐️`, `▲ 12` votes) and remarks such as （重要）.
pub fn question(plain: &str) -> String {
    let mut text = plain;
    loop {
        let before = text.len();
        text = text.trim_start_matches(|c: char| c.is_whitespace() || is_ornament(c));
        text = without_number(without_code(without_votes(without_task(text))));
        if let Some(label) =
            labels::label_at(text).filter(|label| label.role.asks() && label.end < text.len())
        {
            text = &text[label.end..];
        }
        if text.len() == before {
            break;
        }
    }
    let text = without_remark(without_ornaments_behind(text));
    without_quotes(text).to_owned()
}

/// Cuts ornaments off the end, those written as `:star:` too.
fn without_ornaments_behind(text: &str) -> &str {
    let mut text = text;
    loop {
        let bare = text.trim_end_matches(|c: char| c.is_whitespace() || is_ornament(c));
        let named = bare.strip_suffix(':').and_then(|bare| bare.rsplit_once(':'));
        let (before, name) = named.unwrap_or((bare, ""));
        let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !is_name || before.is_empty() {
            // What was graded so stands before a colon: `What is a lock: 🔴`.
            let graded = bare.len() < text.trim_end().len();
            return if graded { bare.trim_end_matches([':', '：', ' ']) } else { bare };
        }
        text = before;
    }
}

/// Cuts the quotes off that a whole text stands in.
fn without_quotes(text: &str) -> &str {
    let inner = [('"', '"'), ('“', '”')]
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open).and_then(|text| text.strip_suffix(*close)));
    inner.filter(|inner| text::says_something(inner) && !inner.contains(['"', '“', '”'])).unwrap_or(text)
}

/// Whether a title says that it is a question and which: `Question 3: …`, `第3题：…`.
pub fn is_numbered_question(plain: &str) -> bool {
    let text = plain.trim_start_matches(|c: char| c.is_whitespace() || is_ornament(c));
    let label = labels::label_at(text).filter(|label| label.role == labels::Role::Question);
    label.is_some_and(|label| label.numbered && label.end < text.len())
        || (text.starts_with('第')
            && text::says_something(without_number(text))
            && without_number(text).len() < text.len())
}

/// Whether a title is nothing but the number of the question below it: `Q1`, `Question 12`.
pub fn is_only_a_number(plain: &str) -> bool {
    let lower = plain.trim().to_lowercase();
    let rest = ["question", "q", "问题", "题目", "第"].iter().find_map(|word| lower.strip_prefix(word));
    let digits =
        rest.map(|rest| rest.trim_start_matches([' ', '#', '.']).trim_end_matches([' ', '题', ':', '：']));
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether what stands before a text says that it is a question: `Q3)`, votes, how hard it is.
pub fn is_marked_question(plain: &str) -> bool {
    let hard = ["[E] ", "[M] ", "[H] ", "【初级】", "【中级】", "【高级】"];
    is_numbered_question(plain)
        || plain.starts_with(['❓', '❔'])
        || without_votes(plain).len() < plain.len()
        || without_code(plain).len() < plain.len()
        || hard.iter().any(|mark| plain.starts_with(mark))
}

/// A text of a list without how often it was asked: `链表反转：2`.
pub fn without_tally(text: &str) -> &str {
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let asked = before.trim_end().strip_suffix('：').map(str::trim_end);
    let is_tally = (1..=2).contains(&(text.len() - before.len()));
    asked.filter(|asked| is_tally && text::says_something(asked)).unwrap_or(text)
}

/// Cuts off how far somebody has come with a question: `DONE`, `TODO`.
fn without_task(text: &str) -> &str {
    let rest = ["DONE ", "TODO ", "LATER ", "NOW "].iter().find_map(|mark| text.strip_prefix(mark));
    rest.map_or(text, str::trim_start)
}

/// Cuts the votes off that some lists count for each question.
fn without_votes(text: &str) -> &str {
    let Some(votes) = text.strip_prefix(['▲', '△', '👍']) else { return text };
    votes.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start()
}

fn is_ornament(c: char) -> bool {
    // No `*`, `#` or `>`: they are text here, as in `*args` and `#{}`.
    matches!(
        c,
        '•' | '·' | '★' | '☆' | '\u{2b50}' | '\u{fe0f}' | '\u{20e3}' | '\u{200b}' | '\u{200d}' | '\u{feff}'
    ) || matches!(
        c,
        '⬜' | '⬛' | '☐' | '☑' | '\u{2705}' | '\u{2728}' | '\u{2753}' | '\u{1f300}'..='\u{1faff}'
    )
}

const REMARKS: [&str; 14] = [
    "重要",
    "非常重要",
    "很重要",
    "重点",
    "不重要",
    "必选",
    "可选",
    "必问",
    "高频",
    "了解",
    "了解即可",
    "掌握",
    "important",
    "optional",
];

/// Cuts a last bracket such as （重要） off.
fn without_remark(text: &str) -> &str {
    match last_bracket(text) {
        Some((before, inside))
            if !before.is_empty() && (REMARKS.contains(&&*inside.to_lowercase()) || is_address(inside)) =>
        {
            before
        }
        _ => text,
    }
}

/// Whether a remark says where more can be read: an address, or a path such as `D:\\notes\\a.md`.
fn is_address(remark: &str) -> bool {
    let drive = remark.starts_with(|c: char| c.is_ascii_alphabetic()) && remark[1..].starts_with(":\\");
    drive || ["http://", "https://", "www."].iter().any(|start| remark.starts_with(start))
}

/// A section title without its time box: `Opening (2 min)` → `Opening`.
pub fn section(title: &str) -> &str {
    match last_bracket(title) {
        Some((before, inside)) if !before.is_empty() && minutes(inside).is_some() => before,
        _ => title,
    }
}

/// How many minutes the time box of a section title gives: `Opening (2 min)` → 2.
pub fn time_box(title: &str) -> Option<u32> {
    last_bracket(title).and_then(|(_, inside)| minutes(inside))
}

fn last_bracket(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix([')', '）'])?;
    let open = inner.rfind(['(', '（'])?;
    let inside = inner[open..].trim_start_matches(['(', '（']);
    Some((text[..open].trim_end(), inside.trim()))
}

/// `15分钟` → 15, `about 10-15 min` → 15, `约 1 小时` → 60.
fn minutes(text: &str) -> Option<u32> {
    let rest = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let lead = text[..text.len() - rest.len()].trim().to_lowercase();
    let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit() || " .-–—~～至到".contains(c));
    let count = rest[..rest.len() - unit.len()].trim_end_matches(|c: char| !c.is_ascii_digit());
    let last = count.rsplit(|c: char| !(c.is_ascii_digit() || c == '.')).next()?.parse::<f32>().ok()?;
    let leads = matches!(&*lead, "" | "约" | "大约" | "预计" | "about" | "approx." | "~" | "时长");
    let each = match &*unit.trim().to_lowercase() {
        "分钟" | "分" | "min" | "mins" | "minute" | "minutes" => 1.0,
        "小时" | "hour" | "hours" => 60.0,
        "秒" => 1.0 / 60.0,
        _ => return None,
    };
    // A cast saturates: a time box of a million years is none to complain about.
    leads.then_some((last * each).ceil() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_lose_their_numbering_and_nothing_else() {
        for (written, text) in [
            ("Q1: what?", "what?"),
            ("B7. Walk me through it", "Walk me through it"),
            ("NODE-B1｜fs 模块", "fs 模块"),
            ("V8 引擎", "V8 引擎"),
            ("UTF-8 是什么", "UTF-8 是什么"),
            ("⬜ 谁来开？", "谁来开？"),
            ("问题1：事件循环", "事件循环"),
            ("1. 什么是锁?", "什么是锁?"),
            ("3.2.1 什么是锁", "什么是锁"),
            ("1.x 应用场景", "应用场景"),
            ("3.1一般问题", "一般问题"),
            ("（2）什么是锁", "什么是锁"),
            ("一、什么是锁", "什么是锁"),
            ("第3题：什么是锁", "什么是锁"),
            ("⭐️ 什么是锁（重要）", "什么是锁"),
            ("2PC 是什么", "2PC 是什么"),
            ("301、302、307 有何区别", "301、302、307 有何区别"),
            ("三次握手", "三次握手"),
            ("0.1 + 0.2 != 0.3", "0.1 + 0.2 != 0.3"),
            ("65. ¿Cuál?", "¿Cuál?"),
            ("*args 和 **kwargs 的区别", "*args 和 **kwargs 的区别"),
            ("什么是锁？:star::star::two:", "什么是锁？"),
            ("#12 What is a lock", "What is a lock"),
            ("iv. What is a lock", "What is a lock"),
            ("i.e. a lock", "i.e. a lock"),
            ("锁的种类：🔴", "锁的种类"),
            ("ratio 1:2:", "ratio 1:2:"),
            ("【扩展 1-7】什么是锁？", "什么是锁？"),
            ("【并发】什么是锁？", "【并发】什么是锁？"),
            ("什么是锁？（https://x.y/a、https://x.y/b）", "什么是锁？"),
            ("什么是锁。（D:\\notes\\lock.md）", "什么是锁。"),
            ("S1: 只有一把锁怎么办？", "只有一把锁怎么办？"),
            ("P0: 马上做", "P0: 马上做"),
            ("Q1 Can a lock break?", "Can a lock break?"),
            ("Q1 2024", "Q1 2024"),
            ("Q", "Q"),
            ("100.", "100."),
        ] {
            assert_eq!(question(written), text);
        }
    }

    #[test]
    fn time_boxes_leave_the_section() {
        for (title, text) in [
            ("开场（2分钟）", "开场"),
            ("第一部分：背景 (15分钟)", "第一部分：背景"),
            ("Opening (about 10-15 min)", "Opening"),
            ("TCP (RFC 793)", "TCP (RFC 793)"),
            ("（2分钟）", "（2分钟）"),
        ] {
            assert_eq!(section(title), text);
        }
        for (title, minutes) in [
            ("开场（2分钟）", Some(2)),
            ("Opening (about 10-15 min)", Some(15)),
            ("设计（约 1.5 小时）", Some(90)),
            ("TCP (RFC 793)", None),
        ] {
            assert_eq!(time_box(title), minutes, "{title}");
        }
    }
}
