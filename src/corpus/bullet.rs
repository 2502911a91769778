//! A list item as one that may be asked: its text, and whether that asks, names or links.

use std::ops::Range;

use super::asking::{self, Title};
use super::document::{Document, Item};
use super::inline::{self, Inline};
use super::labels;
use super::text;
use super::titles;
use crate::question::is_han;

/// What the text of an item does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It asks.
    Asks,
    /// It begins like a task, which is asking where questions are announced.
    Invites,
    /// It names or states something.
    Names,
    /// It only leads elsewhere, or is empty.
    Links,
}

/// A list item as one that may be asked.
#[derive(Debug)]
pub struct Bullet {
    /// The text of a question, without its number.
    pub text: String,
    /// What it does.
    pub manner: Manner,
    /// Where the text ends and what answers it begins.
    pub end: usize,
    /// Where the name ends that the text only explains, if it does: `**Locks**: they let one in`.
    pub term: Option<usize>,
    /// The list item's siblings under the same heading that are written alike.
    pub family: usize,
    /// Whether it is asked.
    pub asked: bool,
    /// The asked item around it, which it follows up.
    pub follows: Option<usize>,
}

/// Reads the text that a list item begins with.
pub fn read(document: &Document<'_>, item: &Item) -> Bullet {
    let own = item.own.clone();
    let written = document.text.get(own.clone()).unwrap_or_default();
    let Split { text, end, linked, term } = match written.trim().is_empty() {
        true => Split { end: item.range.start, linked: true, ..Split::default() },
        false => split(written, own.clone()),
    };
    let marked = titles::is_marked_question(&text);
    let text = titles::question(titles::without_tally(&text));
    // A question that links to its source has its answer here all the same, if that is folded below.
    let folded = document.after_own(item).trim_start().starts_with("<details") && asking::ends_asking(&text);
    let is_answer = labels::answer_at(written).is_some();
    let leads_away = (linked || is_address(&text) || is_filed_link(written) || is_answer) && !folded;
    let manner = if leads_away || !text::says_something(&text) {
        Manner::Links
    } else if marked {
        Manner::Asks
    } else if term.is_some() {
        Manner::Names
    } else {
        manner(&text)
    };
    Bullet { text, manner, end, term, family: 0, asked: false, follows: None }
}

/// Whether a text is an address, or a link that is none to Markdown, as one with spaces in its address.
fn is_address(text: &str) -> bool {
    let is_link = text.starts_with('[') && text.ends_with(')') && text.contains("](");
    let is_wiki_link = text.starts_with("[[") && text.ends_with("]]");
    let is_file = text.split(' ').next().is_some_and(|word| word.ends_with(".md"));
    is_link || is_wiki_link || is_file || text.starts_with("http://") || text.starts_with("https://")
}

/// Whether what a link is about stands before it: `[Go] [What is a channel?](address)`.
fn is_filed_link(written: &str) -> bool {
    let filed = written.strip_prefix('[').and_then(|tag| tag.split_once("] ["));
    let is_one = |(tag, link): (&str, &str)| !tag.contains([']', '\n']) && link.matches("](").count() == 1;
    written.trim_end().ends_with(')') && filed.is_some_and(is_one)
}

/// What a text that leads nowhere does.
pub fn manner(text: &str) -> Manner {
    if asks(text) {
        Manner::Asks
    } else if asking::invites(text) {
        Manner::Invites
    } else {
        Manner::Names
    }
}

/// A sentence that ends with a full stop asks only if it begins so: `再看是否正确。` does not.
fn asks(text: &str) -> bool {
    asking::ends_asking(text)
        || (asking::judge(text) == Title::Asks && (!states(text) || asking::invites(text)))
}

/// Whether a text without a question mark looks like a statement: it ends like one, or what comes
/// after a colon is long.
fn states(text: &str) -> bool {
    let parts = text.split_once(['：', ':']);
    let explained = parts.is_some_and(|(name, rest)| name.chars().any(is_han) && rest.len() > 60);
    text.ends_with(['。', '…']) || explained
}

/// Whether a line ends where its writer wanted it to: the word after it would have fitted in, as
/// another line is that long.
fn is_broken(line: &str, after: &str) -> bool {
    let word = after.split_whitespace().next().map_or(0, str::len);
    let longest = after.lines().map(|line| line.trim_start().len()).max().unwrap_or_default();
    line.len() + 1 + word < longest
}

