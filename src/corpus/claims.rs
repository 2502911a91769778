//! Which regions of a source are already read, so that no text becomes two questions.

use std::ops::Range;

/// Disjoint regions in ascending order.
#[derive(Debug, Default)]
pub struct Claims {
    regions: Vec<Range<usize>>,
    /// Whether a shape has shown to be the one in which the whole source is written, so that
    /// its headings are topics and nothing else.
    pub settled: bool,
    /// Whether the source as a whole asks nobody: a page of the project, or what candidates ask.
    pub asks_nobody: bool,
}

impl Claims {
    /// Nothing claimed yet.
    pub fn of(asks_nobody: bool) -> Self {
        Self { asks_nobody, ..Self::default() }
    }

    /// Adds regions, in any order.
    pub fn add(&mut self, regions: impl Iterator<Item = Range<usize>>) {
        self.regions.extend(regions);
        self.regions.sort_by_key(|region| region.start);
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(self.regions.len());
        for region in self.regions.drain(..) {
            match merged.last_mut() {
                Some(last) if region.start < last.end => last.end = last.end.max(region.end),
                _ => merged.push(region),
            }
        }
        self.regions = merged;
    }

    /// Whether a region starts in the range.
    pub fn start_in(&self, range: &Range<usize>) -> bool {
        self.next_in(range).is_some()
    }

    /// Where the first region starts that starts in the range.
    pub fn next_in(&self, range: &Range<usize>) -> Option<usize> {
        let first = self.regions.partition_point(|region| region.start < range.start);
        self.regions.get(first).map(|region| region.start).filter(|start| *start < range.end)
    }

    /// Whether the byte is inside a region.
    pub fn cover(&self, at: usize) -> bool {
        let before = self.regions.partition_point(|region| region.start <= at);
        before > 0 && at < self.regions[before - 1].end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_merge_and_cover() {
        let mut claims = Claims::default();
        claims.add([5..9, 1..2].into_iter());
        claims.add([7..12, 20..30].into_iter());
        let covered: Vec<usize> = (0..25).filter(|&at| claims.cover(at)).collect();
        assert_eq!(covered, [1, 5, 6, 7, 8, 9, 10, 11, 20, 21, 22, 23, 24]);
    }
}
