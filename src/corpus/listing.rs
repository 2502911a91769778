//! Lists of bare questions: which list items are asked, and which only name, link or explain.

use std::collections::{HashMap, HashSet};

use super::above::Above;
use super::account;
use super::asking::{self, Title};
use super::bullet::{self, Bullet, Manner};
use super::claims::Claims;
use super::contents;
use super::context::{self, Place};
use super::document::{Document, Item};
use super::family::{self, Family};
use super::follow_ups;
use super::text;
use super::titles;
use super::topics;
use super::weigh::weigh;

/// A longer line leads over to nothing.
const LONGEST: usize = 400;

/// Lines above a list that may say which round of an interview it recounts.
const ROUND_LINES: usize = 3;

/// What the items of a family share: heading, item around them, marker, the list where a line
/// leads over to it, and whether they are quoted.
type Kin = (Option<usize>, Option<usize>, u8, Option<usize>, bool);

/// The list items of a document, with what the rules say of each.
pub struct Listing {
    pub bullets: Vec<Bullet>,
    pub families: Vec<Family>,
    /// For each item whether it is known to be a topic of what is nested in it.
    pub told: Vec<bool>,
}

/// Judges every list item of the document.
pub fn bullets(document: &Document<'_>, claims: &Claims) -> Vec<Bullet> {
    let mut listing = by_rules(document, claims);
    weigh(document, &mut listing);
    let mut bullets = listing.bullets;
    if topics::is_glossary(document, &bullets) {
        let outer = bullets.iter_mut().zip(&document.items).filter(|(_, item)| item.parent.is_none());
        outer.for_each(|(bullet, _)| ask_term(document, bullet));
    }
    bullets
}

/// What the rules say of every list item.
pub fn by_rules(document: &Document<'_>, claims: &Claims) -> Listing {
    let announced = document.announces();
    let asking = asking_levels(document);
    let contents = contents::find(document);
    let mut bullets: Vec<Bullet> = document.items.iter().map(|item| bullet::read(document, item)).collect();
    let is_record = topics::is_record(document, &bullets);
    let mut families: Vec<Family> = Vec::new();
    let mut keys: HashMap<Kin, usize> = HashMap::new();
    let mut above: HashMap<Option<usize>, Above> = HashMap::new();
    let mut leads: Vec<Option<bool>> = vec![None; document.lists.len()];
    let mut followed: Vec<Option<bool>> = vec![None; document.lists.len()];
    let mut kept: Vec<bool> = Vec::with_capacity(document.items.len());
    for (at, item) in document.items.iter().enumerate() {
        let list = &document.lists[item.list];
        let lead = || match item.parent {
            Some(parent) if bullets[parent].text.len() <= LONGEST => &*bullets[parent].text,
            Some(_) => "",
            None => lead(document, list.range.start),
        };
        let led = *leads[item.list].get_or_insert_with(|| is_lead(lead()));
        let led = Some(item.list).filter(|_| led);
        let kin = (list.heading, item.parent, marker(document, item), led, list.quoted);
        let family = *keys.entry(kin).or_insert_with(|| {
            let above =
                above.entry(list.heading).or_insert_with_key(|at| Above::of(document, *at, announced));
            let mut family = family(document, item, lead(), above, announced);
            family.recounted |= is_record && item.parent.is_none();
            // Where headings ask, lists are their answers.
            family.recounted &= level(document, list.heading).is_none_or(|level| !asking.contains(&level));
            families.push(family);
            families.len() - 1
        });
        bullets[at].family = family;
        families[family].count(&bullets[at], document, item);
        let followed_up = *followed[item.list]
            .get_or_insert_with(|| follow_ups::are_listed(document, item.list, families[family].answers));
        kept.push(!(claims.cover(item.range.start) || list.quoted || contents[item.list] || followed_up));
        if kept.last() == Some(&false) {
            bullets[at].manner = Manner::Links;
        }
    }
    families.iter_mut().for_each(Family::settle);
    account::drop_plans(document, &bullets, &mut families);
    account::take_links(&mut bullets, &families, &kept);
    account::cut_replies(document, &mut bullets, &families);
    account::leave_chat(&mut bullets, &families);
    count_groups(document, &bullets, &mut families);
    let told = account::find_topics(document, &bullets, &mut families);
    let busy = family::is_busy(document, &families);
    choose(document, &mut bullets, &families, &told, busy);
    for at in topics::cards(document) {
        let may_be = families[bullets[at].family].place != Place::Elsewhere;
        bullets[at].asked |= may_be && bullets[at].manner != Manner::Links && is_name(&bullets[at].text);
    }
    Listing { bullets, families, told }
}

