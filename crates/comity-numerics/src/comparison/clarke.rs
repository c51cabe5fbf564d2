//! Clarke's distribution-free test.
//!
//! Clarke (2007), "A Simple Distribution-Free Test for Nonnested Model Selection", *Political
//! Analysis* 15(3): the number of rows that the first model predicts better is binomial with
//! probability one half when both models are equally close to the truth. The correction for
//! size is spread evenly over the rows.

use super::differences::Differences;
use serde::{Deserialize, Serialize};

/// The result of Clarke's test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clarke {
    /// Rows that the first model predicts better, after correction.
    pub first_better: usize,
    /// Rows that the second model predicts better.
    pub second_better: usize,
    /// Rows that both predict equally well; they do not count.
    pub ties: usize,
    /// The exact two-sided binomial p-value; one when all rows are ties.
    pub p_value: f64,
}

/// Clarke's test on independent rows.
///
/// ```
/// use comity_numerics::comparison::{Correction, Differences, clarke};
/// let (first, second) = ([-0.1, -0.2, -0.3, -0.9], [-0.3, -0.5, -0.7, -0.8]);
/// let test = clarke(&Differences::new(&first, &second, (2, 2), Correction::Schwarz)?);
/// // One or fewer of four in either direction: 2 · (1 + 4)/16.
/// assert_eq!((test.first_better, test.second_better), (3, 1));
/// assert!((test.p_value - 0.625).abs() < 1e-12);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
#[must_use]
pub fn clarke(differences: &Differences) -> Clarke {
    let share = differences.penalty / differences.values.len() as f64;
    let above = differences.values.iter().filter(|m| **m > share).count();
    let below = differences.values.iter().filter(|m| **m < share).count();
    Clarke {
        first_better: above,
        second_better: below,
        ties: differences.values.len() - above - below,
        p_value: (2.0 * lower_tail(above.min(below), above + below)).min(1.0),
    }
}

/// The probability of at most `k` successes of `n` with probability one half each.
fn lower_tail(k: usize, n: usize) -> f64 {
    let (k, n) = (k as f64, n as f64);
    let last = libm::exp(
        libm::lgamma(n + 1.0)
            - libm::lgamma(k + 1.0)
            - libm::lgamma(n - k + 1.0)
            - n * std::f64::consts::LN_2,
    );
    // Probabilities fall from k downwards: p(j − 1) = p(j) · j / (n − j + 1).
    let (mut term, mut sum, mut j) = (last, last, k);
    while j >= 1.0 && term > sum * 1e-17 {
        term *= j / (n - j + 1.0);
        sum += term;
        j -= 1.0;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::super::Correction;
    use super::*;

    /// R: binom.test(40, 100)$p.value; a tie counts for neither.
    #[test]
    fn p_values_are_those_of_the_sign_test() {
        let first: Vec<f64> = (0..101).map(|i| if i < 40 { -1.0 } else { -2.0 }).collect();
        let second: Vec<f64> = (0..101).map(|i| if i == 100 { -2.0 } else { -1.5 }).collect();
        let test = clarke(&Differences::new(&first, &second, (1, 1), Correction::None).unwrap());
        assert_eq!((test.first_better, test.second_better, test.ties), (40, 60, 1));
        assert!((test.p_value - 0.056_887_933_640_980_78).abs() < 1e-12, "{}", test.p_value);
        let same = clarke(&Differences::new(&first, &first, (3, 1), Correction::None).unwrap());
        assert_eq!((same.ties, same.p_value), (101, 1.0));
        let large = clarke(&Differences::new(&first, &first, (3, 1), Correction::Schwarz).unwrap());
        assert!(large.second_better == 101 && large.p_value < 1e-29);
        assert!((lower_tail(30_000, 61_563) / lower_tail(29_999, 61_563) - 1.0).abs() < 0.1);
    }
}
