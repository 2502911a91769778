//! List items: what stands around each of them, for a forest that has learnt which of them are asked.

use std::sync::LazyLock;

use super::asking::{self, Title};
use super::bullet::{Bullet, Manner};
use super::context::{self, Place};
use super::document::{Document, Item};
use super::family::{self, Family};
use super::forest::{Feature, Forest, number};
use super::judged;
use super::text;
use crate::question::is_han;

static FOREST: LazyLock<Forest> = LazyLock::new(|| {
    // Its tests have read the table, which is part of the program.
    Forest::parse(include_str!("../../models/reading/items.forest")).unwrap_or_default()
});

/// What the items of a family have in common, beside what the family itself counts; sums over all.
#[derive(Clone, Copy, Default)]
struct Shared {
    count: f32,
    /// How many have items nested in them.
    parents: f32,
    /// How many of these ask.
    nested_asks: f32,
    width: f32,
    terms: f32,
    /// How many end as sentences do.
    stops: f32,
    colons: f32,
    /// How many go on after the text that they begin with.
    bodies: f32,
}

/// The list items of a document, as samples.
pub struct Entries<'e, 'd, 'a> {
    document: &'d Document<'a>,
    bullets: &'e [Bullet],
    families: &'e [Family],
    /// For each item whether it is known to be a topic of what is nested in it.
    told: &'e [bool],
    shared: Vec<Shared>,
    /// For each family whether the heading above announces questions.
    announced: Vec<bool>,
    titles: Vec<Title>,
    depths: Vec<usize>,
    /// For each item how many are nested in it, and how many of them ask.
    nested: Vec<(f32, f32)>,
    /// What the document as a whole shows, the same for all items.
    page: [Feature; 11],
}

impl<'e, 'd, 'a> Entries<'e, 'd, 'a> {
    /// Looks at all items of a document.
    pub fn of(
        document: &'d Document<'a>,
        bullets: &'e [Bullet],
        families: &'e [Family],
        told: &'e [bool],
    ) -> Self {
        let items = &document.items;
        let mut nested = vec![(0.0, 0.0); items.len()];
        for (at, item) in items.iter().enumerate() {
            if let Some(parent) = item.parent {
                nested[parent].0 += 1.0;
                nested[parent].1 += number(bullets[at].manner == Manner::Asks);
            }
        }
        let mut shared = vec![Shared::default(); families.len()];
        for (at, bullet) in bullets.iter().enumerate() {
            let own = &mut shared[bullet.family];
            own.count += 1.0;
            own.parents += number(nested[at].0 > 0.0);
            own.nested_asks += nested[at].1;
            own.width += text::columns(&bullet.text) as f32;
            own.terms += number(bullet.term.is_some());
            own.stops += number(stops(&bullet.text));
            own.colons += number(leads(&bullet.text));
            own.bodies += number(has_body(document, &items[at]));
        }
        let announces = |at: usize| context::announces_questions(&document.headings[at].title);
        let announced = families.iter().map(|family| family.heading.is_some_and(announces)).collect();
        let titles = judged::headings(document);
        let (depths, page) = (document.depths(), page_features(document, bullets, &titles));
        Self { document, bullets, families, told, shared, announced, titles, depths, nested, page }
    }

    /// How sure it is that an item is asked, from 0 to 1.
    pub fn score(&self, at: usize) -> f32 {
        FOREST.score(&self.features(at))
    }

    /// What stands around an item.
    pub fn features(&self, at: usize) -> Vec<Feature> {
        [&self.own(at)[..], &self.beside(at), &self.over(at), &self.page].concat()
    }

    /// What an item shows by itself.
    fn own(&self, at: usize) -> [Feature; 18] {
        let (item, bullet) = (&self.document.items[at], &self.bullets[at]);
        let (text, (nested, nested_asks)) = (&bullet.text, self.nested[at]);
        [
            ("asks", number(bullet.manner == Manner::Asks)),
            ("invites", number(bullet.manner == Manner::Invites)),
            ("names", number(bullet.manner == Manner::Names)),
            ("marked", number(asking::ends_asking(text))),
            ("width", text::columns(text) as f32),
            ("words", text.split_whitespace().count() as f32),
            ("stops", number(stops(text))),
            ("leads", number(leads(text))),
            ("colon", number(text.contains([':', '：']))),
            ("comma", number(text.contains(['，', ',', '、']))),
            ("chinese", number(text.chars().any(is_han))),
            ("depth", self.depths[at] as f32),
            ("nested", nested),
            ("nested_asks", if nested > 0.0 { nested_asks / nested } else { -1.0 }),
            ("body", number(has_body(self.document, item))),
            ("box", number(family::is_box(self.document, item))),
            ("term", number(bullet.term.is_some())),
            ("topic", number(self.told[at])),
        ]
    }

