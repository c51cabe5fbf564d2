//! Newton's method with step-halving over all events, a part of them, or a sketch.
//!
//! A step solves I δ = ∇ with the exact information I; it is halved until the objective
//! rises. The iteration ends when the squared Newton decrement ∇'δ is below the tolerance; the
//! last step is then still taken, since it squares the remaining error.

use super::firth;
use super::model::Model;
use crate::evaluate::{Evaluation, Order, evaluate_in, evaluate_sketch};
use comity_core::Result;
use comity_numerics::{Cholesky, Eigen, Matrix};

/// Most halvings of a step.
const HALVINGS: usize = 30;
/// Eigenvalues below this, of the information scaled to a unit diagonal, are zero.
const ZERO: f64 = 1e-11;

/// The objective with its derivatives.
pub(super) struct Objective {
    pub(super) value: f64,
    pub(super) plain: f64,
    pub(super) gradient: Vec<f64>,
    pub(super) information: Matrix,
}

/// What a search looks at.
pub(super) enum Over {
    All,
    /// Some segments.
    Part(Vec<Vec<usize>>),
    /// The model's sketch.
    Sketch,
}

pub(super) struct Search<'a> {
    pub(super) model: &'a Model,
    pub(super) over: Over,
    pub(super) passes: usize,
}

impl Search<'_> {
    /// The events looked at.
    pub(super) fn events(&self) -> f64 {
        let program = &self.model.program;
        let (events, segments) = (program.events as f64, program.segments.len().max(1) as f64);
        match &self.over {
            Over::All => events,
            Over::Part(p) => events * p.iter().map(Vec::len).sum::<usize>() as f64 / segments,
            Over::Sketch => program.sketch.len() as f64,
        }
    }

    pub(super) fn evaluate(&mut self, theta: &[f64], order: Order) -> Result<Evaluation> {
        let model = self.model;
        if !matches!(self.over, Over::Sketch) {
            self.passes += 1;
        }
        match &self.over {
            Over::All => model.evaluate(theta, order),
            Over::Part(p) => evaluate_in(&model.program, theta, model.what(), order, p.clone()),
            Over::Sketch => Ok(evaluate_sketch(&model.program.sketch, theta)),
        }
    }

    pub(super) fn is_over_all(&self) -> bool {
        matches!(self.over, Over::All)
    }

    fn penalty(&self, theta: &[f64]) -> f64 {
        let penalised = theta.iter().zip(&self.model.penalised).filter(|(_, p)| **p);
        -0.5 * self.model.options.ridge * penalised.map(|(b, _)| b * b).sum::<f64>()
    }

    pub(super) fn full(&mut self, theta: &[f64]) -> Result<Objective> {
        let e = self.evaluate(theta, Order::Full)?;
        let mut o = Objective {
            value: e.value + self.penalty(theta),
            plain: e.value,
            gradient: e.gradient.clone(),
            information: e.information.clone(),
        };
        if !e.is_finite() {
            o.value = f64::NEG_INFINITY;
        }
        let ridge = self.model.options.ridge;
        for (k, _) in self.model.penalised.iter().enumerate().filter(|(_, p)| **p) {
            o.gradient[k] -= ridge * theta[k];
            o.information.set(k, k, o.information.get(k, k) + ridge);
        }
        if self.model.options.firth && self.is_over_all() {
            firth::penalise(theta, &mut o, |t| {
                self.passes += 1;
                self.model.evaluate(t, Order::Full)
            })?;
        }
        Ok(o)
    }

    fn value(&mut self, theta: &[f64]) -> Result<f64> {
        if self.model.options.firth && self.is_over_all() {
            let e = self.evaluate(theta, Order::Full)?;
            return Ok(firth::value(e.value, &e.information));
        }
        Ok(self.evaluate(theta, Order::Value)?.value + self.penalty(theta))
    }
}