/// A level below a heading.
type Level = (Option<usize>, u8);

fn level(document: &Document<'_>, heading: Option<usize>) -> Option<Level> {
    heading.map(|at| (document.headings[at].parent, document.headings[at].level))
}

/// The levels on which headings ask, where what was asked in an interview is recounted.
fn asking_levels(document: &Document<'_>) -> HashSet<Level> {
    let asks = |at: &usize| asking::judge(&titles::question(&document.headings[*at].title)) == Title::Asks;
    let levels = (0..document.headings.len()).filter(asks).filter_map(|at| level(document, Some(at)));
    if document.recounts_anywhere() { levels.collect() } else { HashSet::new() }
}

/// The family that an item begins, below a line that leads over to its list.
fn family(document: &Document<'_>, item: &Item, lead: &str, above: &Above, announced: bool) -> Family {
    let (heading, is_top) = (document.lists[item.list].heading, item.parent.is_none());
    let marker = marker(document, item);
    let boxes = family::is_box(document, item);
    let place = if boxes { document.place_of_list(heading, announced, true) } else { above.place };
    Family {
        heading,
        place: context::place_after(lead, place, boxes),
        answers: above.answers,
        opens: heading.is_some_and(|at| {
            let between = document.headings[at].range.end..item.range.start;
            document.text.get(between).is_some_and(|text| text.trim().is_empty())
        }),
        only_led: above.place == Place::Unannounced && !above.contents,
        strong: above.strong || context::announces_questions(lead),
        contents: above.contents,
        among: document.lies_among_questions(),
        alone: document.lies_among_questions() && document.headings.len() <= 2,
        recounted: is_top && (above.recounted || is_a_round(document, item.list)),
        numbered: heading.map(|at| document.headings[at].level).filter(|_| is_top && marker == b'1'),
        marker,
        announcer: above.announcer.filter(|_| is_top),
        ..Family::default()
    }
}

fn choose(document: &Document<'_>, bullets: &mut [Bullet], families: &[Family], told: &[bool], busy: bool) {
    // A heading that asks may still be one over a list of topics, where most are not.
    let few_answer = families.iter().filter(|family| family.answers).count() * 2 <= families.len();
    let may_be = |family: &Family| {
        family.place != Place::Elsewhere
            || (few_answer && family.answers)
            || family.links * 2 > family.items()
    };
    let topics = topics::is_all(document, bullets) && families.iter().all(may_be);
    let all = family::all_asked(families);
    let mut parents = vec![false; bullets.len()];
    document.items.iter().filter_map(|item| item.parent).for_each(|parent| parents[parent] = true);
    let groups = groups(document, bullets, |bullet| all[bullet.family], told);
    // Below a topic may stand what there is to know about it, instead of topics.
    let explained = if topics { topics::explained(document, bullets) } else { None };
    let explained = explained.map(|depth| (depth, document.depths()));
    let is_topic =
        |at: usize| explained.as_ref().map_or(!parents[at], |(depth, depths)| depths[at] == *depth);
    for at in 0..bullets.len() {
        let family = &families[bullets[at].family];
        let up = std::iter::successors(document.items[at].parent, |&up| document.items[up].parent);
        let above = up.into_iter().find(|&up| bullets[up].asked);
        bullets[at].asked = match (above, bullets[at].manner) {
            (_, Manner::Links) => false,
            (Some(above), Manner::Asks) => {
                let follows = Some(above) == document.items[at].parent
                    && (asking::ends_asking(&bullets[at].text) || families[bullets[above].family].recounted)
                    && family.mostly_asks();
                bullets[at].follows = Some(above).filter(|_| follows);
                follows
            }
            (Some(_), _) => false,
            // Among boxes to tick, what has none parts them.
            (None, Manner::Names)
                if family.boxes * 2 > family.items() && !family::is_box(document, &document.items[at]) =>
            {
                false
            }
            (None, Manner::Names) if all[bullets[at].family] && is_name(&bullets[at].text) => !groups[at],
            (None, _) if groups[at] && sets_a_scene(&bullets[at].text) => false,
            (None, Manner::Asks | Manner::Invites) if all[bullets[at].family] => true,
            (None, Manner::Names) if topics => is_topic(at),
            (None, Manner::Names) => {
                family.is_asked(busy) && !parents[at] && family.asks + family.invites >= 2 * family.names
            }
            (None, Manner::Invites | Manner::Asks) => {
                family.is_asked(busy) || (topics && (explained.is_none() || is_topic(at)))
            }
        };
    }
}

