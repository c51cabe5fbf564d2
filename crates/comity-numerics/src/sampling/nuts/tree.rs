//! One transition: a trajectory doubled until it turns.

use super::LogDensity;
use crate::dense::lane_dot as dot;
use crate::sampling::variates::Variates;

/// An error of the energy so large that the trajectory left the region it should follow.
const DIVERGENCE: f64 = 1000.0;

/// A point of phase space.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) position: Vec<f64>,
    pub(super) momentum: Vec<f64>,
    pub(super) gradient: Vec<f64>,
    pub(super) log_density: f64,
}

impl Point {
    pub(super) fn at(position: Vec<f64>, density: &mut impl LogDensity) -> Self {
        let mut gradient = vec![0.0; position.len()];
        let log_density = density.evaluate(&position, &mut gradient);
        Self { momentum: vec![0.0; position.len()], position, gradient, log_density }
    }

    pub(super) fn energy(&self, variances: &[f64]) -> f64 {
        let kinetic: f64 = self.momentum.iter().zip(variances).map(|(p, v)| 0.5 * p * p * v).sum();
        let energy = kinetic - self.log_density;
        if energy.is_nan() { f64::INFINITY } else { energy }
    }

    pub(super) fn refresh(&mut self, variances: &[f64], source: &mut Variates) {
        for (p, v) in self.momentum.iter_mut().zip(variances) {
            *p = source.normal() / libm::sqrt(*v);
        }
    }

    pub(super) fn leap(&mut self, step: f64, variances: &[f64], density: &mut impl LogDensity) {
        for (p, g) in self.momentum.iter_mut().zip(&self.gradient) {
            *p += 0.5 * step * g;
        }
        for ((q, p), v) in self.position.iter_mut().zip(&self.momentum).zip(variances) {
            *q += step * p * v;
        }
        self.log_density = density.evaluate(&self.position, &mut self.gradient);
        for (p, g) in self.momentum.iter_mut().zip(&self.gradient) {
            *p += 0.5 * step * g;
        }
    }

    /// The velocity: momentum times variances.
    fn velocity(&self, variances: &[f64]) -> Vec<f64> {
        self.momentum.iter().zip(variances).map(|(p, v)| p * v).collect()
    }
}

/// A stretch of trajectory: its two ends, the sum of its momenta, and one of its points drawn
/// by weight.
#[derive(Clone, Debug)]
struct Span {
    momentum: [Vec<f64>; 2],
    velocity: [Vec<f64>; 2],
    sum: Vec<f64>,
    log_weight: f64,
    drawn: Point,
}

impl Span {
    fn of(point: &Point, variances: &[f64], log_weight: f64) -> Self {
        let velocity = point.velocity(variances);
        Self {
            momentum: [point.momentum.clone(), point.momentum.clone()],
            velocity: [velocity.clone(), velocity],
            sum: point.momentum.clone(),
            log_weight,
            drawn: point.clone(),
        }
    }

    /// The two stretches as one, `inner` before `outer` in the direction of travel, and
    /// whether it goes on without turning. With `progressive`, the point is drawn from the
    /// outer stretch as often as detailed balance allows, else by weight.
    fn join(inner: Self, outer: Self, progressive: bool, source: &mut Variates) -> (Self, bool) {
        let sum = plus(&inner.sum, &outer.sum);
        let onward = |sum: &[f64], a: &[f64], b: &[f64]| dot(a, sum) > 0.0 && dot(b, sum) > 0.0;
        let goes_on = onward(&sum, &inner.velocity[0], &outer.velocity[1])
            && onward(
                &plus(&inner.sum, &outer.momentum[0]),
                &inner.velocity[0],
                &outer.velocity[0],
            )
            && onward(
                &plus(&outer.sum, &inner.momentum[1]),
                &inner.velocity[1],
                &outer.velocity[1],
            );
        let log_weight = log_sum(inner.log_weight, outer.log_weight);
        let against = if progressive { inner.log_weight } else { log_weight };
        let takes_outer = libm::log(source.uniform()) < outer.log_weight - against;
        let [first, _] = inner.momentum;
        let [_, last] = outer.momentum;
        let [first_velocity, _] = inner.velocity;
        let [_, last_velocity] = outer.velocity;
        let joined = Self {
            momentum: [first, last],
            velocity: [first_velocity, last_velocity],
            sum,
            log_weight,
            drawn: if takes_outer { outer.drawn } else { inner.drawn },
        };
        (joined, goes_on)
    }

