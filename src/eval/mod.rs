//! Evaluation as a value: a specification is run to results, and results become a summary.

pub mod compare;
pub mod metrics;
pub mod significance;
pub mod topics;
pub mod trec;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::error::{Error, Result};
use crate::search::{Mode, Query, Recipe, Searcher};
use metrics::{Figures, Ranked};
use topics::Topic;
use trec::{Qrels, Run};

/// What is evaluated.
#[derive(Clone, Debug)]
pub struct Spec {
    /// What is asked.
    pub topics: Vec<Topic>,
    /// What would be right.
    pub qrels: Qrels,
    /// How hits are ranked.
    pub recipe: Recipe,
    /// How many hits are taken of every ranking.
    pub depth: usize,
}

/// What was answered.
#[derive(Clone, Debug)]
pub struct Results {
    /// The ranking of every topic, in the topics' order.
    pub runs: Vec<Run>,
    /// The topics that could not be asked, and why; their rankings are empty.
    pub failed: Vec<Failed>,
}

/// A topic that could not be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failed {
    /// The topic.
    pub qid: String,
    /// Why.
    pub message: String,
}

/// How good the answers were; the JSON of `tiku eval --json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Which retrievers answered.
    pub mode: Mode,
    /// How many hits were taken of every ranking.
    pub depth: usize,
    /// Over every judged topic.
    pub all: Row,
    /// The same by kind of topic, where the topics tell theirs.
    pub kinds: BTreeMap<String, Row>,
    /// Topics of which nothing is judged relevant; they are left out of the means.
    pub unjudged: usize,
    /// Judged topics that were not asked.
    pub not_asked: usize,
    /// Topics that could not be asked; they count as answered with nothing.
    pub failed: Vec<Failed>,
}

/// The means over some topics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Row {
    /// How many topics.
    pub topics: usize,
    /// The means of their figures.
    #[serde(flatten)]
    pub mean: Figures,
}

impl Spec {
    /// Asks every topic.
    ///
    /// # Errors
    /// When the index fails. A topic that is no valid query is noted and goes on.
    pub fn run(&self, searcher: &Searcher) -> Result<Results> {
        self.run_with(|text| searcher.run(&Query::parse(text)?, &self.recipe, self.depth))
    }

    fn run_with(&self, search: impl Fn(&str) -> Result<Vec<(String, f32)>>) -> Result<Results> {
        let mut results = Results { runs: Vec::with_capacity(self.topics.len()), failed: Vec::new() };
        for topic in &self.topics {
            let ranking = match search(&topic.text) {
                Err(Error::InvalidQuery(message)) => {
                    results.failed.push(Failed { qid: topic.qid.clone(), message });
                    Vec::new()
                }
                answered => answered?,
            };
            results.runs.push(Run { qid: topic.qid.clone(), ranking });
        }
        Ok(results)
    }

    /// The figures of every topic, in the topics' order; `None` where nothing is judged relevant.
    pub fn figures(&self, results: &Results) -> Vec<Option<Figures>> {
        let figures = |(topic, run): (&Topic, &Run)| {
            let judged = self.qrels.judgements(&topic.qid)?;
            Ranked::new(run.ids(), judged).map(|ranked| ranked.figures())
        };
        self.topics.iter().zip(&results.runs).map(figures).collect()
    }

    /// Measures the answers against the judgements.
    pub fn summarise(&self, results: &Results) -> Summary {
        let mut all = Mean::default();
        let mut kinds: BTreeMap<String, Mean> = BTreeMap::new();
        let mut unjudged = 0;
        for (topic, figures) in self.topics.iter().zip(self.figures(results)) {
            let Some(figures) = figures else {
                unjudged += 1;
                continue;
            };
            all.add(figures);
            if let Some(kind) = &topic.kind {
                kinds.entry(kind.clone()).or_default().add(figures);
            }
        }
        let asked: BTreeSet<&str> = self.topics.iter().map(|topic| topic.qid.as_str()).collect();
        Summary {
            mode: self.recipe.mode,
            depth: self.depth,
            all: all.row(),
            kinds: kinds.into_iter().map(|(kind, mean)| (kind, mean.row())).collect(),
            unjudged,
            not_asked: self.qrels.qids().filter(|qid| !asked.contains(qid)).count(),
            failed: results.failed.clone(),
        }
    }
}

/// A mean in the making.
#[derive(Default)]
struct Mean {
    topics: usize,
    sum: Figures,
}

impl Mean {
    fn add(&mut self, figures: Figures) {
        self.topics += 1;
        self.sum = self.sum.combine(figures, |a, b| a + b);
    }

    fn row(&self) -> Row {
        let topics = self.topics.max(1) as f64;
        Row { topics: self.topics, mean: self.sum.combine(Figures::default(), |sum, _| sum / topics) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(qid: &str, kind: Option<&str>) -> Topic {
        Topic { qid: qid.to_owned(), text: format!("text of {qid}"), kind: kind.map(str::to_owned) }
    }

    fn spec() -> Spec {
        let qrels = "a 0 x 1\nb 0 y 1\nc 0 z 0\nd 0 z 1\ne 0 x 1";
        Spec {
            topics: vec![topic("a", Some("k")), topic("b", None), topic("c", None), topic("d", Some("k"))],
            qrels: Qrels::parse(qrels, "qrels").unwrap(),
            recipe: Recipe::default(),
            depth: 100,
        }
    }

    fn answer(text: &str) -> Result<Vec<(String, f32)>> {
        match text {
            "text of d" => Err(Error::InvalidQuery("no".to_owned())),
            _ => Ok(vec![("x".to_owned(), 2.0), ("y".to_owned(), 1.0)]),
        }
    }

    #[test]
    fn a_specification_becomes_a_summary() {
        let spec = spec();
        let results = spec.run_with(answer).unwrap();
        let summary = spec.summarise(&results);
        // a: right at place 1; b: at place 2; c: nothing is relevant; d: could not be asked.
        assert_eq!((summary.all.topics, summary.unjudged, summary.not_asked), (3, 1, 1));
        assert!((summary.all.mean.mrr_at_10 - 0.5).abs() < 1e-12);
        assert!((summary.all.mean.recall_at_10 - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(summary.kinds.keys().collect::<Vec<_>>(), ["k"]);
        assert_eq!((summary.kinds["k"].topics, summary.kinds["k"].mean.mrr_at_10), (2, 0.5));
        assert_eq!(summary.failed, [Failed { qid: "d".to_owned(), message: "no".to_owned() }]);
    }

    #[test]
    fn other_errors_end_the_evaluation() {
        let broken = |_: &str| Err(Error::Embedder("broken".to_owned()));
        assert!(matches!(spec().run_with(broken), Err(Error::Embedder(_))));
    }

    #[test]
    fn nothing_judged_gives_zero_topics_and_no_nan() {
        let spec = Spec { qrels: Qrels::default(), ..spec() };
        let summary = spec.summarise(&spec.run_with(answer).unwrap());
        assert_eq!((summary.all, summary.unjudged), (Row::default(), 4));
    }
}
