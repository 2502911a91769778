//! Foldable answers: `<details><summary>question</summary> answer </details>`.

use std::collections::HashSet;
use std::ops::Range;

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::asking::{self, Title};
use crate::corpus::claims::Claims;
use crate::corpus::document::Document;
use crate::corpus::draft::Draft;
use crate::corpus::text;
use crate::corpus::titles;

/// Summaries that ask.
pub struct Details;

impl Shape for Details {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        let mut drafts: Vec<(Title, Draft<'a>)> =
            folds(document).iter().filter_map(|fold| draft(document, fold)).collect();
        drafts.retain(|(_, draft)| !claims.cover(draft.range.start));
        let count = |wanted: Title| drafts.iter().filter(|(title, _)| *title == wanted).count();
        // Among summaries that ask, one that only names something is asked as well.
        let (asks, names) = (count(Title::Asks), count(Title::Names));
        let folded: usize = drafts.iter().map(|(_, draft)| draft.range.len()).sum();
        let cards = folded * 10 >= document.text.len() * 6 || document.speaks_of_interviews();
        // A word such as "answer", in whatever language, stands again and again.
        let different: HashSet<&str> = drafts.iter().map(|(_, draft)| &*draft.text).collect();
        let is_deck = different.len() * 10 >= drafts.len().max(LEAST_DECK) * 9
            && folded * 2 >= document.text.len()
            && document.speaks_of_interviews();
        let all = is_deck || asks >= 2 && asks * if cards { 4 } else { 1 } >= names;
        drafts.retain(|(title, draft)| *title == Title::Asks || (all && !is_answer(document, draft)));
        let mut drafts: Vec<Draft<'a>> = drafts.into_iter().map(|(_, draft)| draft).collect();
        drafts.sort_by_key(|draft| draft.range.start);
        drafts
    }
}

/// So many cards are a deck.
const LEAST_DECK: usize = 5;

/// How deep elements may be nested and still be read: each answer holds all that is inside.
const DEEPEST: usize = 4;

/// One `<details>` element.
#[derive(Default)]
struct Fold {
    start: usize,
    summary: Range<usize>,
    body: Range<usize>,
}

/// All elements that are closed.
fn folds(document: &Document<'_>) -> Vec<Fold> {
    let (mut open, mut closed): (Vec<Fold>, Vec<Fold>) = (Vec::new(), Vec::new());
    for piece in &document.html {
        for tag in tags(document.text, piece.clone()) {
            match &*document.text[tag.clone()].trim_end_matches('>').to_ascii_lowercase() {
                "</summary" => {
                    if let Some(fold) = open.last_mut().filter(|fold| fold.summary.start > 0) {
                        fold.summary.end = tag.start;
                        fold.body.start = tag.end;
                    }
                }
                "</details" => {
                    let fold = open.pop();
                    if let Some(mut fold) = fold.filter(|_| open.len() < DEEPEST) {
                        fold.body.end = tag.start;
                        closed.push(fold);
                    }
                }
                name if name.starts_with("<details") => {
                    open.push(Fold { start: tag.start, ..Fold::default() })
                }
                name if name.starts_with("<summary") => {
                    if let Some(fold) = open.last_mut() {
                        fold.summary = tag.end..tag.end;
                    }
                }
                _ => {}
            }
        }
    }
    closed
}

/// The tags in a piece of HTML, from `<` to `>`.
fn tags(text: &str, piece: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = piece.start;
    std::iter::from_fn(move || {
        let start = at + text[at..piece.end].find('<')?;
        let end = text[start..piece.end].find('>').map_or(piece.end, |length| start + length + 1);
        at = end;
        Some(start..end)
    })
}

fn draft<'a>(document: &Document<'a>, fold: &Fold) -> Option<(Title, Draft<'a>)> {
    if fold.summary.is_empty() || fold.body.start < fold.summary.end || fold.body.end < fold.body.start {
        return None;
    }
    let question = titles::question(&text::plain(&document.text[fold.summary.clone()]));
    let title = if asking::ends_asking(&question) { Title::Asks } else { asking::judge(&question) };
    if title == Title::Topic || (title == Title::Names && is_handle(&question)) {
        return None;
    }
    let draft = Draft {
        range: fold.start..fold.body.end,
        text: question,
        answer: document.answer(fold.body.clone()),
        heading: document.heading_above(fold.start),
        ..Draft::default()
    };
    Some((title, draft))
}

/// Whether what only names something is a part of the answer to the heading above, which asks.
fn is_answer(document: &Document<'_>, draft: &Draft<'_>) -> bool {
    draft.heading.is_some_and(|at| asking::ends_asking(&document.headings[at].title))
}

/// Whether a summary only says that something can be unfolded.
fn is_handle(summary: &str) -> bool {
    let lower = summary.to_lowercase();
    [
        "answer", "réponse", "click", "solution", "show", "hint", "more", "答案", "点击", "展开", "查看",
        "提示", "解析", "代码",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::read;

    #[test]
    fn a_deck_of_cards_names_what_it_asks() {
        let deck = |titles: [&str; 5]| {
            let card =
                |title| format!("<details><summary>{title}</summary>\n\nIt has a door.\n\n</details>\n\n");
            read(&format!("# 面试总结\n\n{}", titles.map(card).concat())).len()
        };
        assert_eq!(deck(["Locks", "Keys", "Doors", "Walls", "Roofs"]), 5);
        assert_eq!(deck(["Antwort", "Antwort", "Antwort", "Antwort", "Antwort"]), 0);
    }

    #[test]
    fn names_below_a_heading_that_asks_are_parts_of_its_answer() {
        let fold =
            |title: &str| format!("<details><summary>{title}</summary>\n\nIt has a door.\n\n</details>\n\n");
        let folds = ["What is a lock?", "Why a key?", "Padlock", "Bolt"].map(fold).concat();
        let texts = |heading: &str| read(&format!("## {heading}\n\n{folds}")).len();
        assert_eq!((texts("Interview: locks"), texts("Which locks are there?")), (4, 3));
    }

    #[test]
    fn summaries_that_ask_are_questions() {
        let questions = read(
            "## Locks\n\n<details>\n<summary><b>1. What is a mutex?</b></summary>\n\nA lock.\n\n```c\nlock();\n```\n\n</details>\n\n\
             <details><summary>Click me</summary>no</details>\n\n<details><summary>Why does it never close?</summary>\n",
        );
        assert_eq!(questions.len(), 1);
        assert_eq!(questions[0].question, "What is a mutex?");
        assert_eq!(questions[0].answer, "A lock.\n\n```c\nlock();\n```");
        assert_eq!(questions[0].section, ["Locks"]);
    }
}
