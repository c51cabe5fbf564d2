//! Points on the branch and how they are found.

use super::agents::Agents;
use super::engine::Engine;
use super::system::System;

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
    pub(super) fn of(n: usize) -> Self {
        Self {
            x: vec![0.0; n],
            p: vec![0.0; n],
            u: vec![0.0; n],
            sigma: 0.0,
            tangent: vec![0.0; n + 1],
            residual: 0.0,
        }
    }

    pub(super) fn copy(&mut self, from: &Self) {
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
    pub(super) fn offsets(&self) -> &[usize] {
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