    fn turn_round(&mut self) {
        self.momentum.swap(0, 1);
        self.velocity.swap(0, 1);
    }
}

fn plus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(x, y)| x + y).collect()
}

fn log_sum(a: f64, b: f64) -> f64 {
    let high = a.max(b);
    if high == f64::NEG_INFINITY {
        return high;
    }
    high + libm::log1p(libm::exp(a.min(b) - high))
}

/// What a transition leaves.
pub(super) struct Transition {
    pub(super) point: Point,
    pub(super) energy: f64,
    /// Mean acceptance probability over the trajectory.
    pub(super) acceptance: f64,
    pub(super) steps: usize,
    pub(super) divergent: bool,
    pub(super) reached_limit: bool,
}

/// A trajectory under way.
struct Growth<'a, D> {
    density: &'a mut D,
    variances: &'a [f64],
    start: f64,
    acceptance: f64,
    steps: usize,
    divergent: bool,
}

impl<D: LogDensity> Growth<'_, D> {
    /// Extends the trajectory from `end` by 2^depth steps; `None` when it turned or diverged.
    fn extend(
        &mut self,
        end: &mut Point,
        depth: usize,
        step: f64,
        s: &mut Variates,
    ) -> Option<Span> {
        if depth == 0 {
            end.leap(step, self.variances, self.density);
            self.steps += 1;
            let error = end.energy(self.variances) - self.start;
            self.acceptance += libm::exp(-error.max(0.0));
            if error > DIVERGENCE {
                self.divergent = true;
                return None;
            }
            return Some(Span::of(end, self.variances, -error));
        }
        let inner = self.extend(end, depth - 1, step, s)?;
        let outer = self.extend(end, depth - 1, step, s)?;
        let (joined, goes_on) = Span::join(inner, outer, false, s);
        goes_on.then_some(joined)
    }
}

/// One transition of the sampler from `point`.
pub(super) fn transition(
    mut point: Point,
    step: f64,
    variances: &[f64],
    max_depth: usize,
    density: &mut impl LogDensity,
    source: &mut Variates,
) -> Transition {
    point.refresh(variances, source);
    let start = point.energy(variances);
    let mut growth =
        Growth { density, variances, start, acceptance: 0.0, steps: 0, divergent: false };
    let mut ends = [point.clone(), point.clone()];
    let mut whole = Span::of(&point, variances, 0.0);
    let mut reached_limit = true;
    for depth in 0..max_depth {
        let forward = source.uniform() < 0.5;
        let (end, signed) = if forward { (&mut ends[1], step) } else { (&mut ends[0], -step) };
        let Some(new) = growth.extend(end, depth, signed, source) else {
            reached_limit = false;
            break;
        };
        // Travelling backward, the trajectory so far begins at its forward end.
        if !forward {
            whole.turn_round();
        }
        let (joined, goes_on) = Span::join(whole, new, true, source);
        whole = joined;
        if !forward {
            whole.turn_round();
        }
        if !goes_on {
            reached_limit = false;
            break;
        }
    }
    Transition {
        energy: whole.drawn.energy(variances),
        point: whole.drawn,
        acceptance: growth.acceptance / growth.steps.max(1) as f64,
        steps: growth.steps,
        divergent: growth.divergent,
        reached_limit,
    }
}
