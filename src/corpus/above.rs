//! What the headings above a list say about it, worked out once for all lists below a heading.

use super::context::{self, Place};
use super::document::Document;

/// What is known of every list below a heading.
pub struct Above {
    /// Where lists stand whose items have no boxes to tick.
    pub place: Place,
    /// Whether a heading asks, so that lists are its answer.
    pub answers: bool,
    /// Whether questions are announced, and not merely interviews spoken of.
    pub strong: bool,
    /// Whether the nearest heading is that of a table of contents.
    pub contents: bool,
    /// Whether what was asked in an interview is recounted.
    pub recounted: bool,
    /// The nearest heading that announces questions.
    pub announcer: Option<usize>,
}

impl Above {
    /// Reads the headings above. `announced` is `document.announces()`.
    pub fn of(document: &Document<'_>, heading: Option<usize>, announced: bool) -> Self {
        Self {
            place: document.place_of_list(heading, announced, false),
            answers: in_answer(document, heading),
            strong: document.announces_questions(heading),
            contents: document.is_contents(heading),
            recounted: document.recounts(heading),
            announcer: document.announcer(heading),
        }
    }
}

/// Whether what stands below the heading belongs to its answer: it, or one above it, asks. A headline
/// may ask as well, but what was asked in an interview below is no answer to it.
fn in_answer(document: &Document<'_>, heading: Option<usize>) -> bool {
    let recounts = |at: &usize| context::recounts(&document.headings[*at].title);
    document.upwards(heading).take_while(|at| !recounts(at)).any(|at| {
        let is_page = document.headings[at].level == 1 && at == 0;
        !is_page && document.is_answered_below(Some(at))
    })
}
