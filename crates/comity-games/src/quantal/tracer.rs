//! Following the principal branch by predictor and corrector on logarithms of probabilities
//! (Turocy 2005, 2010; Allgower and Georg 1990, chapters 6 and 10).
//!
//! The curve is H(x, σ) = x − ln softmax(σ·u(x)) = 0 with σ = λ × payoff scale, from σ = 0 and
//! equal probabilities. Its parameter is arc length in (x, σ), so that σ may fall. A step
//! predicts by the cubic through the last two points and their tangents, corrects by Newton's
//! method in the plane across the old tangent, and grows or shrinks with the size of the first
//! correction.

use super::point::{Point, Solver};
use super::predictor::Predictor;
use super::system::{centre, regret};

/// The first correction a step aims at, and the largest it accepts.
const AIM: f64 = 0.02;
pub(super) const WIDEST: f64 = 0.15;
/// Least cosine between the tangents at both ends of a step.
const STRAIGHT: f64 = 0.9;
const FIRST_STEP: f64 = 0.1;
const SHORTEST: f64 = 1e-9;
/// Errors of payoffs, as a share of their range, beyond which a point is not taken.
const COARSEST: f64 = 2.5e-9;
/// How much shorter steps are after one that left the branch, how fast they may grow again, and
/// how often that is tried.
const SHORTER: f64 = 0.25;
const LONGER: f64 = 1.5;
const RETREATS: usize = 12;
/// Branches that come nearer than this length of step are taken to cross.
const NEAR: f64 = 1e-3;
/// The same where a crossing is left: the tilt must set in before the branches part.
const NEAR_LEFT: f64 = 0.05;
/// By how much one decision's precision is raised to leave a crossing of branches.
const TILT: f64 = 1e-7;
/// Below this length of step the tilt has no effect, and the trace goes straight on.
const UNMOVED: f64 = 1e-7;
/// For how much arc length the tilt lasts.
const TILTED: f64 = 0.3;

/// What a correction did.
#[derive(Clone, Copy, Debug)]
pub(super) struct Corrected {
    /// The size of the first correction.
    pub(super) first: f64,
    /// The largest ratio of one correction to the one before.
    pub(super) rate: f64,
}

/// The state of a trace.
pub(super) struct Tracer {
    pub(super) solver: Solver,
    pub(super) now: Point,
    /// The point before, and the arc length from it.
    pub(super) before: Point,
    pub(super) length: f64,
    pub(super) trial: Point,
    /// Next arc length, and the longest it may be.
    pub(super) h: f64,
    longest: f64,
    retreats: usize,
    predictor: Predictor,
    pub(super) f: Vec<f64>,
    pub(super) dx: Vec<f64>,
    /// How far corrections have gone since the last linearisation.
    pub(super) since: f64,
    pub(super) guess: Vec<f64>,
    pub(super) negative: Option<bool>,
    /// The decision whose tilt picks the branch to follow where branches cross; straight on
    /// without one.
    pub(super) leave: Option<usize>,
    pub(super) tilt: f64,
    pub(super) tilted: f64,
    /// σ where branches cross.
    pub(super) crossings: Vec<f64>,
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
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
            longest: f64::INFINITY,
            retreats: 0,
            predictor: Predictor::new(n),
            f: vec![0.0; n],
            dx: vec![0.0; n],
            since: 0.0,
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
            std::mem::swap(&mut self.before, &mut self.now);
            self.now.copy(&self.trial);
            self.length = self.predictor.fit(&self.before, &self.now, h);
            self.h = (h * grow).min(self.longest);
            self.longest *= LONGER;
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

    /// Back to the point before, to go on from there with shorter steps: for a step that no points
    /// of the branch join to the point it came from, as another branch was met. `false` when that
    /// was tried too often.
    pub(super) fn retreat(&mut self) -> bool {
        if self.exact() || self.length == 0.0 || self.retreats == RETREATS {
            return false;
        }
        self.retreats += 1;
        self.now.copy(&self.before);
        self.h = SHORTER * self.length;
        self.longest = self.h;
        self.length = 0.0;
        self.predictor.clear();
        self.negative = None;
        true
    }

    /// A step of arc length `h` from the present point into `trial`, and by what factor the
    /// next may be longer.
    fn attempt(&mut self, h: f64) -> (bool, f64) {
        let Some(c) = self.ahead(h) else { return (false, 1.0) };
        if c.first > WIDEST || dot(&self.now.tangent, &self.trial.tangent) < STRAIGHT {
            return (false, 1.0);
        }
        if let Solver::Newton(..) = &self.solver {
            let sign = self.sign();
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
                // A tilt that the crossing branches do not depend on cannot choose among them.
                if self.leave.is_some() && h > UNMOVED {
                    self.tilt = TILT;
                    self.tilted = TILTED;
                    return (false, 1.0);
                }
            }
            self.negative = sign;
        }
        let aimed = (AIM / c.first.max(1e-12)).sqrt().sqrt();
        let rated = if c.rate > 0.1 { 0.25 / c.rate } else { 4.0 };
        (true, aimed.min(rated).clamp(0.3, 4.0))
    }

    /// Whether the determinant at the trial point is negative, if known. Where a linearisation
    /// nearby says that it has changed, that at the point itself decides.
    fn sign(&mut self) -> Option<bool> {
        let of = |tracer: &Self| match &tracer.solver {
            Solver::Newton(_, engine) => engine.negative(),
            Solver::Backward(_) => None,
        };
        let nearby = of(self);
        if nearby == self.negative || self.negative.is_none() || self.since == 0.0 {
            return nearby;
        }
        let base = std::mem::take(&mut self.now.tangent);
        self.aim(&base, true);
        self.now.tangent = base;
        of(self)
    }

    /// The point at arc length `h` from the present one, into `trial`.
    fn ahead(&mut self, h: f64) -> Option<Corrected> {
        self.predictor.point(&self.now, h, &mut self.trial);
        let base = std::mem::take(&mut self.now);
        let found = self.across(&base, false);
        self.now = base;
        found
    }

    /// The point between the last two at `h` of arc length from the earlier, into `trial`.
    pub(super) fn between(&mut self, h: f64) -> bool {
        self.predictor.point(&self.now, h - self.length, &mut self.trial);
        let base = std::mem::take(&mut self.before);
        let found = self.across(&base, true);
        self.before = base;
        found.is_some()
    }

    /// The point of the branch in the plane through `trial` across the tangent at `base`; `sharp`
    /// asks for a tangent that is exact there.
    fn across(&mut self, base: &Point, sharp: bool) -> Option<Corrected> {
        let found = self.correct(Some(&base.tangent), sharp)?;
        self.aim(&base.tangent, false);
        // There is one solution at σ = 0: below it lies another branch.
        (self.trial.sigma >= 0.0).then_some(found)
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
}

/// Whether rounding has taken over at a point, by what its equations leave, in payoffs:
/// log-probabilities are as large as σ, and beliefs off the path come from their differences.
pub(super) fn blurred(point: &Point) -> bool {
    point.residual > COARSEST * point.sigma
}

/// The largest difference relative to 1 + |x|/10.
pub(super) fn apart(guess: &[f64], x: &[f64]) -> f64 {
    let off = |(g, x): (&f64, &f64)| (g - x).abs() / (1.0 + 0.1 * x.abs());
    guess.iter().zip(x).map(off).fold(0.0, f64::max)
}

pub(super) fn unit(v: &mut [f64]) {
    let norm = dot(v, v).sqrt();
    if norm > 0.0 {
        v.iter_mut().for_each(|v| *v /= norm);
    }
}
