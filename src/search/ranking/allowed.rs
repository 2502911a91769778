//! What a query allows: the questions that may be found at all.

use crate::error::Result;
use crate::index::{Index, OrdinalSet};
use crate::search::query::Query;
use crate::search::terms;

/// The questions that pass the filters, contain every phrase, and nothing that is excluded.
pub(super) fn allowed(index: &Index, query: &Query) -> Result<Option<OrdinalSet>> {
    let filtered = query.filters.allowed(&index.catalog);
    if query.phrases.is_empty() && query.excluded.is_empty() {
        return Ok(filtered);
    }
    let found = |texts: &[String]| {
        let phrases = texts.iter().map(|text| terms::phrase(text)).filter(|terms| !terms.is_empty());
        phrases.map(|phrase| index.inverted.phrase(&phrase)).collect::<Result<Vec<_>>>()
    };
    let (required, excluded) = (found(&query.phrases)?, found(&query.excluded)?);
    Ok(Some(OrdinalSet::new(index.catalog.len(), |ordinal| {
        filtered.as_ref().is_none_or(|set| set.contains(ordinal))
            && required.iter().all(|found| found.contains(&ordinal))
            && !excluded.iter().any(|found| found.contains(&ordinal))
    })))
}
