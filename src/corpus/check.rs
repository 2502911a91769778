//! What is wrong in a question bank: a linter's findings, without an index.

use std::collections::HashMap;

use pulldown_cmark::{Event, Parser, Tag};
use serde::Serialize;

use super::Reading;
use super::document::Format;
use crate::question::{Question, QuestionId};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is lost or leads nowhere.
    Error,
    /// Something may be as it was meant.
    Warning,
}

impl Severity {
    /// "error" or "warning".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Something wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The source's name.
    pub path: String,
    /// 1-based line; absent when it is about the whole source.
    pub line: Option<usize>,
    /// What is wrong and what to do.
    pub message: String,
}

/// Takes one source after the other and finds what is wrong in each and between them.
#[derive(Default)]
pub struct Checker {
    findings: Vec<Finding>,
    /// Where each id was first used.
    places: HashMap<QuestionId, (String, usize)>,
    /// Follow-ups that wait until all ids are known.
    links: Vec<(QuestionId, String, usize)>,
}

impl Checker {
    /// Checks one source by what was read from it.
    pub fn add(&mut self, name: &str, bytes: &[u8], reading: &Reading) {
        for warning in &reading.warnings {
            self.find(Severity::Warning, name, Some(warning.line), warning.message.clone());
        }
        // A page that tells people about the folder need not ask anything.
        let is_readme = name.rsplit('/').next().is_some_and(|file| file.to_lowercase().starts_with("readme"));
        if reading.questions.is_empty() && !is_readme {
            self.find(Severity::Warning, name, None, why_nothing(name, bytes));
        }
        reading.questions.iter().for_each(|question| self.question(question));
    }

    /// All findings, by place.
    pub fn finish(mut self) -> Vec<Finding> {
        for (id, path, line) in std::mem::take(&mut self.links) {
            if !self.places.contains_key(&id) {
                let message = format!("follows up '{id}', which is no question's id; correct follow_up_of");
                self.find(Severity::Error, &path, Some(line), message);
            }
        }
        self.findings.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
        self.findings
    }

    fn question(&mut self, question: &Question) {
        let (path, line) = (question.source.path.as_str(), question.source.line);
        if let Some((first, at)) = self.places.get(&question.id) {
            let message = format!("the id '{}' is also that of {first}:{at}; give it another", question.id);
            self.find(Severity::Error, path, Some(line), message);
        } else {
            self.places.insert(question.id.clone(), (path.to_owned(), line));
        }
        if question.answer.trim().is_empty() && question.key_points.is_empty() {
            let message = format!("'{}' has neither answer nor key points", question.question);
            self.find(Severity::Warning, path, Some(line), message);
        }
        if let Some(id) = &question.follow_up_of {
            self.links.push((id.clone(), path.to_owned(), line));
        }
    }

    fn find(&mut self, severity: Severity, path: &str, line: Option<usize>, message: String) {
        self.findings.push(Finding { severity, path: path.to_owned(), line, message });
    }
}

/// Why a source gave no questions.
fn why_nothing(name: &str, bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    if text.trim().is_empty() {
        return "no questions: it is empty".to_owned();
    }
    if Format::of(name) == Format::JsonLines {
        return "no questions: no line has a `question` or `title`".to_owned();
    }
    let (mut headings, mut items) = (0, 0);
    for event in Parser::new(&text) {
        headings += usize::from(matches!(event, Event::Start(Tag::Heading { .. })));
        items += usize::from(matches!(event, Event::Start(Tag::Item)));
    }
    format!(
        "no questions: none of its {headings} headings and {items} list items is asked; \
         end a question with a question mark or write it in one of the shapes of corpus/README.md"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::read_source;

    /// The findings over sources of these names and texts, as "severity path:line words".
    fn check(sources: &[(&str, &str)]) -> Vec<(Severity, String, Option<usize>, String)> {
        let mut checker = Checker::default();
        for (name, text) in sources {
            checker.add(name, text.as_bytes(), &read_source(name, text.as_bytes()));
        }
        let told = |finding: Finding| (finding.severity, finding.path, finding.line, finding.message);
        checker.finish().into_iter().map(told).collect()
    }

    #[test]
    fn what_is_wrong_is_found_with_its_place() {
        let findings = check(&[
            (
                "a.jsonl",
                "{\"id\":\"x\",\"question\":\"Why?\",\"answer\":\"So.\"}\n{\"id\":\"y\",\"question\":\"How?\",\"follow_up_of\":\"z\"}\n",
            ),
            (
                "b.jsonl",
                "\n{\"id\":\"x\",\"question\":\"Why not?\",\"answer\":\"No.\",\"follow_up_of\":\"y\"}\nno json\n",
            ),
            ("c.md", "# Title\n\n- one\n- two\n"),
            ("d.md", " \n"),
            ("e.md", "## What is fine?\n\nThis.\n"),
        ]);
        let expected = [
            (Severity::Warning, "a.jsonl", Some(2), "neither answer"),
            (Severity::Error, "a.jsonl", Some(2), "follows up 'z'"),
            (Severity::Error, "b.jsonl", Some(2), "a.jsonl:1"),
            (Severity::Warning, "b.jsonl", Some(3), "JSON"),
            (Severity::Warning, "c.md", None, "1 headings and 2 list items"),
            (Severity::Warning, "d.md", None, "empty"),
        ];
        assert_eq!(findings.len(), expected.len(), "{findings:#?}");
        for (found, (severity, path, line, words)) in findings.iter().zip(expected) {
            assert_eq!((found.0, &*found.1, found.2), (severity, path, line), "{found:?}");
            assert!(found.3.contains(words), "{found:?}");
        }
    }
}
