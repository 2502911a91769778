//! Headings that only name something: what stands around each of them, for a forest that has learnt
//! which of them are asked.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::asking::{self, Title};
use super::context;
use super::document::Document;
use super::forest::{Feature, Forest, log, number};
use super::judged;
use super::numbering;
use super::page;
use super::siblings::{self, Siblings};
use super::text;
use crate::question::is_han;

static FOREST: LazyLock<Forest> = LazyLock::new(|| {
    // Its tests have read the table, which is part of the program.
    Forest::parse(include_str!("../../models/reading/headings.forest")).unwrap_or_default()
});

/// What the headings of one level have in common.
#[derive(Default)]
struct Level {
    count: f32,
    asks: f32,
    topics: f32,
    numbered: f32,
    counted: f32,
    answered: f32,
    leaves: f32,
    bold: f32,
    /// The logarithms of the lengths of the texts right below, added up.
    told: f32,
}

/// The headings of a document, as samples.
pub struct Concepts<'c, 'd, 'a> {
    document: &'d Document<'a>,
    titles: &'c [Title],
    siblings: &'c HashMap<siblings::Key, Siblings>,
    sequence: &'c [Option<String>],
    alike: &'c [bool],
    levels: HashMap<u8, Level>,
    /// For each heading how many stand right below it, and how many of them ask.
    nested: Vec<(f32, f32)>,
    /// Whether any heading above asks.
    in_answer: Vec<bool>,
    /// For each heading what it says of those below it, if there are any.
    above: HashMap<usize, Above>,
    top: u8,
    /// What the document as a whole shows, the same for all headings.
    page: [Feature; 9],
    /// Whether the document recounts what was asked in an interview, whatever its headings say.
    recounts: bool,
}

/// What a heading says of those below it.
struct Above {
    announces: bool,
    /// Whether it or one above it announces questions.
    announced: bool,
    recounts: bool,
    told: f32,
}

impl Above {
    fn of(document: &Document<'_>, at: usize) -> Self {
        Self {
            announces: context::announces_questions(&document.headings[at].title),
            announced: document.announcer(Some(at)).is_some(),
            recounts: document.recounts(Some(at)),
            told: log(document.directly_below(at).len()),
        }
    }
}

impl<'c, 'd, 'a> Concepts<'c, 'd, 'a> {
    /// Looks at all headings of a document that has some.
    pub fn of(
        document: &'d Document<'a>,
        titles: &'c [Title],
        siblings: &'c HashMap<siblings::Key, Siblings>,
        sequence: &'c [Option<String>],
        alike: &'c [bool],
    ) -> Self {
        let headings = &document.headings;
        let mut levels: HashMap<u8, Level> = HashMap::new();
        let mut nested = vec![(0.0, 0.0); headings.len()];
        let mut in_answer = vec![false; headings.len()];
        let mut above: HashMap<usize, Above> = HashMap::new();
        for (at, heading) in headings.iter().enumerate() {
            let level = levels.entry(heading.level).or_default();
            let below = document.directly_below(at);
            level.count += 1.0;
            level.numbered += number(numbering::is_numbered(&heading.title));
            level.counted += number(sequence[at].is_some());
            level.leaves += number(heading.end == document.next_heading(heading.range.start));
            level.bold += number(below.starts_with("**"));
            level.told += log(below.len());
            if let Some(parent) = heading.parent {
                above.entry(parent).or_insert_with(|| Above::of(document, parent));
                nested[parent].0 += 1.0;
                nested[parent].1 += number(titles[at] == Title::Asks);
                in_answer[at] = in_answer[parent] || titles[parent] == Title::Asks;
            }
        }
        for ((_, level), beside) in siblings {
            let level = levels.entry(*level).or_default();
            level.asks += beside.ask as f32;
            level.topics += beside.topic as f32;
            level.answered += beside.answered as f32;
        }
        let page = page_features(document, titles);
        let recounts = document.recounts(None);
        let top = headings.iter().map(|heading| heading.level).min().unwrap_or(1);
        Self {
            document,
            titles,
            siblings,
            sequence,
            alike,
            levels,
            nested,
            in_answer,
            above,
            top,
            page,
            recounts,
        }
    }

    /// How sure it is that a heading is asked, from 0 to 1.
    pub fn score(&self, at: usize) -> f32 {
        FOREST.score(&self.features(at))
    }

    /// What stands around a heading.
    pub fn features(&self, at: usize) -> Vec<Feature> {
        [&self.beside(at)[..], &self.page, &self.over(at), &self.own(at)].concat()
    }