/// Where a question in quotes ends that something follows: `"How would you scale it?" (workers)`.
fn quoted(written: &str) -> Option<usize> {
    let close = if written.starts_with('“') { '”' } else { '"' };
    let inner = written.strip_prefix(['"', '“'])?;
    let asked = &inner[..inner.find(close)?];
    let end = written.len() - inner.len() + asked.len() + close.len_utf8();
    let after = written[end..].trim();
    let goes_on = !after.is_empty() && !after.starts_with(['→', '-', '—', ':', '：']);
    (goes_on && asks(&titles::question(&text::plain(asked)))).then_some(end)
}

/// Where a question ends whose answer follows in the same line: `为什么？A：因为快`.
fn answered(written: &str) -> Option<usize> {
    let mut ends = written.match_indices(['?', '？']).map(|(at, mark)| at + mark.len());
    ends.find_map(|end| {
        let after = written[end..].lines().next().unwrap_or_default();
        let closed = after.trim_start_matches(['*', '_']);
        let said = closed.trim_start_matches(' ');
        let is_answered = said.starts_with(['→', '—']) || labels::answer_at(after).is_some();
        is_answered.then_some(end + after.len() - closed.len())
    })
}

/// Where a question ends whose answer follows an arrow: `Explain identifiers → names of classes`.
/// Several arrows are the steps of something.
fn explained(written: &str) -> Option<usize> {
    const SHORT: usize = 3;
    let line = written.lines().next().filter(|line| line.contains('→'))?;
    let (name, rest) = line.split_once(" → ")?;
    let is_one = !rest.contains('→') && rest.split_whitespace().count() > SHORT;
    (is_one && asks(&titles::question(&text::plain(name)))).then_some(name.len())
}

/// What the text of an item is made of.
#[derive(Default)]
struct Split {
    /// The question, or all of the text.
    text: String,
    /// Where that ends.
    end: usize,
    /// Whether it is a link.
    linked: bool,
    /// Where the name ends, if it is one and what it stands for, even where that is put as a question.
    term: Option<usize>,
}

/// Splits the text of an item where an answer begins: after bold that asks, or after the last
/// line that ends with a question mark.
fn split(written: &str, own: Range<usize>) -> Split {
    let Inline { text: all, linked, bold, bold_text } = inline::look(written);
    let part = |text, end| Split { text, end, linked, term: None };
    let defines = |end: usize| written[end..].trim_start().starts_with([':', '：', '-', '–', '—']);
    let named = bold.filter(|&end| bold_text.ends_with([':', '：']) || defines(end));
    if named.is_some() && !asks(&titles::question(&bold_text)) {
        let text = all.trim_end_matches(['?', '？']).to_owned();
        return Split { text, end: own.end, linked, term: named.map(|end| own.start + end) };
    }
    if let Some(end) = bold.filter(|&end| end < written.len()) {
        let asked = titles::question(&bold_text);
        if asking::ends_asking(&asked) || asking::judge(&asked) == Title::Asks {
            let rest = written[end..].trim_start_matches([':', '：', ' ']);
            let more = inline::look(rest);
            if !asking::ends_asking(&more.text) {
                return part(bold_text, own.start + written.len() - rest.len());
            }
        }
    }
    if let Some(until) = quoted(written).or_else(|| answered(written)).or_else(|| explained(written)) {
        return part(text::plain(&written[..until]), own.start + until);
    }
    if !written.trim_end().contains('\n') {
        return part(all, own.end);
    }
    let mut at = 0;
    let mut asked_until = None;
    for line in written.split_inclusive('\n') {
        at += line.len();
        if line.contains(['?', '？']) && asking::ends_asking(&inline::look(line).text) {
            asked_until = Some(at);
        }
    }
    // A first line that asks and is not wrapped is the question, and the next its answer.
    if asked_until.is_none()
        && let Some((first, next)) = written.split_once('\n')
        && asks(&titles::question(&inline::look(first).text))
        && (first.chars().any(is_han) || is_broken(first, next))
    {
        asked_until = Some(first.len() + 1);
    }
    match asked_until.filter(|&until| until < written.len()) {
        Some(until) => part(text::plain(&written[..until]), own.start + until),
        None => part(all, own.end),
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::tests::asked;

    #[test]
    fn links_with_what_they_are_about_before_them_are_links() {
        let list = (1..=9)
            .map(|at| format!("- [Locks] [What is lock {at}?](https://x.y/{at})\n"))
            .collect::<String>();
        let read = |text: &str| asked("interview/a.md", text).len();
        assert_eq!(read(&format!("# Locks\n\n{list}")), 0);
        let plain = list.replace("[What", "What").replace("](https", " (https");
        assert_eq!(read(&format!("# Locks\n\n{plain}")), 9);
    }
}
