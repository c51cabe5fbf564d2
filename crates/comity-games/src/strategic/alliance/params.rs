//! Settings of the alliance model.

use crate::strategic::params::setting;
use crate::strategic::{FitParams, ValidFitParams};
use comity_core::Result;

/// Settings of the alliance model, checked by [`AllianceParams::check`].
///
/// | Name | Default | Purpose | Range |
/// |---|---|---|---|
/// | `fit` | [`FitParams::default`] | iterations, tolerance, penalty | its own |
/// | `temptation` | 0 | t₀: temptation when the seller's columns are zero | finite |
/// | `loss` | 1 | ℓ: loss of a group that is sold out, where it has no columns | finite |
///
/// Neither number can be estimated well from who formed an alliance; vary them to see what
/// depends on them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AllianceParams {
    /// Settings of the fit.
    pub fit: FitParams,
    /// Temptation when the seller's columns are zero, in units of the errors' scale.
    pub temptation: f64,
    /// Loss of a group that is sold out, in units of the errors' scale.
    pub loss: f64,
}

impl Default for AllianceParams {
    fn default() -> Self {
        Self { fit: FitParams::default(), temptation: 0.0, loss: 1.0 }
    }
}

impl AllianceParams {
    /// The settings, if every one is within its range.
    ///
    /// # Errors
    /// `usage/bad-setting` naming the first that is not.
    pub fn check(self) -> Result<ValidAllianceParams> {
        setting("temptation", self.temptation, "finite", self.temptation.is_finite())?;
        setting("loss", self.loss, "finite", self.loss.is_finite())?;
        Ok(ValidAllianceParams { fit: self.fit.check()?, numbers: self })
    }
}

/// Settings that were checked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ValidAllianceParams {
    fit: ValidFitParams,
    numbers: AllianceParams,
}

impl ValidAllianceParams {
    /// The settings.
    #[must_use]
    pub fn get(&self) -> &AllianceParams {
        &self.numbers
    }

    /// The settings of the fit.
    #[must_use]
    pub fn fit(&self) -> &ValidFitParams {
        &self.fit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_outside_their_range_are_refused() {
        let d = AllianceParams::default();
        assert_eq!(d.check().unwrap(), ValidAllianceParams::default());
        for bad in [
            AllianceParams { loss: f64::NAN, ..d },
            AllianceParams { temptation: f64::INFINITY, ..d },
            AllianceParams { fit: FitParams { tolerance: 2.0, ..d.fit }, ..d },
        ] {
            assert_eq!(bad.check().unwrap_err().code().as_str(), "usage/bad-setting");
        }
    }
}
