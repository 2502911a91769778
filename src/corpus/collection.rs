//! Which headings are items of a collection of questions, and which are sections of an article.

use std::collections::{HashMap, HashSet};

use super::asking::{self, Title};
use super::claims::Claims;
use super::context;
use super::document::{Document, Heading};
use super::labels;
use super::notes;
use super::sequence;
use super::siblings::{self, Siblings, is_answered};
use super::text;
use super::titles;

/// The headings of a document as questions that may be asked.
pub struct Collection<'d, 'a> {
    document: &'d Document<'a>,
    claims: &'d Claims,
    titles: Vec<Title>,
    siblings: HashMap<siblings::Key, Siblings>,
    /// All headings of each level.
    levels: HashMap<u8, Siblings>,
    /// Titles of headings that are counted.
    sequence: Vec<Option<String>>,
    /// How much has to speak for a collection, see [`doubt`].
    times: usize,
    /// Whether at least as many headings ask as only name something.
    asks_mostly: bool,
    /// Whether those that are counted mostly ask.
    counted_ask: bool,
    /// Whether it is counted further than the parts of a section would be.
    counts_far: bool,
    is_map: bool,
}

impl<'d, 'a> Collection<'d, 'a> {
    /// Judges every heading of a document that has some.
    pub fn of(document: &'d Document<'a>, claims: &'d Claims) -> Self {
        let titles = judge(document);
        let count = |wanted: Title| titles.iter().filter(|title| **title == wanted).count();
        let siblings = siblings::count(document, &titles);
        let sequence = sequence::find(&document.headings);
        let asking =
            |(counted, title): &(&Option<String>, &Title)| counted.is_some() && **title == Title::Asks;
        let asking = sequence.iter().zip(&titles).filter(asking).count();
        Self {
            levels: siblings::by_level(&siblings),
            siblings,
            counts_far: sequence::highest(&document.headings, &sequence) >= FAR,
            counted_ask: asking * 2 > sequence.iter().flatten().count(),
            sequence,
            times: doubt(document),
            asks_mostly: count(Title::Asks) >= count(Title::Names),
            is_map: is_map(document),
            document,
            claims,
            titles,
        }
    }

    /// For each heading, whether it is a question.
    pub fn asked(&self) -> Vec<bool> {
        let headings = &self.document.headings;
        let mut asked = vec![false; headings.len()];
        for at in 0..headings.len() {
            let in_answer = || self.document.above(at).any(|above| asked[above]);
            let is_asked = match self.titles[at] {
                Title::Asks => {
                    let meant = self.is_meant(at) || self.is_mapped(at) || self.is_counted(at);
                    meant && !self.is_asked_below(at)
                }
                Title::Topic => false,
                Title::Names => {
                    !self.claims.start_in(&(headings[at].range.end..headings[at].end))
                        && self.is_item(at, &in_answer)
                }
            };
            asked[at] = is_asked && !self.claims.cover(headings[at].range.start);
        }
        asked
    }

