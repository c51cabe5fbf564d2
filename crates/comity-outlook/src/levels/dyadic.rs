//! Differences of contributions under dyadic dependence.
//!
//! A contribution to a mean log score is the mean over rows of a weighted sum of the models'
//! log-likelihoods, so the difference of two is a mean of row-wise differences, and its
//! variance is that of Vuong's ratio.

use super::report::{DyadicRange, YearShare};
use crate::evaluation::Pooled;
use comity_core::{Code, Error, Result, Year};
use comity_numerics::NumericsError;
use comity_numerics::comparison::{Correction, Differences, VuongOutcome, vuong_dyadic};
use comity_numerics::variance::dyadic::Dyads;
use std::collections::BTreeMap;

/// 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Rows with the dyads that they are.
pub(super) struct Rows<'r> {
    rows: &'r Pooled,
    dyads: Dyads,
}

impl<'r> Rows<'r> {
    pub(super) fn new(rows: &'r Pooled) -> Result<Self> {
        Ok(Self { rows, dyads: Dyads::new(&rows.a, &rows.b).map_err(|e| failed(&e))? })
    }

    /// The first weighted sum of the models' mean log-likelihoods less the second.
    pub(super) fn difference(&self, first: &[f64], second: &[f64]) -> Result<Option<DyadicRange>> {
        let (first, second) = (self.weighted(first), self.weighted(second));
        let differences =
            Differences::new(&first, &second, (0, 0), Correction::None).map_err(|e| failed(&e))?;
        let n = first.len() as f64;
        Ok(match vuong_dyadic(&differences, &self.dyads).map_err(|e| failed(&e))? {
            VuongOutcome::Tested(v) => Some(DyadicRange {
                low: (v.ratio - Z * v.standard_error) / n,
                high: (v.ratio + Z * v.standard_error) / n,
                p_value: v.p_value,
            }),
            VuongOutcome::Indistinguishable | VuongOutcome::NoVariance => None,
        })
    }

    /// The year with the largest part in the difference; `None` when every year's is zero.
    pub(super) fn heaviest(&self, first: &[f64], second: &[f64]) -> Option<YearShare> {
        let (first, second) = (self.weighted(first), self.weighted(second));
        let mut by_year: BTreeMap<Year, f64> = BTreeMap::new();
        for ((year, x), y) in self.rows.year.iter().zip(first).zip(second) {
            *by_year.entry(*year).or_default() += x - y;
        }
        let all: f64 = by_year.values().map(|sum| sum.abs()).sum();
        let most = by_year.into_iter().max_by(|x, y| x.1.abs().total_cmp(&y.1.abs()))?;
        (all > 0.0).then(|| YearShare { year: most.0, share: most.1.abs() / all })
    }

    /// Weighted log-likelihoods, row by row.
    fn weighted(&self, weights: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.rows.happened.len()];
        for (p, w) in self.rows.by_model.iter().zip(weights).filter(|(_, w)| **w != 0.0) {
            for ((sum, p), y) in sums.iter_mut().zip(p).zip(&self.rows.happened) {
                *sum += w * if *y { p.ln() } else { (-p).ln_1p() };
            }
        }
        sums
    }
}

fn failed(e: &NumericsError) -> Error {
    Error::new(Code::Internal, format!("a difference of contributions: {e}"))
}
