//! Which headings are items of a collection of questions, and which are sections of an article.

use std::cell::LazyCell;
use std::collections::HashMap;

use super::asking::{self, Title};
use super::claims::Claims;
use super::concepts::Concepts;
use super::context;
use super::document::Document;
use super::judged;
use super::notes;
use super::page;
use super::sequence;
use super::siblings::{self, Siblings, is_answered};
use super::text;
use super::titles;

/// Numbers that begin anew before this one count the parts of a section.
const FAR: usize = 7;
/// How sure the forest has to be of a name against the rules, and how little with them.
const SURE: f32 = 0.55;
const UNSURE: f32 = 0.05;
/// So few headings say too little to the forest to speak against the rules.
const FEW: usize = 15;
/// So many sections of an article do not ask.
const MANY: usize = 8;

/// The headings of a document as questions that may be asked.
pub struct Collection<'d, 'a> {
    document: &'d Document<'a>,
    claims: &'d Claims,
    titles: Vec<Title>,
    siblings: HashMap<siblings::Key, Siblings>,
    /// All headings of each level.
    levels: HashMap<u8, Siblings>,
    /// Which share a field with others, see [`siblings::share_fields`].
    alike: Vec<bool>,
    /// Titles of headings that are counted.
    sequence: Vec<Option<String>>,
    /// How much has to speak for a collection, see [`page::doubt`].
    times: usize,
    /// Whether at least as many headings ask as only name something.
    asks_mostly: bool,
    /// Whether those that are counted mostly ask.
    counted_ask: bool,
    /// Whether it is counted further than the parts of a section would be.
    counts_far: bool,
    is_map: bool,
    /// Whether it lies among questions or interview notes.
    among: bool,
}

impl<'d, 'a> Collection<'d, 'a> {
    /// Judges every heading of a document that has some.
    pub fn of(document: &'d Document<'a>, claims: &'d Claims) -> Self {
        let titles = judged::headings(document);
        let count = |wanted: Title| titles.iter().filter(|title| **title == wanted).count();
        let siblings = siblings::count(document, &titles);
        let sequence = sequence::find(&document.headings);
        let asking =
            |(counted, title): &(&Option<String>, &Title)| counted.is_some() && **title == Title::Asks;
        let asking = sequence.iter().zip(&titles).filter(asking).count();
        Self {
            levels: siblings::by_level(&siblings),
            siblings,
            alike: siblings::share_fields(document, &titles),
            counts_far: sequence::highest(&document.headings, &sequence) >= FAR,
            counted_ask: asking * 2 > sequence.iter().flatten().count(),
            sequence,
            times: page::doubt(document),
            asks_mostly: count(Title::Asks) >= count(Title::Names),
            is_map: page::is_map(document),
            among: document.lies_among_questions(),
            document,
            claims,
            titles,
        }
    }

    /// For each heading, whether it is a question.
    pub fn asked(&self) -> Vec<bool> {
        let headings = &self.document.headings;
        let mut asked = vec![false; headings.len()];
        let concepts = LazyCell::new(|| self.concepts());
        let may_hold = self.among || self.document.announces();
        for at in 0..headings.len() {
            let in_answer = || self.document.above(at).any(|above| asked[above]);
            let is_asked = match self.titles[at] {
                Title::Asks => {
                    let meant =
                        self.is_meant(at) || self.is_mapped(at) || self.is_counted(at) || self.is_card(at);
                    meant && !self.is_asked_below(at)
                }
                Title::Topic => false,
                Title::Names => {
                    !self.claims.start_in(&(headings[at].range.end..headings[at].end))
                        && !self.is_beside_items(at)
                        && match self.is_item(at, &in_answer) {
                            true => !may_hold || headings.len() < FEW || concepts.score(at) > UNSURE,
                            // In other files only the rules say that something is asked.
                            false => {
                                may_hold && !in_answer() && !self.is_group(at) && concepts.score(at) > SURE
                            }
                        }
                }
            };
            asked[at] = is_asked && !self.claims.cover(headings[at].range.start);
        }
        asked
    }

    /// What a heading does by its words.
    #[cfg(test)]
    pub fn title_of(&self, at: usize) -> Title {
        self.titles[at]
    }

