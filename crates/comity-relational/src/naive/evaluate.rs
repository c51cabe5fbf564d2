//! The likelihood summed dyad by dyad.

use super::values::{Moment, statistics};
use crate::options::{Clock, Kind, Options, Ties};
use crate::stream::Stream;
use crate::terms::Term;
use comity_core::{Code, Error, Result};
use comity_numerics::Matrix;

/// A log-likelihood with its derivatives.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The log-likelihood.
    pub value: f64,
    /// Its gradient, one entry a term.
    pub gradient: Vec<f64>,
    /// Minus its Hessian, terms × terms; of models of coordination the expected information.
    pub information: Matrix,
}

/// One alternative: its weight e^{θ'x} and its values.
type Alternative<'a> = (f64, &'a [f64]);

/// The log-likelihood of a model at `theta`, by enumeration of every dyad at every moment.
///
/// # Errors
/// As [`crate::fit`], and `usage/bad-setting` when `theta` has not one entry a term.
pub fn log_likelihood(
    stream: &Stream,
    terms: &[Term],
    options: &Options,
    theta: &[f64],
) -> Result<Checked> {
    if theta.len() != terms.len() {
        return Err(Error::new(Code::BadSetting, "there must be one coefficient a term"));
    }
    let moments = statistics(stream, terms, options)?;
    let width = theta.len();
    let mut sum =
        Checked { value: 0.0, gradient: vec![0.0; width], information: Matrix::zeros(width) };
    for moment in &moments {
        add_moment(moment, options, theta, !stream.directed, &mut sum);
    }
    Ok(sum)
}

fn eta(x: &[f64], theta: &[f64]) -> f64 {
    x.iter().zip(theta).map(|(x, b)| x * b).sum()
}

fn add_moment(
    moment: &Moment,
    options: &Options,
    theta: &[f64],
    undirected: bool,
    sum: &mut Checked,
) {
    let all: Vec<Alternative<'_>> =
        moment.values.iter().map(|x| (eta(x, theta).exp(), x.as_slice())).collect();
    for &e in &moment.events {
        sum.value += eta(&moment.values[e], theta);
        sum.gradient.iter_mut().zip(&moment.values[e]).for_each(|(g, x)| *g += x);
    }
    // In a model of who acts, each sender's first dyad stands for the sender.
    let stands = |&e: &usize| match options.kind {
        Kind::Rate => moment.dyads.iter().position(|d| d.0 == moment.dyads[e].0).unwrap_or(e),
        _ => e,
    };
    let events: Vec<Alternative<'_>> = moment.events.iter().map(|e| all[stands(e)]).collect();
    match (options.kind, options.clock) {
        (Kind::Choice, _) => {
            for &e in &moment.events {
                let sender = moment.dyads[e].0;
                let own = all.iter().zip(&moment.dyads).filter(|(_, d)| d.0 == sender);
                subtract_log(own.map(|(a, _)| *a), sum);
            }
        }
        (Kind::Coordination, _) => coordination(moment, &all, undirected, sum),
        (Kind::Rate, clock) => {
            let mut seen = Vec::new();
            let first = all.iter().zip(&moment.dyads).filter(|(_, d)| {
                let new = !seen.contains(&d.0);
                seen.push(d.0);
                new
            });
            let senders: Vec<Alternative<'_>> = first.map(|(a, _)| *a).collect();
            match clock {
                Clock::Interval => subtract_exposure(moment.exposure, &senders, sum),
                Clock::Ordinal => ordinal(options.ties, &senders, &events, sum),
            }
        }
        (Kind::Relational, Clock::Interval) => subtract_exposure(moment.exposure, &all, sum),
        (Kind::Relational, Clock::Ordinal) => ordinal(options.ties, &all, &events, sum),
    }
}

