//! The sandwich I⁻¹ (Σ_c u_c u_c') I⁻¹ with scores summed by cluster (White 1982; Lin and Wei
//! 1989 for partial likelihoods), without a correction for few clusters.
//!
//! By moment, u is the score of the moment. By actor or dyad it is that of the martingale
//! residuals: every alternative at risk has u = Σ (x − x̄)(1{acts} − p) over the moments
//! (ordinal), or Σ x (1{acts} − λ Δ) (interval), summed over the alternatives of the cluster.
//! To give each moment's score to the dyad that acted would not do: it has no mean of zero
//! given who acted. Ties enter as Breslow's. A choice is made by its sender, so that scores by
//! sender are those of the sender's own moments.

use super::model::Model;
use crate::evaluate::{Contribution, Moments, Order, Risk, contribute, visit};
use crate::options::{Clock, Cluster, Kind};
use comity_core::{Code, Error, Result};
use comity_numerics::Matrix;
use std::collections::BTreeMap;

/// Most alternatives × moments to be looked at one by one.
const MOST: f64 = 2e10;

/// Scores by cluster.
struct Scores {
    cluster: Cluster,
    undirected: bool,
    width: usize,
    sums: BTreeMap<u64, Vec<f64>>,
}

impl Scores {
    fn key(&self, moment: u64, (i, j): (u32, u32)) -> u64 {
        let (i, j) = (u64::from(i), u64::from(j));
        let (low, high) = if self.undirected { (i.min(j), i.max(j)) } else { (i, j) };
        match self.cluster {
            Cluster::Moment => moment,
            Cluster::Sender => i,
            Cluster::Receiver => j,
            Cluster::Dyad => low << 32 | high,
        }
    }

    fn add(&mut self, key: u64, score: impl Fn(usize) -> f64) {
        let to = self.sums.entry(key).or_insert_with(|| vec![0.0; self.width]);
        to.iter_mut().enumerate().for_each(|(k, s)| *s += score(k));
    }
}

fn check(model: &Model, cluster: Cluster) -> Result<()> {
    let sided = matches!(cluster, Cluster::Sender | Cluster::Receiver);
    let fits = match model.options.kind {
        Kind::Relational => !(sided && model.program.undirected),
        Kind::Coordination => cluster == Cluster::Moment,
        Kind::Rate | Kind::Choice => matches!(cluster, Cluster::Moment | Cluster::Sender),
    };
    if !fits {
        return Err(Error::new(Code::BadSetting, "scores of this model have no such clusters")
            .value(format!("{cluster:?}").to_lowercase())
            .expected("moment; but in models of coordination, sender, or receiver and dyad where dyads are explained"));
    }
    let n = model.program.actors as f64;
    let each = model.options.kind == Kind::Relational && cluster != Cluster::Moment;
    if each && n * n * model.program.points as f64 > MOST {
        return Err(Error::new(Code::TooLarge, "too many dyads and moments for these clusters")
            .hint("cluster by moment"));
    }
    Ok(())
}

pub(super) fn standard_errors(
    model: &Model,
    theta: &[f64],
    covariance: &Matrix,
    cluster: Cluster,
) -> Result<Vec<f64>> {
    check(model, cluster)?;
    let width = theta.len();
    let undirected = model.program.undirected;
    let mut scores = Scores { cluster, undirected, width, sums: BTreeMap::new() };
    let mut values = Vec::new();
    let mut risk = Risk { moments: Moments::zeros(width), shift: 0.0 };
    let mut moment = 0_u64;
    let what = model.what();
    let all: Vec<usize> = (0..model.program.segments.len()).collect();
    let by_moment = cluster == Cluster::Moment || what.kind == Kind::Choice;
    let interval = model.options.clock == Clock::Interval;
    visit(&model.program, theta, what.kind, Order::Full, &all, |v| {
        let mut sum = Contribution::zeros(width);
        contribute(v, what, &mut values, &mut risk, &mut sum)?;
        moment += 1;
        if by_moment {
            // Of a choice, one event a moment or the score is shared evenly.
            let d = v.events.len().max(1) as f64;
            let actors =
                v.events.iter().map(|e| (e.0, e.1)).chain(v.events.is_empty().then_some((0, 0)));
            for dyad in actors {
                let key = scores.key(moment, dyad);
                scores.add(key, |k| sum.gradient[k] / d);
            }
            return Ok(());
        }
        let s = &risk.moments.sums;
        let mean = |k: usize| if interval { 0.0 } else { s[1 + k] / s[0] };
        let of_one = if interval {
            v.point.exposure * libm::exp(risk.shift) * if undirected { 2.0 } else { 1.0 }
        } else {
            // Each dyad stands for both its orders in the sums of undirected streams.
            v.events.len() as f64 / s[0] * if undirected { 2.0 } else { 1.0 }
        };
        if of_one > 0.0 {
            v.state.each_candidate(|i, j, w, x| {
                let key = scores.key(moment, (i, j));
                scores.add(key, |k| -of_one * w * (x[k] - mean(k)));
            });
        }
        for (x, &(i, j, _)) in values.chunks(width).zip(v.events) {
            let key = scores.key(moment, (i, j));
            scores.add(key, |k| x[k] - mean(k));
        }
        Ok(())
    })?;
    let mut meat = Matrix::zeros(width);
    for u in scores.sums.values() {
        for k in 0..width {
            for l in 0..width {
                meat.set(k, l, meat.get(k, l) + u[k] * u[l]);
            }
        }
    }
    let sandwich = covariance.times(&meat).times(covariance);
    Ok(sandwich.diagonal().into_iter().map(libm::sqrt).collect())
}
