//! The logit model by maximum likelihood.
//!
//! ℓ(β) = Σᵢ wᵢ [yᵢ ηᵢ − ln(1 + e^ηᵢ)], ηᵢ = xᵢ'β + oᵢ. Newton's method, which for this
//! model is iteratively reweighted least squares: McCullagh and Nelder (1989), *Generalized
//! Linear Models*, 2nd ed., sections 2.5 and 4.4.

use super::glm;
use super::link::Link;
use super::observations::Observations;
use super::outcome::Outcome;
use super::params::ValidNewtonParams;

/// Fits a logit model by maximum likelihood.
///
/// The outcome says whether the maximum was found ([`Outcome::Converged`]), found after
/// dropping columns ([`Outcome::RankDeficient`]), does not exist ([`Outcome::Separated`]),
/// or was not reached ([`Outcome::NotConverged`]).
///
/// ```
/// use comity_numerics::Design;
/// use comity_numerics::estimators::{Observations, Outcome, ValidNewtonParams, logit};
/// // Two of four in the first group, three of four in the second.
/// let group = vec![0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
/// let y = [true, true, false, false, true, true, true, false];
/// let x = Design::new(8, vec![("one".into(), vec![1.0; 8]), ("group".into(), group)])?;
/// let outcome = logit::fit(&Observations::new(&x, &y)?, &ValidNewtonParams::default());
/// let Outcome::Converged(fit) = outcome else { panic!("no maximum") };
/// assert!((fit.coefficients[1] - 3.0_f64.ln()).abs() < 1e-12);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
#[must_use]
pub fn fit(data: &Observations<'_>, params: &ValidNewtonParams) -> Outcome {
    glm::fit(data, Link::Logit, params)
}
