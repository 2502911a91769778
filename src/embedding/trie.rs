//! A set of byte strings that is walked byte by byte from the root, in three flat arrays.

use std::collections::VecDeque;
use std::ops::Range;

/// The root's number. Nodes are numbered breadth first, so the children of one are neighbours.
pub(super) const ROOT: u32 = 0;

const NO_VALUE: u32 = u32::MAX;

/// Byte strings, each with a number.
#[derive(Debug)]
pub(super) struct Trie {
    /// Of every node, the number of its first child; its last one is before that of the next node.
    first_child: Vec<u32>,
    /// Of every node, the byte that leads to it.
    byte: Vec<u8>,
    /// Of every node, the number of the string that ends there.
    value: Vec<u32>,
    /// The children of the root by byte. It has the most, and every walk begins there.
    first_step: [Option<u32>; 256],
}

impl Trie {
    /// Of strings that occur twice, the last one in sorted order counts.
    pub fn new(mut strings: Vec<(&[u8], u32)>) -> Self {
        strings.sort_unstable();
        let mut trie =
            Self { first_child: Vec::new(), byte: vec![0], value: Vec::new(), first_step: [None; 256] };
        let mut queue = VecDeque::from([(0, 0..strings.len())]);
        while let Some((depth, mut range)) = queue.pop_front() {
            let mut value = NO_VALUE;
            while !range.is_empty() && strings[range.start].0.len() == depth {
                value = strings[range.start].1;
                range.start += 1;
            }
            trie.value.push(value);
            trie.first_child.push(trie.byte.len() as u32);
            while let Some(child) = first_group(&strings, depth, range.clone()) {
                trie.byte.push(strings[child.start].0[depth]);
                range.start = child.end;
                queue.push_back((depth + 1, child));
            }
        }
        trie.first_child.push(trie.byte.len() as u32);
        trie.first_step = std::array::from_fn(|byte| trie.child_of(ROOT, byte as u8));
        trie
    }

    /// The node that `byte` leads to.
    pub fn child(&self, node: u32, byte: u8) -> Option<u32> {
        if node == ROOT { self.first_step[usize::from(byte)] } else { self.child_of(node, byte) }
    }

    fn child_of(&self, node: u32, byte: u8) -> Option<u32> {
        let (first, end) = (self.first_child[node as usize], self.first_child[node as usize + 1]);
        let bytes = &self.byte[first as usize..end as usize];
        bytes.binary_search(&byte).ok().map(|at| first + at as u32)
    }

    /// The number of the string that ends at the node.
    pub fn value(&self, node: u32) -> Option<u32> {
        Some(self.value[node as usize]).filter(|&value| value != NO_VALUE)
    }
}

/// Of the sorted strings in `range`, those that have the same byte at `depth` as the first.
fn first_group(strings: &[(&[u8], u32)], depth: usize, range: Range<usize>) -> Option<Range<usize>> {
    let group = &strings[range.clone()];
    let byte = group.first()?.0[depth];
    Some(range.start..range.start + group.partition_point(|(string, _)| string[depth] == byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_string_is_found_and_no_other() {
        let strings = ["a", "ab", "abc", "b", "数", "数据", "zz"];
        let trie =
            Trie::new(strings.iter().zip(0..).map(|(string, number)| (string.as_bytes(), number)).collect());
        let find = |string: &str| {
            let end = string.bytes().try_fold(ROOT, |node, byte| trie.child(node, byte))?;
            trie.value(end)
        };
        for (number, string) in (0..).zip(strings) {
            assert_eq!(find(string), Some(number), "{string}");
        }
        for other in ["", "c", "abcd", "z", "据", "数据库"] {
            assert_eq!(find(other), None, "{other}");
        }
    }

    #[test]
    fn an_empty_set_finds_nothing() {
        assert_eq!(Trie::new(Vec::new()).child(ROOT, b'a'), None);
    }
}
