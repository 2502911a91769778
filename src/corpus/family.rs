//! List items that are siblings and written alike: together they show whether they are asked.

use std::collections::BTreeMap;
use std::ops::Range;

use super::asking;
use super::bullet::{Bullet, Manner};
use super::context::Place;
use super::document::{Document, Item};
use super::labels::Role;
use crate::question::is_han;

/// Items this long, in bytes, are more than entries of a table of contents.
const LONG_ENTRY: usize = 200;

/// So many numbers one after the other, over a text each, are more than the steps of something.
const LONG_LIST: usize = 10;

/// So many topics may have been named in an interview without a question among them.
const FEW: usize = 5;

/// Lists of one kind under one heading, or in one item.
#[derive(Debug, Default)]
pub struct Family {
    /// The heading above.
    pub heading: Option<usize>,
    /// Where they stand.
    pub place: Place,
    /// Whether the heading above asks, so that the list is its answer.
    pub answers: bool,
    /// Whether it stands right below the heading.
    pub opens: bool,
    /// Whether only the line above the list announces questions.
    pub only_led: bool,
    /// Whether questions are announced, and not merely interviews spoken of.
    pub strong: bool,
    /// Whether the nearest heading is that of a table of contents.
    pub contents: bool,
    /// Whether the file lies among questions.
    pub among: bool,
    /// Whether it does and has hardly a heading, so that lists may take their place.
    pub alone: bool,
    /// Whether it is a list of what was asked in an interview.
    pub recounted: bool,
    /// The level of the heading above, for top-level lists with numbers.
    pub numbered: Option<u8>,
    /// The first byte of its items.
    pub marker: u8,
    /// The nearest heading above that announces questions, for top-level lists.
    pub announcer: Option<usize>,
    /// How many have a box to tick.
    pub boxes: usize,
    /// How many are followed by a labelled answer.
    pub answered: usize,
    /// How many stand over text that is outside of the list.
    pub standing: usize,
    /// How many have a number greater than that before, beginning with the second.
    pub climbing: usize,
    /// The number of the last item.
    pub number: usize,
    /// How many are headings.
    pub headed: usize,
    /// How many end with a question mark.
    pub marked: usize,
    /// How many ask.
    pub asks: usize,
    /// How many ask with a question mark or in Chinese: `Describe …` may be advice as well.
    pub sure: usize,
    /// How many begin like a task.
    pub invites: usize,
    /// How many only name something.
    pub names: usize,
    /// How many of these have questions nested in them.
    pub groups: usize,
    /// How many lead elsewhere.
    pub links: usize,
    /// How long they are together.
    pub bytes: usize,
}

impl Family {
    /// Takes in one item.
    pub fn count(&mut self, bullet: &Bullet, document: &Document<'_>, item: &Item) {
        let marked = asking::ends_asking(&bullet.text);
        self.marked += usize::from(marked);
        let sure = marked || bullet.text.chars().any(is_han);
        self.sure += usize::from(sure && bullet.manner == Manner::Asks);
        match bullet.manner {
            Manner::Asks => self.asks += 1,
            Manner::Invites => self.invites += 1,
            Manner::Names => self.names += 1,
            Manner::Links => self.links += 1,
        }
        self.bytes += item.range.len();
        self.headed += usize::from(is_heading(document, item));
        self.boxes += usize::from(is_box(document, item));
        if item.parent.is_none() && !document.lists[item.list].quoted {
            let below = below(document, item);
            self.standing += usize::from(!document.text[below.clone()].trim().is_empty());
            let before = std::mem::replace(&mut self.number, number(document, item));
            self.climbing += usize::from(before > 0 && self.number > before);
            self.answered += usize::from(is_answered(document, item, below, bullet.manner == Manner::Asks));
        }
    }

    /// Closes a family: under the heading of a table of contents short items are its entries, and
    /// under one that asks they answer, unless nearly all of them ask again.
    pub fn settle(&mut self) {
        let said = self.asks + self.invites;
        let asks_again = self.items() >= 4 && said * 4 >= self.items() * 3 && self.marked * 2 >= self.items();
        let is_entries = self.contents
            && self.headed == 0
            && self.boxes * 2 < self.items()
            && self.bytes < LONG_ENTRY * self.items();
        if is_entries || (self.answers && !asks_again) {
            self.place = Place::Elsewhere;
        }
    }

