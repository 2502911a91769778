//! What kind of page a document is: how much it looks like an article, or like a map of concepts.

use super::asking::{self, Title};
use super::context;
use super::document::{Document, Heading};
use super::labels::Role;
use super::notes;
use super::titles;

/// How much has to speak for a collection: little where the file's name says that it holds
/// questions, more where its title does, most where it may be an article.
pub fn doubt(document: &Document<'_>) -> usize {
    let says = |text: &str| {
        let text = text.to_lowercase();
        ["面试题", "问题", "面经", "八股", "question", "interview"].iter().any(|word| text.contains(word))
    };
    let title = document.headings.first().map_or("", |heading| &heading.title);
    match (says(document.file_name()), says(&document.front.title) || says(title)) {
        (true, _) => 1,
        (false, true) => 2,
        (false, false) => 3,
    }
}

/// Whether the file is a map of what is asked about, concept by concept: it is kept among
/// interview notes and, unlike an article, has no title of its own, or its title or name promises concepts.
pub fn is_map(document: &Document<'_>) -> bool {
    let asks = |heading: &Heading| asking::judge(&titles::question(&heading.title)) == Title::Asks;
    // Where titles ask, those that do not are sections.
    let names = context::announces_questions(&document.front.title) && !document.headings.iter().any(asks);
    let promised = names || context::promises_concepts(document.file_name());
    let top = document.headings.iter().map(|heading| heading.level).min().unwrap_or(1);
    (document.front.title.is_empty() || names || context::promises_concepts(&document.front.title))
        && document.lies_among_questions()
        && !is_asked_in_pairs(document)
        && (promised || document.headings.iter().filter(|heading| heading.level == top).count() >= 3)
        && (!document.file_name().to_lowercase().starts_with("readme") || tells_much(document))
}

/// Whether what is asked is called so, beside headings: `Question: …`, `Ans: …`.
fn is_asked_in_pairs(document: &Document<'_>) -> bool {
    const SEVERAL: usize = 3;
    let count = |role: Role| document.marks.iter().filter(|mark| mark.label.role == role).count();
    count(Role::Question).min(count(Role::Answer)) >= SEVERAL
}

/// Whether so many headings have a text of their own that the page is no mere way to others.
fn tells_much(document: &Document<'_>) -> bool {
    const MANY: usize = 12;
    let tells = |at: &usize| notes::tells(document.directly_below(*at));
    let project = |heading: &Heading| context::is_about_the_project(&heading.title);
    (0..document.headings.len()).filter(tells).count() >= MANY && !document.headings.iter().any(project)
}
