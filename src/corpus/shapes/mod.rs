//! The registry of shapes: the ways of writing questions down, from the most specific on.
//!
//! Precedence: a region that one shape has claimed is not read by those after it. Where a shape
//! that `settles` finds two questions or more, the headings of the source are topics, and the
//! general heading shape keeps out altogether.
//!
//! A new shape is one file here and one line in `SHAPES`.

mod bare;
mod bold;
mod bullets;
mod callouts;
mod details;
mod flowchart;
mod headings;
mod items;
mod jsonl;
mod labelled;
mod marked;
mod pairs;
mod prompts;
mod quotes;
mod tables;
mod titled;
mod transcript;

use super::Warning;
use super::claims::Claims;
use super::context;
use super::document::Document;
use super::draft::Draft;
use super::finish;

/// A way of writing questions down.
trait Shape: Sync {
    /// The questions of this shape outside the regions already claimed, in text order.
    fn read<'a>(
        &self,
        document: &Document<'a>,
        claims: &Claims,
        warnings: &mut Vec<Warning>,
    ) -> Vec<Draft<'a>>;

    /// How much of the source, in percent, two questions or more of this shape have to cover to show
    /// that the whole of it is written so; nothing if they never do.
    fn settles(&self) -> Option<usize> {
        None
    }
}

/// Every shape, in order of precedence.
static SHAPES: &[&dyn Shape] = &[
    &jsonl::JsonLines,
    &transcript::Transcript,
    &flowchart::FlowChart,
    &marked::Marked,
    &details::Details,
    &callouts::Callouts,
    &labelled::Labelled,
    &bullets::Bullets,
    &pairs::Pairs,
    &prompts::Prompts,
    &titled::Titled,
    &tables::Tables,
    &quotes::Quotes,
    &items::Items,
    &bold::Bold,
    &bare::Bare,
    &headings::Headings,
];

/// Tries every shape on the document: the drafts of each one.
pub fn read<'a>(document: &Document<'a>, warnings: &mut Vec<Warning>) -> Vec<Vec<Draft<'a>>> {
    read_first(document, SHAPES.len(), warnings).0
}

/// Tries the first shapes: their drafts, and what they claim.
fn read_first<'a>(
    document: &Document<'a>,
    count: usize,
    warnings: &mut Vec<Warning>,
) -> (Vec<Vec<Draft<'a>>>, Claims) {
    let mut claims = Claims::of(context::is_about_the_project(document.name) || document.is_elsewhere());
    let mut groups = Vec::with_capacity(SHAPES.len());
    for shape in &SHAPES[..count] {
        let mut drafts = shape.read(document, &claims, warnings);
        finish::finish(document, &mut drafts);
        claims.add(drafts.iter().map(|draft| draft.range.clone()));
        claims.settled |= shape.settles().is_some_and(|percent| covers(document, &drafts, percent));
        groups.push(drafts);
    }
    (groups, claims)
}

/// Whether there are two drafts or more, over so much of the source.
fn covers(document: &Document<'_>, drafts: &[Draft<'_>], percent: usize) -> bool {
    let covered: usize = drafts.iter().map(|draft| draft.range.len()).sum();
    drafts.len() >= 2 && covered * 100 >= document.text.len() * percent
}

#[cfg(test)]
pub mod tests {
    use super::{Claims, Document, SHAPES, read_first};
    use crate::question::Question;

    /// What is claimed before list items are read, and before headings are.
    pub fn claims(document: &Document<'_>) -> [Claims; 2] {
        // Items, bold, bare lines and headings are the last.
        [4, 1].map(|last| read_first(document, SHAPES.len() - last, &mut Vec::new()).1)
    }

    /// The questions of a Markdown source.
    pub fn read(text: &str) -> Vec<Question> {
        crate::corpus::read_source("notes/a.md", text.as_bytes()).questions
    }

    /// The texts of the questions.
    pub fn texts(questions: &[Question]) -> Vec<&str> {
        questions.iter().map(|question| &*question.question).collect()
    }

    #[test]
    fn what_a_specific_shape_claims_is_no_heading_question() {
        let questions = read(
            "# Round one\n\n### What is a heap?\n\n**Expected answer:** a tree\n\n### What is a trie?\n\n\
             **Expected answer:** a tree\n\n## How to prepare?\n\nRead.\n",
        );
        assert_eq!(texts(&questions), ["What is a heap?", "What is a trie?"]);
    }

    #[test]
    fn code_holds_no_questions() {
        assert!(read("```md\n# What is a heap?\nQ: why?\nA: so\n```\n\n    # What is a trie?\n").is_empty());
    }
}
