//! Settings of the fits.

use comity_core::{Code, Error, Result};

/// A penalty on coefficients, subtracted from the log-likelihood. It acts on coefficient
/// times the column's standard deviation, so that units do not matter; constants are free.
///
/// | penalty | as a prior | 95 % of it between |
/// |---|---|---|
/// | `Normal { deviation: s }` | normal with mean 0 and standard deviation s | ±1.96 s |
/// | `LogF` | log-F(1, 1): Greenland and Mansournia (2015), *Statistics in Medicine* 34(23) | ±6.5 |
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Penalty {
    /// Maximum likelihood.
    #[default]
    None,
    /// −½ (θ/s)².
    Normal {
        /// The standard deviation s of the prior, in units of utility.
        deviation: f64,
    },
    /// ½ θ − ln(1 + e^θ).
    LogF,
}

/// Settings of a fit, checked by [`FitParams::check`].
///
/// | Name | Default | Purpose | Range |
/// |---|---|---|---|
/// | `max_iterations` | 200 | Newton steps before giving up | 1 and more |
/// | `tolerance` | 1e-8 | stop when the next step is shorter than this many standard errors: √(g'H⁻¹g) | (0, 1) |
/// | `rank_tolerance` | 1e-10 | smallest eigenvalue of the scaled cross-product of scores that counts as identified | (0, 1) |
/// | `penalty` | none | weak prior | deviation above 0 |
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FitParams {
    /// Newton steps before giving up.
    pub max_iterations: usize,
    /// Length of the next step, in standard errors, at which to stop.
    pub tolerance: f64,
    /// Smallest eigenvalue of the cross-product of scores, scaled to unit diagonal, that
    /// counts as identified.
    pub rank_tolerance: f64,
    /// Penalty on the coefficients.
    pub penalty: Penalty,
}

impl Default for FitParams {
    fn default() -> Self {
        Self { max_iterations: 200, tolerance: 1e-8, rank_tolerance: 1e-10, penalty: Penalty::None }
    }
}

impl FitParams {
    /// The settings, if every one is within its range.
    ///
    /// # Errors
    /// `usage/bad-setting` naming the first that is not.
    pub fn check(self) -> Result<ValidFitParams> {
        let open = |v: f64| v > 0.0 && v < 1.0;
        let deviation = match self.penalty {
            Penalty::Normal { deviation } => deviation,
            Penalty::None | Penalty::LogF => 1.0,
        };
        let count = self.max_iterations as f64;
        setting("max_iterations", count, "1 and more", self.max_iterations >= 1)?;
        setting("tolerance", self.tolerance, "between 0 and 1", open(self.tolerance))?;
        setting(
            "rank_tolerance",
            self.rank_tolerance,
            "between 0 and 1",
            open(self.rank_tolerance),
        )?;
        setting(
            "deviation",
            deviation,
            "above 0 and finite",
            deviation > 0.0 && deviation.is_finite(),
        )?;
        Ok(ValidFitParams(self))
    }
}

/// Refuses a setting outside its range.
pub(super) fn setting(name: &str, value: f64, range: &str, ok: bool) -> Result<()> {
    if ok {
        return Ok(());
    }
    Err(Error::new(Code::BadSetting, format!("the setting {name} is outside its range"))
        .value(value.to_string())
        .expected(range))
}

/// Settings that were checked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ValidFitParams(FitParams);

impl ValidFitParams {
    /// The settings.
    #[must_use]
    pub fn get(&self) -> &FitParams {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_outside_their_range_are_refused() {
        let d = FitParams::default();
        assert_eq!(d.check().unwrap(), ValidFitParams::default());
        for bad in [
            FitParams { max_iterations: 0, ..d },
            FitParams { tolerance: f64::NAN, ..d },
            FitParams { rank_tolerance: 1.0, ..d },
            FitParams { penalty: Penalty::Normal { deviation: 0.0 }, ..d },
        ] {
            assert_eq!(bad.check().unwrap_err().code().as_str(), "usage/bad-setting", "{bad:?}");
        }
    }
}
