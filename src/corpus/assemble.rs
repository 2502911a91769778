//! Drafts of all shapes, and of notes → questions: order, sections, tags, language, ids and follow-up links.

use std::collections::{HashMap, HashSet};

use super::Warning;
use super::document::Document;
use super::draft::{Draft, Record};
use super::repeats;
use super::text;
use super::titles;
use crate::question::{Kind, Lang, Question, QuestionId, SourceRef};
use crate::tags;

/// Turns drafts, grouped by the shape that made them, into the questions of a source, and its
/// notes into questions of the kind `Note`.
pub fn assemble(
    document: &Document<'_>,
    groups: Vec<Vec<Draft<'_>>>,
    notes: Vec<Draft<'_>>,
    warnings: &mut Vec<Warning>,
) -> (Vec<Question>, Vec<Question>) {
    let mut maker = Maker::of(document);
    let questions = questions(&mut maker, &groups, warnings);
    let notes = notes.iter().map(|draft| maker.question(draft));
    let notes = notes.filter(|note| !note.question.is_empty());
    // A record may say itself that it is a note.
    let (questions, told): (Vec<_>, Vec<_>) =
        questions.into_iter().partition(|question| question.kind == Kind::Question);
    (questions, told.into_iter().chain(notes).collect())
}

fn questions(
    maker: &mut Maker<'_, '_>,
    groups: &[Vec<Draft<'_>>],
    warnings: &mut Vec<Warning>,
) -> Vec<Question> {
    let mut places: Vec<(usize, usize)> = groups
        .iter()
        .enumerate()
        .flat_map(|(group, drafts)| (0..drafts.len()).map(move |at| (group, at)))
        .collect();
    places.sort_by_key(|&(group, at)| groups[group][at].range.start);

    let same = repeats::find(groups, &places);
    let mut known: HashMap<(usize, usize), QuestionId> = HashMap::with_capacity(places.len());
    let mut kept = Vec::with_capacity(places.len());
    for place in places.iter().copied().filter(|place| !same.contains_key(place)) {
        let draft = &groups[place.0][place.1];
        let question = maker.question(draft);
        if let Some(id) = maker.ids.repeated.take() {
            warnings.push(Warning::new(
                question.source.line,
                format!("the id '{id}' is given to an earlier question; this one is left out"),
            ));
        } else if !question.question.is_empty() {
            known.insert(place, question.id.clone());
            kept.push((place, question));
        }
    }
    let link = |((group, at), mut question): ((usize, usize), Question)| {
        if let Some(follows) = groups[group][at].follows {
            let followed = (group, follows);
            let id = known.get(same.get(&followed).unwrap_or(&followed)).cloned();
            question.follow_up_of = id.filter(|id| *id != question.id);
        }
        question
    };
    kept.into_iter().map(link).collect()
}

/// Hands out ids, and notes where a given one comes twice.
#[derive(Default)]
struct Ids {
    /// How often each derived id's place and text came before.
    occurrences: HashMap<QuestionId, usize>,
    given: HashSet<String>,
    repeated: Option<String>,
}

impl Ids {
    fn given(&mut self, id: &str) -> QuestionId {
        if !self.given.insert(id.to_owned()) {
            self.repeated = Some(id.to_owned());
        }
        QuestionId::given(id)
    }

    fn derived(&mut self, source: &str, section: &[String], question: &str) -> QuestionId {
        let first = QuestionId::derived(source, section, question, 0);
        let count = self.occurrences.entry(first.clone()).or_default();
        *count += 1;
        if *count == 1 { first } else { QuestionId::derived(source, section, question, *count - 1) }
    }
}

/// Makes the questions of one source.
struct Maker<'d, 'a> {
    document: &'d Document<'a>,
    ids: Ids,
    /// The topics that the folders and the file are named after.
    topics: Vec<String>,
    /// The topic that each heading is named after.
    headings: Vec<Option<String>>,
}

impl<'d, 'a> Maker<'d, 'a> {
    fn of(document: &'d Document<'a>) -> Self {
        let stem = document.name.rsplit_once('.').map_or(document.name, |(stem, _)| stem);
        // The first part names the folder that was given, whatever that is called.
        let topics = stem.split('/').skip(1).filter_map(tags::topic).collect();
        let headings = document.headings.iter().map(|heading| tags::topic(&heading.title)).collect();
        Self { document, ids: Ids::default(), topics, headings }
    }

    fn question(&mut self, draft: &Draft<'_>) -> Question {
        let document = self.document;
        let record = draft.record.as_deref().cloned().unwrap_or_default();
        let question = text::one_line(&draft.text);
        let section = match draft.heading {
            Some(heading) => section(document, heading),
            None => record.section.clone(),
        };
        let id = match &record.id {
            Some(id) => self.ids.given(id),
            None => self.ids.derived(document.name, &section, &question),
        };
        let line = document.lines.number(draft.range.start);
        Question {
            id,
            answer: draft.answer.clone().into_owned(),
            key_points: draft.key_points.clone(),
            intent: draft.intent.clone(),
            follow_up_of: record.follow_up_of.clone().map(QuestionId::given),
            section,
            tags: self.tags(&record, draft.heading),
            lang: record.lang.unwrap_or_else(|| language(&question, &draft.answer)),
            kind: draft.kind,
            difficulty: draft.difficulty.or(document.front.difficulty),
            minutes: record.minutes.or_else(|| minutes(document, draft.heading?)),
            date: record.date.clone().or_else(|| document.front.date.clone()),
            source: SourceRef { path: document.name.to_owned(), line },
            question,
        }
    }

    /// What front matter or record say, then what folders, file and headings are named after.
    fn tags(&self, record: &Record, heading: Option<usize>) -> Vec<String> {
        let own = self.document.front.tags.iter().chain(&record.tags);
        let above = self.document.upwards(heading).filter_map(|at| self.headings[at].as_ref());
        tags::normalise(own.chain(&self.topics).chain(above).cloned())
    }
}

/// By the question's script; by the answer's where the question has hardly a letter.
fn language(question: &str, answer: &str) -> Lang {
    let letters = question.chars().filter(|c| c.is_alphabetic()).take(2).count();
    Lang::of(if letters < 2 { answer } else { question })
}

/// The time box of the innermost section that has one.
fn minutes(document: &Document<'_>, heading: usize) -> Option<u32> {
    document.upwards(Some(heading)).find_map(|at| titles::time_box(&document.headings[at].title))
}

/// The section path that ends with the heading, outermost first.
fn section(document: &Document<'_>, heading: usize) -> Vec<String> {
    let titles =
        document.upwards(Some(heading)).map(|at| titles::section(&document.headings[at].title).to_owned());
    let mut path: Vec<String> = titles.filter(|title| !title.is_empty()).collect();
    path.reverse();
    path
}
