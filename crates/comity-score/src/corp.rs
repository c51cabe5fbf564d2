//! CORP: reliability by isotonic regression, without a choice of bins.
//!
//! The forecasts are recalibrated by pooling adjacent violators (PAV), which gives the best
//! non-decreasing recalibration x̂. With S the mean Brier score of the forecasts, of x̂ and of
//! the constant ȳ,
//!
//! ```text
//! miscalibration = S(p) − S(x̂)    discrimination = S(ȳ) − S(x̂)    uncertainty = S(ȳ)
//! S(p) = miscalibration − discrimination + uncertainty      (exactly)
//! ```
//!
//! Dimitriadis, T., Gneiting, T. and Jordan, A. I. (2021), *PNAS* 118 (8), e2016191118, eq. 4.

use crate::brier::squared_error;
use crate::check;
use comity_core::Result;
use serde::{Deserialize, Serialize};

/// Score decomposition by isotonic recalibration; squared probabilities.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorpParts {
    /// Mean Brier score of the forecasts.
    pub score: f64,
    /// What recalibration would gain; 0 is best, never negative.
    pub miscalibration: f64,
    /// What the recalibrated forecasts gain over the constant share; more is better.
    pub discrimination: f64,
    /// Score of always saying the observed share.
    pub uncertainty: f64,
}

/// One horizontal step of the recalibration function.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorpStep {
    /// Smallest forecast of the step.
    pub from: f64,
    /// Largest forecast of the step.
    pub to: f64,
    /// Observed share of yes among its rows: the recalibrated forecast.
    pub share: f64,
    /// Number of rows.
    pub n: usize,
}

/// The recalibration function, rising in forecast and share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorpCurve {
    /// Steps in rising order of the forecast.
    pub steps: Vec<CorpStep>,
}

/// The CORP decomposition of the Brier score.
///
/// # Errors
/// As [`crate::brier`].
pub fn corp(p: &[f64], y: &[bool]) -> Result<CorpParts> {
    let score = crate::brier::brier_score(p, y)?;
    let n = p.len() as f64;
    let share = y.iter().filter(|v| **v).count() as f64 / n;
    // Within a step of share s and m rows, Σ(s − y)² = m·s·(1 − s).
    let recalibrated =
        pool(p, y).iter().map(|s| s.n as f64 * s.share * (1.0 - s.share)).sum::<f64>() / n;
    let uncertainty = y.iter().map(|y| squared_error(share, *y)).sum::<f64>() / n;
    Ok(CorpParts {
        score,
        miscalibration: score - recalibrated,
        discrimination: uncertainty - recalibrated,
        uncertainty,
    })
}

/// The recalibration function itself, for drawing.
///
/// # Errors
/// As [`crate::brier`].
pub fn corp_curve(p: &[f64], y: &[bool]) -> Result<CorpCurve> {
    check::forecast(p, y)?;
    Ok(CorpCurve { steps: pool(p, y) })
}

/// Pools adjacent violators after merging equal forecasts.
fn pool(p: &[f64], y: &[bool]) -> Vec<CorpStep> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&i, &j| p[i].total_cmp(&p[j]));
    let mut merged: Vec<CorpStep> = Vec::new();
    for row in order {
        let (value, yes) = (p[row], f64::from(u8::from(y[row])));
        match merged.last_mut() {
            Some(last) if last.to >= value => {
                last.share += yes;
                last.n += 1;
            }
            _ => merged.push(CorpStep { from: value, to: value, share: yes, n: 1 }),
        }
    }
    // `share` holds the count of yes until the end: counts pool exactly, without rounding.
    let mut stack: Vec<CorpStep> = Vec::new();
    for mut step in merged {
        while let Some(previous) = stack.pop() {
            if previous.share * step.n as f64 >= step.share * previous.n as f64 {
                step.from = previous.from;
                step.share += previous.share;
                step.n += previous.n;
            } else {
                stack.push(previous);
                break;
            }
        }
        stack.push(step);
    }
    for step in &mut stack {
        step.share /= step.n as f64;
    }
    stack
}
