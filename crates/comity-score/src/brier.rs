//! The Brier score and its parts.
//!
//! With N forecasts p and outcomes y in bins k of n_k members, p̄_k and ȳ_k their means in the
//! bin and ȳ the mean outcome,
//!
//! ```text
//! BS          = 1/N Σ (p − y)²
//! reliability = 1/N Σ_k n_k (p̄_k − ȳ_k)²
//! resolution  = 1/N Σ_k n_k (ȳ_k − ȳ)²
//! uncertainty = ȳ (1 − ȳ)
//! within_variance   = 1/N Σ_k Σ_{j∈k} (p_j − p̄_k)²
//! within_covariance = 2/N Σ_k Σ_{j∈k} (p_j − p̄_k)(y_j − ȳ_k)
//! BS = reliability − resolution + uncertainty + within_variance − within_covariance
//! ```
//!
//! Murphy, A. H. (1973), *Journal of Applied Meteorology* 12, gives the first three parts, which
//! add up only when a bin holds equal forecasts; Stephenson, D. B., Coelho, C. A. S. and
//! Jolliffe, I. T. (2008), *Weather and Forecasting* 23, eq. 9, give the two within-bin terms
//! that make the identity exact.

use crate::bins::quantile_bins;
use crate::check;
use comity_core::Result;
use serde::{Deserialize, Serialize};

/// The Brier score and its parts; all are squared probabilities, lower scores are better.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BrierParts {
    /// Mean squared difference between forecast and outcome.
    pub score: f64,
    /// Squared distance of the bins' mean forecasts from their observed shares; 0 is best.
    pub reliability: f64,
    /// How far the bins' observed shares lie from the overall share; more is better.
    pub resolution: f64,
    /// Variance of the outcome: the score of always saying the observed share.
    pub uncertainty: f64,
    /// Variance of the forecasts within bins.
    pub within_variance: f64,
    /// Twice the covariance of forecast and outcome within bins.
    pub within_covariance: f64,
    /// Number of bins used (equal forecasts are never parted, so it may be below the request).
    pub bins: usize,
    /// Number of forecasts.
    pub n: usize,
    /// Number of outcomes that are yes.
    pub events: usize,
}

impl BrierParts {
    /// Resolution with what the bins hide: `resolution − within_variance + within_covariance`,
    /// so that `score = reliability − generalised_resolution + uncertainty`
    /// (Stephenson, Coelho and Jolliffe 2008, eq. 11).
    #[must_use]
    pub fn generalised_resolution(&self) -> f64 {
        self.resolution - self.within_variance + self.within_covariance
    }
}

/// Mean squared difference between forecast and outcome.
///
/// # Errors
/// As [`brier`].
pub fn brier_score(p: &[f64], y: &[bool]) -> Result<f64> {
    check::forecast(p, y)?;
    Ok(p.iter().zip(y).map(|(p, y)| squared_error(*p, *y)).sum::<f64>() / p.len() as f64)
}

/// The Brier score with its parts over at most `bins` quantile bins of the forecast.
///
/// # Errors
/// `forecast/invalid` when a forecast is not in [0, 1]; `usage/bad-setting` when the lengths
/// differ or `bins` is zero; `panel/no-rows` when there is nothing to score.
pub fn brier(p: &[f64], y: &[bool], bins: usize) -> Result<BrierParts> {
    let score = brier_score(p, y)?;
    check::at_least("the number of bins", bins, 1)?;
    let (bin_of, count) = quantile_bins(p, bins);
    let n = p.len() as f64;
    let events = y.iter().filter(|v| **v).count();
    let share = events as f64 / n;

    let mut sums = vec![Sums::default(); count];
    for ((&b, &p), &y) in bin_of.iter().zip(p).zip(y) {
        if let Some(s) = sums.get_mut(b) {
            s.n += 1.0;
            s.p += p;
            s.y += f64::from(u8::from(y));
        }
    }
    let mut parts = BrierParts {
        score,
        reliability: 0.0,
        resolution: 0.0,
        uncertainty: share * (1.0 - share),
        within_variance: 0.0,
        within_covariance: 0.0,
        bins: count,
        n: p.len(),
        events,
    };
    for s in &sums {
        parts.reliability += s.n * (s.p / s.n - s.y / s.n).powi(2) / n;
        parts.resolution += s.n * (s.y / s.n - share).powi(2) / n;
    }
    for ((&b, &p), &y) in bin_of.iter().zip(p).zip(y) {
        if let Some(s) = sums.get(b) {
            let (dp, dy) = (p - s.p / s.n, f64::from(u8::from(y)) - s.y / s.n);
            parts.within_variance += dp * dp / n;
            parts.within_covariance += 2.0 * dp * dy / n;
        }
    }
    Ok(parts)
}

/// Squared difference between a forecast and its outcome.
pub(crate) fn squared_error(p: f64, y: bool) -> f64 {
    (p - f64::from(u8::from(y))).powi(2)
}

#[derive(Clone, Default)]
struct Sums {
    n: f64,
    p: f64,
    y: f64,
}
