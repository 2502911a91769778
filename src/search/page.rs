//! Pages: which of the hits an answer shows, and the cursor that leads to the next ones.
//!
//! A cursor names a place in the ranking of one search over one state of the index. The ranking
//! does not depend on the page, so walking along cursors neither repeats nor skips a hit; where
//! the search or the index is another one, a cursor is refused.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::answer::{DEFAULT_LIMIT, MAX_LIMIT, SearchRequest};
use crate::error::{Error, Result};
use crate::index::Index;

/// A part of a ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// How many of the first hits are passed over.
    pub(super) offset: usize,
    /// How many hits are shown at most.
    pub(super) limit: usize,
    /// What cursors of this search carry.
    search: u64,
}

impl Page {
    /// The page that is asked for.
    pub(super) fn of(request: &SearchRequest, index: &Index) -> Result<Self> {
        let limit = limit(request.limit)?;
        let search = fingerprint(request, index);
        let Some(cursor) = &request.cursor else { return Ok(Self { offset: request.offset, limit, search }) };
        if request.offset > 0 {
            return Err(Error::InvalidQuery("a cursor and an offset; give one of them".to_owned()));
        }
        match parse(cursor) {
            Some((made_for, offset)) if made_for == search => Ok(Self { offset, limit, search }),
            Some(_) => Err(Error::InvalidQuery(
                "the cursor belongs to another search, or the index has changed since; begin again without it"
                    .to_owned(),
            )),
            None => Err(Error::InvalidQuery(format!(
                "'{}' is no cursor; take it from `next` of the answer before",
                cursor.chars().take(40).collect::<String>()
            ))),
        }
    }

    /// The first hit after the page.
    pub(super) fn end(&self) -> usize {
        self.offset.saturating_add(self.limit)
    }

    /// The cursor to what comes after, if anything does.
    pub(super) fn next(&self, total: usize) -> Option<String> {
        (self.limit > 0 && self.end() < total).then(|| format!("{:016x}-{:x}", self.search, self.end()))
    }
}

/// How many hits are shown at most.
pub(super) fn limit(asked: Option<usize>) -> Result<usize> {
    match asked.unwrap_or(DEFAULT_LIMIT) {
        limit if limit > MAX_LIMIT => Err(Error::InvalidQuery(format!(
            "a limit of {limit} is too large; ask for at most {MAX_LIMIT} and page with offset or cursor"
        ))),
        limit => Ok(limit),
    }
}

fn parse(cursor: &str) -> Option<(u64, usize)> {
    let (search, offset) = cursor.split_once('-')?;
    let plain = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if search.len() != 16 || !plain(search) || !plain(offset) {
        return None;
    }
    Some((u64::from_str_radix(search, 16).ok()?, usize::from_str_radix(offset, 16).ok()?))
}

/// All that the order of the hits depends on.
fn fingerprint(request: &SearchRequest, index: &Index) -> u64 {
    let SearchRequest { q, mode, filter, distinct, min_score, sort, .. } = request;
    let mut hasher = DefaultHasher::new();
    (q, *mode as u8, filter, distinct, min_score.map(f32::to_bits)).hash(&mut hasher);
    sort.map(|sort| sort.to_string()).hash(&mut hasher);
    (index.sequence, index.catalog.len()).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_read_and_garbage_is_none() {
        let page = Page { offset: 10, limit: 7, search: 0xabc };
        let cursor = page.next(18).unwrap();
        assert_eq!(parse(&cursor), Some((0xabc, 17)));
        assert_eq!((page.next(17), Page { limit: 0, ..page }.next(99)), (None, None));
        for garbage in ["", "-", "abc", "0000000000000abc", "0000000000000abc-", "+000000000000abc-1", "库-1"]
        {
            assert_eq!(parse(garbage), None, "{garbage}");
        }
        assert_eq!(parse("0000000000000abc-fffffffffffffffffffff"), None);
    }
}
