//! Samples for the forests: what stands around each heading and list item of marked files.

use std::fmt::Write as _;

use super::asking::Title;
use super::bullet::Manner;
use super::collection::Collection;
use super::document::{Document, Format};
use super::entries::Entries;
use super::forest::Feature;
use super::listing;
use super::shapes::tests::claims;
use super::titles;
use super::{decode, find_sources};

/// Writes the samples of the files in the folder `TIKU_MARKED` to the files `headings.tsv` and
/// `items.tsv` there: source, line, text and features, tab between them, with the names on top.
#[test]
#[ignore = "run by training/reading/README.md"]
fn samples() {
    let folder = std::env::var_os("TIKU_MARKED").expect("TIKU_MARKED names a folder");
    let (mut headings, mut items) = (String::new(), String::new());
    for source in find_sources(&[folder.clone().into()]).expect("a folder of files").sources {
        let bytes = std::fs::read(&source.file).expect("a file");
        let Some(text) = decode::decode(&bytes, &mut Vec::new()) else { continue };
        let format = Format::of(&source.name);
        let document = Document::parse(("", &source.name), &text, format, &mut Vec::new());
        write_headings(&document, &mut headings);
        write_items(&document, &mut items);
    }
    let folder = std::path::Path::new(&folder);
    std::fs::write(folder.join("headings.tsv"), headings).expect("a writable folder");
    std::fs::write(folder.join("items.tsv"), items).expect("a writable folder");
}

fn write_headings(document: &Document<'_>, out: &mut String) {
    let [_, claims] = claims(document);
    if document.headings.is_empty() || claims.asks_nobody {
        return;
    }
    let collection = Collection::of(document, &claims);
    let concepts = collection.concepts();
    for (at, heading) in document.headings.iter().enumerate() {
        let inside = heading.range.end..heading.end;
        let is_free = !claims.start_in(&inside) && !claims.cover(heading.range.start);
        if collection.title_of(at) == Title::Names && is_free {
            let text = titles::question(&heading.title);
            write(document, heading.range.start, &text, &concepts.features(at), out);
        }
    }
}

fn write_items(document: &Document<'_>, out: &mut String) {
    let [claims, _] = claims(document);
    if claims.settled || claims.asks_nobody {
        return;
    }
    let rules = listing::by_rules(document, &claims);
    let entries = Entries::of(document, &rules.bullets, &rules.families, &rules.told);
    for (at, bullet) in rules.bullets.iter().enumerate().filter(|(_, bullet)| bullet.manner != Manner::Links)
    {
        write(document, document.items[at].range.start, &bullet.text, &entries.features(at), out);
    }
}

fn write(document: &Document<'_>, at: usize, text: &str, features: &[Feature], out: &mut String) {
    if out.is_empty() {
        let names: Vec<&str> = features.iter().map(|(name, _)| *name).collect();
        let _ = writeln!(out, "source\tline\ttext\t{}", names.join("\t"));
    }
    let text = text.replace(['\t', '\n', '\r'], " ");
    let _ = write!(out, "{}\t{}\t{text}", document.name, document.lines.number(at));
    features.iter().for_each(|(_, value)| _ = write!(out, "\t{value}"));
    out.push('\n');
}
