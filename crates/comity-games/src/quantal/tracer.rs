//! Following the principal branch by predictor and corrector on logarithms of probabilities
//! (Turocy 2005, 2010; Allgower and Georg 1990, chapters 6 and 10).
//!
//! The curve is H(x, σ) = x − ln softmax(σ·u(x)) = 0 with σ = λ × payoff scale, from σ = 0 and
//! equal probabilities. Its parameter is arc length in (x, σ), so that σ may fall. A step
//! predicts along the tangent and its change, corrects by Newton's method in the plane across
//! the old tangent, and grows or shrinks with the size of the first correction.

use super::agents::Agents;
use super::engine::{At, Engine};
use super::system::{System, centre, normalise, regret, residuals};

/// A correction this small, relative to 1 + |x|/10, ends Newton's method.
const TOLERANCE: f64 = 1e-11;
/// A correction that no longer shrinks is rounding when it is this small, or when the residual
/// is within so many units of the last place of σu.
const ROUNDING: f64 = 1e-8;
const PLACES: f64 = 64.0;
/// The largest correction that may be taken for rounding.
const NOISE: f64 = 1e-4;
/// The first correction a step aims at, and the largest it accepts.
const AIM: f64 = 0.02;
const WIDEST: f64 = 0.15;
/// Corrections must shrink at least by this factor.
const SHRINK: f64 = 0.5;
/// Least cosine between the tangents at both ends of a step.
const STRAIGHT: f64 = 0.9;
/// Below this number of actions a new linearisation costs no more than an evaluation.
const SMALL: usize = 24;
const FIRST_STEP: f64 = 0.1;
const SHORTEST: f64 = 1e-9;
/// Branches that come nearer than this length of step are taken to cross.
const NEAR: f64 = 1e-3;
/// The same where a crossing is left: the tilt must set in before the branches part.
const NEAR_LEFT: f64 = 0.05;
/// By how much one decision's precision is raised to leave a crossing of branches.
const TILT: f64 = 1e-7;
/// For how much arc length.
const TILTED: f64 = 0.3;

/// A point on the branch.
#[derive(Clone, Debug, Default)]
pub(super) struct Point {
    pub(super) x: Vec<f64>,
    pub(super) p: Vec<f64>,
    pub(super) u: Vec<f64>,
    pub(super) sigma: f64,
    /// Unit tangent in (x, σ).
    pub(super) tangent: Vec<f64>,
    /// Largest error of x − ln softmax(σu).
    pub(super) residual: f64,
}

impl Point {
    fn of(n: usize) -> Self {
        Self {
            x: vec![0.0; n],
            p: vec![0.0; n],
            u: vec![0.0; n],
            sigma: 0.0,
            tangent: vec![0.0; n + 1],
            residual: 0.0,
        }
    }

    fn copy(&mut self, from: &Self) {
        self.x.copy_from_slice(&from.x);
        self.p.copy_from_slice(&from.p);
        self.u.copy_from_slice(&from.u);
        self.sigma = from.sigma;
        self.tangent.copy_from_slice(&from.tangent);
        self.residual = from.residual;
    }
}

/// How points on the branch are found.
pub(super) enum Solver {
    /// One backward pass, for games of perfect information.
    Backward(Box<Agents>),
    /// Newton's method.
    Newton(Box<dyn System>, Box<dyn Engine>),
}

impl Solver {
    fn offsets(&self) -> &[usize] {
        match self {
            Self::Backward(agents) => agents.offsets(),
            Self::Newton(system, _) => system.offsets(),
        }
    }

    pub(super) fn scale(&self) -> f64 {
        match self {
            Self::Backward(agents) => agents.scale(),
            Self::Newton(system, _) => system.scale(),
        }
    }
}

/// What a correction did.
#[derive(Clone, Copy, Debug)]
struct Corrected {
    /// The size of the first correction.
    first: f64,
    /// The largest ratio of one correction to the one before.
    rate: f64,
}

