//! What the last steps say about the curvature that a step matrix leaves out.
//!
//! Limited-memory BFGS (Nocedal 1980, *Mathematics of Computation* 35(151)) on top of an
//! approximate curvature: the two-loop recursion with the solved curvature in its middle. An
//! objective whose exact second derivatives are costly then converges in a few steps more
//! than Newton's method would take, instead of linearly.

use crate::dense::Cholesky;
use std::collections::VecDeque;

/// The last changes of the parameters, with the changes of the gradient they brought.
pub(crate) struct Memory {
    room: usize,
    pairs: VecDeque<Pair>,
}

struct Pair {
    change: Vec<f64>,
    /// Gradient before minus gradient after.
    response: Vec<f64>,
    /// 1 / (change · response).
    rho: f64,
}

impl Memory {
    /// Room for so many steps; with none, steps are those of the curvature alone.
    pub(crate) fn new(room: usize) -> Self {
        Self { room, pairs: VecDeque::with_capacity(room) }
    }

    /// Remembers a step, unless the objective is not concave along it.
    pub(crate) fn remember(&mut self, from: (&[f64], &[f64]), to: (&[f64], &[f64])) {
        if self.room == 0 {
            return;
        }
        let change: Vec<f64> = to.0.iter().zip(from.0).map(|(t, f)| t - f).collect();
        let response: Vec<f64> = from.1.iter().zip(to.1).map(|(f, t)| f - t).collect();
        let product = dot(&change, &response);
        let size = libm::sqrt(dot(&change, &change) * dot(&response, &response));
        if product > 1e-12 * size {
            if self.pairs.len() == self.room {
                self.pairs.pop_front();
            }
            self.pairs.push_back(Pair { change, response, rho: 1.0 / product });
        }
    }

    /// The step for a gradient.
    pub(crate) fn step(&self, curvature: &Cholesky, gradient: &[f64]) -> Vec<f64> {
        let mut q = gradient.to_vec();
        let mut weights = Vec::with_capacity(self.pairs.len());
        for pair in self.pairs.iter().rev() {
            let weight = pair.rho * dot(&pair.change, &q);
            add(&mut q, -weight, &pair.response);
            weights.push(weight);
        }
        let mut step = curvature.solve(&q);
        for (pair, weight) in self.pairs.iter().zip(weights.iter().rev()) {
            let correction = weight - pair.rho * dot(&pair.response, &step);
            add(&mut step, correction, &pair.change);
        }
        step
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).fold(0.0, |sum, (x, y)| sum + x * y)
}

fn add(to: &mut [f64], factor: f64, what: &[f64]) {
    for (t, w) in to.iter_mut().zip(what) {
        *t += factor * w;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dense::Matrix;

    /// On a quadratic of n dimensions with n remembered steps, the next step is Newton's.
    #[test]
    fn a_quadratic_is_known_after_as_many_steps_as_dimensions() {
        let hessian = Matrix::from_fn(3, |i, j| if i == j { 2.0 + i as f64 } else { 0.5 });
        let top = [1.0, -2.0, 0.5];
        let gradient = |b: &[f64]| -> Vec<f64> {
            (0..3).map(|i| (0..3).map(|j| hessian.get(i, j) * (top[j] - b[j])).sum()).collect()
        };
        let rough = Cholesky::new(&Matrix::from_fn(3, |i, j| f64::from(u8::from(i == j)))).unwrap();
        let mut memory = Memory::new(3);
        let mut at = vec![0.0; 3];
        for i in 0..3 {
            let mut to = at.clone();
            to[i] += 0.3;
            memory.remember((&at, &gradient(&at)), (&to, &gradient(&to)));
            at = to;
        }
        // Steps along the axes are not conjugate, so the recursion is close, not exact.
        let plain = rough.solve(&gradient(&at));
        let corrected = memory.step(&rough, &gradient(&at));
        let miss = |step: &[f64]| -> f64 {
            step.iter().zip(&at).zip(&top).map(|((s, a), t)| (a + s - t).powi(2)).sum()
        };
        assert!(miss(&corrected) < 0.2 * miss(&plain), "{corrected:?} {plain:?}");
    }
}
