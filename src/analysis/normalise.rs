//! Brings characters to one form: Unicode NFKC (full-width to plain, ligatures and circled digits
//! taken apart, accents composed), without invisible characters. Case is left alone here, because
//! `HashMap` is split at its capitals later; terms are put in lower case when they are made.

use std::borrow::Cow;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use super::offsets::{OffsetMap, same_widths};

/// The text in NFKC without invisible characters, and where its bytes came from.
///
/// Works character cluster by cluster, so that every offset is known, and borrows a text that
/// needs no change.
pub(super) fn normalise(text: &str) -> (Cow<'_, str>, OffsetMap) {
    let mut map = OffsetMap::default();
    let mut written: Option<String> = None;
    let mut copied = 0;
    for (start, cluster) in clusters(text).filter(|(_, cluster)| !is_plain(cluster)) {
        let normal: String = cluster.chars().filter(|&c| !is_invisible(c)).nfkc().collect();
        if normal == cluster {
            continue;
        }
        let out = written.get_or_insert_with(|| String::with_capacity(text.len()));
        out.push_str(&text[copied..start]);
        let end = start + cluster.len();
        if !same_widths(cluster, &normal) {
            map.edit(out.len()..out.len() + normal.len(), start..end);
        }
        out.push_str(&normal);
        copied = end;
    }
    match written {
        None => (Cow::Borrowed(text), map),
        Some(mut out) => {
            out.push_str(&text[copied..]);
            (Cow::Owned(out), map)
        }
    }
}

/// The text cut into the smallest pieces that normalise independently of one another, each with
/// its byte offset. A run of plain characters comes as one piece.
fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &text[start..];
        let first = rest.chars().next()?;
        let len = if is_plain_char(first) { plain_len(rest) } else { cluster_len(rest) };
        let found = (start, &rest[..len]);
        start += len;
        Some(found)
    })
}

/// Bytes of the leading plain characters, but for the last one where something that may combine
/// with it follows: that one begins a cluster. At least one character.
fn plain_len(text: &str) -> usize {
    let mut last = 0;
    for (at, c) in text.char_indices() {
        if !is_plain_char(c) {
            if begins_cluster(c) {
                return at;
            }
            return if last > 0 { last } else { cluster_len(text) };
        }
        last = at;
    }
    text.len()
}

/// Bytes of the first character and all that may combine with it.
fn cluster_len(text: &str) -> usize {
    text.char_indices().skip(1).find(|&(_, c)| begins_cluster(c)).map_or(text.len(), |(at, _)| at)
}

fn is_plain(cluster: &str) -> bool {
    cluster.chars().all(is_plain_char)
}

/// ASCII and the main Han block: in normal form, and never joined to what stands before them.
fn is_plain_char(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Whether a character starts anew, whatever stands before it.
fn begins_cluster(c: char) -> bool {
    let starts =
        |c: char| canonical_combining_class(c) == 0 && is_nfkc_quick([c].into_iter()) != IsNormalized::Maybe;
    if is_plain_char(c) {
        return true;
    }
    if is_invisible(c) {
        return false;
    }
    match is_nfkc_quick([c].into_iter()) {
        IsNormalized::Maybe => false,
        IsNormalized::Yes => canonical_combining_class(c) == 0,
        IsNormalized::No => {
            let mut first = None;
            decompose_compatible(c, |part| first = first.or(Some(part)));
            first.is_none_or(starts)
        }
    }
}

/// Characters that show nothing: soft hyphen, zero-width characters, direction marks, variation
/// selectors. Also the trade mark sign, which NFKC would spell out into the word before it.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '™' | '℠'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_meet() {
        for (text, normal) in [
            ("Ｒｅｄｉｓ　集群", "Redis 集群"),
            ("Ｃ＋＋", "C++"),
            ("cafe\u{301}", "café"),
            ("ﬁle ①", "file 1"),
            ("re\u{200b}dis\u{feff}", "redis"),
            ("Java™", "Java"),
            ("ｶﾞ", "ガ"),
            ("⽊", "木"),
            ("数据库 plain", "数据库 plain"),
            ("", ""),
        ] {
            assert_eq!(normalise(text).0, normal, "{text}");
        }
    }

    #[test]
    fn a_text_in_normal_form_is_borrowed() {
        assert!(matches!(normalise("哈希表 and HashMap、树").0, Cow::Borrowed(_)));
    }

    #[test]
    fn offsets_point_into_the_original() {
        let text = "ab Ｒedis cafe\u{301}s 树";
        let (normal, map) = normalise(text);
        for (word, original) in [("Redis", "Ｒedis"), ("cafés", "cafe\u{301}s"), ("树", "树"), ("ab", "ab")]
        {
            let start = normal.find(word).expect("the word is there");
            assert_eq!(&text[map.source_of(start..start + word.len())], original);
        }
    }

    /// The fast path against the slow one: normalising the whole text at once.
    #[test]
    fn clusters_normalise_as_the_whole_text_does() {
        use proptest::prelude::*;
        let pieces = prop::collection::vec(
            prop_oneof![
                Just("e"),
                Just("\u{301}"),
                Just("\u{323}"),
                Just("树"),
                Just("ｶ"),
                Just("ﾞ"),
                Just("が"),
                Just("\u{200b}"),
                Just("각"),
                Just("\u{1100}"),
                Just("\u{1161}"),
                Just("\u{11a8}"),
                Just("Å"),
                Just("ﷺ"),
                Just("\u{fb1d}"),
                Just("\u{f900}"),
                Just("™"),
                Just("\u{344}"),
                Just("ﬃ"),
                Just("\u{1f468}\u{200d}"),
                Just("\u{9be}"),
                Just("\u{9c7}"),
            ],
            0..12,
        );
        proptest!(|(pieces in pieces, other in any::<String>())| {
            let text = pieces.concat() + &other;
            let whole: String = text.chars().filter(|&c| !is_invisible(c)).nfkc().collect();
            prop_assert_eq!(normalise(&text).0, whole);
        });
    }
}
