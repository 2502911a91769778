//! Hits as text for people.

use std::io::{self, Write};

use super::output::{Style, printable};
use crate::search::{Explanation, Hit};

/// Prints hits one after the other; `passed` is how many better ones there are.
pub(super) fn print(out: &mut impl Write, style: Style, passed: usize, hits: &[Hit]) -> io::Result<()> {
    for (rank, hit) in (passed + 1..).zip(hits) {
        let title = style.bold(&printable(&hit.question));
        writeln!(out, "{rank:>3}  {:.3}  {title}", hit.score)?;
        let place = format!("{}:{}", hit.source.path, hit.source.line);
        let headings = hit.section.iter().map(String::as_str).collect::<Vec<_>>().join(" ▸ ");
        for line in [headings, format!("{place}  {}", hit.id)] {
            if !line.is_empty() {
                writeln!(out, "            {}", style.dim(&printable(&line)))?;
            }
        }
        if !hit.snippet.is_empty() {
            writeln!(out, "            {}", style.snippet(&hit.snippet))?;
        }
        for (mark, others) in [("↳", &hit.follow_ups), ("=", &hit.duplicates)] {
            for other in others {
                let line = format!("{mark} {}  {}", printable(&other.question), other.id);
                writeln!(out, "            {}", style.dim(&line))?;
            }
        }
        if let Some(explanation) = &hit.explain {
            explain(out, style, explanation)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn explain(out: &mut impl Write, style: Style, explanation: &Explanation) -> io::Result<()> {
    let place =
        |rank: Option<usize>| rank.map_or_else(|| "not ranked".to_owned(), |rank| format!("place {rank}"));
    let mut lines = vec![format!("score = {}", explanation.formula)];
    if let Some(cosine) = explanation.cosine {
        let passage = explanation.passage.map(|cosine| format!(", nearest passage {cosine:.3}"));
        let rank = place(explanation.semantic_rank);
        lines.push(format!("cosine {cosine:.3}{}, {rank} by meaning", passage.unwrap_or_default()));
    }
    if let Some(coverage) = explanation.coverage {
        let proximity = explanation.proximity.map(|share| format!(", proximity {share:.3}"));
        let credit = explanation.credit.map(|credit| format!(", credit {credit:.3}"));
        let weight = explanation.keyword_weight.map(|weight| format!(", keyword_weight {weight:.3}"));
        let others: String = [proximity, credit, weight].into_iter().flatten().collect();
        lines.push(format!("coverage {coverage:.3}, {} by words{others}", place(explanation.keyword_rank)));
    }
    if let Some(score) = explanation.reranker {
        lines.push(format!("reranker {score:.3}"));
    }
    let terms: Vec<String> =
        explanation.terms.iter().map(|(term, share)| format!("{term} {share:.3}")).collect();
    if !terms.is_empty() {
        lines.push(format!("terms: {}", terms.join(", ")));
    }
    lines.iter().try_for_each(|line| writeln!(out, "            {}", style.dim(&printable(line))))
}
