//! Continuous ranked probability score of count forecasts,
//!
//! ```text
//! CRPS(F, y) = Σ_{k ≥ 0} (F(k) − 1{y ≤ k})²  =  E|X − y| − ½ E|X − X′|
//! ```
//!
//! in units of the count; lower is better. Czado, C., Gneiting, T. and Held, L. (2009),
//! *Biometrics* 65 (the ranked probability score); Gneiting, T. and Raftery, A. E. (2007),
//! *JASA* 102, eq. 21 (the second form).

use crate::check;
use comity_core::{Code, Error, Result};

/// How far the probabilities of a count may be from a sum of one: room for a tail cut off.
const SUM_TOLERANCE: f64 = 1e-6;

/// CRPS of the distribution `pmf` (probability of 0, 1, 2, …; the tail beyond the last entry
/// must be negligible) for the observed count `y`.
///
/// # Errors
/// `forecast/invalid` when an entry is not a probability or the sum differs from one by more
/// than 10⁻⁶; `panel/no-rows` when `pmf` is empty.
pub fn crps_count(pmf: &[f64], y: u64) -> Result<f64> {
    check::probabilities(pmf)?;
    let total: f64 = pmf.iter().sum();
    if (total - 1.0).abs() > SUM_TOLERANCE {
        return Err(Error::new(
            Code::BadForecast,
            "the probabilities of the counts do not sum to one",
        )
        .value(total.to_string()));
    }
    let (mut cumulative, mut score) = (0.0, 0.0);
    for (k, p) in pmf.iter().enumerate() {
        cumulative += p;
        let reached = if y <= k as u64 { 1.0 } else { 0.0 };
        score += (cumulative - reached) * (cumulative - reached);
    }
    // Beyond the last entry F is one: each count up to y − 1 adds one.
    Ok(score + y.saturating_sub(pmf.len() as u64) as f64)
}

/// CRPS of the empirical distribution of `sample` (simulated counts) for the observed count.
///
/// # Errors
/// `panel/no-rows` when the sample is empty.
pub fn crps_sample(sample: &[u64], y: u64) -> Result<f64> {
    if sample.is_empty() {
        return Err(Error::new(Code::NoSample, "there are no simulated counts to score"));
    }
    let mut sorted = sample.to_vec();
    sorted.sort_unstable();
    let n = sorted.len() as f64;
    let distance = sorted.iter().map(|x| x.abs_diff(y) as f64).sum::<f64>() / n;
    // Σ_{i,j} |x_i − x_j| = 2 Σ_i (2i − n + 1) x_(i), with i from 0.
    let spread =
        sorted.iter().enumerate().map(|(i, x)| (2.0 * i as f64 - n + 1.0) * *x as f64).sum::<f64>()
            * 2.0
            / (n * n);
    Ok(distance - 0.5 * spread)
}
