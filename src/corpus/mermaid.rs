//! Flow charts in the `mermaid` notation: `flowchart TD`, `A[What is a lock?] -->|yes| B{deeper?}`.

use std::collections::HashMap;

use super::chart::{Chart, Node};

/// Brackets around the text of a node, and what a node of that form is; longer ones first.
const FORMS: [(&str, &str, &str); 9] = [
    ("([", "])", "start"),
    ("[[", "]]", "operation"),
    ("[(", ")]", "operation"),
    ("((", "))", "start"),
    ("{{", "}}", "condition"),
    ("[/", "/]", "operation"),
    ("[", "]", "operation"),
    ("(", ")", "operation"),
    ("{", "}", "condition"),
];
/// Words on an edge that is taken when the answer is a yes.
const YES: [&str; 6] = ["yes", "y", "是", "对", "有", "会"];

/// Reads a chart, line by line; what is neither node nor edge is skipped. `None` when it is a
/// diagram of another kind.
pub fn read(body: &str) -> Option<Chart<'_>> {
    let mut lines = body.split_inclusive('\n');
    let mut at = 0;
    let header = lines.by_ref().find(|line| {
        at += line.len();
        !line.trim().is_empty() && !line.trim().starts_with("%%")
    })?;
    if !matches!(header.split_whitespace().next(), Some("flowchart" | "graph")) {
        return None;
    }
    let mut reader = Reader { chart: Chart::default(), names: HashMap::new() };
    for line in lines {
        reader.line(line, at);
        at += line.len();
    }
    Some(reader.chart)
}

struct Reader<'a> {
    chart: Chart<'a>,
    names: HashMap<&'a str, usize>,
}

impl<'a> Reader<'a> {
    /// Takes in a line that starts at byte `start` of the chart: `a --> b -- yes --> c`.
    fn line(&mut self, line: &'a str, start: usize) {
        let mut rest = line;
        let mut before: Option<(usize, bool)> = None;
        loop {
            let skipped = rest.len() - rest.trim_start().len();
            let at = start + line.len() - rest.len() + skipped;
            let Some((node, after)) = self.node(&rest[skipped..], at) else { return };
            if let Some((from, yes)) = before {
                self.chart.connect_nodes(from, node, yes);
            }
            let Some((yes, after)) = edge(after) else { return };
            before = Some((node, yes));
            rest = after;
        }
    }

    /// A node at the start of the text, new or known, and what comes after it.
    fn node(&mut self, text: &'a str, at: usize) -> Option<(usize, &'a str)> {
        let length = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
        let (name, rest) = text.split_at(length);
        if name.is_empty()
            || matches!(name, "subgraph" | "end" | "style" | "classDef" | "class" | "click" | "linkStyle")
        {
            return None;
        }
        let form = FORMS.iter().find(|(open, ..)| rest.starts_with(open));
        let (kind, label, after) =
            match form.and_then(|form| Some((form, rest[form.0.len()..].find(form.1)?))) {
                Some(((open, close, kind), length)) => {
                    let label = &rest[open.len()..open.len() + length];
                    (*kind, label.trim().trim_matches('"'), &rest[open.len() + length + close.len()..])
                }
                None => ("", name, rest),
            };
        let node = *self.names.entry(name).or_insert_with(|| {
            self.chart.nodes.push(Node { kind: "operation", text: name, at });
            self.chart.nodes.len() - 1
        });
        if !kind.is_empty() {
            self.chart.nodes[node] = Node { kind, text: label, at };
        }
        Some((node, after))
    }
}

/// Skips an edge: `-->`, `-->|yes|`, `-- yes -->`, `-.->`, `==>`; whether it is a "yes", and the rest.
fn edge(text: &str) -> Option<(bool, &str)> {
    let text = text.trim_start();
    if !text.starts_with(['-', '=']) {
        return None;
    }
    let head = text.find('>')?;
    let (arrow, rest) = (&text[..head], &text[head + 1..]);
    let written = arrow.trim_matches(|c: char| matches!(c, '-' | '=' | '.' | ' ')).trim();
    let rest = rest.trim_start();
    let (label, rest) = match rest.strip_prefix('|').and_then(|inner| inner.split_once('|')) {
        Some((label, rest)) => (label.trim(), rest),
        None => (written, rest),
    };
    Some((YES.contains(&&*label.trim_matches('"').to_lowercase()), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_edges_and_what_lies_behind_a_yes() {
        let chart = read(
            "flowchart TD\n  %% a talk\n  S([Start]) --> A[What is a lock?]\n  A --> C{deeper?}\n\
             C -->|yes| B[\"Why is it fair?\"]\n  C -- no --> D(What is a key?)\n  style A fill:#fff\n",
        )
        .unwrap();
        let texts: Vec<(&str, &str)> = chart.nodes.iter().map(|node| (node.kind, node.text)).collect();
        assert_eq!(
            texts,
            [
                ("start", "Start"),
                ("operation", "What is a lock?"),
                ("condition", "deeper?"),
                ("operation", "Why is it fair?"),
                ("operation", "What is a key?"),
            ]
        );
        assert_eq!(chart.deepens(), [None, None, None, Some(1), None]);
    }

    #[test]
    fn other_diagrams_and_nonsense() {
        assert!(read("sequenceDiagram\n A->>B: hi\n").is_none());
        for body in ["graph", "graph TD\nA-->", "graph TD\nA[x", "graph TD\n-->A-->A", "graph TD\nA -- x"] {
            read(body).unwrap().deepens();
        }
    }
}
