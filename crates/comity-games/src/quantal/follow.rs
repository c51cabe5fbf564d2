//! Points of the principal branch, and the branch.

use super::model::{Quantal, invalid};
use super::point::Point;
use super::result::{Branch, Ended, Equilibrium, Step, Until};
use super::tracer::{Tracer, blurred};
use comity_core::Result;

/// Regret, relative to the range of payoffs, of the equilibrium at the end of a branch.
const SHARP: f64 = 1e-13;
/// How many numbers the points of a branch may have: a gibibyte.
const KEPT: usize = 1 << 27;

impl Quantal {
    pub(super) fn equilibrium(&self, tracer: &Tracer, at: &Point, steps: usize) -> Equilibrium {
        let scale = tracer.solver.scale();
        Equilibrium {
            method: self.method(),
            lambda: at.sigma / scale,
            probabilities: self.lists(&at.p, |p| p),
            logs: self.lists(&at.x, libm::log),
            residual: at.residual,
            steps,
            regret: tracer.regret(at) * scale,
        }
    }

    /// The equilibrium at exactly λ: the first one that the principal branch meets. Nothing
    /// when the trace gets stuck before.
    ///
    /// # Errors
    /// `game/invalid` when λ is negative or not finite.
    pub fn at(&self, lambda: f64) -> Result<Option<Equilibrium>> {
        Ok(self.at_each(&[lambda])?.pop().flatten())
    }

    /// The same for many λ in one trace, in their order.
    ///
    /// # Errors
    /// `game/invalid` when a λ is negative or not finite.
    pub fn at_each(&self, lambdas: &[f64]) -> Result<Vec<Option<Equilibrium>>> {
        if let Some(bad) = lambdas.iter().find(|l| !(l.is_finite() && **l >= 0.0)) {
            return Err(invalid("λ is a finite number, zero or above").value(bad.to_string()));
        }
        let mut tracer = self.tracer();
        let scale = tracer.solver.scale();
        let mut order: Vec<usize> = (0..lambdas.len()).collect();
        order.sort_by(|&a, &b| lambdas[a].total_cmp(&lambdas[b]));
        let mut found = vec![None; lambdas.len()];
        let mut steps = 0;
        for place in order {
            let lambda = lambdas[place];
            let sigma = lambda * scale;
            let mut on = true;
            // The branch starts at zero: the first point at or past σ has come from below.
            while on {
                if tracer.exact() || tracer.now.sigma >= sigma {
                    if tracer.fix(sigma) {
                        let mut point = self.equilibrium(&tracer, &tracer.trial, steps);
                        point.lambda = lambda;
                        found[place] = Some(point);
                        break;
                    }
                    on = tracer.retreat();
                } else {
                    on = steps < Until::default().steps && tracer.step();
                    steps += usize::from(on);
                }
            }
        }
        Ok(found)
    }

    /// The principal branch from λ = 0.
    ///
    /// # Errors
    /// `game/invalid` when a limit is negative or not a number.
    pub fn branch(&self, until: &Until) -> Result<Branch> {
        if !(until.regret >= 0.0 && until.lambda >= 0.0) {
            return Err(invalid("limits of a branch are numbers, zero or above"));
        }
        let mut tracer = self.tracer();
        let scale = tracer.solver.scale();
        let end = until.lambda * scale;
        let step = |tracer: &Tracer, at: &Point| Step {
            lambda: at.sigma / scale,
            regret: tracer.regret(at) * scale,
            residual: at.residual,
            logs: at.x.clone().into_boxed_slice(),
        };
        let mut steps = vec![step(&tracer, &tracer.now)];
        let mut turns = Vec::new();
        let most = until.steps.min(KEPT / tracer.now.x.len().max(1));
        let ended = loop {
            if tracer.regret(&tracer.now) <= until.regret {
                break Ended::Regret;
            }
            if tracer.now.sigma >= end {
                break Ended::Lambda;
            }
            if steps.len() > most {
                break Ended::Steps;
            }
            let on = tracer.step();
            let lost = on && blurred(&tracer.now);
            if lost {
                tracer.now.copy(&tracer.before);
            }
            if lost || !on {
                let reached = until.lambda == f64::INFINITY && tracer.sharpen(until.regret, true);
                if reached {
                    steps.push(step(&tracer, &tracer.now));
                }
                break if reached { Ended::Regret } else { Ended::Stuck };
            }
            let last = tracer.now.sigma >= end;
            let met = last && tracer.fix(end);
            if last && !met && tracer.retreat() {
                continue;
            }
            let n = tracer.now.x.len();
            if tracer.now.tangent[n] * tracer.before.tangent[n] < 0.0 {
                turns.push(0.5 * (tracer.now.sigma + tracer.before.sigma) / scale);
            }
            if met {
                steps.push(Step { lambda: until.lambda, ..step(&tracer, &tracer.trial) });
                break Ended::Lambda;
            }
            steps.push(step(&tracer, &tracer.now));
        };
        let mut limit = None;
        if ended == Ended::Regret {
            tracer.sharpen(SHARP, false);
            limit = Some(step(&tracer, &tracer.now));
        }
        let crossings = tracer.crossings.iter().map(|s| s / scale).collect();
        let (method, layout) = (self.method(), self.layout.clone());
        Ok(Branch { steps, ended, turns, crossings, limit, method, layout })
    }
}