/// Makes the name that a text explains the question, and the rest its answer.
fn ask_term(document: &Document<'_>, bullet: &mut Bullet) {
    let Some(end) = bullet.term else { return };
    let written = document.text.get(..end).unwrap_or_default();
    let start = written.rfind('\n').map_or(0, |at| at + 1);
    let name = text::plain(
        written[start..].trim_start_matches(|c: char| c.is_ascii_digit() || "-*+.) ".contains(c)),
    );
    let after = document.text[end..].trim_start_matches([' ', ':', '：', '-', '–', '—']);
    let end = document.text.len() - after.len();
    (bullet.text, bullet.end) = (titles::question(name.trim_matches(['*', ':', '：', ' '])), end);
    bullet.asked = is_name(&bullet.text);
}

/// Counts the names that only group questions: they say nothing about whether the items beside them ask.
fn count_groups(document: &Document<'_>, bullets: &[Bullet], families: &mut [Family]) {
    let groups = groups(document, bullets, |_| false, &vec![false; bullets.len()]);
    for (bullet, is_group) in bullets.iter().zip(groups) {
        families[bullet.family].groups += usize::from(is_group && bullet.manner == Manner::Names);
    }
}

/// For each item whether questions are nested in it, or boxes to tick that are `asked`; of some that
/// is known.
pub fn groups(
    document: &Document<'_>,
    bullets: &[Bullet],
    asked: impl Fn(&Bullet) -> bool,
    known: &[bool],
) -> Vec<bool> {
    let mut groups = known.to_vec();
    let asking = bullets.iter().zip(&document.items).filter(|(bullet, item)| {
        bullet.manner == Manner::Asks || (asked(bullet) && family::is_box(document, item))
    });
    asking.filter_map(|(_, item)| item.parent).for_each(|parent| groups[parent] = true);
    groups
}

/// Whether a text only tells what the questions nested below it are about.
fn sets_a_scene(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "given ",
        "imagine ",
        "suppose ",
        "assume ",
        "consider ",
        "let’s say",
        "let's say",
        "假设",
        "假如",
        "给定",
        "已知",
        "设想",
    ];
    let lower = text.to_lowercase();
    !asking::ends_asking(text) && WORDS.iter().any(|word| lower.starts_with(word))
}

/// Whether a text is short and states nothing. A few words are no sentence, even with a full stop.
pub fn is_name(text: &str) -> bool {
    const FEW: usize = 5;
    let few = || text.ends_with('.') && text.split_whitespace().count() <= FEW;
    text.len() <= 120 && (!text.ends_with(['。', '.', ';', '；', ':', '：']) || few())
}

/// The last line above a list, if it is right above.
fn lead<'a>(document: &Document<'a>, list: usize) -> &'a str {
    let Some(above) = document.paragraphs_at(list).0.last().filter(|above| above.quote.is_none()) else {
        return "";
    };
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

/// Whether one of the short lines since the heading, or since the list before, begins an account
/// of what was asked in an interview: `一面：2021/1/21`.
fn is_a_round(document: &Document<'_>, list: usize) -> bool {
    let start = document.lists[list].range.start;
    let heading = document.lists[list].heading.map_or(0, |at| document.headings[at].range.end);
    let before = document.lists[..list].iter().rfind(|other| other.item.is_none());
    let from = before.map_or(heading, |before| before.range.end.max(heading));
    let above = document.paragraphs_at(start).0.iter().rev().take(ROUND_LINES);
    let mut above = above.take_while(|paragraph| paragraph.range.start >= from);
    above.any(|paragraph| {
        let line = &document.text[paragraph.range.clone()];
        line.len() <= 80 && context::recounts(line)
    })
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
