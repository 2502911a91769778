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
    /// What is the same for all headings.
    page: Page,
}

/// What a heading says of those below it.
struct Above {
    announces: bool,
    /// Whether it or one above it announces questions.
    announced: bool,
    recounts: bool,
    told: f32,
}

/// What a document as a whole shows.
struct Page {
    asks: f32,
    topics: f32,
    lists: f32,
    is_map: bool,
    doubt: usize,
    among: bool,
    announces: bool,
    promises: bool,
    recounts: bool,
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
            level.asks += number(titles[at] == Title::Asks);
            level.topics += number(titles[at] == Title::Topic);
            level.numbered += number(is_numbered(&heading.title));
            level.counted += number(sequence[at].is_some());
            level.answered += number(siblings::is_answered(document, at));
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
        let share = |wanted: Title| {
            titles.iter().filter(|title| **title == wanted).count() as f32 / titles.len().max(1) as f32
        };
        let outer = document.lists.iter().filter(|list| list.item.is_none());
        let lists: usize = outer.map(|list| list.range.len()).sum();
        let page = Page {
            asks: share(Title::Asks),
            topics: share(Title::Topic),
            lists: lists as f32 / document.text.len().max(1) as f32,
            is_map: page::is_map(document),
            doubt: page::doubt(document),
            among: document.lies_among_questions(),
            announces: document.announces(),
            promises: context::promises_concepts(document.name),
            recounts: document.recounts(None),
        };
        let top = headings.iter().map(|heading| heading.level).min().unwrap_or(1);
        Self { document, titles, siblings, sequence, alike, levels, nested, in_answer, above, top, page }
    }

    /// How sure it is that a heading is asked, from 0 to 1.
    pub fn score(&self, at: usize) -> f32 {
        FOREST.score(&self.features(at))
    }

    /// What stands around a heading.
    pub fn features(&self, at: usize) -> [Feature; 45] {
        let (document, page) = (self.document, &self.page);
        let heading = &document.headings[at];
        let siblings = &self.siblings[&(heading.parent, heading.level)];
        let level = &self.levels[&heading.level];
        let beside = (siblings.ask + siblings.name + siblings.topic) as f32;
        let parent = heading.parent.map(|parent| (parent, &document.headings[parent]));
        let above = heading.parent.and_then(|parent| self.above.get(&parent));
        let says = |what: fn(&Above) -> bool, page: bool| number(above.map_or(page, what));
        let title = &heading.title;
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
            ("page", log(document.headings.len())),
            ("page_asks", page.asks),
            ("page_topics", page.topics),
            ("page_lists", page.lists),
            ("map", number(page.is_map)),
            ("doubt", page.doubt as f32),
            ("among", number(page.among)),
            ("announces", number(page.announces)),
            ("promises", number(page.promises)),
            ("recounts", says(|above| above.recounts, page.recounts)),
            ("announcer", says(|above| above.announced, false)),
            ("in_answer", number(self.in_answer[at])),
            ("parent_told", above.map_or(0.0, |above| above.told)),
            ("parent_none", number(parent.is_none())),
            ("parent_announces", says(|above| above.announces, false)),
            ("parent_topic", number(parent.is_some_and(|(at, _)| self.titles[at] == Title::Topic))),
            ("parent_page", number(parent.is_some_and(|(at, up)| at == 0 && up.level == 1))),
            ("told", log(document.directly_below(at).len())),
            ("section", log(document.section(at).len())),
            ("nested", self.nested[at].0.ln_1p()),
            ("nested_asks", number(self.nested[at].1 > 0.0)),
            ("depth", f32::from(heading.level - self.top)),
            ("width", log(text::columns(title))),
            ("words", title.split_whitespace().count() as f32),
            ("name", number(judged::is_name(title))),
            ("counted", number(self.sequence[at].is_some())),
            ("numbered", number(is_numbered(title))),
            ("answered", number(siblings::is_answered(document, at))),
            ("alike", number(self.alike[at])),
            ("chinese", number(title.chars().any(is_han))),
            ("invites", number(asking::invites(title))),
        ]
    }
}

fn is_numbered(title: &str) -> bool {
    numbering::without_number(title).len() < title.len()
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
        let names = collection.concepts().features(0).map(|(name, _)| name.to_owned());
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
