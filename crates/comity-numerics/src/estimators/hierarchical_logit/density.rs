//! The posterior density on the space that the sampler moves in.
//!
//! A position holds, in order: coordinates γ of the coefficients, β = C⁻ᵀγ with CC' the prior
//! precision plus an approximate information, so that γ is nearly isotropic whatever the
//! units and correlations of the covariates; the logarithm of each grouping's standard
//! deviation σ; and standard normal effects z, the effect of a group being σz (the
//! non-centred form).

use super::grouping::Grouping;
use super::prior::HierarchicalPrior;
use crate::dense::{Matrix, factorise, lane_dot as dot, solve_lower, solve_upper};
use crate::estimators::Observations;
use crate::pass;
use crate::sampling::nuts::LogDensity;

/// Rows worked on at a time, few enough to stay in the cache.
const BLOCK: usize = 512;

pub(super) struct Posterior<'a> {
    data: &'a Observations<'a>,
    groupings: &'a [Grouping],
    prior: &'a HierarchicalPrior,
    /// C, row by row.
    factor: Vec<f64>,
    beta: Vec<f64>,
    beta_gradient: Vec<f64>,
    /// Effects of all groupings, and the score summed over each group.
    effects: Vec<f64>,
    scores: Vec<f64>,
    eta: Vec<f64>,
}

impl<'a> Posterior<'a> {
    /// The density; `None` when the columns cannot be told apart.
    pub(super) fn new(
        data: &'a Observations<'a>,
        groupings: &'a [Grouping],
        prior: &'a HierarchicalPrior,
    ) -> Option<Self> {
        let design = data.design();
        let (all, yes) = data.totals();
        let rate = yes / all;
        let weights: Vec<f64> =
            (0..design.rows()).map(|i| data.weight(i) * rate * (1.0 - rate)).collect();
        let information = pass::gram(design, Some(&weights));
        let p = design.width();
        let mut factor = flatten(&information, &prior.coefficients);
        let groups = groupings.iter().map(|g| g.labels().len()).sum();
        factorise(&mut factor, p).then(|| Self {
            data,
            groupings,
            prior,
            factor,
            beta: vec![0.0; p],
            beta_gradient: vec![0.0; p],
            effects: vec![0.0; groups],
            scores: vec![0.0; groups],
            eta: vec![0.0; BLOCK.min(design.rows())],
        })
    }

    /// The coefficients at a position.
    pub(super) fn coefficients(&self, position: &[f64]) -> Vec<f64> {
        let mut beta = position[..self.beta.len()].to_vec();
        solve_upper(&self.factor, &mut beta);
        beta
    }

    /// The standard deviations of the groupings.
    pub(super) fn deviations(&self, position: &[f64]) -> Vec<f64> {
        let p = self.beta.len();
        position[p..p + self.groupings.len()].iter().map(|t| libm::exp(*t)).collect()
    }

    /// The effects of all groups, grouping after grouping.
    pub(super) fn group_effects(&self, position: &[f64]) -> Vec<f64> {
        let z = &position[self.beta.len() + self.groupings.len()..];
        let deviations = self.deviations(position);
        let each = self.groupings.iter().zip(&deviations);
        each.flat_map(|(g, sd)| std::iter::repeat_n(*sd, g.labels().len()))
            .zip(z)
            .map(|(sd, z)| sd * z)
            .collect()
    }

    /// Log-likelihood; the score is gathered by column and by group.
    fn likelihood(&mut self) -> f64 {
        let design = self.data.design();
        let y = self.data.y();
        let mut sum = 0.0;
        for first in (0..design.rows()).step_by(BLOCK) {
            let rows = first..(first + BLOCK).min(design.rows());
            let eta = &mut self.eta[..rows.len()];
            for (e, i) in eta.iter_mut().zip(rows.clone()) {
                *e = self.data.offset(i);
            }
            for (column, b) in design.columns().iter().zip(&self.beta) {
                for (e, x) in eta.iter_mut().zip(&column[rows.clone()]) {
                    *e += b * x;
                }
            }
            let mut base = 0;
            for g in self.groupings {
                for member in &g.members {
                    for (e, m) in eta.iter_mut().zip(&member[rows.clone()]) {
                        *e += self.effects[base + m];
                    }
                }
                base += g.labels().len();
            }
            for (e, i) in eta.iter_mut().zip(rows.clone()) {
                let w = self.data.weight(i);
                let small = libm::exp(-e.abs());
                let mu = if *e >= 0.0 { 1.0 } else { small } / (1.0 + small);
                let against = if y[i] == (*e >= 0.0) { 0.0 } else { e.abs() };
                sum -= w * (against + libm::log1p(small));
                *e = w * (f64::from(u8::from(y[i])) - mu);
            }
            for (g, column) in self.beta_gradient.iter_mut().zip(design.columns()) {
                *g += dot(&column[rows.clone()], eta);
            }
            let mut base = 0;
            for g in self.groupings {
                for member in &g.members {
                    for (e, m) in eta.iter().zip(&member[rows.clone()]) {
                        self.scores[base + m] += e;
                    }
                }
                base += g.labels().len();
            }
        }
        sum
    }
}

fn flatten(information: &Matrix, prior_sd: &[f64]) -> Vec<f64> {
    let p = information.size();
    let prior = |i: usize, j: usize| if i == j { 1.0 / (prior_sd[i] * prior_sd[i]) } else { 0.0 };
    (0..p * p).map(|k| (k / p, k % p)).map(|(i, j)| information.get(i, j) + prior(i, j)).collect()
}

impl LogDensity for Posterior<'_> {
    fn dimension(&self) -> usize {
        self.beta.len() + self.groupings.len() + self.effects.len()
    }

    fn evaluate(&mut self, position: &[f64], gradient: &mut [f64]) -> f64 {
        let (p, k) = (self.beta.len(), self.groupings.len());
        self.beta.copy_from_slice(&position[..p]);
        solve_upper(&self.factor, &mut self.beta);
        self.beta_gradient.fill(0.0);
        self.scores.fill(0.0);
        let z = &position[p + k..];
        let mut base = 0;
        for (g, t) in self.groupings.iter().zip(&position[p..p + k]) {
            let sd = libm::exp(*t);
            let range = base..base + g.labels().len();
            for (u, z) in self.effects[range.clone()].iter_mut().zip(&z[range]) {
                *u = sd * z;
            }
            base += g.labels().len();
        }
        let mut value = self.likelihood();
        for ((g, b), sd) in
            self.beta_gradient.iter_mut().zip(&self.beta).zip(&self.prior.coefficients)
        {
            let scaled = b / (sd * sd);
            value -= 0.5 * b * scaled;
            *g -= scaled;
        }
        solve_lower(&self.factor, &mut self.beta_gradient);
        gradient[..p].copy_from_slice(&self.beta_gradient);
        let mut base = 0;
        for (j, g) in self.groupings.iter().enumerate() {
            let t = position[p + j];
            let (sd, scale) = (libm::exp(t), self.prior.group_sd[j]);
            let range = base..base + g.labels().len();
            let ratio = sd / scale;
            // Half-normal in σ, and the Jacobian of the logarithm.
            value += t - 0.5 * ratio * ratio;
            gradient[p + j] = 1.0 - ratio * ratio
                + dot(&self.scores[range.clone()], &self.effects[range.clone()]);
            for at in range.clone() {
                gradient[p + k + at] = sd * self.scores[at] - z[at];
            }
            value -= 0.5 * dot(&z[range.clone()], &z[range]);
            base += g.labels().len();
        }
        value
    }
}
