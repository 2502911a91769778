//! Lists of bare questions: which list items are asked, and which only name, link or explain.

use std::collections::HashMap;

use super::asking::{self, Title};
use super::bullet::{self, Bullet, Manner};
use super::claims::Claims;
use super::context::{self, Place};
use super::document::{Document, Item};
use super::titles;
use crate::question::is_han;

/// Lists of one kind under one heading, or in one item.
#[derive(Debug)]
struct Family {
    place: Place,
    /// Whether only the line above the list announces questions.
    only_led: bool,
    /// Whether questions are announced, and not merely interviews spoken of.
    strong: bool,
    /// The level of the heading above, for top-level lists with numbers.
    numbered: Option<u8>,
    /// The first byte of its items.
    marker: u8,
    /// The nearest heading above that announces questions, for top-level lists.
    announcer: Option<usize>,
    /// How many have a box to tick.
    boxes: usize,
    /// How many are followed by a labelled answer.
    answered: usize,
    /// How many end with a question mark.
    marked: usize,
    asks: usize,
    /// How many ask with a question mark or in Chinese: `Describe …` may be advice as well.
    sure: usize,
    invites: usize,
    names: usize,
    links: usize,
    bytes: usize,
}

impl Family {
    fn items(&self) -> usize {
        self.asks + self.invites + self.names + self.links
    }

    /// Whether all its items are asked, those that only name something included.
    fn is_all_asked(&self) -> bool {
        let (said, items) = (self.asks + self.invites, self.items());
        if self.place == Place::Elsewhere || self.links * 4 > items {
            return false;
        }
        let answered = self.answered >= 2 && self.answered * 3 >= items * 2;
        let ticked = self.boxes == items && items >= 3 && said * 2 >= items;
        let share = if self.numbered.is_some() && self.place == Place::Announced { 4 } else { 2 };
        let meant = self.place == Place::Announced || self.sure * 2 >= said;
        answered || ticked || (self.strong && meant && self.sure >= 1 && items >= 3 && said * share >= items)
    }

    /// Whether its items are questions; `busy` says that such lists are most of the file.
    fn is_asked(&self, busy: bool) -> bool {
        let said = self.asks + self.invites;
        match self.place {
            Place::Elsewhere => false,
            Place::Announced if self.only_led && !self.strong && (said < 3 || self.marked * 4 < said * 3) => {
                false
            }
            Place::Announced => said >= 1 && said * 2 > said + self.names,
            Place::Inside => {
                self.asks >= 1
                    && said * 2 > said + self.names
                    && self.asks * 3 >= said
                    && (busy || (self.asks >= 3 && said * 10 >= 8 * self.items()))
            }
            Place::Unannounced => busy && self.asks >= 1 && said * 10 >= 7 * self.items(),
        }
    }
}

/// A longer line leads over to nothing.
const LONGEST: usize = 400;

/// What the items of a family share: heading, item around them, marker, and the list where a
/// line leads over to it.
type Kin = (Option<usize>, Option<usize>, u8, Option<usize>);

/// Judges every list item of the document.
pub fn bullets(document: &Document<'_>, claims: &Claims) -> Vec<Bullet> {
    let announced = document.announces();
    let mut families: Vec<Family> = Vec::new();
    let mut keys: HashMap<Kin, usize> = HashMap::new();
    let mut bullets: Vec<Bullet> = Vec::with_capacity(document.items.len());
    for item in &document.items {
        let mut bullet = bullet::read(document, item);
        let list = &document.lists[item.list];
        let lead = match item.parent {
            Some(parent) if bullets[parent].text.len() <= LONGEST => &*bullets[parent].text,
            Some(_) => "",
            None => lead(document, list.range.start),
        };
        let led = Some(item.list).filter(|_| is_lead(lead));
        let kin = (list.heading, item.parent, marker(document, item), led);
        let family = *keys.entry(kin).or_insert_with(|| {
            let place = match is_box(document, item) {
                true => document.place_of_boxes(list.heading, lead, announced),
                false => document.place(list.heading, lead, announced),
            };
            let only_led = document.place(list.heading, "", announced) == Place::Unannounced;
            let place = if in_answer(document, list.heading) { Place::Elsewhere } else { place };
            families.push(Family {
                place,
                only_led,
                strong: document.announces_questions(list.heading) || context::announces_questions(lead),
                numbered: level(document, list.heading).filter(|_| item.parent.is_none() && kin.2 == b'1'),
                marker: kin.2,
                announcer: document.announcer(list.heading).filter(|_| item.parent.is_none()),
                boxes: 0,
                answered: 0,
                marked: 0,
                asks: 0,
                sure: 0,
                invites: 0,
                names: 0,
                links: 0,
                bytes: 0,
            });
            families.len() - 1
        });
        bullet.family = family;
        count(&mut families[family], &bullet, item);
        families[family].boxes += usize::from(is_box(document, item));
        families[family].answered +=
            usize::from(item.parent.is_none() && !list.quoted && is_answered(document, item));
        if claims.cover(item.range.start) || list.quoted {
            bullet.manner = Manner::Links;
        }
        bullets.push(bullet);
    }
    let busy = is_busy(document, &families);
    choose(document, &mut bullets, &families, busy);
    bullets
}

