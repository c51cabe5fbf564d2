//! The score test of a term in one design: see [`super::permutation`].

use super::blocks::Blocks;
use super::data::Data;
use super::limit::settle;
use super::run::Planned;
use comity_numerics::estimators::information::{Information, information, multipliers};
use comity_numerics::estimators::{Link, Observations};
use comity_numerics::variance::dyadic::Dyads;
use comity_numerics::{Cholesky, Matrix};
use std::ops::Range;

/// A design's score test.
pub(super) struct Test {
    /// x̃ in the sample, by row of the panel of all pairs; zero elsewhere.
    spread: Vec<f64>,
    series: Vec<Series>,
    rows: Vec<Row>,
    dyads: Dyads,
}

/// Rows of the sample that follow each other in one dyad.
struct Series {
    /// The dyad in the panel of all pairs, and in the sample.
    block: u32,
    dyad: usize,
    rows: Range<usize>,
}

/// A row of the sample.
struct Row {
    /// How far into the dyad's rows of the panel of all pairs it stands.
    into: usize,
    u: f64,
    w: f64,
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
        let eta = data.matrix.times(&beta);
        let u = multipliers(&whole, Link::Logit, &beta).ok()?;
        let mut series: Vec<Series> = Vec::new();
        let mut rows = Vec::with_capacity(places.len());
        for (row, (&place, &dyad)) in places.iter().zip(data.dyads.of()).enumerate() {
            let (block, start) = blocks.dyad(place)?;
            match series.last_mut().filter(|s| s.block == block && s.dyad == dyad) {
                Some(same) => same.rows.end = row + 1,
                None => series.push(Series { block, dyad, rows: row..row + 1 }),
            }
            rows.push(Row {
                into: place - start,
                u: *u.get(row)?,
                w: Link::Logit.density(*eta.get(row)?),
            });
        }
        Some(Self { spread, series, rows, dyads: data.dyads.clone() })
    }

    /// One-step estimate and robust z when every dyad takes x̃ from the dyad that `partner`
    /// gives. The variance is the larger of the dyadic-robust and the one clustered by dyad:
    /// the first can come close to zero by chance, and one such z would outweigh all others.
    pub(super) fn score(&self, blocks: &Blocks, partner: impl Fn(u32) -> u32) -> (f64, f64) {
        let mut curvature = 0.0;
        let mut sums = vec![0.0; self.dyads.pairs()];
        for series in &self.series {
            let from = self.spread.get(blocks.start(partner(series.block))..).unwrap_or(&[]);
            // Sums of its own for each series, so that one need not wait for another.
            let (mut sum, mut weighted) = (0.0, 0.0);
            for row in self.rows.get(series.rows.clone()).unwrap_or(&[]) {
                let x = from.get(row.into).copied().unwrap_or(0.0);
                weighted += row.w * x * x;
                sum += x * row.u;
            }
            curvature += weighted;
            if let Some(s) = sums.get_mut(series.dyad) {
                *s += sum;
            }
        }
        let sum: f64 = sums.iter().sum();
        let (units, pairs) = self.dyads.squares_of_sums(&sums).unwrap_or_default();
        let variance = (units - pairs).max(pairs);
        let estimate = if curvature > 0.0 { sum / curvature } else { 0.0 };
        (estimate, if variance > 0.0 { sum / variance.sqrt() } else { 0.0 })
    }
}
