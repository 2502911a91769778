//! Cuts a text into runs of Han characters and runs of everything else.

use std::ops::Range;

use crate::question::is_han;

/// Which half of the analyzer a run goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Han characters only: cut into words by the segmenter.
    Han,
    /// Letters of other scripts, digits, punctuation and space: cut at what is no letter or digit.
    Other,
}

/// The runs of a text in order; together they are the whole text.
pub(super) fn runs(text: &str) -> impl Iterator<Item = (Script, Range<usize>)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &text[start..];
        let han = is_han(rest.chars().next()?);
        let len = rest.find(|c| is_han(c) != han).unwrap_or(rest.len());
        let range = start..start + len;
        start = range.end;
        Some((if han { Script::Han } else { Script::Other }, range))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_alternate_and_cover_the_text() {
        let text = "Redis 的集群, B+树";
        let found: Vec<_> = runs(text).map(|(script, range)| (script, &text[range])).collect();
        let (han, other) = (Script::Han, Script::Other);
        assert_eq!(found, [(other, "Redis "), (han, "的集群"), (other, ", B+"), (han, "树")]);
        assert_eq!(runs("").count(), 0);
    }
}
