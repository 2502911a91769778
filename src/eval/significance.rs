//! Whether one configuration is better than another, or only luckier on these topics.

/// Random assignments that are tried where there are too many to try all.
const SAMPLES: u32 = 20_000;
/// Up to so many topics that differ, every assignment is tried.
const ALL_UP_TO: usize = 14;
/// Rounding of sums is not a difference.
const EPSILON: f64 = 1e-9;

/// The two-sided p-value of the paired randomisation test: how often a difference of means at
/// least this large comes about when each topic's two figures are swapped by the toss of a coin.
///
/// The coins are the same in every run. 1 where nothing differs.
///
/// Source: Smucker, Allan and Carterette, "A Comparison of Statistical Significance Tests for
/// Information Retrieval Evaluation", CIKM 2007, §3.
pub fn randomisation_test(differences: &[f64]) -> f64 {
    let differing: Vec<f64> = differences.iter().copied().filter(|d| d.abs() > EPSILON).collect();
    let observed = differing.iter().sum::<f64>().abs() - EPSILON;
    if differing.is_empty() {
        return 1.0;
    }
    if differing.len() <= ALL_UP_TO {
        let assignments = 1u32 << differing.len();
        let as_large =
            (0..assignments).filter(|coins| sum(&differing, u64::from(*coins)) >= observed).count();
        return as_large as f64 / f64::from(assignments);
    }
    let mut coins = fastrand::Rng::with_seed(1);
    let as_large = (0..SAMPLES).filter(|_| {
        let sums = differing.chunks(64).map(|chunk| signed(chunk, coins.u64(..)));
        sums.sum::<f64>().abs() >= observed
    });
    // The observed assignment is one of those there can be.
    (as_large.count() + 1) as f64 / f64::from(SAMPLES + 1)
}

fn sum(differences: &[f64], coins: u64) -> f64 {
    signed(differences, coins).abs()
}

/// The sum where each set bit swaps the figures of its topic; at most 64 of them.
fn signed(differences: &[f64], coins: u64) -> f64 {
    let sign = |(at, difference): (usize, &f64)| if coins >> at & 1 == 1 { -difference } else { *difference };
    differences.iter().enumerate().map(sign).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_cases_agree_with_those_worked_out_by_hand() {
        // Of the 2^n assignments, those with all signs alike are as large as the observed one.
        assert_eq!(randomisation_test(&[]), 1.0);
        assert_eq!(randomisation_test(&[0.0, 0.0]), 1.0);
        assert_eq!(randomisation_test(&[0.3]), 1.0);
        assert_eq!(randomisation_test(&[0.3, 0.2, 0.0]), 0.5);
        assert_eq!(randomisation_test(&[-0.1; 5]), 2.0 / 32.0);
        assert_eq!(randomisation_test(&[0.5, -0.5]), 1.0);
    }

    #[test]
    fn sampling_agrees_with_trying_all() {
        // 15 equal differences: 2 of 32,768 assignments are as large.
        let p = randomisation_test(&[0.1; 15]);
        assert!(p < 0.001, "{p}");
        let balanced: Vec<f64> = (0..100).map(|at| if at % 2 == 0 { 0.1 } else { -0.1 }).collect();
        assert_eq!(randomisation_test(&balanced), 1.0);
        // 60 of 100 equal steps go up: the binomial test gives 0.0569.
        let sixty: Vec<f64> = (0..100).map(|at| if at < 60 { 0.1 } else { -0.1 }).collect();
        let p = randomisation_test(&sixty);
        assert!((p - 0.0569).abs() < 0.01, "{p}");
        assert_eq!(p, randomisation_test(&sixty));
    }
}
