//! A forest of decision trees, read from a table of text: what was learnt from marked files about
//! headings and list items that the rules cannot tell.
//!
//! Random forests: L. Breiman, *Random Forests*, Machine Learning 45 (2001). `training/reading`
//! grows them.

/// A value that a tree may ask for, and its name.
pub type Feature = (&'static str, f32);

/// A feature that is there or is not.
pub fn number(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// A feature that counts: of large numbers only how large they are matters.
pub fn log(count: usize) -> f32 {
    (count as f32).ln_1p()
}

/// A node of a tree.
#[derive(Debug, PartialEq)]
enum Node {
    /// Goes to the first node where the feature is at most the threshold, and to the second elsewhere.
    Split { feature: usize, threshold: f32, below: usize, above: usize },
    /// How many of the samples that end here are asked, from 0 to 1.
    Leaf(f32),
}

/// Trees over named features.
#[derive(Debug, Default)]
pub struct Forest {
    names: Vec<String>,
    nodes: Vec<Node>,
    /// The first node of each tree.
    roots: Vec<usize>,
}

impl Forest {
    /// Reads a table: a line of names, then for each tree a line `tree` and its nodes, one a line. A
    /// node is `feature threshold below above`, its numbers counted within the tree and greater
    /// than its own, or only the value of a leaf. Nothing if the table is none.
    pub fn parse(table: &str) -> Option<Self> {
        let mut lines = table.lines().filter(|line| !line.starts_with('#'));
        let names: Vec<String> = lines.next()?.split(' ').map(str::to_owned).collect();
        let mut forest = Self { names, ..Self::default() };
        for line in lines {
            if line == "tree" {
                forest.roots.push(forest.nodes.len());
                continue;
            }
            let node = node(line, *forest.roots.last()?)?;
            forest.nodes.push(node);
        }
        let (nodes, features) = (forest.nodes.len(), forest.names.len());
        let is_sound = |(at, node): (usize, &Node)| match node {
            Node::Leaf(_) => true,
            Node::Split { feature, below, above, .. } => {
                *feature < features && (at + 1..nodes).contains(below) && (at + 1..nodes).contains(above)
            }
        };
        let sound =
            forest.nodes.iter().enumerate().all(is_sound) && forest.roots.iter().all(|root| *root < nodes);
        (sound && !forest.roots.is_empty()).then_some(forest)
    }

    /// The names of the features, in the order in which they are given.
    #[cfg(test)]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many of the samples like this one are asked, from 0 to 1: the mean of all trees.
    pub fn score(&self, features: &[Feature]) -> f32 {
        let sum: f32 = self.roots.iter().map(|root| self.leaf(*root, features)).sum();
        sum / self.roots.len().max(1) as f32
    }

    fn leaf(&self, root: usize, features: &[Feature]) -> f32 {
        let mut at = root;
        // Every step goes forward, so that this ends.
        loop {
            match self.nodes[at] {
                Node::Leaf(value) => return value,
                Node::Split { feature, threshold, below, above } => {
                    let value = features.get(feature).map_or(0.0, |(_, value)| *value);
                    at = if value <= threshold { below } else { above };
                }
            }
        }
    }
}

/// A line of a table as a node of the tree that begins at `root`.
fn node(line: &str, root: usize) -> Option<Node> {
    let mut fields = line.split(' ');
    let first = fields.next()?;
    let Some(threshold) = fields.next() else { return first.parse().ok().map(Node::Leaf) };
    let mut next = || Some(root + fields.next()?.parse::<usize>().ok()?);
    Some(Node::Split {
        feature: first.parse().ok()?,
        threshold: threshold.parse().ok()?,
        below: next()?,
        above: next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "# two trees\nasks width\ntree\n0 0.5 1 2\n0.1\n1 30 3 4\n0.9\n0.4\ntree\n0.5\n";

    #[test]
    fn the_mean_of_what_the_trees_say() {
        let forest = Forest::parse(TABLE).unwrap();
        assert_eq!(forest.names(), ["asks", "width"]);
        for (asks, width, score) in [(0.0, 9.0, 0.3), (1.0, 9.0, 0.7), (1.0, 31.0, 0.45)] {
            assert_eq!(forest.score(&[("asks", asks), ("width", width)]), score);
        }
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for table in [
            "",
            "asks",
            "asks\n0.5\n",
            "asks\ntree\n1 0.5 1 2\n0.1\n0.2\n",
            "asks\ntree\n0 0.5 0 1\n0.2\n",
            "asks\ntree\n0 0.5 1 2\n0.1\n",
            "asks\ntree\n0 x 1 2\n0.1\n0.2\n",
            "asks\ntree\n",
        ] {
            assert!(Forest::parse(table).is_none(), "{table:?}");
        }
    }
}
