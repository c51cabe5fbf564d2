//! Recall of observed events, deviance residuals, and martingale residuals of actors.
//!
//! At each event all dyads at risk are put in order of their weights e^{θ'x}; the event's
//! place, over the number of dyads, is its relative rank (ties at their middle). The recall at
//! a share s is the share of events within the top s. The deviance residual of an ordinal
//! event is √(−2 ln p), p its probability among those at risk; its sum of squares is the
//! deviance under Breslow's ties. The martingale residual of an actor is the number of events
//! it sent less the number expected, Σ p (ordinal) or ∫ λ (interval) (Therneau, Grambsch and
//! Fleming 1990).

use crate::evaluate::{Moments, Order, Risk, visit};
use crate::fit::Model;
use crate::options::{Clock, Kind};
use comity_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};

/// Most alternatives × events to be looked at one by one.
const MOST: f64 = 5e10;

/// An actor's events, as sent (in undirected streams: taken part in).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActorResidual {
    /// The actor's number.
    pub actor: usize,
    /// Events observed.
    pub observed: f64,
    /// Events expected.
    pub expected: f64,
}

impl ActorResidual {
    /// Observed less expected.
    #[must_use]
    pub fn residual(&self) -> f64 {
        self.observed - self.expected
    }
}

/// How well a model foresees the events that it explains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// Relative rank of each event among those at risk, in (0, 1]: small is foreseen.
    pub ranks: Vec<f64>,
    /// √(−2 ln p) of each event.
    pub deviance_residuals: Vec<f64>,
    /// Martingale residuals of senders.
    pub actors: Vec<ActorResidual>,
}

impl Diagnosis {
    /// The share of events in the top `share` of the dyads at risk.
    #[must_use]
    pub fn recall(&self, share: f64) -> f64 {
        let found = self.ranks.iter().filter(|r| **r <= share).count();
        found as f64 / self.ranks.len().max(1) as f64
    }
}

/// Looks at every event of a model at `theta`.
///
/// # Errors
/// As [`Model::log_likelihood`]; `events/too-large` when dyads × events are beyond 5 × 10¹⁰;
/// `usage/bad-setting` for choice models, whose alternatives differ from event to event, and
/// for models of coordination.
pub fn diagnose(model: &Model, theta: &[f64]) -> Result<Diagnosis> {
    model.check(theta)?;
    if matches!(model.options.kind, Kind::Choice | Kind::Coordination) {
        return Err(Error::new(Code::BadSetting, "ranks are of models of dyads or of senders"));
    }
    let n = model.program.actors;
    if (n * n) as f64 * model.program.points as f64 > MOST {
        return Err(Error::new(Code::TooLarge, "too many dyads and events to rank"));
    }
    let actor = |actor| ActorResidual { actor, observed: 0.0, expected: 0.0 };
    let mut out = Diagnosis {
        ranks: Vec::with_capacity(model.program.events),
        deviance_residuals: Vec::with_capacity(model.program.events),
        actors: (0..n).map(actor).collect(),
    };
    let all: Vec<usize> = (0..model.program.segments.len()).collect();
    let undirected = model.program.undirected;
    let interval = model.options.clock == Clock::Interval;
    let rate = model.options.kind == Kind::Rate;
    let mut risk = Risk { moments: Moments::zeros(theta.len()), shift: 0.0 };
    visit(&model.program, theta, model.options.kind, Order::Full, &all, |v| {
        let mut weights: Vec<(u32, u32, f64)> = Vec::new();
        v.state.each_candidate(|i, j, w, _| weights.push((i, j, w)));
        v.state.risk(&mut risk);
        let total: f64 = weights.iter().map(|w| w.2).sum();
        let scale = if interval {
            let both = if undirected { 2.0 } else { 1.0 };
            v.point.exposure * libm::exp(risk.shift) * both
        } else {
            v.events.len() as f64 / total
        };
        for &(i, j, w) in &weights {
            out.actors[i as usize].expected += scale * w;
            if undirected {
                out.actors[j as usize].expected += scale * w;
            }
        }
        for &(i, j, _) in v.events {
            let own = weights.iter().find(|w| match (rate, undirected) {
                (true, _) => w.0 == i,
                (_, true) => (w.0, w.1) == (i.min(j), i.max(j)),
                _ => (w.0, w.1) == (i, j),
            });
            let own = own.map_or(0.0, |w| w.2);
            let above = weights.iter().filter(|w| w.2 > own).count() as f64;
            let level = weights.iter().filter(|w| w.2 == own).count() as f64;
            out.ranks.push((above + (level + 1.0) / 2.0) / weights.len() as f64);
            out.deviance_residuals.push(libm::sqrt(-2.0 * libm::log(own / total)));
            out.actors[i as usize].observed += 1.0;
            if undirected {
                out.actors[j as usize].observed += 1.0;
            }
        }
        Ok(())
    })?;
    Ok(out)
}
