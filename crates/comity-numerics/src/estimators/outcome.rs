//! How a fit ends.

use crate::dense::Matrix;
use crate::diagnostics::separation::Separation;
use serde::{Deserialize, Serialize};

/// A fit's numbers. Columns that were dropped have coefficient and (co)variance zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// One coefficient a column of the design, on the scale of the link.
    pub coefficients: Vec<f64>,
    /// Inverse of the information (for a logit Σ wᵢ μᵢ(1 − μᵢ) xᵢ xᵢ'), one row and column a
    /// column of the design.
    pub covariance: Matrix,
    /// Log-likelihood at the coefficients, without penalty.
    pub log_likelihood: f64,
    /// What was maximised: the log-likelihood, with its penalty where there is one.
    pub objective: f64,
    /// Newton steps taken.
    pub iterations: usize,
    /// Largest absolute entry of the objective's gradient.
    pub gradient_norm: f64,
    /// Length of the next Newton step in standard errors: √(g'H⁻¹g).
    pub next_step: f64,
    /// Largest over smallest eigenvalue of the information, scaled to unit diagonal.
    pub condition_number: f64,
    /// Rows of positive weight.
    pub rows: usize,
    /// How many of them have the outcome yes.
    pub events: usize,
    /// Columns left out because earlier columns determine them.
    pub dropped: Vec<usize>,
}

/// How a fit ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// The maximum was found.
    Converged(Fit),
    /// The maximum was found after columns that earlier columns determine were dropped;
    /// [`Fit::dropped`] names them.
    RankDeficient(Fit),
    /// Some coefficients have no finite estimate.
    Separated {
        /// What is separated, and by which columns.
        separation: Separation,
        /// Coefficients after a few iterations, while all were moderate: a good start for
        /// [`super::firth`].
        reached: Vec<f64>,
    },
    /// The iterations ended before the maximum; the numbers are the last ones reached.
    NotConverged(Fit),
    /// The outcome has the same value in every row.
    ConstantOutcome {
        /// That value.
        value: bool,
    },
}

impl Outcome {
    /// The fit, if a maximum was found.
    #[must_use]
    pub fn fit(&self) -> Option<&Fit> {
        match self {
            Outcome::Converged(fit) | Outcome::RankDeficient(fit) => Some(fit),
            _ => None,
        }
    }

    /// The fit, if a maximum was found, by value.
    #[must_use]
    pub fn into_fit(self) -> Option<Fit> {
        match self {
            Outcome::Converged(fit) | Outcome::RankDeficient(fit) => Some(fit),
            _ => None,
        }
    }
}
