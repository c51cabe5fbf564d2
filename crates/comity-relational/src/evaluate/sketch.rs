//! The likelihood of a sketch: each event against its sample.

use super::exponential::exp_all;
use super::kernel::{self, Weighted, packed};
use super::likelihood::Contribution;
use super::run::{Evaluation, as_evaluation};
use crate::compile::Stratum;
use pulp::Arch;
use rayon::prelude::*;

/// Strata that are summed one after the other, whatever the number of threads.
const TOGETHER: usize = 64;

/// Evaluates a sketch.
pub(crate) fn evaluate_sketch(strata: &[Stratum], theta: &[f64]) -> Evaluation {
    let one = |some: &[Stratum]| {
        let mut sum = Contribution::zeros(theta.len());
        let mut work = Work::new(theta.len());
        some.iter().for_each(|s| work.add(s, theta, &mut sum));
        sum
    };
    let parts: Vec<Contribution> = strata.par_chunks(TOGETHER).map(one).collect();
    let mut sum = Contribution::zeros(theta.len());
    parts.iter().for_each(|p| sum.add(p));
    as_evaluation(&sum)
}

struct Work {
    arch: Arch,
    weights: Vec<f64>,
    ones: Vec<f64>,
    weighted: Weighted,
    sums: Vec<f64>,
}

impl Work {
    fn new(width: usize) -> Self {
        Self {
            arch: Arch::new(),
            weights: Vec::new(),
            ones: vec![1.0; kernel::BLOCK],
            weighted: Weighted::new(),
            sums: vec![0.0; packed(width)],
        }
    }

    fn add(&mut self, stratum: &Stratum, theta: &[f64], sum: &mut Contribution) {
        self.weights.clear();
        self.weights.extend_from_slice(&stratum.offsets);
        for (b, column) in theta.iter().zip(&stratum.columns) {
            self.weights.iter_mut().zip(column).for_each(|(w, x)| *w += b * x);
        }
        let own = self.weights[0] - stratum.offsets[0];
        let shift = self.weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        self.weights.iter_mut().for_each(|w| *w -= shift);
        exp_all(&mut self.weights);
        let columns: Vec<&[f64]> = stratum.columns.iter().map(Vec::as_slice).collect();
        self.sums.fill(0.0);
        let ones = &self.ones[..self.weights.len()];
        let weighted = &mut self.weighted;
        kernel::add(self.arch, &self.weights, ones, &columns, weighted, &mut self.sums);
        sum.value += own;
        sum.gradient.iter_mut().zip(&columns).for_each(|(g, c)| *g += c[0]);
        sum.subtract_log(1.0, &self.sums, shift);
    }
}
