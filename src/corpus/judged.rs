//! What each heading of a document does by its words: whether it asks, names something or is a
//! part of the text.

use std::collections::{HashMap, HashSet};

use super::asking::{self, Title};
use super::context;
use super::document::{Document, Heading};
use super::labels::{self, Role};
use super::text;
use super::titles;

/// Judges every heading.
pub fn headings(document: &Document<'_>) -> Vec<Title> {
    let headings = &document.headings;
    let title = |heading: &Heading| {
        if titles::is_numbered_question(&heading.title) {
            return Title::Asks;
        }
        if labels::answer_at(&heading.title).is_some()
            || labels::named(&heading.title) == Some(Role::FollowUp)
        {
            return Title::Topic;
        }
        match asking::judge(&titles::question(&heading.title)) {
            Title::Asks if context::advises(&heading.title) => Title::Topic,
            Title::Names if context::recounts(&heading.title) || context::reflects(&heading.title) => {
                Title::Topic
            }
            Title::Names if titles::is_marked_question(&heading.title) => Title::Asks,
            title => title,
        }
    };
    let mut titles: Vec<Title> = headings.iter().map(title).collect();
    let standing = standing_titles(document);
    for (at, heading) in headings.iter().enumerate() {
        if standing.contains(&*heading.title) {
            titles[at] = Title::Topic;
        } else if at > 0 && titles::is_only_a_number(&headings[at - 1].title) && is_empty(document, at - 1) {
            titles[at] = Title::Asks;
        }
    }
    if is_page_title(headings) && !is_only_question(document, &titles) {
        titles[0] = Title::Topic;
    }
    titles
}

/// Titles that stand again and again with nothing below them, such as `Any doubts?`.
fn standing_titles<'d>(document: &'d Document<'_>) -> HashSet<&'d str> {
    const OFTEN: usize = 4;
    let mut times: HashMap<&str, usize> = HashMap::new();
    let empty = (0..document.headings.len()).filter(|at| is_empty(document, *at));
    empty.for_each(|at| *times.entry(&document.headings[at].title).or_default() += 1);
    times.into_iter().filter(|(_, times)| *times >= OFTEN).map(|(title, _)| title).collect()
}

fn is_empty(document: &Document<'_>, at: usize) -> bool {
    document.directly_below(at).is_empty()
}

/// Whether the first heading is the title of the page: all others stand in its section.
fn is_page_title(headings: &[Heading]) -> bool {
    headings.len() > 1 && headings[1..].iter().all(|heading| heading.level > headings[0].level)
}

/// Whether the title of the page is what the page answers.
fn is_only_question(document: &Document<'_>, titles: &[Title]) -> bool {
    let headings = &document.headings;
    titles[1..].iter().all(|title| *title != Title::Asks)
        && (asking::ends_asking(&headings[0].title) || document.lies_among_questions())
}

/// Whether a title is short and names one thing; sections of articles often state something.
pub fn is_name(title: &str) -> bool {
    let title = title.trim_end_matches(['：', ':', ' ']);
    // Several things side by side are a name as well; clauses are longer.
    let several = title.contains(['，', ',']);
    let lists = || !several || title.split(['，', ',']).all(|part| text::columns(part) <= LONGEST_OF_SEVERAL);
    let compares = || title.contains(" vs");
    (text::columns(title) <= 50 || compares()) && !title.contains(['：', '→', '；', '！']) && lists()
}

/// The widest of several names side by side, in columns.
const LONGEST_OF_SEVERAL: usize = 20;