fn count(family: &mut Family, bullet: &Bullet, item: &Item) {
    family.marked += usize::from(asking::ends_asking(&bullet.text));
    let sure = asking::ends_asking(&bullet.text) || bullet.text.chars().any(is_han);
    family.sure += usize::from(sure && bullet.manner == Manner::Asks);
    match bullet.manner {
        Manner::Asks => family.asks += 1,
        Manner::Invites => family.invites += 1,
        Manner::Names => family.names += 1,
        Manner::Links => family.links += 1,
    }
    family.bytes += item.range.len();
}

/// Whether lists that ask are what the file is about.
fn is_busy(document: &Document<'_>, families: &[Family]) -> bool {
    let asking = |family: &&Family| family.asks * 2 > family.items() && family.place != Place::Elsewhere;
    let (asks, bytes) = families
        .iter()
        .filter(asking)
        .fold((0, 0), |(asks, bytes), family| (asks + family.asks, bytes + family.bytes));
    let all: usize = families.iter().map(Family::items).sum();
    (asks >= 3 && bytes * 5 >= document.text.len() * 2) || (asks >= 8 && asks * 10 >= all * 6)
}

fn choose(document: &Document<'_>, bullets: &mut [Bullet], families: &[Family], busy: bool) {
    let topics = is_all_topics(document, bullets, families);
    let all = all_asked(families);
    let mut parents = vec![false; bullets.len()];
    document.items.iter().filter_map(|item| item.parent).for_each(|parent| parents[parent] = true);
    let groups = groups(document, bullets);
    for at in 0..bullets.len() {
        let family = &families[bullets[at].family];
        let up = std::iter::successors(document.items[at].parent, |&up| document.items[up].parent);
        let above = up.into_iter().find(|&up| bullets[up].asked);
        bullets[at].asked = match (above, bullets[at].manner) {
            (_, Manner::Links) => false,
            (Some(above), Manner::Asks) => {
                let follows = Some(above) == document.items[at].parent
                    && asking::ends_asking(&bullets[at].text)
                    && family.asks * 2 > family.items();
                bullets[at].follows = Some(above).filter(|_| follows);
                follows
            }
            (Some(_), _) => false,
            (None, Manner::Names) if all[bullets[at].family] && is_name(&bullets[at].text) => !groups[at],
            (None, Manner::Asks | Manner::Invites) if all[bullets[at].family] => true,
            (None, Manner::Names) if topics => !parents[at],
            (None, Manner::Names) => {
                family.is_asked(busy) && !parents[at] && family.asks + family.invites >= 2 * family.names
            }
            (None, Manner::Invites) => family.is_asked(busy) || topics,
            (None, Manner::Asks) => family.is_asked(busy) || topics,
        };
    }
}

/// For each family whether all its items are asked: its own look says so, or that of the lists
/// that are written the same way.
fn all_asked(families: &[Family]) -> Vec<bool> {
    let mut all: Vec<bool> = families.iter().map(Family::is_all_asked).collect();
    let mut alike: HashMap<Alike, Vec<usize>> = HashMap::new();
    for (at, family) in families.iter().enumerate().filter(|(_, family)| family.place != Place::Elsewhere) {
        let said = family.asks + family.invites > 0;
        let numbered = family.numbered.filter(|_| family.sure > 0);
        let numbered = numbered.map(Alike::Numbered);
        let boxes = (said && family.boxes == family.items()).then_some(Alike::Boxes);
        let announced = family.announcer.map(|heading| Alike::Announced(heading, family.marker));
        let keys = [numbered, boxes, announced].into_iter().flatten();
        keys.for_each(|key| alike.entry(key).or_default().push(at));
    }
    for (key, members) in alike {
        let count = |what: fn(&Family) -> usize| members.iter().map(|&at| what(&families[at])).sum::<usize>();
        let (sure, items) = (count(|family| family.sure), count(Family::items));
        let said = count(|family| family.asks + family.invites);
        let meant = match key {
            Alike::Numbered(_) | Alike::Boxes => members.iter().filter(|&&at| all[at]).count() >= 2,
            Alike::Announced(..) => {
                sure >= 3 && said * 5 >= items * 2 && count(|family| family.links) * 4 <= items
            }
        };
        members.iter().filter(|_| meant).for_each(|&at| all[at] = true);
    }
    all
}

/// How lists of one file are written the same way.
#[derive(PartialEq, Eq, Hash)]
enum Alike {
    /// With numbers, under headings of this level.
    Numbered(u8),
    /// With boxes to tick.
    Boxes,
    /// Below this heading, which announces questions, with this marker.
    Announced(usize, u8),
}

