//! The formats of TREC: judgements (qrels) in, run files out.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use super::metrics::Grade;
use super::topics::{lines_of, read_text};
use crate::error::{Error, Result};

/// Judgements: topic → question → grade.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Qrels {
    topics: BTreeMap<String, BTreeMap<String, Grade>>,
}

impl Qrels {
    /// Reads a file of judgements.
    ///
    /// # Errors
    /// When it cannot be read, or [`Error::MalformedLine`].
    pub fn read(path: &Path) -> Result<Self> {
        Self::parse(&read_text(path)?, &path.display().to_string())
    }

    /// Reads lines of `qid 0 docid grade`, with any whitespace between them; the second column
    /// says nothing and may be missing.
    ///
    /// # Errors
    /// [`Error::MalformedLine`] when a line is no judgement, or judges again otherwise.
    pub fn parse(text: &str, name: &str) -> Result<Self> {
        let mut qrels = Self::default();
        for (number, line) in lines_of(text) {
            let malformed =
                |message: String| Error::MalformedLine { path: name.to_owned(), line: number, message };
            let columns: Vec<&str> = line.split_whitespace().collect();
            let (qid, id, grade) = match columns[..] {
                [qid, _, id, grade] | [qid, id, grade] => (qid, id, grade),
                _ => {
                    let message = format!("{} columns; a judgement is `qid 0 docid grade`", columns.len());
                    return Err(malformed(message));
                }
            };
            let grade: Grade = grade.parse().map_err(|_| {
                malformed(format!("'{grade}' is no grade; write a whole number, 0 for not relevant"))
            })?;
            let before = qrels.topics.entry(qid.to_owned()).or_default().insert(id.to_owned(), grade);
            if let Some(before) = before.filter(|before| *before != grade) {
                let message =
                    format!("'{id}' was judged {before} for '{qid}' before and is now {grade}; keep one");
                return Err(malformed(message));
            }
        }
        Ok(qrels)
    }

    /// The judgements of a topic.
    pub fn judgements(&self, qid: &str) -> Option<&BTreeMap<String, Grade>> {
        self.topics.get(qid)
    }

    /// The topics that are judged.
    pub fn qids(&self) -> impl Iterator<Item = &str> {
        self.topics.keys().map(String::as_str)
    }
}

/// The ranking that answers a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The topic.
    pub qid: String,
    /// Ids with scores, best first.
    pub ranking: Vec<(String, f32)>,
}

impl Run {
    /// The ids, best first.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ranking.iter().map(|(id, _)| id.as_str())
    }

    /// Writes lines of `qid Q0 docid rank score name`.
    ///
    /// Evaluators order by score and break ties in their own way, so a score that equals the one
    /// before it is written as the next smaller number. Spaces in an id, which the format cannot
    /// hold, become underlines.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write(&self, out: &mut impl Write, name: &str) -> io::Result<()> {
        let mut above = f32::INFINITY;
        for (rank, (id, score)) in (1..).zip(&self.ranking) {
            let score = score.min(above.next_down());
            let id = id.replace(char::is_whitespace, "_");
            writeln!(out, "{} Q0 {id} {rank} {score} {name}", self.qid)?;
            above = score;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judgements_are_read_whatever_stands_between_the_columns() {
        let qrels = Qrels::parse("1\t0\ta\t1\n1 0 b  -1\r\n\n2 0 a 3\n3\ta\t0\n1 0 a 1\n", "q").unwrap();
        assert_eq!(qrels.qids().collect::<Vec<_>>(), ["1", "2", "3"]);
        let first = qrels.judgements("1").unwrap();
        assert_eq!(
            first.iter().map(|(id, grade)| (id.as_str(), *grade)).collect::<Vec<_>>(),
            [("a", 1), ("b", -1)]
        );
        assert_eq!((qrels.judgements("2").unwrap()["a"], qrels.judgements("4")), (3, None));
    }

    #[test]
    fn malformed_judgements_are_named() {
        for (text, line, part) in [
            ("1 0 a 1\n1 0", 2, "2 columns"),
            ("1 0 a b 1", 1, "5 columns"),
            ("1 0 a yes", 1, "'yes' is no grade"),
            ("1 0 a 1\n1 0 a 2", 2, "judged 1"),
        ] {
            let message = Qrels::parse(text, "q.tsv").unwrap_err().to_string();
            assert!(message.starts_with(&format!("q.tsv:{line}: ")) && message.contains(part), "{message}");
        }
    }

    #[test]
    fn runs_are_written_so_that_every_evaluator_reads_the_same_order() {
        let ranking = [("b", 0.5), ("a", 0.5), ("c d", 0.1)].map(|(id, score)| (id.to_owned(), score));
        let run = Run { qid: "7".to_owned(), ranking: ranking.to_vec() };
        let mut out = Vec::new();
        run.write(&mut out, "tiku-hybrid").unwrap();
        let expected =
            "7 Q0 b 1 0.5 tiku-hybrid\n7 Q0 a 2 0.49999997 tiku-hybrid\n7 Q0 c_d 3 0.1 tiku-hybrid\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
