//! Priors of the hierarchical logit.

use crate::design::Design;
use crate::error::{Result, all_finite, in_range, same_length};
use serde::{Deserialize, Serialize};

/// Prior standard deviation of an intercept: log-odds of any rate down to one in a billion
/// are within two of them.
const INTERCEPT: f64 = 10.0;
/// Prior standard deviation of the effect of one standard deviation of a covariate.
const STANDARDISED: f64 = 2.5;

/// Priors: independent normal coefficients with mean zero, and half-normal standard
/// deviations of group effects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HierarchicalPrior {
    /// Prior standard deviation of each coefficient, one a column of the design.
    pub coefficients: Vec<f64>,
    /// Scale of the half-normal prior of each grouping's standard deviation.
    pub group_sd: Vec<f64>,
}

impl HierarchicalPrior {
    /// Weak priors: standard deviation 10 for a constant column (over its value), 2.5 over the
    /// column's own standard deviation for the others, as in rstanarm; half-normal with
    /// scale 1 for the groupings.
    #[must_use]
    pub fn weak(design: &Design, groupings: usize) -> Self {
        let rows = design.rows() as f64;
        let coefficients = design
            .columns()
            .iter()
            .map(|x| {
                let mean = x.iter().sum::<f64>() / rows;
                let squares: f64 = x.iter().map(|v| (v - mean) * (v - mean)).sum();
                let sd = libm::sqrt(squares / rows);
                if sd > 1e-12 * mean.abs() && sd > 0.0 {
                    STANDARDISED / sd
                } else if mean == 0.0 {
                    INTERCEPT
                } else {
                    INTERCEPT / mean.abs()
                }
            })
            .collect();
        Self { coefficients, group_sd: vec![1.0; groupings] }
    }

    pub(super) fn check(&self, columns: usize, groupings: usize) -> Result<()> {
        for (what, values, expected) in [
            ("the prior of the coefficients", &self.coefficients, columns),
            ("the prior of the groupings", &self.group_sd, groupings),
        ] {
            same_length(what, values.len(), expected)?;
            all_finite(what, values)?;
            let least = values.iter().copied().fold(f64::INFINITY, f64::min);
            in_range("a prior standard deviation", least, "positive", least > 0.0)?;
        }
        Ok(())
    }
}