/// Takes off what the events' own part has too much, and the logarithm of the sum over pairs:
/// ln P_ij = θ'x_ij − ln R_i + θ'x_ji − ln R_j − ln Σ p_kl p_lk, R being sums over an actor's
/// partners.
fn coordination(moment: &Moment, all: &[Alternative<'_>], undirected: bool, sum: &mut Checked) {
    let width = sum.gradient.len();
    let ordered: Vec<((u32, u32), Alternative<'_>)> = moment
        .dyads
        .iter()
        .zip(all)
        .flat_map(|(&(i, j), &a)| [Some(((i, j), a)), undirected.then_some(((j, i), a))])
        .flatten()
        .collect();
    let view = |i: u32, j: u32| {
        let (_, (w, x)) = ordered.iter().find(|o| o.0 == (i, j))?;
        let own = ordered.iter().filter(|o| o.0.0 == i).map(|o| o.1);
        let (r, s, _) = moments(own, width);
        Some((w / r, (0..width).map(|k| x[k] - s[k] / r).collect::<Vec<f64>>()))
    };
    let both = |i: u32, j: u32| {
        let ((p, u), (q, v)) = (view(i, j)?, view(j, i)?);
        Some((p * q, u.iter().zip(&v).map(|(u, v)| u + v).collect::<Vec<f64>>()))
    };
    let pairs: Vec<(f64, Vec<f64>)> =
        ordered.iter().filter(|o| o.0.0 < o.0.1).filter_map(|o| both(o.0.0, o.0.1)).collect();
    for &e in &moment.events {
        let (i, j) = moment.dyads[e];
        let (p, u) = both(i, j).unwrap_or_else(|| (0.0, vec![0.0; width]));
        sum.value += p.ln() - all[e].0.ln();
        (0..width).for_each(|k| sum.gradient[k] += u[k] - all[e].1[k]);
        subtract_log(pairs.iter().map(|(p, u)| (*p, u.as_slice())), sum);
    }
}

/// Σ w, Σ w x and Σ w x x'.
fn moments<'a>(
    alternatives: impl Iterator<Item = Alternative<'a>>,
    width: usize,
) -> (f64, Vec<f64>, Matrix) {
    let (mut s0, mut s1, mut s2) = (0.0, vec![0.0; width], Matrix::zeros(width));
    for (w, x) in alternatives {
        s0 += w;
        for (k, (s, xk)) in s1.iter_mut().zip(x).enumerate() {
            *s += w * xk;
            x.iter().enumerate().for_each(|(l, xl)| s2.set(k, l, s2.get(k, l) + w * xk * xl));
        }
    }
    (s0, s1, s2)
}

fn subtract_log<'a>(alternatives: impl Iterator<Item = Alternative<'a>>, sum: &mut Checked) {
    let width = sum.gradient.len();
    let (s0, s1, s2) = moments(alternatives, width);
    sum.value -= s0.ln();
    for (k, one) in s1.iter().enumerate() {
        sum.gradient[k] -= one / s0;
        for (l, other) in s1.iter().enumerate() {
            let information = s2.get(k, l) / s0 - one / s0 * (other / s0);
            sum.information.set(k, l, sum.information.get(k, l) + information);
        }
    }
}

fn subtract_exposure(time: f64, all: &[Alternative<'_>], sum: &mut Checked) {
    let width = sum.gradient.len();
    let (s0, s1, s2) = moments(all.iter().copied(), width);
    sum.value -= time * s0;
    for (k, one) in s1.iter().enumerate() {
        sum.gradient[k] -= time * one;
        for l in 0..width {
            sum.information.set(k, l, sum.information.get(k, l) + time * s2.get(k, l));
        }
    }
}

fn ordinal(ties: Ties, all: &[Alternative<'_>], events: &[Alternative<'_>], sum: &mut Checked) {
    let d = events.len();
    // Further events of the same alternative, which has one list of values.
    let repeats = |e: usize| events[..e].iter().any(|o| std::ptr::eq(o.1, events[e].1));
    match ties {
        Ties::Exact if d > 1 => {
            let width = sum.gradient.len();
            let mut sets = Vec::new();
            subsets(all, d, (1.0, vec![0.0; width]), &mut sets);
            subtract_log(sets.iter().map(|(w, x)| (*w, x.as_slice())), sum);
        }
        Ties::Efron => {
            let (again, once): (Vec<usize>, Vec<usize>) = (0..d).partition(|&e| repeats(e));
            again.iter().for_each(|_| subtract_log(all.iter().copied(), sum));
            for r in 0..once.len() {
                let share = r as f64 / once.len() as f64;
                let less = once.iter().map(|&e| (-share * events[e].0, events[e].1));
                subtract_log(all.iter().copied().chain(less), sum);
            }
        }
        _ => (0..d).for_each(|_| subtract_log(all.iter().copied(), sum)),
    }
}

/// Every set of `d` alternatives: the product of weights and the sum of values.
fn subsets(
    rest: &[Alternative<'_>],
    d: usize,
    chosen: (f64, Vec<f64>),
    sets: &mut Vec<(f64, Vec<f64>)>,
) {
    if d == 0 {
        sets.push(chosen);
        return;
    }
    for (at, &(w, x)) in rest.iter().enumerate() {
        let values = chosen.1.iter().zip(x).map(|(a, b)| a + b).collect();
        subsets(&rest[at + 1..], d - 1, (chosen.0 * w, values), sets);
    }
}