    /// How many items there are.
    pub fn items(&self) -> usize {
        self.asks + self.invites + self.names + self.links
    }

    /// Whether most of its items ask.
    pub fn mostly_asks(&self) -> bool {
        self.asks * 2 > self.items()
    }

    /// Whether all its items are asked, those that only name something included.
    fn is_all_asked(&self) -> bool {
        let (said, items) = (self.asks + self.invites, self.items());
        // Accounts of interviews link to the problems.
        let most = if self.recounted { 2 } else { 4 };
        if self.place == Place::Elsewhere || self.links * most > items {
            return false;
        }
        let answered = self.answered >= 2 && self.answered * 3 >= items * 2;
        let stand = self.standing >= 4 && self.stands();
        let counted = self.climbing >= LONG_LIST && self.climbing * 10 >= items * 9;
        let listed = counted && (self.standing * 2 >= items || (self.strong && self.opens));
        let ticked = self.boxes == items && items >= 3 && said * 2 >= items;
        let is_top = self.numbered.is_some() || self.announcer.is_some();
        let share = if is_top && self.place == Place::Announced { 4 } else { 2 };
        let meant = self.place == Place::Announced || self.sure * 2 >= said;
        answered
            || stand
            || (self.alone && self.standing >= 5 && self.standing * 5 >= items * 4 && !self.answers)
            || (self.among && (listed || self.only_asks()))
            || ticked
            || (self.recounted && (said >= 1 || items <= FEW || self.numbered.is_some()))
            || (self.strong && meant && self.sure >= 1 && items >= 3 && said * share >= items)
    }

    /// Whether hardly anything but questions is among its items.
    fn only_asks(&self) -> bool {
        let marked = self.marked * 2 >= self.items() && self.asks * 10 >= self.items() * 9;
        marked && self.items() >= 4 && !self.answers && self.opens
    }

    /// Whether most of its items ask and most stand over text, as headings do.
    fn stands(&self) -> bool {
        let said = self.asks + self.invites;
        !self.answers && self.standing * 2 >= self.items() && said * 2 >= self.items()
    }

    /// Whether its items are questions; `busy` says that such lists are most of the file.
    pub fn is_asked(&self, busy: bool) -> bool {
        let said = self.asks + self.invites;
        let (names, items) = (self.names - self.groups, self.items() - self.groups);
        match self.place {
            Place::Elsewhere => false,
            Place::Announced if self.only_led && !self.strong && (said < 3 || self.marked * 4 < said * 3) => {
                false
            }
            Place::Announced => said >= 1 && said * 2 > said + names,
            Place::Inside => {
                self.asks >= 1
                    && said * 2 > said + names
                    && self.asks * 3 >= said
                    && (busy || (self.asks >= 3 && said * 10 >= 8 * items))
            }
            Place::Unannounced => busy && self.asks >= 1 && said * 10 >= 7 * items,
        }
    }
}

/// Whether lists that ask are what the file is about.
pub fn is_busy(document: &Document<'_>, families: &[Family]) -> bool {
    let asking = |family: &&Family| family.mostly_asks() && family.place != Place::Elsewhere;
    let (asks, bytes) = families
        .iter()
        .filter(asking)
        .fold((0, 0), |(asks, bytes), family| (asks + family.asks, bytes + family.bytes));
    let all: usize = families.iter().map(Family::items).sum();
    (asks >= 3 && bytes * 5 >= document.text.len() * 2) || (asks >= 8 && asks * 10 >= all * 6)
}

