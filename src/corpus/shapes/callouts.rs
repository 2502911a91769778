//! Callouts and components that hold one question each: `> [!question] …` (Obsidian),
//! `!!! question "…"` (MkDocs), `::: details …` (VuePress, Docusaurus), `<Question title="…">` (MDX).

use std::borrow::Cow;
use std::ops::Range;

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::asking::{self, Title};
use crate::corpus::claims::Claims;
use crate::corpus::document::Document;
use crate::corpus::draft::Draft;
use crate::corpus::text;
use crate::corpus::titles;

/// Blocks with a kind and a title.
pub struct Callouts;

/// Kinds of blocks whose title is a question; in others it has to ask.
const QUESTIONS: [&str; 5] = ["question", "faq", "qa", "问题", "面试题"];
/// Attributes of components that hold a title.
const TITLES: [&str; 5] = ["title=", "question=", "q=", "summary=", "label="];

impl Shape for Callouts {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        let mut drafts = Vec::new();
        let mut at = document.body;
        let mut codes = document.codes.iter().peekable();
        while at < document.text.len() {
            let line = line(document.text, at);
            while codes.next_if(|code| code.body.end <= at).is_some() {}
            let in_code = codes.peek().is_some_and(|code| code.body.start <= at);
            let opening = if in_code || claims.cover(at) { None } else { open(&document.text[line.clone()]) };
            match opening.and_then(|opening| draft(document, &line, &opening)) {
                Some(draft) => {
                    at = draft.range.end;
                    drafts.push(draft);
                }
                None => at = line.end,
            }
        }
        drafts
    }
}

/// How a block goes on after the line that opens it.
#[derive(Clone, Copy)]
enum Body {
    /// Quoted lines.
    Quoted,
    /// Indented lines.
    Indented,
    /// Lines up to a closing fence of colons.
    Fenced,
    /// Lines up to the end of the component.
    Component,
}

struct Opening<'a> {
    kind: &'a str,
    title: &'a str,
    body: Body,
}

/// The line that starts at `at`, with its line break.
fn line(text: &str, at: usize) -> Range<usize> {
    at..text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

fn open(line: &str) -> Option<Opening<'_>> {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix('>') {
        let (kind, title) = rest.trim_start().strip_prefix("[!")?.split_once(']')?;
        return Some(Opening { kind, title: title.trim_start_matches(['+', '-']), body: Body::Quoted });
    }
    for (sign, body) in [("!!!", Body::Indented), ("???", Body::Indented), (":::", Body::Fenced)] {
        let Some(rest) = line.strip_prefix(sign) else { continue };
        let rest = rest.trim_start_matches(['+', ':', ' ']);
        let end =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '[' | '{' | '"')).unwrap_or(rest.len());
        let title = rest[end..].trim().trim_matches(['"', '[', ']', '{', '}']);
        return Some(Opening { kind: &rest[..end], title, body });
    }
    let rest = line.strip_prefix('<').filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))?;
    let kind = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let attribute = TITLES.iter().find_map(|name| {
        let at = rest.find(&format!(" {name}"))?;
        Some(rest[at + 1 + name.len()..].trim_start_matches('{'))
    })?;
    let quote = attribute.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let title = attribute[1..].split(quote).next()?;
    (!rest.ends_with("/>")).then_some(Opening { kind, title, body: Body::Component })
}

fn draft<'a>(document: &Document<'a>, first: &Range<usize>, opening: &Opening<'_>) -> Option<Draft<'a>> {
    let question = titles::question(&text::plain(opening.title));
    let asks = asking::ends_asking(&question) || asking::judge(&question) == Title::Asks;
    let named = QUESTIONS.contains(&&*opening.kind.to_lowercase());
    if !text::says_something(&question) || !(asks || named) {
        return None;
    }
    let body = first.end..body_end(document.text, first.end, opening);
    let answer = document.text[body.clone()].trim();
    Some(Draft {
        range: first.start..body.end.max(first.end),
        text: question,
        answer: Cow::Borrowed(answer),
        heading: document.heading_above(first.start),
        ..Draft::default()
    })
}

/// Where the block ends whose body starts at `start`.
fn body_end(text: &str, start: usize, opening: &Opening<'_>) -> usize {
    let mut at = start;
    while at < text.len() {
        let line = line(text, at);
        let written = text[line.clone()].trim_end();
        let goes_on = match opening.body {
            Body::Quoted => written.trim_start().starts_with('>'),
            Body::Indented => written.is_empty() || written.starts_with("  ") || written.starts_with('\t'),
            Body::Fenced => !written.trim_start().starts_with(":::"),
            Body::Component => {
                !written.trim_start().strip_prefix("</").is_some_and(|rest| rest.starts_with(opening.kind))
            }
        };
        if !goes_on {
            break;
        }
        at = line.end;
    }
    at
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::{read, texts};

    #[test]
    fn one_question_a_block() {
        let questions = read(
            "# Locks\n\n> [!question]- What is a lock?\n> A door.\n>\n> - of wood\n\n> [!note] Doors\n> Some.\n\n\
             !!! question \"Mutex or semaphore\"\n    One or many.\n\n::: details What is a latch?\nA gate.\n:::\n\n\
             <Question title=\"Why lock?\">\nTo be safe.\n</Question>\n\n```md\n> [!question] What is this?\n```\n",
        );
        assert_eq!(
            texts(&questions),
            ["What is a lock?", "Mutex or semaphore", "What is a latch?", "Why lock?"]
        );
        let answers: Vec<&str> = questions.iter().map(|question| &*question.answer).collect();
        assert_eq!(answers, ["> A door.\n>\n> - of wood", "One or many.", "A gate.", "To be safe."]);
    }
}
