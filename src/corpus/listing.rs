//! Lists of bare questions: which list items are asked, and which only name, link or explain.

use std::collections::HashMap;

use super::asking::{self, Title};
use super::bullet::{self, Bullet, Manner};
use super::claims::Claims;
use super::context::{self, Place};
use super::document::{Document, Item};
use super::titles;

/// Lists of one kind under one heading, or in one item.
#[derive(Debug)]
struct Family {
    place: Place,
    /// Whether only the line above the list announces questions.
    only_led: bool,
    /// How many end with a question mark.
    marked: usize,
    asks: usize,
    invites: usize,
    names: usize,
    links: usize,
    bytes: usize,
}

impl Family {
    fn items(&self) -> usize {
        self.asks + self.invites + self.names + self.links
    }

    /// Whether its items are questions; `busy` says that such lists are most of the file.
    fn is_asked(&self, busy: bool) -> bool {
        let said = self.asks + self.invites;
        match self.place {
            Place::Elsewhere => false,
            Place::Announced if self.only_led && (said < 3 || self.marked * 4 < said * 3) => false,
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
            let place = document.place(list.heading, lead, announced);
            let only_led = document.place(list.heading, "", announced) == Place::Unannounced;
            let place = if in_answer(document, list.heading) { Place::Elsewhere } else { place };
            families.push(Family {
                place,
                only_led,
                marked: 0,
                asks: 0,
                invites: 0,
                names: 0,
                links: 0,
                bytes: 0,
            });
            families.len() - 1
        });
        bullet.family = family;
        count(&mut families[family], &bullet, item);
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
    let mut parents = vec![false; bullets.len()];
    document.items.iter().filter_map(|item| item.parent).for_each(|parent| parents[parent] = true);
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
            (None, Manner::Names) if topics => !parents[at],
            (None, Manner::Names) => {
                family.is_asked(busy) && !parents[at] && family.asks + family.invites >= 2 * family.names
            }
            (None, Manner::Invites) => family.is_asked(busy) || topics,
            (None, Manner::Asks) => family.is_asked(busy) || topics,
        };
    }
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