    /// What the items of its family show, and where they stand.
    fn beside(&self, at: usize) -> [Feature; 27] {
        let at = self.bullets[at].family;
        let (family, shared) = (&self.families[at], &self.shared[at]);
        let count = shared.count.max(1.0);
        let of = |some: usize| some as f32 / count;
        [
            ("numbered", number(family.marker == b'1')),
            ("family", count),
            ("family_asks", of(family.asks)),
            ("family_asking", family.asks as f32),
            ("family_invites", of(family.invites)),
            ("family_names", of(family.names)),
            ("family_links", of(family.links)),
            ("family_marked", of(family.marked)),
            ("family_groups", of(family.groups)),
            ("family_boxes", of(family.boxes)),
            ("family_standing", of(family.standing)),
            ("family_answered", of(family.answered)),
            ("family_climbing", of(family.climbing)),
            ("family_parents", shared.parents / count),
            ("family_nested_asks", shared.nested_asks / count),
            ("family_width", shared.width / count),
            ("family_terms", shared.terms / count),
            ("family_stops", shared.stops / count),
            ("family_leads", shared.colons / count),
            ("family_bodies", shared.bodies / count),
            ("place", place(family.place)),
            ("answers", number(family.answers)),
            ("opens", number(family.opens)),
            ("strong", number(family.strong)),
            ("recounted", number(family.recounted)),
            ("announcer", number(family.announcer.is_some())),
            ("only_led", number(family.only_led)),
        ]
    }

    /// What the item around it and the heading above show.
    fn over(&self, at: usize) -> [Feature; 10] {
        let item = &self.document.items[at];
        let parent = item.parent.map(|parent| &self.bullets[parent]);
        let above = |wanted: Manner| number(parent.is_some_and(|parent| parent.manner == wanted));
        let asks = |family: &Family| family.asks as f32 / family.items().max(1) as f32;
        let heading = self.document.lists[item.list].heading;
        let title = |wanted: Title| number(heading.is_some_and(|at| self.titles[at] == wanted));
        let level = heading.map_or(0, |at| self.document.headings[at].level);
        [
            ("above_asks", above(Manner::Asks)),
            ("above_names", above(Manner::Names)),
            ("above_links", above(Manner::Links)),
            ("above_width", parent.map_or(0.0, |parent| text::columns(&parent.text) as f32)),
            ("above_family_asks", parent.map_or(0.0, |parent| asks(&self.families[parent.family]))),
            ("heading_asks", title(Title::Asks)),
            ("heading_names", title(Title::Names)),
            ("heading_topic", title(Title::Topic)),
            ("heading_level", f32::from(level)),
            ("heading_announces", number(self.announced[self.bullets[at].family])),
        ]
    }
}

/// What a document as a whole shows.
fn page_features(document: &Document<'_>, bullets: &[Bullet], titles: &[Title]) -> [Feature; 11] {
    let items = bullets.len().max(1) as f32;
    let asks = bullets.iter().filter(|bullet| bullet.manner == Manner::Asks).count();
    let marked = bullets.iter().filter(|bullet| asking::ends_asking(&bullet.text)).count();
    let headings = |wanted: Title| titles.iter().filter(|title| **title == wanted).count() as f32;
    let announces = number(document.announces()) + number(document.announces_questions(None));
    [
        ("page_items", bullets.len() as f32),
        ("page_asks", asks as f32 / items),
        ("page_marked", marked as f32 / items),
        ("page_lists", document.listed() as f32 / document.text.len().max(1) as f32),
        ("page_headings", document.headings.len() as f32),
        ("page_heading_asks", headings(Title::Asks)),
        ("page_heading_names", headings(Title::Names) / titles.len().max(1) as f32),
        ("among", number(document.lies_among_questions())),
        ("announces", announces),
        ("recounts", number(document.recounts_anywhere())),
        ("promises", number(context::promises_concepts(document.name))),
    ]
}

fn place(place: Place) -> f32 {
    match place {
        Place::Elsewhere => 0.0,
        Place::Unannounced => 1.0,
        Place::Inside => 2.0,
        Place::Announced => 3.0,
    }
}

/// Whether a text ends as a sentence does.
fn stops(text: &str) -> bool {
    text.ends_with(['.', '。', ';', '；', '，', ','])
}

/// Whether a text leads over to another.
fn leads(text: &str) -> bool {
    text.ends_with([':', '：'])
}

/// Whether an item goes on after the text that it begins with.
fn has_body(document: &Document<'_>, item: &Item) -> bool {
    !document.after_own(item).trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::claims::Claims;
    use crate::corpus::document::Format;
    use crate::corpus::listing;
    use crate::corpus::tests::asked;

    #[test]
    fn the_forest_has_learnt_these_features() {
        let document = Document::parse(("", "a.md"), "- Locks\n", Format::Markdown, &mut Vec::new());
        let listing = listing::by_rules(&document, &Claims::default());
        let entries = Entries::of(&document, &listing.bullets, &listing.families, &listing.told);
        let names = entries.features(0).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(FOREST.names(), names);
    }

    #[test]
    fn items_among_interview_notes_are_asked_where_their_list_looks_so() {
        let list: String = (1..=8)
            .map(|at| format!("- 第{at}把锁的钥匙\n- 怎么打开第{at}把锁\n- 如何更换第{at}把锁？\n"))
            .collect();
        let text = format!("# 杂记\n\n几句话。\n\n## 锁\n\n{list}");
        assert_eq!(asked("interview/locks.md", &text).len(), 24);
        assert!(asked("notes/locks.md", &text).len() < 24);
    }
}
