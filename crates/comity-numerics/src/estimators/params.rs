//! Settings of the Newton iterations.

use crate::error::{Result, in_range};

/// Settings of the Newton iterations, checked by [`NewtonParams::check`].
///
/// | Name | Default | Purpose | Range |
/// |---|---|---|---|
/// | `max_iterations` | 50 | iterations before giving up | 1 and more |
/// | `tolerance` | 1e-8 | stop when the next step is shorter than this many standard errors: √(g'H⁻¹g) | (0, 1) |
/// | `max_halvings` | 30 | halvings of a step that does not raise the objective | 0 and more |
/// | `rank_tolerance` | 1e-11 | share of a column's squared length that earlier columns must leave unexplained | (0, 1) |
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NewtonParams {
    /// Iterations before giving up.
    pub max_iterations: usize,
    /// Length of the next step, in standard errors, at which to stop.
    pub tolerance: f64,
    /// Halvings of a step that does not raise the objective.
    pub max_halvings: usize,
    /// Share of a column's squared length that earlier columns must leave unexplained.
    pub rank_tolerance: f64,
}

impl Default for NewtonParams {
    fn default() -> Self {
        Self { max_iterations: 50, tolerance: 1e-8, max_halvings: 30, rank_tolerance: 1e-11 }
    }
}

impl NewtonParams {
    /// The settings, if every one is within its range.
    ///
    /// # Errors
    /// [`crate::NumericsError::Parameter`] naming the first that is not.
    pub fn check(self) -> Result<ValidNewtonParams> {
        in_range(
            "max_iterations",
            self.max_iterations as f64,
            "at least 1",
            self.max_iterations >= 1,
        )?;
        let open = |v: f64| v > 0.0 && v < 1.0;
        in_range("tolerance", self.tolerance, "between 0 and 1", open(self.tolerance))?;
        in_range(
            "rank_tolerance",
            self.rank_tolerance,
            "between 0 and 1",
            open(self.rank_tolerance),
        )?;
        Ok(ValidNewtonParams(self))
    }
}

/// Settings that were checked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ValidNewtonParams(NewtonParams);

impl ValidNewtonParams {
    /// The settings.
    #[must_use]
    pub fn get(&self) -> &NewtonParams {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_outside_their_range_are_refused() {
        let d = NewtonParams::default();
        assert_eq!(d.check(), Ok(ValidNewtonParams::default()));
        for bad in [
            NewtonParams { max_iterations: 0, ..d },
            NewtonParams { tolerance: 0.0, ..d },
            NewtonParams { tolerance: f64::NAN, ..d },
            NewtonParams { rank_tolerance: 1.0, ..d },
        ] {
            assert!(bad.check().is_err(), "{bad:?}");
        }
    }
}