/// A Newton step: along directions without information nothing moves.
struct Step {
    direction: Vec<f64>,
    decrement: f64,
    /// Terms with an entry in a direction without information.
    blind: Vec<usize>,
}

pub(super) fn scaled(information: &Matrix) -> (Matrix, Vec<f64>) {
    let scale: Vec<f64> = information
        .diagonal()
        .into_iter()
        .map(|d| if d > 0.0 && d.is_finite() { 1.0 / libm::sqrt(d) } else { 0.0 })
        .collect();
    let n = information.size();
    (Matrix::from_fn(n, |i, j| information.get(i, j) * scale[i] * scale[j]), scale)
}

fn step(o: &Objective) -> Step {
    let n = o.gradient.len();
    let (unit, scale) = scaled(&o.information);
    let eigen = Eigen::new(&unit);
    let smallest = eigen.values.last().copied().unwrap_or(0.0);
    let mut direction = vec![0.0; n];
    let mut blind = Vec::new();
    match Cholesky::new(&o.information) {
        Some(c) if smallest > ZERO => direction = c.solve(&o.gradient),
        _ => {
            let inverse = eigen.map(|v| if v > ZERO { 1.0 / v } else { 0.0 });
            let null = eigen.map(|v| if v > ZERO { 0.0 } else { 1.0 });
            for k in 0..n {
                let along = |l: usize| inverse.get(k, l) * scale[l] * o.gradient[l];
                direction[k] = scale[k] * (0..n).map(along).sum::<f64>();
                if null.get(k, k) > 1e-6 || scale[k] == 0.0 {
                    blind.push(k);
                }
            }
        }
    }
    let decrement = direction.iter().zip(&o.gradient).map(|(d, g)| d * g).sum();
    Step { direction, decrement, blind }
}

/// Where a search ended.
pub(super) struct End {
    pub(super) theta: Vec<f64>,
    pub(super) at: Objective,
    pub(super) blind: Vec<usize>,
    pub(super) decrement: f64,
    pub(super) iterations: usize,
    pub(super) converged: bool,
}

pub(super) fn search(
    s: &mut Search<'_>,
    from: Vec<f64>,
    first: Option<Objective>,
    (tolerance, most): (f64, usize),
    done: &mut dyn FnMut(usize, &[f64]),
) -> Result<End> {
    let mut theta = from;
    let mut at = match first {
        Some(o) => o,
        None => s.full(&theta)?,
    };
    let mut iterations = 0;
    let events = s.events();
    loop {
        let Step { direction, decrement, blind } = step(&at);
        let end = |theta, at, iterations, converged| End {
            theta,
            at,
            blind: blind.clone(),
            decrement,
            iterations,
            converged,
        };
        if !at.value.is_finite() || iterations >= most {
            return Ok(end(theta, at, iterations, false));
        }
        let moved = |by: f64| -> Vec<f64> {
            theta.iter().zip(&direction).map(|(t, d)| t + by * d).collect()
        };
        if decrement < tolerance {
            let theta = moved(1.0);
            at.value += 0.5 * decrement;
            at.plain += 0.5 * decrement;
            return Ok(end(theta, at, iterations, true));
        }
        // Noise of the sum itself.
        let enough = |value: f64| value > at.value - 1e-12 * at.value.abs();
        // Far from the maximum a step that moves the predictors of events by much more than one
        // would overshoot.
        let mut by = f64::min(1.0, libm::sqrt(events / decrement));
        let mut next = moved(by);
        let mut o = s.full(&next)?;
        if !enough(o.value) {
            let mut found = false;
            for _ in 0..HALVINGS {
                by *= 0.5;
                next = moved(by);
                let value = s.value(&next)?;
                if value.is_finite() && enough(value) {
                    found = true;
                    break;
                }
            }
            if !found {
                return Ok(end(theta, at, iterations, false));
            }
            o = s.full(&next)?;
        }
        theta = next;
        at = o;
        iterations += 1;
        done(iterations, &theta);
    }
}
