//! What a fit reports.

use comity_numerics::Matrix;
use comity_numerics::special::two_sided_p;
use serde::{Deserialize, Serialize};

/// How a fit ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "status")]
pub enum Status {
    /// At a maximum.
    Converged,
    /// The likelihood rises without end along these terms: their coefficients are no
    /// estimates. Firth's penalty gives finite ones.
    Separated {
        /// Names of the terms.
        terms: Vec<String>,
    },
    /// The events say nothing of these terms, alone or apart from each other.
    Unidentified {
        /// Names of the terms.
        terms: Vec<String>,
    },
    /// The steps ran out, or no step raised the likelihood.
    NotConverged,
}

/// A fitted model. Lists have one entry a term, in the order of the terms.
///
/// In JSON, what is not a number (a standard error of a term that is not identified) is null.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Terms as formulas write them.
    pub names: Vec<String>,
    /// θ.
    pub coefficients: Vec<f64>,
    /// Square roots of the inverse information's diagonal.
    #[serde(deserialize_with = "numbers")]
    pub standard_errors: Vec<f64>,
    /// From the sandwich, if it was asked for.
    pub robust_standard_errors: Option<Vec<f64>>,
    /// The inverse information, row by row.
    #[serde(deserialize_with = "rows")]
    pub covariance: Vec<Vec<f64>>,
    /// Log-likelihood at θ, without penalty.
    pub log_likelihood: f64,
    /// Log-likelihood where every coefficient is zero; in interval models with a baseline,
    /// where all but the baseline are zero.
    pub null_log_likelihood: f64,
    /// What was maximised: the log-likelihood with its penalty.
    pub objective: f64,
    /// Newton steps.
    pub iterations: usize,
    /// Passes over the events, those for the start included.
    pub passes: usize,
    /// Largest entry of the gradient before the last step.
    pub gradient_norm: f64,
    /// Squared Newton decrement before the last step.
    pub decrement: f64,
    /// How it ended.
    #[serde(flatten)]
    pub status: Status,
    /// Largest over smallest eigenvalue of the information, scaled to a unit diagonal.
    #[serde(deserialize_with = "number")]
    pub condition: f64,
    /// Events explained.
    pub events: usize,
    /// Moments at which they, or changes, fall.
    pub moments: usize,
    /// Actors in the stream.
    pub actors: usize,
}

fn number<'de, D: serde::Deserializer<'de>>(d: D) -> Result<f64, D::Error> {
    Ok(Option::<f64>::deserialize(d)?.unwrap_or(f64::NAN))
}

fn numbers<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Vec<f64>, D::Error> {
    let found = Vec::<Option<f64>>::deserialize(d)?;
    Ok(found.into_iter().map(|v| v.unwrap_or(f64::NAN)).collect())
}

fn rows<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Vec<Vec<f64>>, D::Error> {
    let found = Vec::<Vec<Option<f64>>>::deserialize(d)?;
    Ok(found.into_iter().map(|r| r.into_iter().map(|v| v.unwrap_or(f64::NAN)).collect()).collect())
}

impl Fit {
    /// Akaike's criterion, 2 p − 2 log-likelihood.
    #[must_use]
    pub fn aic(&self) -> f64 {
        2.0 * self.names.len() as f64 - 2.0 * self.log_likelihood
    }

    /// Schwarz's criterion, p ln(events) − 2 log-likelihood.
    #[must_use]
    pub fn bic(&self) -> f64 {
        let n = comity_numerics::special::ln(self.events.max(1) as f64);
        n * self.names.len() as f64 - 2.0 * self.log_likelihood
    }

    /// Whether the coefficients are estimates.
    #[must_use]
    pub fn is_converged(&self) -> bool {
        self.status == Status::Converged
    }

    /// Coefficient over standard error.
    #[must_use]
    pub fn z(&self, term: usize) -> Option<f64> {
        Some(self.coefficients.get(term)? / self.standard_errors.get(term)?)
    }

    /// Two-sided p-value of a coefficient against zero.
    #[must_use]
    pub fn p(&self, term: usize) -> Option<f64> {
        self.z(term).map(two_sided_p)
    }
}

/// A matrix as rows.
pub(super) fn as_rows(m: &Matrix) -> Vec<Vec<f64>> {
    (0..m.size()).map(|k| m.row(k).to_vec()).collect()
}
