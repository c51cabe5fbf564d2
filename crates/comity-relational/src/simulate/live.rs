//! The weights of all alternatives at a moment.

use crate::compile::{Coming, Tracker, checked};
use crate::options::Options;
use crate::stream::Stream;
use crate::terms::Term;
use comity_core::{Code, Error, Result};

/// A model whose statistics follow the stream as it grows.
pub(super) struct Live<'a> {
    tracker: Tracker<'a>,
    theta: &'a [f64],
}

impl<'a> Live<'a> {
    pub(super) fn new(
        stream: &'a Stream,
        terms: &[Term],
        theta: &'a [f64],
        options: &Options,
    ) -> Result<Self> {
        let plan = checked(stream, terms, options)?;
        if theta.len() != terms.len() || theta.iter().any(|v| !v.is_finite()) {
            return Err(Error::new(
                Code::BadSetting,
                "there must be one finite coefficient a term",
            )
            .value(theta.len().to_string())
            .expected(terms.len().to_string()));
        }
        let mut tracker = Tracker::new(stream, plan.built, &plan.networks, plan.start);
        tracker.begin()?;
        Ok(Self { tracker, theta })
    }

    /// Whether values change though nothing happens, other than at stated times.
    pub(super) fn moves(&self) -> bool {
        self.tracker.built.iter().any(|b| b.standardised || b.transform.moves())
            || self.tracker.networks.iter().any(|n| n.spec.memory != crate::terms::Memory::Full)
    }

    pub(super) fn happen(&mut self, event: Coming) {
        self.tracker.happen(event);
    }

    pub(super) fn pass(&mut self, time: f64) {
        self.tracker.pass(time, time);
    }

    pub(super) fn next_change(&self, now: f64) -> f64 {
        self.tracker.next_change(now)
    }

    pub(super) fn sends(&self, i: u32) -> bool {
        self.tracker.present[i as usize] && self.tracker.stream.presence.sends(i)
    }

    pub(super) fn receives(&self, j: u32) -> bool {
        self.tracker.present[j as usize] && self.tracker.stream.presence.receives(j)
    }

    /// Linear predictors of some pairs at `time`. Standardised terms take their mean and
    /// spread over these pairs, which have to be those at risk.
    pub(super) fn predictors(&self, pairs: &[(u32, u32)], time: f64) -> Vec<f64> {
        let mut eta = vec![0.0; pairs.len()];
        for (term, (built, b)) in self.tracker.built.iter().zip(self.theta).enumerate() {
            let factors = self.tracker.factors(built, time, time);
            let parts = built.effect.parts();
            let value = |&(i, j): &(u32, u32)| {
                let kept = self.tracker.values.kept(term, i, j);
                let there = [parts.sender, parts.receiver, parts.dyad];
                let both = kept.iter().zip(there).filter(|k| k.1);
                both.map(|(v, _)| built.transform.shown(factors, *v)).sum::<f64>()
            };
            let mut values: Vec<f64> = pairs.iter().map(value).collect();
            if built.standardised {
                standardise(&mut values);
            }
            eta.iter_mut().zip(&values).for_each(|(e, v)| *e += b * v);
        }
        eta
    }
}

fn standardise(values: &mut [f64]) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>();
    let sd = if n > 1.0 { libm::sqrt(squares / (n - 1.0)) } else { 0.0 };
    let scale = if sd > 1e-12 * mean.abs() && sd > 0.0 { 1.0 / sd } else { 0.0 };
    values.iter_mut().for_each(|v| *v = (*v - mean) * scale);
}