    /// Whether a heading ends with a question mark, as others beside it do.
    pub fn is_sure(&self, at: usize) -> bool {
        asking::ends_asking(self.title(at)) && self.siblings(at).marked >= 3
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

    /// Whether a heading that only names something is an item of a collection.
    fn is_item(&self, at: usize, in_answer: &dyn Fn() -> bool) -> bool {
        let times = if in_answer() { self.times.max(2) } else { self.times };
        if self.counted_ask && self.sequence[at].is_none() {
            return false;
        }
        self.is_among_questions(at, times)
            || (!in_answer() && (self.is_announced(at) || self.is_recounted(at) || self.is_card(at)))
            || (!in_answer() && is_name(self.title(at)) && (self.is_mapped(at) || self.is_counted(at)))
    }

    /// Whether most of its siblings ask.
    fn is_among_questions(&self, at: usize, times: usize) -> bool {
        let siblings = self.siblings(at);
        let suits = || self.times == 1 || is_name(self.title(at)) || siblings.ask >= 10 * siblings.name;
        let level = &self.levels[&self.document.headings[at].level];
        (siblings.is_collection(times)
            || (siblings.ask >= 1 && level.is_full_of_questions(self.document.lies_among_questions())))
            && (suits() || asking::invites(&titles::question(self.title(at))))
            && (self.has_answer(at) || siblings.bare >= 2)
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
                false => is_name(&heading.title) && notes::tells(self.document.section(at)),
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
            && is_name(self.title(at))
            && self.has_answer(at)
    }

    /// Whether it is a place on a map of concepts, or below a heading that announces questions: the
    /// first on the way down with a text.
    fn is_mapped(&self, at: usize) -> bool {
        let announcer = self.document.announcer(self.document.headings[at].parent);
        (self.is_map || announcer.is_some())
            && self.siblings(at).is_of_names()
            && notes::tells(self.document.directly_below(at))
            && self
                .document
                .above(at)
                .all(|above| Some(above) == announcer || self.document.directly_below(above).is_empty())
    }

    /// Whether it is counted, among notes for interviews.
    fn is_counted(&self, at: usize) -> bool {
        self.sequence[at].is_some()
            && (self.document.announces() || (self.document.lies_among_questions() && self.counts_far))
            && (self.has_answer(at) || self.counted_ask)
            && self.siblings(at).announcing == 0
    }

    /// Whether what is below the heading answers it: text directly below, or at least no headings
    /// that ask, which would make it the title of a group.
    fn has_answer(&self, at: usize) -> bool {
        if !self.document.directly_below(at).is_empty() {
            return true;
        }
        let end = self.document.headings[at].end;
        let inside = self.document.headings.partition_point(|next| next.range.start < end);
        inside > at + 1 && !self.titles[at + 1..inside].contains(&Title::Asks)
    }

    fn siblings(&self, at: usize) -> &Siblings {
        let heading = &self.document.headings[at];
        &self.siblings[&(heading.parent, heading.level)]
    }

    fn title(&self, at: usize) -> &'d str {
        &self.document.headings[at].title
    }
}

fn judge(document: &Document<'_>) -> Vec<Title> {
    let headings = &document.headings;
    let title = |heading: &Heading| {
        if titles::is_numbered_question(&heading.title) {
            return Title::Asks;
        }
        if labels::answer_at(&heading.title).is_some() {
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

/// How much has to speak for a collection: little where the file's name says that it holds
/// questions, more where its title does, most where it may be an article.
fn doubt(document: &Document<'_>) -> usize {
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
/// interview notes and, unlike an article, has no title of its own, or one that promises concepts.
fn is_map(document: &Document<'_>) -> bool {
    let top = document.headings.iter().map(|heading| heading.level).min().unwrap_or(1);
    (document.front.title.is_empty() || context::promises_concepts(&document.front.title))
        && document.lies_among_questions()
        && document.headings.iter().filter(|heading| heading.level == top).count() >= 3
        && (!document.file_name().to_lowercase().starts_with("readme") || tells_much(document))
}

/// Whether so many headings have a text of their own that the page is no mere way to others.
fn tells_much(document: &Document<'_>) -> bool {
    const MANY: usize = 12;
    let tells = |at: &usize| notes::tells(document.directly_below(*at));
    let project = |heading: &Heading| context::is_about_the_project(&heading.title);
    (0..document.headings.len()).filter(tells).count() >= MANY && !document.headings.iter().any(project)
}

/// Numbers that begin anew before this one count the parts of a section.
const FAR: usize = 7;

/// Whether a title is short and names one thing; sections of articles often state something.
fn is_name(title: &str) -> bool {
    let title = title.trim_end_matches(['：', ':', ' ']);
    // Several things side by side are a name as well; clauses are longer.
    let several = title.contains(['，', ',']);
    let lists = || !several || title.split(['，', ',']).all(|part| text::columns(part) <= LONGEST_OF_SEVERAL);
    let compares = || title.contains(" vs");
    (text::columns(title) <= 50 || compares()) && !title.contains(['：', '→', '；', '！']) && lists()
}

/// The widest of several names side by side, in columns.
const LONGEST_OF_SEVERAL: usize = 20;
