//! Process notes: flow charts whose operations are what is asked, with hints in brackets, in the
//! notations of `flow` and `mermaid`.

use super::Shape;
use crate::corpus::Warning;
use crate::corpus::asking::{self, Title};
use crate::corpus::chart::Chart;
use crate::corpus::claims::Claims;
use crate::corpus::document::{Code, Document};
use crate::corpus::draft::Draft;
use crate::corpus::mermaid;

/// Operations of `flow` charts, in sources about interviews.
pub struct FlowChart;

impl Shape for FlowChart {
    fn read<'a>(&self, document: &Document<'a>, claims: &Claims, _: &mut Vec<Warning>) -> Vec<Draft<'a>> {
        let codes = document.codes.iter().filter(|code| !claims.cover(code.body.start));
        let charts: Vec<(&Code, Chart<'_>)> =
            codes.filter_map(|code| Some((code, chart(document, code)?))).collect();
        let mut drafts = Vec::new();
        // Other flow charts show how something works.
        if !charts.is_empty() && document.speaks_of_interviews() {
            charts.iter().for_each(|(code, chart)| read_chart(code, chart, &mut drafts));
        }
        drafts
    }

    fn settles(&self) -> Option<usize> {
        Some(0)
    }
}

/// The chart in a code block. Articles draw with `mermaid` as well: most operations must ask.
fn chart<'a>(document: &Document<'a>, code: &Code) -> Option<Chart<'a>> {
    let body = &document.text[code.body.clone()];
    match &*code.language {
        "flow" | "flowchart" => Some(Chart::read(body)),
        "mermaid" => mermaid::read(body).filter(|chart| {
            let operations = || chart.nodes.iter().filter(|node| node.is_operation());
            let asks = operations().filter(|node| asking::judge(node.text) == Title::Asks).count();
            asks >= 3 && asks * 2 > operations().count() && document.announces()
        }),
        _ => None,
    }
}

fn read_chart(code: &Code, chart: &Chart<'_>, drafts: &mut Vec<Draft<'_>>) {
    let deepens = chart.deepens();
    let mut places = vec![None; chart.nodes.len()];
    let operations: Vec<usize> =
        (0..chart.nodes.len()).filter(|&at| chart.nodes[at].is_operation()).collect();
    for (place, &at) in operations.iter().enumerate() {
        places[at] = Some(drafts.len() + place);
    }
    for at in operations {
        let node = &chart.nodes[at];
        let (text, key_points) = split_hints(node.text);
        let start = code.body.start + node.at;
        drafts.push(Draft {
            range: start..start + 1,
            text,
            key_points,
            heading: code.heading,
            follows: deepens[at].and_then(|before| places[before]),
            ..Draft::default()
        });
    }
}

/// Splits `what is asked(hint/hint, hint)` into the question and its hints.
///
/// A bracket that a word follows is part of the question, as in `from browser(req)to app`.
fn split_hints(text: &str) -> (String, Vec<String>) {
    let (mut question, mut hints) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(open) = rest.find(['(', '（']) {
        let Some((inside, after)) = bracket(&rest[open..]) else { break };
        question.push_str(&rest[..open]);
        if after.starts_with(char::is_alphanumeric) || (question.trim().is_empty() && after.trim().is_empty())
        {
            question.push_str(&rest[open..rest.len() - after.len()]);
        } else {
            hints.extend(split_list(inside));
        }
        rest = after;
    }
    question.push_str(rest);
    (question.trim().to_owned(), hints)
}

/// What is inside the bracket that the text starts with, and what comes after it.
fn bracket(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let opening = text.chars().next().map_or(0, char::len_utf8);
            return Some((&text[opening..at], &text[at + c.len_utf8()..]));
        }
    }
    None
}

/// Splits a list of hints. A slash parts them, unless it stands in the arguments of a command:
/// in `top -H/pidstat` it parts two commands, in `docker run -it id/name` it does not.
fn split_list(list: &str) -> Vec<String> {
    let trim = |hint: &str| {
        hint.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '。')).to_owned()
    };
    let parts = list.split([',', '，', '、', ';', '；']);
    let hints = parts.flat_map(|part| split_commands(part).into_iter().map(trim));
    hints.filter(|hint| !hint.is_empty()).collect()
}

/// After an option and one more word, a slash is part of a path or a name.
fn split_commands(part: &str) -> Vec<&str> {
    let (mut hints, mut start) = (Vec::new(), 0);
    for (at, _) in part.match_indices('/') {
        let words: Vec<&str> = part[start..at].split_whitespace().collect();
        let option = words.iter().position(|word| word.starts_with('-'));
        if option.is_none_or(|option| option + 1 == words.len()) {
            hints.push(&part[start..at]);
            start = at + 1;
        }
    }
    hints.push(&part[start..]);
    hints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_are_what_brackets_hold() {
        for (text, question, hints) in [
            (
                "how is it kept(log/snapshot，both, :none)",
                "how is it kept",
                vec!["log", "snapshot", "both", "none"],
            ),
            ("from browser(req)to app(in detail)", "from browser(req)to app", vec!["in detail"]),
            ("timeouts(soft limit), and then", "timeouts, and then", vec!["soft limit"]),
            ("run it(docker run -it id/name) sh", "run it sh", vec!["docker run -it id/name"]),
            ("who(top -H/pidstat/perf record)", "who", vec!["top -H", "pidstat", "perf record"]),
            ("open (bracket", "open (bracket", vec![]),
            ("(all)", "(all)", vec![]),
        ] {
            assert_eq!(
                split_hints(text),
                (question.into(), hints.into_iter().map(String::from).collect()),
                "{text}"
            );
        }
    }
}
