//! Where the bytes of a rewritten text came from.

use std::ops::Range;

/// The places at which a text was rewritten; everything between them was copied unchanged.
#[derive(Debug, Default)]
pub(super) struct OffsetMap {
    /// In order, never overlapping, on either side.
    edits: Vec<Edit>,
}

#[derive(Debug)]
struct Edit {
    written: Range<usize>,
    source: Range<usize>,
}

impl OffsetMap {
    /// Notes that `source` (bytes of the source text) became `written` (bytes of the new text).
    /// Edits are noted in order; one that keeps every character's width need not be noted.
    pub fn edit(&mut self, written: Range<usize>, source: Range<usize>) {
        self.edits.push(Edit { written, source });
    }

    /// The bytes of the source that the bytes `range` of the new text stand for. A range that
    /// touches a rewritten place is widened to the whole of that place.
    pub fn source_of(&self, range: Range<usize>) -> Range<usize> {
        self.source_start(range.start)..self.source_end(range.end)
    }

    /// Whether nothing was rewritten, so that every range stands for itself.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    fn source_start(&self, at: usize) -> usize {
        match self.edits[..self.edits.partition_point(|edit| edit.written.start <= at)].last() {
            None => at,
            Some(edit) if at < edit.written.end => edit.source.start,
            Some(edit) => edit.source.end + (at - edit.written.end),
        }
    }

    fn source_end(&self, at: usize) -> usize {
        match self.edits[..self.edits.partition_point(|edit| edit.written.start < at)].last() {
            None => at,
            Some(edit) if at <= edit.written.end => edit.source.end,
            Some(edit) => edit.source.end + (at - edit.written.end),
        }
    }
}

/// Whether two texts have as many characters, each as wide as its counterpart, so that offsets
/// into one are offsets into the other.
pub(super) fn same_widths(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.chars().map(char::len_utf8).eq(b.chars().map(char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_widened_to_whole_edits_and_shifted_behind_them() {
        // "ab" + (three bytes → one) + "cd" + (two bytes dropped) + "e"
        let mut map = OffsetMap::default();
        map.edit(2..3, 2..5);
        map.edit(5..5, 7..9);
        for (written, source) in
            [(0..2, 0..2), (1..3, 1..5), (2..3, 2..5), (3..5, 5..7), (5..6, 9..10), (0..6, 0..10)]
        {
            assert_eq!(map.source_of(written.clone()), source, "{written:?}");
        }
        assert_eq!(OffsetMap::default().source_of(3..9), 3..9);
    }

    #[test]
    fn widths_are_compared_per_character() {
        for (a, b, same) in
            [("資料", "数据", true), ("aé", "éa", false), ("a", "", false), ("執行緒", "线程", false)]
        {
            assert_eq!(same_widths(a, b), same, "{a} {b}");
        }
    }
}
