//! The corrector: Newton's method from a predicted point to the branch.

use super::engine::At;
use super::point::{Point, Solver};
use super::system::{System, centre, normalise, residuals};
use super::tracer::{Corrected, Tracer, WIDEST, apart, dot, unit};

/// A correction this small, relative to 1 + |x|/10, ends Newton's method.
const TOLERANCE: f64 = 1e-11;
/// A correction that no longer shrinks is rounding when it is this small, or when the residual
/// is within so many units of the last place of σu, or what rounding of beliefs does to σu.
const ROUNDING: f64 = 1e-8;
const PLACES: f64 = 64.0;
/// The largest correction that may be taken for rounding.
const NOISE: f64 = 1e-4;
/// Corrections must shrink at least by this factor.
const SHRINK: f64 = 0.5;
/// Below this number of actions a new linearisation costs no more than an evaluation.
const SMALL: usize = 24;
/// After a first correction as small as this the same linearisation serves for the next.
const NEARBY: f64 = 0.02;
/// Corrections since the last linearisation, and of a tangent, that need no regard.
const SLIGHT: f64 = 1e-6;
/// How often a tangent is improved.
const ROUNDS: usize = 3;

impl Tracer {
    /// Probabilities, payoffs and residuals at the trial's x and σ.
    pub(super) fn evaluate(&mut self) {
        let point = &mut self.trial;
        match &mut self.solver {
            Solver::Backward(agents) => {
                agents.backward(point.sigma, &mut point.x, &mut self.dx, &mut point.u);
                point.p.copy_from_slice(agents.probabilities());
                residuals(agents.offsets(), &point.x, &point.u, point.sigma, (0, 0.0), &mut self.f);
            }
            Solver::Newton(system, _) => {
                normalise(system.offsets(), &mut point.x, &mut point.p);
                system.values(&point.x, &point.p, &mut point.u);
                let tilt = (self.leave.unwrap_or(0), self.tilt);
                residuals(system.offsets(), &point.x, &point.u, point.sigma, tilt, &mut self.f);
            }
        }
        point.residual = self.f.iter().fold(0.0, |m, f| f64::max(m, f.abs()));
    }

    /// Newton's method from the trial point, across `border` or at fixed σ.
    pub(super) fn correct(&mut self, border: Option<&[f64]>, sharp: bool) -> Option<Corrected> {
        let Solver::Newton(..) = self.solver else { return self.descend() };
        let mut done = Corrected { first: 0.0, rate: 0.0 };
        let mut last = f64::INFINITY;
        let mut renew = true;
        for turn in 0..20 {
            self.evaluate();
            let size = self.correction(border, renew)?;
            if turn == 0 {
                done.first = size;
                if size > 2.0 * WIDEST && border.is_some() {
                    return None;
                }
                renew = sharp || self.dx.len() < SMALL || size > NEARBY;
            } else {
                let rate = size / last;
                let noise =
                    size <= ROUNDING || (size <= NOISE && self.trial.residual <= self.rounding());
                if noise && rate > SHRINK {
                    self.evaluate();
                    return Some(done);
                }
                if rate > SHRINK && renew {
                    return None;
                }
                if !noise {
                    done.rate = done.rate.max(rate);
                }
                renew = sharp || self.dx.len() < SMALL || rate > 0.15;
            }
            if size <= TOLERANCE {
                self.evaluate();
                return Some(done);
            }
            last = size;
        }
        None
    }

    /// What rounding may leave of the equations at the trial point.
    fn rounding(&self) -> f64 {
        let blur = match &self.solver {
            Solver::Newton(system, _) => system.blur(),
            Solver::Backward(_) => 0.0,
        };
        let sigma = self.trial.sigma.abs();
        PLACES * f64::EPSILON * (1.0 + sigma) + sigma * blur
    }

    /// One correction of the trial point; its size.
    fn correction(&mut self, border: Option<&[f64]>, renew: bool) -> Option<f64> {
        let Solver::Newton(system, engine) = &mut self.solver else { return None };
        let point = &mut self.trial;
        let at = At { p: &point.p, u: &point.u, sigma: point.sigma, border };
        if renew || !engine.keeps() {
            self.since = 0.0;
            if !engine.prepare(system.as_mut(), at) {
                return None;
            }
        }
        let sigma = engine.solve(system.as_mut(), at, (&self.f, 0.0), &mut self.dx)?;
        let mut size = sigma.abs() / (1.0 + point.sigma.abs());
        for (x, d) in point.x.iter_mut().zip(&self.dx) {
            *x -= d;
            size = size.max(d.abs() / (1.0 + 0.1 * x.abs()));
        }
        point.sigma -= sigma;
        self.since += size;
        Some(size)
    }

    /// The tangent at the trial point, on the same side as `border`; `renew` where the last
    /// correction was not across it.
    pub(super) fn aim(&mut self, border: &[f64], renew: bool) {
        let n = self.dx.len();
        let point = &mut self.trial;
        match &mut self.solver {
            Solver::Backward(_) => {
                point.tangent[..n].copy_from_slice(&self.dx);
                point.tangent[n] = 1.0;
            }
            Solver::Newton(system, engine) => {
                let at = At { p: &point.p, u: &point.u, sigma: point.sigma, border: Some(border) };
                if renew || !engine.keeps() {
                    engine.prepare(system.as_mut(), at);
                    self.since = 0.0;
                }
                self.f.fill(0.0);
                let sigma = engine.solve(system.as_mut(), at, (&self.f, 1.0), &mut self.dx);
                let Some(sigma) = sigma else {
                    point.tangent.copy_from_slice(border);
                    return;
                };
                point.tangent[..n].copy_from_slice(&self.dx);
                point.tangent[n] = sigma;
            }
        }
        if self.since > SLIGHT {
            self.improve(border);
        }
        unit(&mut self.trial.tangent);
    }

    /// Improves the trial's tangent where the linearisation is that of a point nearby.
    fn improve(&mut self, border: &[f64]) {
        let Solver::Newton(system, engine) = &mut self.solver else { return };
        let Point { p, u, sigma, tangent, .. } = &mut self.trial;
        let n = p.len();
        let at = At { p, u, sigma: *sigma, border: Some(border) };
        for _ in 0..ROUNDS {
            let (t, rate) = tangent.split_at_mut(n);
            centre(system.offsets(), p, t);
            system.push(p, t, &mut self.f);
            for ((f, t), u) in self.f.iter_mut().zip(&*t).zip(&*u) {
                *f = t - *sigma * *f - u * rate[0];
            }
            let beside = dot(border, tangent) - 1.0;
            let Some(d) = engine.solve(system.as_mut(), at, (&self.f, beside), &mut self.dx) else {
                return;
            };
            tangent.iter_mut().zip(&self.dx).for_each(|(t, d)| *t -= d);
            tangent[n] -= d;
            let size = dot(&self.dx, &self.dx) + d * d;
            if size <= SLIGHT * SLIGHT * dot(tangent, tangent) {
                return;
            }
        }
    }

    /// The point at the trial's σ by one backward pass.
    fn descend(&mut self) -> Option<Corrected> {
        if self.trial.sigma < 0.0 {
            return None;
        }
        self.guess.copy_from_slice(&self.trial.x);
        self.evaluate();
        let first = apart(&self.guess, &self.trial.x);
        Some(Corrected { first, rate: 0.0 })
    }
}
