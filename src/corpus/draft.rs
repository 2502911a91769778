//! The draft: what a shape makes of a place in a source, before it becomes a question.

use std::borrow::Cow;
use std::ops::Range;

/// One question as a shape found it.
#[derive(Clone, Debug, Default)]
pub struct Draft<'a> {
    /// The region it stands in, from the question's first byte to the answer's last. Shapes that
    /// come later do not read it.
    pub range: Range<usize>,
    /// What is asked: plain text, markers and numbering removed.
    pub text: String,
    /// The answer: a slice of the source wherever the source is Markdown.
    pub answer: Cow<'a, str>,
    /// What a good answer mentions.
    pub key_points: Vec<String>,
    /// What the question is asked for.
    pub intent: Vec<String>,
    /// Whether it is asked or only told.
    pub kind: crate::question::Kind,
    /// The innermost heading above it, by its place in `Document::headings`.
    pub heading: Option<usize>,
    /// The draft that it follows up, by its place among the drafts of the same shape.
    pub follows: Option<usize>,
    /// How hard it is said to be.
    pub difficulty: Option<crate::question::Difficulty>,
    /// What the source itself says, where it is a record.
    pub record: Option<Box<Record>>,
}

impl Draft<'_> {
    /// Where the answer stands in the source; nothing where it is no slice of it.
    pub fn answer_in(&self, text: &str) -> Option<Range<usize>> {
        let Cow::Borrowed(answer) = self.answer else { return None };
        let start = (answer.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
        (!answer.is_empty() && start + answer.len() <= text.len()).then(|| start..start + answer.len())
    }
}

/// What a record says about itself beyond question and answer.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Its id.
    pub id: Option<String>,
    /// Its section path.
    pub section: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its date.
    pub date: Option<String>,
    /// The minutes it is meant to take.
    pub minutes: Option<u32>,
    /// Its language.
    pub lang: Option<crate::question::Lang>,
    /// The id of the question that it follows up.
    pub follow_up_of: Option<String>,
}
