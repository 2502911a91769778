//! Facets: how many hits have each value of each field.

use std::collections::BTreeMap;

use crate::index::{Catalog, Ordinal};

/// How many of the hits have each value of each field.
pub(super) fn count(
    catalog: &Catalog,
    hits: impl Iterator<Item = Ordinal>,
) -> BTreeMap<String, BTreeMap<String, usize>> {
    let mut facets: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let mut count = |field: &str, value: &str, times: usize| {
        if times > 0 {
            facets.entry(field.to_owned()).or_default().insert(value.to_owned(), times);
        }
    };
    let (tags, sources) = catalog.counts();
    let (mut tags, mut sources) = (vec![0; tags], vec![0; sources]);
    let (mut langs, mut kinds) = (BTreeMap::new(), BTreeMap::new());
    let mut difficulties = BTreeMap::new();
    for entry in hits.map(|ordinal| catalog.entry(ordinal)) {
        entry.tags.iter().for_each(|tag| tags[*tag as usize] += 1);
        sources[entry.source as usize] += 1;
        *langs.entry(entry.lang).or_insert(0) += 1;
        *kinds.entry(entry.kind).or_insert(0) += 1;
        entry.difficulty.iter().for_each(|grade| *difficulties.entry(*grade).or_insert(0) += 1);
    }
    (0..).zip(tags).for_each(|(number, times)| count("tag", catalog.tag(number), times));
    (0..).zip(sources).for_each(|(number, times)| count("source", catalog.source(number), times));
    langs.iter().for_each(|(lang, times)| count("lang", lang.as_str(), *times));
    kinds.iter().for_each(|(kind, times)| count("kind", kind.as_str(), *times));
    difficulties.iter().for_each(|(grade, times)| count("difficulty", grade.as_str(), *times));
    facets
}