    /// The headings as samples of a forest.
    pub fn concepts(&self) -> Concepts<'_, 'd, 'a> {
        Concepts::of(self.document, &self.titles, &self.siblings, &self.sequence, &self.alike)
    }

    /// Whether a heading ends with a question mark, as others beside it do.
    pub fn is_sure(&self, at: usize) -> bool {
        titles::is_marked_question(self.title(at))
            || (asking::ends_asking(self.title(at)) && self.siblings(at).marked >= 3)
    }

    /// The question that a heading is.
    pub fn text(&self, at: usize) -> String {
        let counted = self.sequence[at].clone();
        counted.unwrap_or_else(|| titles::question(&self.document.headings[at].title))
    }

    /// Whether a heading that asks is no figure of speech.
    fn is_meant(&self, at: usize) -> bool {
        let asks = asking::ends_asking(&self.document.headings[at].title);
        self.times < 3 || asks || self.asks_mostly || self.siblings(at).is_asking()
    }

    /// Whether a heading such as `Q1: Locks` stands over the question itself, or over a list of them.
    fn is_asked_below(&self, at: usize) -> bool {
        let heading = &self.document.headings[at];
        let below = self.document.below(at);
        let first = text::trim(self.document.text, below.clone()).start;
        !asking::ends_asking(&heading.title)
            && self.claims.start_in(&below)
            && (titles::is_numbered_question(&heading.title) || self.claims.cover(first))
    }

    /// Whether a heading has no number where those that ask have one.
    fn is_beside_items(&self, at: usize) -> bool {
        (self.counted_ask && self.sequence[at].is_none()) || self.siblings(at).numbered >= 3
    }

    /// Whether a heading that only names something is an item of a collection.
    fn is_item(&self, at: usize, in_answer: &dyn Fn() -> bool) -> bool {
        let times = if in_answer() { self.times.max(2) } else { self.times };
        self.is_among_questions(at, times, in_answer)
            || (!in_answer() && (self.is_announced(at) || self.is_recounted(at) || self.is_card(at)))
            || (!in_answer()
                && judged::is_name(self.title(at))
                && (self.is_mapped(at) || self.is_counted(at) || (self.among && self.alike[at])))
    }

    /// Whether most of its siblings ask.
    fn is_among_questions(&self, at: usize, times: usize, in_answer: &dyn Fn() -> bool) -> bool {
        let siblings = self.siblings(at);
        let suits =
            || self.times == 1 || judged::is_name(self.title(at)) || siblings.ask >= 10 * siblings.name;
        let parent = self.document.headings[at].parent;
        let grouped = || parent.is_none_or(|parent| self.document.directly_below(parent).is_empty());
        let level = &self.levels[&self.document.headings[at].level];
        (siblings.is_collection(times)
            || self.is_among_some(at)
            || (level.is_full_of_questions(self.among) && (siblings.ask >= 1 || (grouped() && !in_answer()))))
            && (suits() || asking::invites(&titles::question(self.title(at))))
            && (self.has_answer(at) || level.bare >= 2 || self.sequence[at].is_some())
    }

    /// Whether a few of its siblings ask, and none is a part of a text, among notes for interviews.
    /// Right below the title of a page a few would be the sections of an article, and many are none.
    fn is_among_some(&self, at: usize) -> bool {
        let siblings = self.siblings(at);
        let titled = match self.document.headings[at].parent {
            Some(parent) => self.document.headings[parent].level == 1,
            None => !self.document.front.title.is_empty(),
        };
        self.among
            && (!titled || siblings.ask >= MANY)
            && siblings.topic == 0
            && siblings.ask >= 3
            && siblings.ask * 4 >= siblings.name
            && judged::is_name(self.title(at))
    }

    /// Whether the heading above announces questions.
    fn is_announced(&self, at: usize) -> bool {
        let (heading, siblings) = (&self.document.headings[at], self.siblings(at));
        heading.parent.is_some_and(|parent| context::announces_questions(self.title(parent)))
            && siblings.is_of_names()
            && (heading.end == self.document.next_heading(heading.range.start)
                || !self.document.directly_below(at).is_empty())
            && match siblings.ask >= siblings.name {
                true => self.has_answer(at),
                false => judged::is_name(&heading.title) && notes::tells(self.document.section(at)),
            }
    }

    /// Whether it is a card: its answer is folded or called one, and so are those of most of its
    /// siblings.
    fn is_card(&self, at: usize) -> bool {
        let siblings = self.siblings(at);
        is_answered(self.document, at)
            && siblings.answered >= 3
            && siblings.answered * 2 > siblings.ask + siblings.name
    }

    /// Whether the heading above stands over what was asked in an interview.
    fn is_recounted(&self, at: usize) -> bool {
        let parent = self.document.headings[at].parent;
        parent.is_some_and(|parent| context::recounts(self.title(parent)))
            && judged::is_name(self.title(at))
            && self.has_answer(at)
    }

    /// Whether it is a place on a map of concepts, or below a heading that announces questions: the
    /// first on the way down with a text.
    fn is_mapped(&self, at: usize) -> bool {
        let announcer = self.document.announcer(self.document.headings[at].parent);
        (self.is_map || announcer.is_some())
            && self.siblings(at).is_of_names()
            && notes::tells(self.document.directly_below(at))
            && self.document.above(at).all(|above| {
                Some(above) == announcer
                    || self.document.is_contents(Some(above))
                    || self.document.directly_below(above).is_empty()
            })
    }

    /// Whether it is counted, among notes for interviews.
    fn is_counted(&self, at: usize) -> bool {
        self.sequence[at].is_some()
            && (self.document.announces() || (self.among && self.counts_far))
            && (self.has_answer(at) || self.counted_ask)
            && self.siblings(at).announcing == 0
    }

    /// Whether what is below the heading answers it: text directly below, or at least no headings
    /// that ask, which would make it the title of a group.
    fn has_answer(&self, at: usize) -> bool {
        !self.document.directly_below(at).is_empty()
            || (self.nested(at).next().is_some() && !self.is_group(at))
    }

    /// Whether a heading only stands over others that ask.
    fn is_group(&self, at: usize) -> bool {
        self.document.directly_below(at).is_empty() && self.nested(at).any(|title| *title == Title::Asks)
    }

    /// What the headings in the section of one do.
    fn nested(&self, at: usize) -> impl Iterator<Item = &Title> {
        let end = self.document.headings[at].end;
        let inside = self.document.headings.partition_point(|next| next.range.start < end);
        self.titles[at + 1..inside.max(at + 1)].iter()
    }

    fn siblings(&self, at: usize) -> &Siblings {
        let heading = &self.document.headings[at];
        &self.siblings[&(heading.parent, heading.level)]
    }

    fn title(&self, at: usize) -> &'d str {
        &self.document.headings[at].title
    }
}
