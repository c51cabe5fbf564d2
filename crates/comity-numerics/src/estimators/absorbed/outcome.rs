//! How a fit with absorbed fixed effects ends.

use super::family::Family;
use crate::dense::Matrix;
use crate::design::Design;
use serde::{Deserialize, Serialize};

/// A group that was left out because its outcome never varies: its fixed effect is infinite
/// and its rows say nothing about the coefficients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DroppedGroup {
    /// Which of the groupings, counted from zero.
    pub grouping: usize,
    /// The group's label.
    pub label: i64,
    /// Rows that were dropped with it.
    pub rows: usize,
    /// Whether the outcome was always yes (always positive); else always zero.
    pub always: bool,
}

/// A fit's numbers. Columns that were dropped have coefficient and variance zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AbsorbedFit {
    /// Distribution and link.
    pub family: Family,
    /// One coefficient a column of the design.
    pub coefficients: Vec<f64>,
    /// The inverse of Σ wᵢ x̃ᵢ x̃ᵢ', x̃ the covariates without the part that the fixed effects
    /// explain; what the robust variances call bread.
    pub bread: Matrix,
    /// What `bread` is multiplied with for the model-based covariance: the residual sum of
    /// squares over N − K for least squares, else one.
    pub dispersion: f64,
    /// Log-likelihood at the coefficients; for least squares −½ the residual sum of squares.
    pub log_likelihood: f64,
    /// Reweighting steps taken.
    pub iterations: usize,
    /// Largest absolute entry of Σ uᵢ x̃ᵢ, u the score multipliers.
    pub gradient_norm: f64,
    /// Length of the last step in standard errors, fixed effects included.
    pub next_step: f64,
    /// Largest over smallest eigenvalue of Σ wᵢ x̃ᵢ x̃ᵢ', scaled to unit diagonal.
    pub condition_number: f64,
    /// Rows that were used.
    pub rows: usize,
    /// Levels of each grouping among them.
    pub levels: Vec<usize>,
    /// Columns left out because the fixed effects or earlier columns determine them.
    pub dropped_columns: Vec<usize>,
    /// Groups left out because their outcome does not vary.
    pub dropped_groups: Vec<DroppedGroup>,
}

impl AbsorbedFit {
    /// The model-based covariance: `dispersion` times `bread`.
    #[must_use]
    pub fn covariance(&self) -> Matrix {
        Matrix::from_fn(self.bread.size(), |i, j| self.dispersion * self.bread.get(i, j))
    }

    /// The number of parameters K of the factor (N − 1)/(N − K), as fixest counts them: the
    /// coefficients, and the levels of the groupings less one for every grouping but the
    /// first; of a grouping that is nested in a cluster variable (`nested`, one entry a
    /// grouping, missing ones false) only one level counts.
    #[must_use]
    pub fn parameters(&self, nested: &[bool]) -> usize {
        let slopes = self.coefficients.len() - self.dropped_columns.len();
        let levels: usize = self
            .levels
            .iter()
            .enumerate()
            .map(|(q, n)| if nested.get(q) == Some(&true) { 1 } else { *n })
            .sum();
        slopes + levels - self.levels.len().saturating_sub(1)
    }
}

/// How the fit ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AbsorbedOutcome {
    /// The maximum was found.
    Converged(AbsorbedFit),
    /// The maximum was found after columns were dropped that the fixed effects or earlier
    /// columns determine; [`AbsorbedFit::dropped_columns`] names them.
    RankDeficient(AbsorbedFit),
    /// Some coefficients or fixed effects have no finite estimate.
    Separated {
        /// Columns whose coefficients run away; none when fixed effects alone do.
        columns: Vec<usize>,
        /// Rows, of the data as given, that are predicted perfectly.
        rows: Vec<usize>,
    },
    /// The iterations ended before the maximum; the numbers are the last ones reached.
    NotConverged(AbsorbedFit),
    /// No group has an outcome that varies.
    NoVariation {
        /// The groups, all of which were dropped.
        dropped_groups: Vec<DroppedGroup>,
    },
}

impl AbsorbedOutcome {
    /// The fit, if a maximum was found.
    #[must_use]
    pub fn fit(&self) -> Option<&AbsorbedFit> {
        match self {
            Self::Converged(fit) | Self::RankDeficient(fit) => Some(fit),
            _ => None,
        }
    }
}

/// What robust variances need: they take `design`, `multipliers` and the fit's `bread`, with
/// clusters selected by [`crate::Grouping::select`] with `rows`.
#[derive(Clone, Debug)]
pub struct Within {
    /// The covariates without the part that the fixed effects explain, at the final weights;
    /// columns that were dropped are zero.
    pub design: Design,
    /// Score multipliers, one a used row.
    pub multipliers: Vec<f64>,
    /// The linear predictor with the fixed effects, one entry a used row.
    pub linear_predictor: Vec<f64>,
    /// The used rows of the data as given.
    pub rows: Vec<usize>,
}

/// A fit and its rows.
#[derive(Clone, Debug)]
pub struct Absorbed {
    /// How the fit ended.
    pub outcome: AbsorbedOutcome,
    /// Its rows, unless there was no fit.
    pub within: Option<Within>,
}