/// For each item whether questions are nested in it.
fn groups(document: &Document<'_>, bullets: &[Bullet]) -> Vec<bool> {
    let mut groups = vec![false; bullets.len()];
    let asking = bullets.iter().zip(&document.items).filter(|(bullet, _)| bullet.manner == Manner::Asks);
    asking.filter_map(|(_, item)| item.parent).for_each(|parent| groups[parent] = true);
    groups
}

/// Whether a text is short and states nothing.
fn is_name(text: &str) -> bool {
    text.len() <= 120 && !text.ends_with(['。', '.', ';', '；', ':', '：'])
}

fn level(document: &Document<'_>, heading: Option<usize>) -> Option<u8> {
    heading.map(|at| document.headings[at].level)
}

/// Whether the item has a box to tick.
fn is_box(document: &Document<'_>, item: &Item) -> bool {
    let text = &document.text[item.range.clone()];
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || "-*+.) ".contains(c));
    ["[ ]", "[x]", "[X]"].iter().any(|mark| text.starts_with(mark))
}

/// Whether a labelled answer follows before the next item of any list outside of quotes.
fn is_answered(document: &Document<'_>, item: &Item) -> bool {
    let next = document.items.partition_point(|other| other.range.start <= item.range.start);
    let outside = |other: &&Item| other.parent.is_none() && !document.lists[other.list].quoted;
    let end =
        document.items[next..].iter().find(outside).map_or(document.text.len(), |next| next.range.start);
    let end = end.min(document.next_heading(item.range.start));
    let marks = document.marks_in(&(item.range.start..end));
    marks.first().is_some_and(|mark| mark.label.role == super::labels::Role::Answer)
}

/// Whether the file is nothing but lists of topics for interviews.
fn is_all_topics(document: &Document<'_>, bullets: &[Bullet], families: &[Family]) -> bool {
    let names = bullets.iter().filter(|bullet| bullet.manner != Manner::Links).count();
    let short = bullets.iter().filter(|bullet| bullet.text.len() <= 60).count();
    let lists =
        document.lists.iter().filter(|list| list.item.is_none()).map(|list| list.range.len()).sum::<usize>();
    let headings = document.headings.iter().map(|heading| heading.range.len()).sum::<usize>();
    let says = document.announces() || {
        let title = document.front.title.to_lowercase();
        let file = document.name.rsplit('/').next().unwrap_or_default().to_lowercase();
        [title, file].iter().any(|text| text.contains("topics") || text.contains("知识点"))
    };
    let elsewhere = families.iter().any(|family| family.place == Place::Elsewhere);
    let list_only = (lists + headings) * 10 >= document.text.trim().len() * 9;
    names >= 10
        && names * 10 >= bullets.len() * 8
        && short * 10 >= bullets.len() * 9
        && says
        && list_only
        && !elsewhere
}

/// Whether the lists below the heading belong to its answer: it, or one above it, asks.
fn in_answer(document: &Document<'_>, heading: Option<usize>) -> bool {
    let mut up = std::iter::successors(heading, |&at| document.headings[at].parent);
    up.any(|at| {
        let title = titles::question(&document.headings[at].title);
        let is_page = document.headings[at].level == 1 && at == 0;
        !is_page && asking::judge(&title) == Title::Asks && !context::announces(&title)
    })
}

/// The last line above a list, if it is right above.
fn lead<'a>(document: &Document<'a>, list: usize) -> &'a str {
    let next = document.paragraphs.partition_point(|paragraph| paragraph.range.start < list);
    let Some(above) = next.checked_sub(1).map(|at| &document.paragraphs[at]) else { return "" };
    let between = document.text.get(above.range.end..list).unwrap_or("x");
    if !between.trim().is_empty() {
        return "";
    }
    let text = document.text[above.range.clone()].trim_end();
    let start = (0..=text.len().saturating_sub(LONGEST)).rev().find(|&at| text.is_char_boundary(at));
    let text = &text[start.unwrap_or_default()..];
    // Long paragraphs say many things: only the last line leads over to the list.
    let line = text.rsplit(['\n', '。']).find(|part| !part.trim().is_empty()).unwrap_or(text);
    let line = line.rsplit(". ").next().unwrap_or(line);
    let ends = line.trim_end_matches(['*', '_', ' ']).ends_with([':', '：']);
    if line.len() <= 80 || (ends && line.len() <= LONGEST) { line } else { "" }
}

/// Whether the line says what the list below it holds.
fn is_lead(line: &str) -> bool {
    let line = line.trim_end_matches(['*', '_', ' ']);
    line.ends_with([':', '：']) || context::announces(line) || context::is_elsewhere(line)
}

fn marker(document: &Document<'_>, item: &Item) -> u8 {
    match document.text.as_bytes().get(item.range.start) {
        Some(byte) if byte.is_ascii_digit() => b'1',
        Some(&byte) => byte,
        None => 0,
    }
}
