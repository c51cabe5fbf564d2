//! Settings of the path.

use crate::error::{Result, all_finite, in_range};

/// Settings of the path, checked by [`ElasticNetParams::check`].
///
/// | Name | Default | Purpose | Range |
/// |---|---|---|---|
/// | `alpha` | 1 | share of the lasso in the penalty: 1 is the lasso, 0 ridge | [0, 1] |
/// | `penalties` | 100 | number of penalties, equally spaced in logarithms | 2 and more |
/// | `smallest_ratio` | none | smallest over largest penalty; without it 1e-4 with more rows than columns, else 1e-2 | (0, 1) |
/// | `lambdas` | none | penalties to use instead, in any order | positive |
/// | `standardise` | true | penalise coefficients of columns divided by their standard deviation | |
/// | `penalty_factors` | none | factor of each column's penalty, one a column; 0 leaves it unpenalised | 0 and more |
/// | `tolerance` | 1e-8 | largest violation of the optimality conditions, relative to the largest score of the null model | (0, 1) |
/// | `max_iterations` | 200 | quadratic approximations at one penalty before giving up | 1 and more |
#[derive(Clone, Debug, PartialEq)]
pub struct ElasticNetParams {
    /// Share of the lasso in the penalty.
    pub alpha: f64,
    /// Number of penalties.
    pub penalties: usize,
    /// Smallest over largest penalty.
    pub smallest_ratio: Option<f64>,
    /// Penalties to use instead.
    pub lambdas: Option<Vec<f64>>,
    /// Whether columns are divided by their standard deviation (with divisor W).
    /// Coefficients are reported on the original scale either way.
    pub standardise: bool,
    /// Factor of each column's penalty. The intercept's is always zero. Factors are used as
    /// given (glmnet rescales them to sum to the number of columns).
    pub penalty_factors: Option<Vec<f64>>,
    /// Largest violation of the optimality conditions.
    pub tolerance: f64,
    /// Quadratic approximations at one penalty before giving up.
    pub max_iterations: usize,
}

impl Default for ElasticNetParams {
    fn default() -> Self {
        Self {
            alpha: 1.0,
            penalties: 100,
            smallest_ratio: None,
            lambdas: None,
            standardise: true,
            penalty_factors: None,
            tolerance: 1e-8,
            max_iterations: 200,
        }
    }
}

impl ElasticNetParams {
    /// The settings, if every one is within its range.
    ///
    /// # Errors
    /// [`crate::NumericsError::Parameter`] or [`crate::NumericsError::NotFinite`] naming the
    /// first that is not.
    pub fn check(self) -> Result<ValidElasticNetParams> {
        in_range("alpha", self.alpha, "0 to 1", (0.0..=1.0).contains(&self.alpha))?;
        let n = self.penalties;
        in_range("penalties", n as f64, "at least 2", n >= 2)?;
        let open = |v: f64| v > 0.0 && v < 1.0;
        if let Some(ratio) = self.smallest_ratio {
            in_range("smallest_ratio", ratio, "between 0 and 1", open(ratio))?;
        }
        if let Some(lambdas) = &self.lambdas {
            all_finite("the penalties", lambdas)?;
            let lowest = lambdas.iter().copied().fold(f64::INFINITY, f64::min);
            let given = !lambdas.is_empty() && lowest > 0.0;
            in_range("a penalty", lowest, "positive, at least one", given)?;
        }
        if let Some(factors) = &self.penalty_factors {
            all_finite("the penalty factors", factors)?;
            let lowest = factors.iter().copied().fold(f64::INFINITY, f64::min);
            in_range("a penalty factor", lowest, "zero or more", lowest >= 0.0)?;
        }
        in_range("tolerance", self.tolerance, "between 0 and 1", open(self.tolerance))?;
        let n = self.max_iterations;
        in_range("max_iterations", n as f64, "at least 1", n >= 1)?;
        Ok(ValidElasticNetParams(self))
    }
}

/// Settings that were checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValidElasticNetParams(ElasticNetParams);

impl ValidElasticNetParams {
    /// The settings.
    #[must_use]
    pub fn get(&self) -> &ElasticNetParams {
        &self.0
    }

    /// The same settings with these penalties.
    pub(super) fn with_lambdas(&self, lambdas: Vec<f64>) -> Self {
        Self(ElasticNetParams { lambdas: Some(lambdas), ..self.0.clone() })
    }
}
