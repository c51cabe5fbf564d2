//! Firth's penalty ½ ln det I(θ) (Firth 1993; Heinze and Schemper 2001 for partial
//! likelihoods), which keeps estimates finite where the likelihood has no maximum.
//!
//! Its gradient, ½ tr(I⁻¹ ∂I/∂θₖ), is taken from differences of the exact information: with
//! f(h) = ½ ln det I(θ + h eₖ), (8 (f(h) − f(−h)) − (f(2h) − f(−2h))) / 12h, h a hundredth of
//! a standard error. The error of order h⁴ is below 1e-8 of a standard error's change.

use super::search::Objective;
use crate::evaluate::Evaluation;
use comity_core::Result;
use comity_numerics::{Cholesky, Matrix};

fn half_log_det(information: &Matrix) -> f64 {
    Cholesky::new(information).map_or(f64::NEG_INFINITY, |c| 0.5 * c.log_determinant())
}

/// The penalised log-likelihood.
pub(super) fn value(log_likelihood: f64, information: &Matrix) -> f64 {
    log_likelihood + half_log_det(information)
}

/// Adds the penalty to the objective and its gradient.
pub(super) fn penalise(
    theta: &[f64],
    o: &mut Objective,
    mut evaluate: impl FnMut(&[f64]) -> Result<Evaluation>,
) -> Result<()> {
    o.value = value(o.value, &o.information);
    let Some(factor) = Cholesky::new(&o.information) else { return Ok(()) };
    let variances = factor.inverse().diagonal();
    for (k, gradient) in o.gradient.iter_mut().enumerate() {
        let h = 1e-2 * libm::sqrt(variances[k]);
        let mut at = |by: f64| -> Result<f64> {
            let mut moved = theta.to_vec();
            moved[k] += by * h;
            Ok(half_log_det(&evaluate(&moved)?.information))
        };
        let near = at(1.0)? - at(-1.0)?;
        let far = at(2.0)? - at(-2.0)?;
        let slope = (8.0 * near - far) / (12.0 * h);
        if slope.is_finite() {
            *gradient += slope;
        }
    }
    Ok(())
}
