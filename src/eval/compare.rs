//! Configurations of the ranking side by side: each one's figures, and what it changes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::significance::randomisation_test;
use super::{Results, Spec, Summary};
use crate::error::Result;
use crate::search::{Recipe, Searcher};

/// A ranking function by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Configuration {
    /// What it is called: the changes that make it.
    pub name: String,
    /// What it does.
    pub recipe: Recipe,
}

/// A configuration and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// What it is called.
    pub name: String,
    /// How good its answers are.
    #[serde(flatten)]
    pub summary: Summary,
    /// What differs from the first one; absent for that one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
}

/// What differs between two configurations, in nDCG@10.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// How much better the mean is.
    pub difference: f64,
    /// The p-value of the paired randomisation test over all topics.
    pub p: f64,
    /// The same by kind of topic.
    pub kinds: BTreeMap<String, KindChange>,
    /// The topics that got better, those that gained most first.
    pub better: Vec<TopicChange>,
    /// The topics that got worse, those that lost most first.
    pub worse: Vec<TopicChange>,
}

/// What differs for one kind of topic.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct KindChange {
    /// How much better the mean is.
    pub difference: f64,
    /// The p-value of the paired randomisation test.
    pub p: f64,
}

/// A topic that is answered otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicChange {
    /// The topic.
    pub qid: String,
    /// What is asked.
    pub text: String,
    /// Its nDCG@10 before.
    pub before: f64,
    /// And after.
    pub after: f64,
}

/// Runs the topics with every configuration, and compares each with the first one.
///
/// # Errors
/// As [`Spec::run`].
pub fn compare(spec: &Spec, configurations: &[Configuration], searcher: &Searcher) -> Result<Vec<Compared>> {
    let mut compared: Vec<Compared> = Vec::with_capacity(configurations.len());
    let mut first: Option<Vec<Option<f64>>> = None;
    for configuration in configurations {
        let spec = Spec { recipe: configuration.recipe.clone(), ..spec.clone() };
        let results = spec.run(searcher)?;
        let figures = figures(&spec, &results);
        let change = first.as_ref().map(|before| change(&spec, before, &figures));
        let name = configuration.name.clone();
        compared.push(Compared { name, summary: spec.summarise(&results), change });
        first.get_or_insert(figures);
    }
    Ok(compared)
}

/// The nDCG@10 of every topic; `None` where nothing is judged relevant.
fn figures(spec: &Spec, results: &Results) -> Vec<Option<f64>> {
    spec.figures(results).into_iter().map(|figures| figures.map(|figures| figures.ndcg_at_10)).collect()
}

fn change(spec: &Spec, before: &[Option<f64>], after: &[Option<f64>]) -> Change {
    let mut all = Vec::new();
    let mut kinds: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let (mut better, mut worse) = (Vec::new(), Vec::new());
    for ((topic, before), after) in spec.topics.iter().zip(before).zip(after) {
        let (Some(before), Some(after)) = (*before, *after) else { continue };
        let difference = after - before;
        all.push(difference);
        topic.kind.iter().for_each(|kind| kinds.entry(kind.clone()).or_default().push(difference));
        let changed = TopicChange { qid: topic.qid.clone(), text: topic.text.clone(), before, after };
        if difference > 0.0 {
            better.push(changed);
        } else if difference < 0.0 {
            worse.push(changed);
        }
    }
    let gain = |topic: &TopicChange| topic.after - topic.before;
    better.sort_by(|a, b| gain(b).total_cmp(&gain(a)));
    worse.sort_by(|a, b| gain(a).total_cmp(&gain(b)));
    let KindChange { difference, p } = tested(&all);
    let kinds = kinds.into_iter().map(|(kind, differences)| (kind, tested(&differences))).collect();
    Change { difference, p, kinds, better, worse }
}

fn tested(differences: &[f64]) -> KindChange {
    let difference = differences.iter().sum::<f64>() / differences.len().max(1) as f64;
    KindChange { difference, p: randomisation_test(differences) }
}

#[cfg(test)]
mod tests {
    use super::super::topics::Topic;
    use super::super::trec::Qrels;
    use super::*;

    #[test]
    fn changes_are_told_by_topic_and_kind() {
        let topic = |qid: &str, kind: &str| Topic {
            qid: qid.to_owned(),
            text: format!("text of {qid}"),
            kind: Some(kind.to_owned()),
        };
        let spec = Spec {
            topics: vec![topic("a", "k"), topic("b", "k"), topic("c", "l"), topic("d", "l"), topic("e", "l")],
            qrels: Qrels::default(),
            recipe: Recipe::default(),
            depth: 10,
        };
        let before = [Some(0.5), Some(0.25), Some(1.0), None, Some(0.75)];
        let after = [Some(0.75), Some(1.0), Some(0.5), None, Some(0.75)];
        let change = change(&spec, &before, &after);
        assert_eq!(change.difference, 0.125);
        assert_eq!((change.kinds["k"].difference, change.kinds["l"].difference), (0.5, -0.25));
        assert_eq!(change.kinds["k"].p, 0.5);
        let names = |topics: &[TopicChange]| topics.iter().map(|t| t.qid.clone()).collect::<Vec<_>>();
        assert_eq!(
            (names(&change.better), names(&change.worse)),
            (vec!["b".into(), "a".into()], vec!["c".into()])
        );
    }
}
