//! The numbers and signs that titles and questions are counted and filed by.

use super::text;
use crate::question::is_han;

/// Cuts `1.`, `1、`, `(1)`, `1.2.3 `, `一、`, `①`, `第3题：` off, if text follows.
///
/// A number that belongs to the text stays: `2PC`, `3 次握手`, `0.1 + 0.2`.
pub fn without_number(text: &str) -> &str {
    let rest = numbered_rest(text).map(str::trim_start);
    rest.filter(|rest| {
        rest.starts_with(|c: char| c.is_alphanumeric() || "`\"'“‘「《【[(（<@&-.¿¡".contains(c))
    })
    .unwrap_or(text)
}

/// Whether there is such a number to cut off.
pub fn is_numbered(text: &str) -> bool {
    without_number(text).len() < text.len()
}

fn numbered_rest(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    if let Some(inside) = text.strip_prefix('【') {
        // 【扩展 1-7】
        let (name, rest) = inside.split_once('】')?;
        return (name.len() <= 20 && name.ends_with(|c: char| c.is_ascii_digit())).then_some(rest);
    }
    if let Some(after) = text.strip_prefix('#') {
        let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
        return rest.strip_prefix(' ').filter(|_| rest.len() < after.len());
    }
    if ('①'..='⑳').contains(&first) {
        return Some(&text[first.len_utf8()..]);
    }
    if let Some(inner) = text.strip_prefix(['(', '（']) {
        return number(inner)?.strip_prefix([')', '）']);
    }
    if let Some(ordinal) = text.strip_prefix('第') {
        let rest = number(ordinal)?.trim_start().strip_prefix(['题', '问', '道'])?;
        return rest.trim_start_matches('题').trim_start().strip_prefix([':', '：', '、', '.', ' ']);
    }
    if let Some(rest) = roman(text) {
        return Some(rest);
    }
    let rest = number(text)?;
    let levels = &text[..text.len() - rest.len()];
    match rest.chars().next()? {
        // `3.1一般问题`: several levels need no separator before a Han character.
        c if levels.contains('.') && (c.is_whitespace() || is_han(c)) => Some(rest),
        // `301、302、307 有什么区别` counts up things, not questions.
        '、' if number(&rest['、'.len_utf8()..]).is_some_and(|next| next.starts_with('、')) => None,
        c @ ('.' | '、' | '．' | ')' | '）' | ':' | '：') => Some(&rest[c.len_utf8()..]),
        _ => None,
    }
}

/// What follows `iii.`, and `x)`.
fn roman(text: &str) -> Option<&str> {
    const LONGEST: usize = 4;
    let rest = text.trim_start_matches(['i', 'v', 'x']);
    let is_one = (1..=LONGEST).contains(&(text.len() - rest.len()));
    rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") ")).filter(|_| is_one)
}

/// What follows `12`, `1.2.3`, `1.x` or `十二`.
fn number(text: &str) -> Option<&str> {
    let chinese = text.trim_start_matches(text::is_numeral);
    if chinese.len() < text.len() {
        return Some(chinese);
    }
    let mut rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == text.len() || text.len() - rest.len() > 4 {
        return None;
    }
    while let Some(level) = rest.strip_prefix('.') {
        let after = level.trim_start_matches(|c: char| c.is_ascii_digit());
        let after =
            if after.len() == level.len() { level.strip_prefix("x ").unwrap_or(level) } else { after };
        if after.len() == level.len() {
            break;
        }
        rest = after;
    }
    Some(rest)
}

/// Cuts the sign off by which a question is filed: `B7. `, `S1: `, `NODE-B1｜`.
pub fn without_code(text: &str) -> &str {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_uppercase() || c == '-');
    let letters = text.len() - digits.len();
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    if !(1..=12).contains(&letters) || !(1..=3).contains(&(digits.len() - rest.len())) {
        return text;
    }
    let filed = rest.strip_prefix(['｜', '|']).map(str::trim_start);
    let one = (letters == 1).then_some(rest);
    let counted = || one?.strip_prefix(". ");
    let named = || {
        // Not priorities (`P0: now`), layers or versions.
        let one = one.filter(|_| !text.starts_with(['P', 'L', 'V']))?;
        [": ", "："].iter().find_map(|end| one.strip_prefix(end))
    };
    let asked = || rest.strip_prefix(' ').filter(|rest| text.starts_with('Q') && rest.ends_with(['?', '？']));
    let found = filed.or_else(counted).or_else(named).or_else(asked);
    found.filter(|rest| text::says_something(rest)).unwrap_or(text)
}
