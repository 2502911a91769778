//! Nested bullets: `- **问题：** …` over `- **思考方向：** …`, or `- **Question:** …` over
//! `- **Approach:** …`.

use std::borrow::Cow;

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::claims::Claims;
use crate::corpus::document::{Document, Mark};
use crate::corpus::draft::Draft;
use crate::corpus::labels::Role;
use crate::corpus::parts::{Parts, is_part};
use crate::corpus::text;
use crate::corpus::titles;

/// List items that ask, with nested items that answer.
pub struct Bullets;

impl Shape for Bullets {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        let mut drafts = Vec::new();
        for (at, mark) in document.marks.iter().enumerate() {
            let Some(item) =
                mark.item.filter(|_| mark.label.role == Role::Question && !claims.cover(mark.at))
            else {
                continue;
            };
            let end = document.items[item].range.end;
            let own = |next: &&Mark| next.label.role != Role::Question && next.at < end;
            let labels: Vec<&Mark> = document.marks[at + 1..]
                .iter()
                .take_while(own)
                .filter(|next| is_part(next.label.role) && belongs(document, next, item))
                .collect();
            drafts.extend(draft(document, mark, item, &labels));
        }
        drafts
    }

    fn settles(&self) -> Option<usize> {
        Some(20)
    }
}

/// Whether the label stands in the item or in an item directly below it.
fn belongs(document: &Document<'_>, label: &Mark, item: usize) -> bool {
    label.item == Some(item) || label.item.and_then(|own| document.items[own].parent) == Some(item)
}

fn draft<'a>(document: &Document<'a>, mark: &Mark, item: usize, labels: &[&Mark]) -> Option<Draft<'a>> {
    let answered = labels.iter().rposition(|label| label.label.role == Role::Answer)?;
    let end = labels[answered..].last().map_or(mark.container_end, |last| last.container_end);
    let parts = Parts::read(document, labels, end);
    let nested = document.items_in(&(mark.text..labels[0].at.max(mark.text))).first();
    let question_end = nested.map_or(labels[0].at, |nested| nested.range.start).min(labels[0].at);
    Some(Draft {
        range: document.items[item].range.clone(),
        text: titles::question(&text::plain(&document.text[mark.at..question_end.max(mark.at)])),
        answer: Cow::Borrowed(&document.text[parts.answer?]),
        key_points: parts.key_points,
        intent: parts.intent,
        heading: mark.heading,
        ..Draft::default()
    })
}

#[cfg(test)]
mod tests {
    use crate::corpus::shapes::tests::{read, texts};

    #[test]
    fn nested_bullets_answer() {
        let questions = read(
            "### Threads\n\n- **Question:** How many?\n\n    - **Approach:** Count `cores`.\n\n      ```sh\n      nproc\n      ```\n\
             - **问题：** 为什么？\n    - **思考方向：** 因为快。\n- **Question:** never answered\n\n### What is advice?\n\ntext\n",
        );
        assert_eq!(texts(&questions), ["How many?", "为什么？"]);
        assert_eq!(questions[0].answer, "Count `cores`.\n\n      ```sh\n      nproc\n      ```");
        assert_eq!(questions[1].answer, "因为快。");
    }
}
