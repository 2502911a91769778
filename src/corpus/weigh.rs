//! Where the rules meet the forest: what they leave open about list items, it decides.

use super::asking::{self, Title};
use super::bullet::{Bullet, Manner};
use super::context::Place;
use super::document::Document;
use super::entries::Entries;
use super::family::Family;
use super::labels::{self, Role};
use super::listing::{self, Listing};

/// How sure the forest has to be of an item against the rules, and how little with them.
const SURE: f32 = 0.47;
const UNSURE: f32 = 0.05;
/// So few items say too little to the forest to speak against the rules.
const FEW: usize = 15;

/// Asks the forest about what the rules leave open: an item may be asked, or be none after all.
pub fn weigh(document: &Document<'_>, listing: &mut Listing) {
    // In other files only the rules say that something is asked.
    if !document.lies_among_questions() && !document.announces() {
        return;
    }
    let Listing { bullets, families, told } = listing;
    let open = open(document, bullets, families, told);
    let may_change: Vec<usize> = (0..bullets.len())
        .filter(|&at| if bullets[at].asked { bullets.len() >= FEW } else { open[at] })
        .collect();
    if may_change.is_empty() {
        return;
    }
    let entries = Entries::of(document, bullets, families, told);
    let asked = |at: &usize| entries.score(*at) > if bullets[*at].asked { UNSURE } else { SURE };
    let asked: Vec<bool> = may_change.iter().map(asked).collect();
    for (at, asked) in may_change.into_iter().zip(asked) {
        bullets[at].asked = asked;
        let above = document.items[at].parent.filter(|&parent| asked && bullets[parent].asked);
        bullets[at].follows = bullets[at].follows.or(above);
    }
    for at in 0..bullets.len() {
        let follows = bullets[at].follows.filter(|&above| bullets[at].asked && bullets[above].asked);
        bullets[at].follows = follows;
    }
}

/// For each item that the rules do not ask, whether the forest may.
fn open(document: &Document<'_>, bullets: &[Bullet], families: &[Family], told: &[bool]) -> Vec<bool> {
    let groups = listing::groups(document, bullets, |bullet| bullet.asked, told);
    // Where nobody asks, the forest is never sure.
    let asks = bullets.iter().filter(|bullet| bullet.manner == Manner::Asks).count();
    let asked_here = |family: &Family| family.asks > 0 || asks * 10 >= bullets.len();
    let label = |at: usize| {
        let own = document.text.get(document.items[at].own.clone());
        own.and_then(labels::label_at).map(|label| label.role)
    };
    let mut in_answer = vec![false; bullets.len()];
    let mut open = Vec::with_capacity(bullets.len());
    for (at, bullet) in bullets.iter().enumerate() {
        let parent = document.items[at].parent;
        in_answer[at] = parent.is_some_and(|parent| bullets[parent].asked || in_answer[parent]);
        let family = &families[bullet.family];
        let may_be = match bullet.manner {
            Manner::Links => false,
            Manner::Names => listing::is_name(&bullet.text),
            Manner::Asks | Manner::Invites => true,
        };
        open.push(
            may_be
                && family.place != Place::Elsewhere
                && !groups[at]
                && asked_here(family)
                && asking::judge(&bullet.text) != Title::Topic
                && label(at).is_none()
                && parent.and_then(label) != Some(Role::FollowUp)
                && (!in_answer[at] || asking::ends_asking(&bullet.text)),
        );
    }
    open
}
