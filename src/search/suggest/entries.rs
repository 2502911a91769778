//! What can be suggested: the questions of an index, and the topics that several of them share.

use std::collections::{BTreeMap, HashSet};

use crate::analysis::Analyzer;
use crate::error::Result;
use crate::index::{Index, catalog};
use crate::question::{Kind, Question, QuestionId};
use crate::search::answer::{Suggested, Suggestion};

/// A topic has at least so many questions.
const TOPIC_FROM: u32 = 2;
/// The longest topic, in characters; longer headings are sentences.
const LONGEST_TOPIC: usize = 24;

/// Something to suggest.
pub(super) struct Entry {
    /// The question's id; a topic has none.
    id: Option<QuestionId>,
    /// As it is written.
    text: String,
    /// As it is compared: one width, one script, lower case.
    pub(super) folded: String,
    /// What comes first, lowest first.
    pub(super) rank: u32,
}

impl Entry {
    /// A question; those with answers come first.
    pub(super) fn question(id: impl Into<String>, text: &str, answered: bool) -> Self {
        let folded = Analyzer::shared().fold(text);
        Self { id: Some(QuestionId::given(id)), text: text.to_owned(), folded, rank: u32::from(!answered) }
    }

    /// A topic; those with the most questions come first.
    pub(super) fn topic(text: &str, questions: u32) -> Self {
        let folded = Analyzer::shared().fold(text);
        Self { id: None, text: text.to_owned(), folded, rank: u32::MAX - questions }
    }

    pub(super) fn is_topic(&self) -> bool {
        self.id.is_none()
    }

    pub(super) fn suggestion(&self) -> Suggestion {
        let kind = if self.is_topic() { Suggested::Topic } else { Suggested::Question };
        Suggestion { id: self.id.clone(), kind, text: self.text.clone() }
    }
}

/// The questions, what differs in marks and spaces alone once, and the topics.
pub(super) fn load(index: &Index) -> Result<Vec<Entry>> {
    let mut questions: Vec<(bool, Entry)> = Vec::with_capacity(index.catalog.len());
    let mut topics: BTreeMap<String, (String, u32)> = BTreeMap::new();
    for entry in index.catalog.entries().iter().filter(|entry| entry.kind == Kind::Question) {
        let Some(question) = index.questions.question(entry.slot)? else { continue };
        for topic in topics_of(&question) {
            let (_, times) =
                topics.entry(Analyzer::shared().fold(topic)).or_insert_with(|| (topic.to_owned(), 0));
            *times += 1;
        }
        let answered = !question.answer.is_empty() || !question.key_points.is_empty();
        questions.push((!answered, Entry::question(question.id.as_str(), &question.question, answered)));
    }
    // The answered one of several stays.
    questions
        .sort_by(|(a, left), (b, right)| (a, &left.folded, &left.id).cmp(&(b, &right.folded, &right.id)));
    let mut seen: HashSet<Option<u64>> = HashSet::new();
    let mut entries: Vec<Entry> = questions
        .into_iter()
        .map(|(_, entry)| entry)
        .filter(|entry| seen.insert(catalog::asked(&entry.text)))
        .collect();
    let topics = topics.into_values().filter(|(_, times)| *times >= TOPIC_FROM);
    entries.extend(
        topics
            .map(|(text, times)| Entry::topic(&text, times))
            .filter(|topic| seen.insert(catalog::asked(&topic.text))),
    );
    Ok(entries)
}

/// What a question is about: its tags, and the heading it stands below.
fn topics_of(question: &Question) -> impl Iterator<Item = &str> {
    let topics = question.tags.iter().chain(question.section.last()).map(String::as_str);
    let mut seen = HashSet::new();
    topics.filter(move |topic| topic.chars().count() <= LONGEST_TOPIC && seen.insert(topic.to_lowercase()))
}
