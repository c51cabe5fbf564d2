//! Calibration: observed shares by forecast, with consistency bands.
//!
//! The bands show how far the observed shares would stray if the forecasts were calibrated:
//! forecasts are drawn with replacement, outcomes are drawn from them, and the shares are
//! computed again in the same bins. Bröcker, J. and Smith, L. A. (2007), *Weather and
//! Forecasting* 22, §3a. The CORP curve (see [`crate::corp_curve`]) stands beside the bins.

use crate::bins::quantile_bins;
use crate::check;
use crate::corp::{CorpCurve, corp_curve};
use crate::quantile::quantile_sorted;
use crate::random::{Multinomial, stream};
use comity_core::Result;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// How the consistency bands are drawn.
///
/// | setting | default | purpose | range |
/// |---|---|---|---|
/// | `replicates` | 500 | number of surrogate samples | ≥ 1 |
/// | `seed` | 0 | seed of the draws | any |
/// | `level` | 0.9 | probability that the band of one bin covers | in (0, 1) |
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resampling {
    /// Number of surrogate samples.
    pub replicates: usize,
    /// Seed; equal seeds give equal bands, whatever the number of threads.
    pub seed: u64,
    /// Probability that the band of one bin covers its share under calibration.
    pub level: f64,
}

impl Default for Resampling {
    fn default() -> Self {
        Self { replicates: 500, seed: 0, level: 0.9 }
    }
}

/// One bin of forecasts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibrationBin {
    /// Smallest forecast in the bin.
    pub from: f64,
    /// Largest forecast in the bin.
    pub to: f64,
    /// Mean forecast.
    pub forecast: f64,
    /// Observed share of yes.
    pub observed: f64,
    /// Number of rows.
    pub n: usize,
    /// Number of rows that are yes.
    pub events: usize,
    /// Lower end of the consistency band.
    pub band_low: f64,
    /// Upper end of the consistency band.
    pub band_high: f64,
}

impl CalibrationBin {
    /// Whether the observed share lies within the band.
    #[must_use]
    pub fn consistent(&self) -> bool {
        (self.band_low..=self.band_high).contains(&self.observed)
    }
}

/// Calibration of one forecast.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Bins in rising order of the forecast.
    pub bins: Vec<CalibrationBin>,
    /// Probability that each bin's band covers when the forecasts are calibrated.
    pub level: f64,
    /// The isotonic recalibration curve.
    pub corp: CorpCurve,
}

/// Calibration over at most `bins` quantile bins (equal forecasts are never parted).
///
/// # Errors
/// As [`crate::brier`]; `usage/bad-setting` also when `bins` or `replicates` is zero or the
/// level is not inside (0, 1).
pub fn calibration(
    p: &[f64],
    y: &[bool],
    bins: usize,
    resampling: &Resampling,
) -> Result<Calibration> {
    check::forecast(p, y)?;
    check::at_least("the number of bins", bins, 1)?;
    check::at_least("the number of surrogate samples", resampling.replicates, 1)?;
    check::level(resampling.level)?;
    let (bin_of, count) = quantile_bins(p, bins);
    let mut out: Vec<CalibrationBin> = (0..count).map(|_| empty()).collect();
    for ((&b, &p), &y) in bin_of.iter().zip(p).zip(y) {
        if let Some(bin) = out.get_mut(b) {
            bin.from = bin.from.min(p);
            bin.to = bin.to.max(p);
            bin.forecast += p;
            bin.n += 1;
            bin.events += usize::from(y);
        }
    }
    let shares = surrogates(p, &bin_of, count, resampling);
    for (b, bin) in out.iter_mut().enumerate() {
        // Rounding must not carry the mean of equal forecasts past them.
        bin.forecast = (bin.forecast / bin.n as f64).clamp(bin.from, bin.to);
        bin.observed = bin.events as f64 / bin.n as f64;
        let mut drawn: Vec<f64> =
            shares.iter().filter_map(|s| s.get(b).copied().flatten()).collect();
        drawn.sort_by(f64::total_cmp);
        let tail = (1.0 - resampling.level) / 2.0;
        bin.band_low = quantile_sorted(&drawn, tail).unwrap_or(0.0);
        bin.band_high = quantile_sorted(&drawn, 1.0 - tail).unwrap_or(1.0);
    }
    Ok(Calibration { bins: out, level: resampling.level, corp: corp_curve(p, y)? })
}

fn empty() -> CalibrationBin {
    CalibrationBin {
        from: f64::INFINITY,
        to: f64::NEG_INFINITY,
        forecast: 0.0,
        observed: 0.0,
        n: 0,
        events: 0,
        band_low: 0.0,
        band_high: 1.0,
    }
}

/// Observed shares by bin in each surrogate sample; `None` where the bin came out empty.
///
/// A row drawn at random with its outcome drawn from its forecast is a draw from the cells
/// (bin, outcome), whose probabilities are sums over the bins' rows. So a sample's tallies are
/// multinomial, and no row needs to be drawn by itself.
fn surrogates(p: &[f64], bin_of: &[usize], bins: usize, r: &Resampling) -> Vec<Vec<Option<f64>>> {
    let mut mass = vec![0.0; 2 * bins];
    for (p, b) in p.iter().zip(bin_of) {
        for (cell, part) in [(2 * b, 1.0 - p), (2 * b + 1, *p)] {
            if let Some(m) = mass.get_mut(cell) {
                *m += part;
            }
        }
    }
    let cells = Multinomial::new(&mass);
    (0..r.replicates)
        .into_par_iter()
        .map(|index| {
            let tally = cells.draw(&mut stream(r.seed, index as u64), p.len() as u64);
            let share = |cell: &[u64]| match cell {
                [no, yes] if no + yes > 0 => Some(*yes as f64 / (no + yes) as f64),
                _ => None,
            };
            tally.chunks(2).map(share).collect()
        })
        .collect()
}
