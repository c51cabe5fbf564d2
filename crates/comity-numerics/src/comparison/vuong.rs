//! Vuong's test.
//!
//! Vuong (1989), "Likelihood Ratio Tests for Model Selection and Non-Nested Hypotheses",
//! *Econometrica* 57(2): with mᵢ = ln f(yᵢ) − ln g(yᵢ), (Σmᵢ − correction) / (√n ω) is standard
//! normal when both models are equally close to the truth; ω² is the variance of the mᵢ.

use super::differences::Differences;
use crate::dense::Matrix;
use crate::design::Design;
use crate::error::{Result, same_length};
use crate::special::two_sided_p;
use crate::variance::dyadic::{Dyads, variance};
use serde::{Deserialize, Serialize};

/// Variances below this share of the mean squared log-likelihood are rounding.
const ROUNDING: f64 = 1e-20;

/// The result of Vuong's test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Vuong {
    /// The statistic; positive values favour the first model.
    pub statistic: f64,
    /// The two-sided p-value.
    pub p_value: f64,
    /// The log-likelihood ratio, without correction.
    pub ratio: f64,
    /// What was taken off it.
    pub correction: f64,
    /// The standard error of the ratio, √n ω when rows are independent.
    pub standard_error: f64,
    /// Number of rows.
    pub rows: usize,
}

/// How Vuong's test ended.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum VuongOutcome {
    /// There is a statistic.
    Tested(Vuong),
    /// The two models say the same of every row, up to a constant.
    Indistinguishable,
    /// The dyadic variance of the ratio is not positive: the data cannot tell.
    NoVariance,
}

/// Vuong's test on independent rows.
///
/// ```
/// use comity_numerics::comparison::{Correction, Differences, VuongOutcome, vuong};
/// let (first, second) = ([-0.1, -0.2, -0.3, -0.9], [-0.3, -0.5, -0.7, -0.8]);
/// let differences = Differences::new(&first, &second, (2, 2), Correction::Schwarz)?;
/// // Differences 0.2, 0.3, 0.4, −0.1: sum 0.8, variance 0.075 − 0.04.
/// let VuongOutcome::Tested(test) = vuong(&differences) else { panic!("no variance") };
/// assert!((test.statistic - 0.8 / (4.0_f64 * 0.035).sqrt()).abs() < 1e-12);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
#[must_use]
pub fn vuong(differences: &Differences) -> VuongOutcome {
    let n = differences.values.len() as f64;
    let sum: f64 = centred(differences).iter().map(|m| m * m).sum();
    match sum > ROUNDING * n * differences.scale {
        true => finish(differences, sum),
        false => VuongOutcome::Indistinguishable,
    }
}

/// Vuong's test on rows that are dyads: the variance of the ratio allows any two rows that
/// share a unit to be correlated (see [`crate::variance::dyadic`]).
///
/// # Errors
/// [`crate::NumericsError::Dimension`] when there is not one dyad a row.
pub fn vuong_dyadic(differences: &Differences, dyads: &Dyads) -> Result<VuongOutcome> {
    let rows = differences.values.len();
    same_length("the dyads", dyads.rows(), rows)?;
    if vuong(differences) == VuongOutcome::Indistinguishable {
        return Ok(VuongOutcome::Indistinguishable);
    }
    let ones = Design::new(rows, vec![("sum".to_owned(), vec![1.0; rows])])?;
    let bread = Matrix::from_fn(1, |_, _| 1.0);
    let spread = variance(&ones, &centred(differences), &bread, dyads)?.variance.get(0, 0);
    Ok(match spread > ROUNDING * rows as f64 * differences.scale {
        true => finish(differences, spread),
        false => VuongOutcome::NoVariance,
    })
}

fn centred(differences: &Differences) -> Vec<f64> {
    let mean = differences.ratio() / differences.values.len() as f64;
    differences.values.iter().map(|m| m - mean).collect()
}

fn finish(differences: &Differences, variance: f64) -> VuongOutcome {
    let standard_error = libm::sqrt(variance);
    let statistic = (differences.ratio() - differences.penalty) / standard_error;
    VuongOutcome::Tested(Vuong {
        statistic,
        p_value: two_sided_p(statistic),
        ratio: differences.ratio(),
        correction: differences.penalty,
        standard_error,
        rows: differences.values.len(),
    })
}
