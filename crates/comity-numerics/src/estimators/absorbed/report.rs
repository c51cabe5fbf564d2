//! The numbers of a fit at the end of the iterations.

use super::family::Family;
use super::outcome::{AbsorbedFit, AbsorbedOutcome, Within};
use super::step::{Carried, Problem, Solved};
use crate::dense::{Cholesky, Eigen, Matrix, dot};
use crate::design::Design;
use crate::error::Result;
use crate::grouping::Grouping;

impl Problem {
    pub(super) fn rows(&self, eta: &[f64], carried: Carried) -> Result<Within> {
        let kept = carried.kept;
        let columns = carried.within.into_iter().enumerate().map(|(j, c)| {
            let name = self.design.names()[j].clone();
            (name, if kept.contains(&j) { c } else { vec![0.0; eta.len()] })
        });
        Ok(Within {
            design: Design::new(eta.len(), columns.collect())?,
            multipliers: self
                .terms(eta)
                .iter()
                .zip(&self.prior)
                .map(|(t, p)| p * t.score)
                .collect(),
            linear_predictor: eta.to_vec(),
            rows: Vec::new(),
        })
    }

    pub(super) fn report(
        &self,
        beta: &[f64],
        solved: Option<(&Solved, &[f64])>,
        carried: &Carried,
        (iterations, next_step): (usize, f64),
    ) -> AbsorbedOutcome {
        let width = self.design.width();
        let levels: Vec<usize> = self.groupings.iter().map(Grouping::count).collect();
        let mut fit = AbsorbedFit {
            family: self.family,
            coefficients: beta.to_vec(),
            bread: Matrix::zeros(width),
            dispersion: 1.0,
            log_likelihood: f64::NEG_INFINITY,
            iterations,
            gradient_norm: f64::INFINITY,
            next_step,
            condition_number: f64::INFINITY,
            rows: self.y.len(),
            levels,
            dropped_columns: (0..width).filter(|j| !carried.kept.contains(j)).collect(),
            dropped_groups: Vec::new(),
        };
        if let Some((solved, eta)) = solved {
            let scale = solved.gram.diagonal();
            let unit = Matrix::from_fn(scale.len(), |i, j| {
                solved.gram.get(i, j) / libm::sqrt(scale[i] * scale[j])
            });
            fit.condition_number = Eigen::new(&unit).condition();
            if let Some(c) = Cholesky::new(&solved.gram) {
                fit.bread = c.inverse().spread(&carried.kept, width);
            }
            fit.log_likelihood = self.log_likelihood(eta);
            let terms = self.terms(eta);
            let score: Vec<f64> = terms.iter().zip(&self.prior).map(|(t, p)| p * t.score).collect();
            let norms = carried.kept.iter().map(|&j| dot(&carried.within[j], &score).abs());
            fit.gradient_norm = norms.fold(0.0, f64::max);
            if self.family == Family::Linear {
                let free = self.y.len() as f64 - fit.parameters(&[]) as f64;
                let squared = -2.0 * fit.log_likelihood;
                fit.dispersion = if free > 0.0 { squared / free } else { 0.0 };
            }
        }
        AbsorbedOutcome::NotConverged(fit)
    }
}

/// The outcome under its name, once it is known whether the iterations converged.
pub(super) fn named(outcome: AbsorbedOutcome, converged: bool) -> AbsorbedOutcome {
    match outcome {
        AbsorbedOutcome::NotConverged(fit) if converged && fit.dropped_columns.is_empty() => {
            AbsorbedOutcome::Converged(fit)
        }
        AbsorbedOutcome::NotConverged(fit) if converged => AbsorbedOutcome::RankDeficient(fit),
        other => other,
    }
}
