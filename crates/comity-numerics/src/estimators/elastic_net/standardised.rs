//! Columns with mean zero and, if asked for, unit variance.

use crate::design::Design;
use crate::error::Result;
use crate::estimators::Observations;

/// A standardised design and the way back.
pub(super) struct Standardised {
    pub(super) design: Design,
    /// The intercept's column, with its value.
    pub(super) intercept: Option<(usize, f64)>,
    /// Constant columns other than the intercept.
    pub(super) dropped: Vec<usize>,
    mean: Vec<f64>,
    scale: Vec<f64>,
}

impl Standardised {
    /// Centres only when there is an intercept to take up the means.
    pub(super) fn new(data: &Observations<'_>, unit_variance: bool) -> Result<Self> {
        let intercept = data.design().intercept();
        let (total, _) = data.totals();
        let weighted_mean = |f: &dyn Fn(usize) -> f64| {
            (0..data.design().rows()).map(|i| data.weight(i) * f(i)).sum::<f64>() / total
        };
        let (mut mean, mut scale, mut dropped) = (vec![], vec![], vec![]);
        let mut columns = Vec::with_capacity(data.design().width());
        for (j, column) in data.design().columns().iter().enumerate() {
            let name = data.design().names()[j].clone();
            if intercept.is_some_and(|(k, _)| k == j) {
                mean.push(0.0);
                scale.push(1.0);
                columns.push((name, column.clone()));
                continue;
            }
            let centre = weighted_mean(&|i| column[i]);
            let variance = weighted_mean(&|i| (column[i] - centre) * (column[i] - centre));
            let square = weighted_mean(&|i| column[i] * column[i]);
            let deviation = libm::sqrt(variance);
            let constant = variance <= 1e-22 * square || deviation == 0.0;
            let shift = if intercept.is_some() { centre } else { 0.0 };
            // Without an intercept a constant column still says something.
            let (shift, unit) = match (constant, intercept.is_some()) {
                (true, true) => (centre, None),
                (true, false) if square == 0.0 => (0.0, None),
                (true, false) => (0.0, Some(1.0)),
                (false, _) => (shift, Some(if unit_variance { deviation } else { 1.0 })),
            };
            let values = match unit {
                None => vec![0.0; column.len()],
                Some(unit) => column.iter().map(|v| (v - shift) / unit).collect(),
            };
            if unit.is_none() {
                dropped.push(j);
            }
            mean.push(shift);
            scale.push(unit.unwrap_or(1.0));
            columns.push((name, values));
        }
        let design = Design::new(data.design().rows(), columns)?;
        Ok(Self { design, intercept, dropped, mean, scale })
    }

    /// Coefficients on the scale of the original columns.
    pub(super) fn original(&self, beta: &[f64]) -> Vec<f64> {
        let mut out: Vec<f64> = beta.iter().zip(&self.scale).map(|(b, s)| b / s).collect();
        if let Some((k, value)) = self.intercept {
            let shift: f64 = out
                .iter()
                .zip(&self.mean)
                .enumerate()
                .filter(|(j, _)| *j != k)
                .map(|(_, (b, m))| b * m)
                .sum();
            if let Some(b) = out.get_mut(k) {
                *b -= shift / value;
            }
        }
        out
    }
}
