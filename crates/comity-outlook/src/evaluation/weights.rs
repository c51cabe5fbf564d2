//! Ensemble weights by stacking on the log score (Yao, Vehtari, Simpson and Gelman 2018).

use comity_core::{Code, Error, Result};
use comity_numerics::ensemble::stacking::{ValidStackingParams, weights};

/// Weights of the models that maximise the mean log score of their mixture on the given
/// forecasts; equal weights when there are none.
///
/// # Errors
/// [`Code::Internal`] when a probability is not inside (0, 1).
pub(crate) fn stack(probabilities: &[&[f64]], happened: &[bool]) -> Result<Vec<f64>> {
    let models = probabilities.len();
    if happened.is_empty() {
        return Ok(vec![1.0 / models.max(1) as f64; models]);
    }
    let logs: Vec<Vec<f64>> = probabilities
        .iter()
        .map(|p| {
            let given = p.iter().zip(happened);
            given.map(|(p, y)| if *y { p.ln() } else { (-p).ln_1p() }).collect()
        })
        .collect();
    let logs: Vec<&[f64]> = logs.iter().map(Vec::as_slice).collect();
    let found = weights(&logs, &ValidStackingParams::default())
        .map_err(|e| Error::new(Code::Internal, format!("ensemble weights: {e}")))?;
    let total: f64 = found.weights.iter().sum();
    Ok(found.weights.iter().map(|w| w / total).collect())
}

/// [`stack`] among the models that are marked; the others have weight zero.
///
/// # Errors
/// As [`stack`].
pub(crate) fn stack_some(
    probabilities: &[&[f64]],
    marked: &[bool],
    happened: &[bool],
) -> Result<Vec<f64>> {
    let chosen: Vec<&[f64]> =
        probabilities.iter().zip(marked).filter(|(_, m)| **m).map(|(p, _)| *p).collect();
    let mut found = stack(&chosen, happened)?.into_iter();
    Ok(marked.iter().map(|m| if *m { found.next().unwrap_or(0.0) } else { 0.0 }).collect())
}

/// The mixture of forecasts under weights.
pub(crate) fn mix(weights: &[f64], p: impl Iterator<Item = f64>) -> f64 {
    weights.iter().zip(p).map(|(w, p)| w * p).sum()
}
