//! The sandwich I⁻¹ (Σ_c u_c u_c') I⁻¹ with scores summed by cluster (White 1982; Lin and Wei
//! 1989 for partial likelihoods), without a correction for few clusters.
//!
//! The score of a moment with several events is split evenly over them after each has its own
//! values; that of a moment without events, in interval models, is a cluster by itself.

use super::model::Model;
use crate::evaluate::{Contribution, Moments, Order, Risk, contribute, visit};
use crate::options::Cluster;
use comity_core::Result;
use comity_numerics::Matrix;
use std::collections::BTreeMap;

pub(super) fn standard_errors(
    model: &Model,
    theta: &[f64],
    covariance: &Matrix,
    cluster: Cluster,
) -> Result<Vec<f64>> {
    let width = theta.len();
    let mut scores: BTreeMap<(u8, u64), Vec<f64>> = BTreeMap::new();
    let mut values = Vec::new();
    let mut risk = Risk { moments: Moments::zeros(width), shift: 0.0 };
    let mut number = 0_u64;
    let what = model.what();
    let undirected = model.program.undirected;
    let all: Vec<usize> = (0..model.program.segments.len()).collect();
    visit(&model.program, theta, what.kind, Order::Full, &all, |v| {
        let mut sum = Contribution::zeros(width);
        contribute(v, what, &mut values, &mut risk, &mut sum)?;
        number += 1;
        let mut add = |key: (u8, u64), score: &dyn Fn(usize) -> f64| {
            let to = scores.entry(key).or_insert_with(|| vec![0.0; width]);
            to.iter_mut().enumerate().for_each(|(k, s)| *s += score(k));
        };
        if v.events.is_empty() || cluster == Cluster::Moment {
            add((0, number), &|k| sum.gradient[k]);
            return Ok(());
        }
        let d = v.events.len() as f64;
        let total = |k: usize| values.chunks(width).map(|x| x[k]).sum::<f64>();
        let shared: Vec<f64> = (0..width).map(|k| (sum.gradient[k] - total(k)) / d).collect();
        for (x, &(i, j, _)) in values.chunks(width).zip(v.events) {
            let (i, j) = (u64::from(i), u64::from(j));
            let (low, high) = if undirected { (i.min(j), i.max(j)) } else { (i, j) };
            let key = match cluster {
                Cluster::Sender => i,
                Cluster::Receiver => j,
                Cluster::Moment | Cluster::Dyad => low << 32 | high,
            };
            add((1, key), &|k| x[k] + shared[k]);
        }
        Ok(())
    })?;
    let mut meat = Matrix::zeros(width);
    for u in scores.values() {
        for k in 0..width {
            for l in 0..width {
                meat.set(k, l, meat.get(k, l) + u[k] * u[l]);
            }
        }
    }
    let sandwich = covariance.times(&meat).times(covariance);
    Ok(sandwich.diagonal().into_iter().map(libm::sqrt).collect())
}