/// For each family whether all its items are asked: its own look says so, or that of the lists
/// that are written the same way.
pub fn all_asked(families: &[Family]) -> Vec<bool> {
    let mut all: Vec<bool> = families.iter().map(Family::is_all_asked).collect();
    let mut alike: BTreeMap<Alike, Vec<usize>> = BTreeMap::new();
    for (at, family) in families.iter().enumerate().filter(|(_, family)| family.place != Place::Elsewhere) {
        let numbered = family.numbered.filter(|_| family.sure > 0);
        let numbered = numbered.map(Alike::Numbered);
        let boxes = (family.boxes == family.items()).then_some(Alike::Boxes);
        let announced = family.announcer.map(|heading| Alike::Announced(heading, family.marker));
        let standing = family.stands().then_some(Alike::Standing(family.marker));
        let keys = [numbered, boxes, announced, standing].into_iter().flatten();
        keys.for_each(|key| alike.entry(key).or_default().push(at));
    }
    for (key, members) in alike {
        let count = |what: fn(&Family) -> usize| members.iter().map(|&at| what(&families[at])).sum::<usize>();
        let (sure, items) = (count(|family| family.sure), count(Family::items));
        let said = count(|family| family.asks + family.invites);
        let meant = match key {
            Alike::Numbered(_) => members.iter().filter(|&&at| all[at]).count() >= 2,
            Alike::Boxes => members.iter().filter(|&&at| all[at]).count() >= 2 && said * 3 >= items,
            Alike::Standing(_) => members.iter().any(|&at| all[at]),
            Alike::Announced(..) => {
                sure >= 3 && said * 5 >= items * 2 && count(|family| family.links) * 4 <= items
            }
        };
        members.iter().filter(|_| meant).for_each(|&at| all[at] = true);
    }
    all
}

/// How lists of one file are written the same way.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Alike {
    /// With numbers, under headings of this level.
    Numbered(u8),
    /// With boxes to tick.
    Boxes,
    /// Below this heading, which announces questions, with this marker.
    Announced(usize, u8),
    /// Over text, with this marker.
    Standing(u8),
}

/// Whether the item has a box to tick.
pub fn is_box(document: &Document<'_>, item: &Item) -> bool {
    let text = past_marker(document, item);
    ["[ ]", "[x]", "[X]"].iter().any(|mark| text.starts_with(mark))
}

/// What follows the marker of an item.
fn past_marker<'a>(document: &Document<'a>, item: &Item) -> &'a str {
    let text = &document.text[item.range.clone()];
    text.trim_start_matches(|c: char| c.is_ascii_digit() || "-*+.) ".contains(c))
}

/// Whether an item is a heading: `1. ### What is a lock?`.
fn is_heading(document: &Document<'_>, item: &Item) -> bool {
    past_marker(document, item).starts_with('#')
}

/// The number of an item, or nothing.
fn number(document: &Document<'_>, item: &Item) -> usize {
    let text = &document.text[item.range.clone()];
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..digits].parse().unwrap_or_default()
}

/// What is outside of the list between an outer item and the next one, or the next heading.
fn below(document: &Document<'_>, item: &Item) -> Range<usize> {
    let next = document.items.partition_point(|other| other.range.start <= item.range.start);
    let outside = |other: &&Item| other.parent.is_none() && !document.lists[other.list].quoted;
    let next =
        document.items[next..].iter().find(outside).map_or(document.text.len(), |next| next.range.start);
    item.range.end..next.min(document.next_heading(item.range.start)).max(item.range.end)
}

/// Whether a labelled answer, or below what asks a folded one, follows an item.
fn is_answered(document: &Document<'_>, item: &Item, below: Range<usize>, asks: bool) -> bool {
    let marks = document.marks_in(&(item.range.start..below.end));
    asks && document.text[below].trim_start().starts_with("<details")
        || marks.first().is_some_and(|mark| mark.label.role == Role::Answer)
}

#[cfg(test)]
mod tests {
    use crate::corpus::tests::asked;

    #[test]
    fn bullets_that_stand_over_text_in_a_file_without_headings() {
        let bullet = |name: &str| format!("- {name}\n\nA door of {name}.\n\n");
        let text = ["Locks", "Keys", "Hinges", "Bolts", "Latches"].map(bullet).concat();
        let read = |name: &str| asked(name, &text).len();
        assert_eq!((read("interview/doors.md"), read("notes/doors.md")), (5, 0));
    }
}