/// The state of a trace.
pub(super) struct Tracer {
    pub(super) solver: Solver,
    pub(super) now: Point,
    /// The point before, and the arc length from it.
    pub(super) before: Point,
    pub(super) length: f64,
    pub(super) trial: Point,
    /// Next arc length.
    h: f64,
    bend: Vec<f64>,
    f: Vec<f64>,
    dx: Vec<f64>,
    guess: Vec<f64>,
    negative: Option<bool>,
    /// The decision whose tilt picks the branch to follow where branches cross; straight on
    /// without one.
    leave: Option<usize>,
    tilt: f64,
    tilted: f64,
    /// σ where branches cross.
    pub(super) crossings: Vec<f64>,
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl Tracer {
    /// At σ = 0.
    pub(super) fn new(solver: Solver, leave: Option<usize>) -> Self {
        let n = solver.offsets().last().copied().unwrap_or(0);
        let mut tracer = Self {
            solver,
            now: Point::of(n),
            before: Point::of(n),
            length: 0.0,
            trial: Point::of(n),
            h: FIRST_STEP,
            bend: vec![0.0; n + 1],
            f: vec![0.0; n],
            dx: vec![0.0; n],
            guess: vec![0.0; n],
            negative: None,
            leave,
            tilt: 0.0,
            tilted: 0.0,
            crossings: Vec::new(),
        };
        tracer.evaluate();
        let offsets = tracer.solver.offsets();
        let t = &mut tracer.trial.tangent;
        t[..n].copy_from_slice(&tracer.trial.u);
        centre(offsets, &tracer.trial.p, &mut t[..n]);
        t[n] = 1.0;
        unit(t);
        tracer.now.copy(&tracer.trial);
        tracer.before.copy(&tracer.trial);
        tracer
    }

    /// The regret at a point, in units of the payoff scale.
    pub(super) fn regret(&self, point: &Point) -> f64 {
        regret(self.solver.offsets(), &point.p, &point.u)
    }

    /// Goes one step along the branch; `false` when no step succeeds.
    pub(super) fn step(&mut self) -> bool {
        while self.h >= SHORTEST {
            let h = self.h;
            let (ok, grow) = self.attempt(h);
            if !ok {
                self.h *= 0.4;
                continue;
            }
            let n = self.now.x.len();
            std::mem::swap(&mut self.before, &mut self.now);
            self.now.copy(&self.trial);
            for i in 0..=n {
                self.bend[i] = (self.now.tangent[i] - self.before.tangent[i]) / h;
            }
            self.length = h;
            self.h = h * grow;
            if self.tilt != 0.0 {
                self.tilted -= h;
                if self.tilted <= 0.0 {
                    self.tilt = 0.0;
                }
            }
            return true;
        }
        false
    }

    /// A step of arc length `h` from the present point into `trial`, and by what factor the
    /// next may be longer.
    fn attempt(&mut self, h: f64) -> (bool, f64) {
        let Some(c) = self.ahead(h) else { return (false, 1.0) };
        if c.first > WIDEST || dot(&self.now.tangent, &self.trial.tangent) < STRAIGHT {
            return (false, 1.0);
        }
        if let Solver::Newton(_, engine) = &self.solver {
            let sign = engine.negative();
            if let (Some(old), Some(new)) = (self.negative, sign)
                && old != new
            {
                // A long step may have jumped to a branch that only comes near.
                if h > if self.leave.is_some() { NEAR_LEFT } else { NEAR } {
                    return (false, 1.0);
                }
                if self.tilt == 0.0 {
                    self.crossings.push(0.5 * (self.now.sigma + self.trial.sigma));
                }
                if self.leave.is_some() {
                    self.tilt = TILT;
                    self.tilted = TILTED;
                    return (false, 1.0);
                }
            }
            self.negative = sign;
        }
        let aimed = libm::cbrt(AIM / c.first.max(1e-12));
        let rated = if c.rate > 0.1 { 0.25 / c.rate } else { 4.0 };
        (true, aimed.min(rated).clamp(0.3, 4.0))
    }

    /// The point at arc length `h` from the present one, into `trial`.
    fn ahead(&mut self, h: f64) -> Option<Corrected> {
        let base = std::mem::take(&mut self.now);
        let bend = std::mem::take(&mut self.bend);
        let found = self.advance(&base, &bend, h, false);
        self.now = base;
        self.bend = bend;
        found
    }

    /// The point at arc length `h` from `base`, into `trial`; `sharp` asks for a tangent that
    /// is exact there.
    fn advance(&mut self, base: &Point, bend: &[f64], h: f64, sharp: bool) -> Option<Corrected> {
        let n = base.x.len();
        let half = 0.5 * h * h;
        let along = base.tangent.iter().zip(bend).map(|(t, b)| h * t + half * b);
        for ((x, from), along) in self.trial.x.iter_mut().zip(&base.x).zip(along) {
            *x = from + along;
        }
        self.trial.sigma = base.sigma + h * base.tangent[n] + half * bend[n];
        let found = self.correct(Some(&base.tangent), sharp)?;
        self.aim(&base.tangent);
        // There is one solution at σ = 0: below it lies another branch.
        (self.trial.sigma >= 0.0).then_some(found)
    }

    /// The point between the last two at `h` of arc length from the earlier, into `trial`.
    pub(super) fn between(&mut self, h: f64) -> bool {
        let base = std::mem::take(&mut self.before);
        let bend = std::mem::take(&mut self.bend);
        let found = self.advance(&base, &bend, h, true);
        self.before = base;
        self.bend = bend;
        found.is_some()
    }

    /// The point of the branch between the last two whose σ is given, into `trial`.
    pub(super) fn fix(&mut self, sigma: f64) -> bool {
        let (mut low, mut high) = (0.0, self.length);
        let rising = self.now.sigma >= self.before.sigma;
        self.trial.copy(&self.before);
        for _ in 0..60 {
            self.guess.copy_from_slice(&self.trial.x);
            self.trial.sigma = sigma;
            if let Some(c) = self.correct(None, true)
                && (self.exact() || c.first <= 1.0 && apart(&self.guess, &self.trial.x) <= 1.5)
            {
                return true;
            }
            let h = 0.5 * (low + high);
            if !self.between(h) {
                return false;
            }
            if (self.trial.sigma < sigma) == rising {
                low = h;
            } else {
                high = h;
            }
        }
        false
    }

    /// Whether a point needs no neighbour to be found.
    pub(super) fn exact(&self) -> bool {
        matches!(self.solver, Solver::Backward(_))
    }

    /// Probabilities, payoffs and residuals at the trial's x and σ.
    fn evaluate(&mut self) {
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
    fn correct(&mut self, border: Option<&[f64]>, sharp: bool) -> Option<Corrected> {
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
            } else {
                let rate = size / last;
                let exact = PLACES * f64::EPSILON * (1.0 + self.trial.sigma.abs());
                let noise = size <= ROUNDING || (size <= NOISE && self.trial.residual <= exact);
                if noise && rate > SHRINK {
                    self.evaluate();
                    return Some(done);
                }
                if rate > SHRINK {
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

    /// One correction of the trial point; its size.
    fn correction(&mut self, border: Option<&[f64]>, renew: bool) -> Option<f64> {
        let Solver::Newton(system, engine) = &mut self.solver else { return None };
        let point = &mut self.trial;
        let at = At { p: &point.p, u: &point.u, sigma: point.sigma, border };
        if (renew || !engine.keeps()) && !engine.prepare(system.as_mut(), at) {
            return None;
        }
        let sigma = engine.solve(system.as_mut(), at, (&self.f, 0.0), &mut self.dx)?;
        let mut size = sigma.abs() / (1.0 + point.sigma.abs());
        for (x, d) in point.x.iter_mut().zip(&self.dx) {
            *x -= d;
            size = size.max(d.abs() / (1.0 + 0.1 * x.abs()));
        }
        point.sigma -= sigma;
        Some(size)
    }

    /// The tangent at the trial point, on the same side as `border`.
    fn aim(&mut self, border: &[f64]) {
        let n = self.dx.len();
        let point = &mut self.trial;
        match &mut self.solver {
            Solver::Backward(_) => {
                point.tangent[..n].copy_from_slice(&self.dx);
                point.tangent[n] = 1.0;
            }
            Solver::Newton(system, engine) => {
                let at = At { p: &point.p, u: &point.u, sigma: point.sigma, border: Some(border) };
                if !engine.keeps() {
                    engine.prepare(system.as_mut(), at);
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
        unit(&mut point.tangent);
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

/// The largest difference relative to 1 + |x|/10.
fn apart(guess: &[f64], x: &[f64]) -> f64 {
    let off = |(g, x): (&f64, &f64)| (g - x).abs() / (1.0 + 0.1 * x.abs());
    guess.iter().zip(x).map(off).fold(0.0, f64::max)
}

fn unit(v: &mut [f64]) {
    let norm = dot(v, v).sqrt();
    if norm > 0.0 {
        v.iter_mut().for_each(|v| *v /= norm);
    }
}
