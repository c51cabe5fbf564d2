//! Settings of the iterations.

use crate::error::{Result, in_range};

/// Settings of the iterations, checked by [`AbsorbedParams::check`].
///
/// | Name | Default | Purpose | Range |
/// |---|---|---|---|
/// | `max_iterations` | 50 | reweighting steps before giving up | 1 and more |
/// | `tolerance` | 1e-8 | stop when the next step is shorter than this many standard errors, fixed effects included | (0, 1) |
/// | `max_sweeps` | 10,000 | demeaning sweeps of one column before giving up | 1 and more |
/// | `demeaning_tolerance` | 1e-12 | length of a column's next correction, relative to the column | (0, 1) |
/// | `rank_tolerance` | 1e-9 | share of a column's squared length that the fixed effects and earlier columns must leave unexplained | (0, 1) |
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AbsorbedParams {
    /// Reweighting steps before giving up.
    pub max_iterations: usize,
    /// Length of the next step, in standard errors, at which to stop.
    pub tolerance: f64,
    /// Demeaning sweeps of one column before giving up.
    pub max_sweeps: usize,
    /// Length of a column's next correction, relative to the column, at which to stop.
    pub demeaning_tolerance: f64,
    /// Share of a column's squared length that must be left unexplained.
    pub rank_tolerance: f64,
}

impl Default for AbsorbedParams {
    fn default() -> Self {
        Self {
            max_iterations: 50,
            tolerance: 1e-8,
            max_sweeps: 10_000,
            demeaning_tolerance: 1e-12,
            rank_tolerance: 1e-9,
        }
    }
}

impl AbsorbedParams {
    /// The settings, if every one is within its range.
    ///
    /// # Errors
    /// [`crate::NumericsError::Parameter`] naming the first that is not.
    pub fn check(self) -> Result<ValidAbsorbedParams> {
        let n = self.max_iterations;
        in_range("max_iterations", n as f64, "at least 1", n >= 1)?;
        let n = self.max_sweeps;
        in_range("max_sweeps", n as f64, "at least 1", n >= 1)?;
        for (name, v) in [
            ("tolerance", self.tolerance),
            ("demeaning_tolerance", self.demeaning_tolerance),
            ("rank_tolerance", self.rank_tolerance),
        ] {
            in_range(name, v, "between 0 and 1", v > 0.0 && v < 1.0)?;
        }
        Ok(ValidAbsorbedParams(self))
    }
}

/// Settings that were checked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ValidAbsorbedParams(AbsorbedParams);

impl ValidAbsorbedParams {
    /// The settings.
    #[must_use]
    pub fn get(&self) -> &AbsorbedParams {
        &self.0
    }
}
