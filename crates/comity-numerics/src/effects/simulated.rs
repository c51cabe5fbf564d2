//! Effects with intervals by simulation.
//!
//! King, Tomz and Wittenberg (2000), *American Journal of Political Science* 44(2): draw
//! coefficients from the normal distribution with the estimates as mean, compute the effect
//! for every draw, and report quantiles.

use super::contrast::{Contrast, quantile};
use super::delta::value;
use super::model::FittedModel;
use crate::error::{NumericsError, Result, in_range};
use crate::sampling::normal::MultivariateNormal;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// An effect with its simulated distribution, summarised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SimulatedEffect {
    /// The question.
    pub contrast: Contrast,
    /// The effect at the estimates.
    pub estimate: f64,
    /// Mean of the draws.
    pub mean: f64,
    /// Standard deviation of the draws.
    pub standard_error: f64,
    /// Lower end of the central interval.
    pub lower: f64,
    /// Upper end of the central interval.
    pub upper: f64,
    /// Number of draws.
    pub draws: usize,
}

/// The effects asked for, each from the same `draws` draws of the coefficients, with central
/// intervals of the given `level`. Negative eigenvalues of the covariance count as zero.
///
/// # Errors
/// [`NumericsError::Parameter`] when there is no such column, the level is not strictly
/// between 0 and 1, or there are fewer than two draws.
pub fn simulate(
    model: &FittedModel<'_>,
    contrasts: &[Contrast],
    draws: usize,
    level: f64,
    seed: u64,
) -> Result<Vec<SimulatedEffect>> {
    in_range("draws", draws as f64, "at least 2", draws >= 2)?;
    in_range("level", level, "between 0 and 1", level > 0.0 && level < 1.0)?;
    for contrast in contrasts {
        contrast.check(model)?;
    }
    let normal = MultivariateNormal::new(model.coefficients, model.covariance)?;
    let betas = normal.draws(draws, seed);
    contrasts
        .iter()
        .map(|&contrast| {
            let mut values: Vec<f64> =
                betas.par_iter().map(|beta| value(model, contrast, beta)).collect();
            let mean = values.iter().sum::<f64>() / draws as f64;
            let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
            values.sort_unstable_by(f64::total_cmp);
            let at = |p| quantile(&values, p).ok_or(NumericsError::Empty { what: "the draws" });
            Ok(SimulatedEffect {
                contrast,
                estimate: value(model, contrast, model.coefficients),
                mean,
                standard_error: libm::sqrt(squares / (draws as f64 - 1.0)),
                lower: at(0.5 - 0.5 * level)?,
                upper: at(0.5 + 0.5 * level)?,
                draws,
            })
        })
        .collect()
}