    /// What the headings beside one show, and all of its level.
    fn beside(&self, at: usize) -> [Feature; 14] {
        let heading = &self.document.headings[at];
        let siblings = &self.siblings[&(heading.parent, heading.level)];
        let level = &self.levels[&heading.level];
        let beside = (siblings.ask + siblings.name + siblings.topic) as f32;
        [
            ("beside", beside.ln_1p()),
            ("beside_asking", log(siblings.ask)),
            ("beside_asks", siblings.ask as f32 / beside),
            ("beside_topics", siblings.topic as f32 / beside),
            ("beside_marked", siblings.marked as f32 / beside),
            ("level", level.count.ln_1p()),
            ("level_asks", level.asks / level.count),
            ("level_topics", level.topics / level.count),
            ("level_numbered", level.numbered / level.count),
            ("level_counted", level.counted / level.count),
            ("level_answered", level.answered / level.count),
            ("level_leaves", level.leaves / level.count),
            ("level_bold", level.bold / level.count),
            ("level_told", level.told / level.count),
        ]
    }

    /// What stands over a heading.
    fn over(&self, at: usize) -> [Feature; 8] {
        let parent = self.document.headings[at].parent;
        let above = parent.and_then(|parent| self.above.get(&parent));
        let says = |what: fn(&Above) -> bool, page: bool| number(above.map_or(page, what));
        let is_page = |up: usize| up == 0 && self.document.headings[up].level == 1;
        [
            ("recounts", says(|above| above.recounts, self.recounts)),
            ("announcer", says(|above| above.announced, false)),
            ("in_answer", number(self.in_answer[at])),
            ("parent_told", above.map_or(0.0, |above| above.told)),
            ("parent_none", number(parent.is_none())),
            ("parent_announces", says(|above| above.announces, false)),
            ("parent_topic", number(parent.is_some_and(|up| self.titles[up] == Title::Topic))),
            ("parent_page", number(parent.is_some_and(is_page))),
        ]
    }

    /// What a heading shows by itself and by the text below it.
    fn own(&self, at: usize) -> [Feature; 14] {
        let document = self.document;
        let heading = &document.headings[at];
        let (title, (nested, nested_asks)) = (&heading.title, self.nested[at]);
        [
            ("told", log(document.directly_below(at).len())),
            ("section", log(document.section(at).len())),
            ("nested", nested.ln_1p()),
            ("nested_asks", number(nested_asks > 0.0)),
            ("depth", f32::from(heading.level - self.top)),
            ("width", log(text::columns(title))),
            ("words", title.split_whitespace().count() as f32),
            ("name", number(judged::is_name(title))),
            ("counted", number(self.sequence[at].is_some())),
            ("numbered", number(numbering::is_numbered(title))),
            ("answered", number(siblings::is_answered(document, at))),
            ("alike", number(self.alike[at])),
            ("chinese", number(title.chars().any(is_han))),
            ("invites", number(asking::invites(title))),
        ]
    }
}

/// What a document as a whole shows.
fn page_features(document: &Document<'_>, titles: &[Title]) -> [Feature; 9] {
    let share = |wanted: Title| {
        titles.iter().filter(|title| **title == wanted).count() as f32 / titles.len().max(1) as f32
    };
    [
        ("page", log(document.headings.len())),
        ("page_asks", share(Title::Asks)),
        ("page_topics", share(Title::Topic)),
        ("page_lists", document.listed() as f32 / document.text.len().max(1) as f32),
        ("map", number(page::is_map(document))),
        ("doubt", page::doubt(document) as f32),
        ("among", number(document.lies_among_questions())),
        ("announces", number(document.announces())),
        ("promises", number(context::promises_concepts(document.name))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::claims::Claims;
    use crate::corpus::collection::Collection;
    use crate::corpus::document::Format;
    use crate::corpus::tests::asked;

    #[test]
    fn the_forest_has_learnt_these_features() {
        let document = Document::parse(("", "a.md"), "# Locks\n", Format::Markdown, &mut Vec::new());
        let claims = Claims::default();
        let collection = Collection::of(&document, &claims);
        let names = collection.concepts().features(0).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(FOREST.names(), names);
    }

    #[test]
    fn names_among_interview_notes_are_asked_where_their_page_looks_so() {
        let part = |title: String| format!("### {title}\n\n一扇门，上了锁。\n\n");
        let names: String = (1..=9).map(|at| part(format!("第{at}把锁"))).collect();
        let asks: String = (1..=4).map(|at| part(format!("怎么打开第{at}把锁？"))).collect();
        let text = format!("# 锁\n\n## 开锁\n\n{asks}{names}");
        assert_eq!(asked("interview/locks.md", &text).len(), 13);
        assert_eq!(asked("notes/locks.md", &text).len(), 4);
    }
}
