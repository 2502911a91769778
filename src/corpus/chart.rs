//! Flow charts: nodes, edges, and what is reached only by a "yes"; read from the `flow` notation.

use std::collections::HashMap;

/// Charts with more nodes than this are read without their edges.
const MOST_NODES: usize = 1_000;

/// A flow chart.
#[derive(Debug, Default)]
pub struct Chart<'a> {
    /// The nodes as they are defined.
    pub nodes: Vec<Node<'a>>,
    edges: Vec<Edge>,
}

/// A node: `op1=>operation: text`.
#[derive(Debug)]
pub struct Node<'a> {
    /// What it is: start, operation, condition …
    pub kind: &'a str,
    /// What it says.
    pub text: &'a str,
    /// Where its definition starts, in bytes from the start of the chart.
    pub at: usize,
}

#[derive(Debug)]
struct Edge {
    from: usize,
    to: usize,
    yes: bool,
}

impl Node<'_> {
    /// Whether it is something to do or to ask; a common misspelling counts.
    pub fn is_operation(&self) -> bool {
        matches!(&*self.kind.to_ascii_lowercase(), "operation" | "opeartion" | "operaton" | "opration")
    }
}

impl<'a> Chart<'a> {
    /// Reads a chart, line by line; what is neither node nor edge is skipped.
    pub fn read(body: &'a str) -> Self {
        let mut chart = Self::default();
        let mut names: HashMap<&str, usize> = HashMap::new();
        let (mut at, mut paths) = (0, Vec::new());
        for line in body.split_inclusive('\n') {
            let start = at + (line.len() - line.trim_start().len());
            at += line.len();
            let line = line.trim();
            if let Some((name, definition)) = line.split_once("=>") {
                let (kind, text) = definition.split_once(':').unwrap_or((definition, ""));
                let text = text.split(":>").next().unwrap_or(text).trim();
                names.insert(name.trim(), chart.nodes.len());
                chart.nodes.push(Node { kind: kind.trim(), text, at: start });
            } else if line.contains("->") {
                paths.push(line);
            }
        }
        for path in paths {
            chart.connect(path, &names);
        }
        chart
    }

    /// Adds the edges of a path: `a->b(yes)->c`.
    fn connect(&mut self, path: &str, names: &HashMap<&str, usize>) {
        let mut before: Option<(usize, bool)> = None;
        for step in path.split("->") {
            let (name, choice) = step.split_once('(').unwrap_or((step, ""));
            let yes = choice.split([',', ')']).any(|word| word.trim() == "yes");
            // `a-b` for `a->b`: a slip of the pen, unless a node is called so.
            let slips: Vec<&str> =
                if names.contains_key(name.trim()) { vec![name] } else { name.split('-').collect() };
            for name in slips {
                let Some(&to) = names.get(name.trim()) else { continue };
                if let Some((from, yes)) = before {
                    self.edges.push(Edge { from, to, yes });
                }
                before = Some((to, yes));
            }
        }
    }

    /// Adds an edge between two nodes of the chart.
    pub fn connect_nodes(&mut self, from: usize, to: usize, yes: bool) {
        self.edges.push(Edge { from, to, yes });
    }

    /// For each node that every way reaches over a condition's "yes": the last operation before
    /// that condition, which it digs deeper into.
    pub fn deepens(&self) -> Vec<Option<usize>> {
        if self.nodes.len() > MOST_NODES || self.edges.len() > 4 * MOST_NODES {
            return vec![None; self.nodes.len()];
        }
        let above = self.dominators();
        (0..self.nodes.len())
            .map(|node| {
                let mut up = std::iter::successors(above[node], |&at| above[at]);
                up.find(|&at| self.is_yes(at))?;
                up.find(|&at| self.nodes.get(at).is_some_and(Node::is_operation))
            })
            .collect()
    }

