//! How a path ends.

use serde::{Deserialize, Serialize};

/// The fit at one penalty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PathPoint {
    /// The penalty λ.
    pub lambda: f64,
    /// One coefficient a column of the design, on the design's own scale.
    pub coefficients: Vec<f64>,
    /// Penalised columns with a coefficient other than zero.
    pub nonzero: usize,
    /// −2 times the log-likelihood.
    pub deviance: f64,
    /// Share of the null model's deviance that is explained.
    pub deviance_explained: f64,
    /// Quadratic approximations taken.
    pub iterations: usize,
    /// Largest violation of the optimality conditions, relative to the largest score of the
    /// null model.
    pub violation: f64,
    /// Whether that is within the tolerance.
    pub converged: bool,
}

/// Fits from the largest penalty to the smallest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Path {
    /// One fit a penalty, the largest first.
    pub points: Vec<PathPoint>,
    /// Deviance of the model with the intercept and the unpenalised columns alone.
    pub null_deviance: f64,
    /// Columns that are constant (beside the intercept): their coefficient is zero.
    pub dropped: Vec<usize>,
    /// Rows of positive weight.
    pub rows: usize,
    /// How many of them have the outcome yes.
    pub events: usize,
}

/// How a path ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PathOutcome {
    /// There is a path; whether each fit converged is said in [`PathPoint::converged`].
    Fitted(Path),
    /// The outcome has the same value in every row.
    ConstantOutcome {
        /// That value.
        value: bool,
    },
}

impl PathOutcome {
    /// The path, if there is one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Fitted(path) => Some(path),
            Self::ConstantOutcome { .. } => None,
        }
    }
}
