//! The score test of a term in one design: see [`super::permutation`].

use super::blocks::Blocks;
use super::data::Data;
use super::limit::settle;
use super::run::Planned;
use comity_numerics::estimators::information::{Information, information, multipliers};
use comity_numerics::estimators::{Link, Observations};
use comity_numerics::variance::dyadic::Dyads;
use comity_numerics::{Cholesky, Matrix};

/// A design's score test.
pub(super) struct Test {
    /// x̃ in the sample, by row of the panel of all pairs; zero elsewhere.
    spread: Vec<f64>,
    /// The row of that panel that each row of the sample is.
    places: Vec<usize>,
    u: Vec<f64>,
    w: Vec<f64>,
    dyads: Dyads,
}

impl Test {
    /// The null model and what the term adds to its columns; `None` without a null model.
    pub(super) fn new(data: &Data, blocks: &Blocks, planned: &Planned) -> Option<Self> {
        let width = data.matrix.width();
        let others: Vec<usize> = (0..width).filter(|j| *j != data.focal).collect();
        let settled = settle(data, &others)?;
        let data = settled.data.as_ref().unwrap_or(data);
        let fit = settled.outcome.fit()?;
        // Back to the columns of the whole design, the term with coefficient zero.
        let mut beta = vec![0.0; width];
        let kept: Vec<usize> = others
            .iter()
            .enumerate()
            .filter(|(k, _)| !fit.dropped.contains(k))
            .map(|(_, j)| *j)
            .collect();
        for (&j, b) in others.iter().zip(&fit.coefficients) {
            if let Some(slot) = beta.get_mut(j) {
                *slot = *b;
            }
        }
        let whole = Observations::new(&data.matrix, &data.y).ok()?;
        let weights = information(&whole, Link::Logit, &beta, Information::Observed).ok()?;
        let entry = |i: usize, j: usize| weights.get(i, j);
        let inner = Matrix::from_fn(kept.len(), |i, j| match (kept.get(i), kept.get(j)) {
            (Some(&a), Some(&b)) => entry(a, b),
            _ => 0.0,
        });
        let cross: Vec<f64> = kept.iter().map(|&j| entry(j, data.focal)).collect();
        let projection = Cholesky::new(&inner)?.solve(&cross);
        let mut direction = vec![0.0; width];
        for (&j, g) in kept.iter().zip(&projection) {
            if let Some(slot) = direction.get_mut(j) {
                *slot = -g;
            }
        }
        *direction.get_mut(data.focal)? = 1.0;
        let residual = data.matrix.times(&direction);
        let places = blocks.places(planned.design.risk_set, &data.rows)?;
        let mut spread = vec![0.0; blocks.rows()];
        for (&place, x) in places.iter().zip(&residual) {
            *spread.get_mut(place)? = *x;
        }
        let w = data.matrix.times(&beta).iter().map(|e| Link::Logit.density(*e)).collect();
        let u = multipliers(&whole, Link::Logit, &beta).ok()?;
        Some(Self { spread, places, u, w, dyads: data.dyads.clone() })
    }

    /// One-step estimate and robust z when every row takes x̃ from its partner. The variance
    /// is the larger of the dyadic-robust and the one clustered by dyad: the first can come
    /// close to zero by chance, and one such z would outweigh all others.
    pub(super) fn score(&self, partner: impl Fn(usize) -> usize) -> (f64, f64) {
        let mut curvature = 0.0;
        let scores: Vec<f64> = self
            .places
            .iter()
            .zip(self.u.iter().zip(&self.w))
            .map(|(&place, (u, w))| {
                let x = self.spread.get(partner(place)).copied().unwrap_or(0.0);
                curvature += w * x * x;
                x * u
            })
            .collect();
        let sum: f64 = scores.iter().sum();
        let (units, pairs) = self.dyads.squares(&scores).unwrap_or_default();
        let variance = (units - pairs).max(pairs);
        let estimate = if curvature > 0.0 { sum / curvature } else { 0.0 };
        (estimate, if variance > 0.0 { sum / variance.sqrt() } else { 0.0 })
    }
}