    /// In the graph, each edge that is a "yes" is a node of its own, after the real ones.
    fn is_yes(&self, at: usize) -> bool {
        at >= self.nodes.len() && self.edges.get(at - self.nodes.len()).is_some_and(|edge| edge.yes)
    }

    /// Each node's immediate dominator: the last node that every way from the start passes.
    ///
    /// After Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm". The last node of
    /// all is a root above everything that can start the chart.
    fn dominators(&self) -> Vec<Option<usize>> {
        let root = self.nodes.len() + self.edges.len();
        let (after, before) = self.neighbours(root);
        let order = postorder(&after, root);
        let mut number = vec![usize::MAX; root + 1];
        order.iter().enumerate().for_each(|(place, &at)| number[at] = place);
        let mut above: Vec<Option<usize>> = vec![None; root + 1];
        above[root] = Some(root);
        let mut changed = true;
        while changed {
            changed = false;
            for &at in order.iter().rev().filter(|&&at| at != root) {
                let reached = before[at].iter().copied().filter(|&from| above[from].is_some());
                let meet = reached.reduce(|a, b| meet(&above, &number, a, b));
                changed |= meet != above[at];
                above[at] = meet;
            }
        }
        above[root] = None;
        above
    }

    /// The neighbours of every node, forwards and backwards.
    fn neighbours(&self, root: usize) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
        let (mut after, mut before) = (vec![Vec::new(); root + 1], vec![Vec::new(); root + 1]);
        let mut link = |from: usize, to: usize| {
            after[from].push(to);
            before[to].push(from);
        };
        let mut entered = vec![false; self.nodes.len()];
        for (at, edge) in self.edges.iter().enumerate() {
            entered[edge.to] = true;
            link(edge.from, self.nodes.len() + at);
            link(self.nodes.len() + at, edge.to);
        }
        for (at, node) in self.nodes.iter().enumerate() {
            if node.kind.eq_ignore_ascii_case("start") || !entered[at] {
                link(root, at);
            }
        }
        (after, before)
    }
}

/// The nodes that the root reaches, each after all that it leads to.
fn postorder(after: &[Vec<usize>], root: usize) -> Vec<usize> {
    let (mut seen, mut order) = (vec![false; after.len()], Vec::new());
    let mut open = vec![(root, 0)];
    seen[root] = true;
    while let Some((at, next)) = open.last_mut() {
        match after[*at].get(*next) {
            Some(&to) => {
                *next += 1;
                if !std::mem::replace(&mut seen[to], true) {
                    open.push((to, 0));
                }
            }
            None => {
                order.push(*at);
                open.pop();
            }
        }
    }
    order
}

/// The nearest node above both.
fn meet(above: &[Option<usize>], number: &[usize], mut a: usize, mut b: usize) -> usize {
    while a != b {
        let lower = if number[a] < number[b] { &mut a } else { &mut b };
        match above[*lower] {
            Some(up) => *lower = up,
            None => break,
        }
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deeper_questions_follow_up_what_is_before_the_condition() {
        let chart = Chart::read(
            "st=>start: Start\na=>operation: A\nb=>operation: B\nc=>opeartion: C\nd=>operation: D\n\
             x=>operation: lone\nif=>condition: deeper?\ne=>end\n\
             st->a->if\nif(yes)->b->c-d->e\nif(no)->d\n",
        );
        let names: Vec<Option<&str>> =
            chart.deepens().iter().map(|deepens| deepens.map(|at| chart.nodes[at].text)).collect();
        // D is reached by "no" too, and nothing leads to the lone one.
        assert_eq!(names[1..6], [None, Some("A"), Some("A"), None, None]);
        assert_eq!(chart.nodes.iter().filter(|node| node.is_operation()).count(), 5);
    }

    #[test]
    fn loops_and_nonsense_end() {
        for body in
            ["a=>operation: A\na->a", "a->b->", "=>\n->", "a=>condition: x\nb=>operation\na(yes)->b->a"]
        {
            Chart::read(body).deepens();
        }
    }
}
