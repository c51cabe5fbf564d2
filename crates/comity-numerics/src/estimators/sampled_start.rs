//! A start from a part of the rows.
//!
//! A fit of one row in eight, taken in short runs so that only their part of the data is read,
//! costs an eighth of a full one and ends within a few standard
//! errors of the full estimate, from where Newton's method needs three or four steps instead
//! of seven or eight. The answer is the same up to the tolerance: only the path is shorter.

use super::glm::{evaluate, gradient_at};
use super::kernel::Kernel;
use super::newton::{End, Point, State, Verdict, maximise};
use super::observations::Observations;
use super::params::NewtonParams;
use crate::dense::{Cholesky, Matrix, dot};
use crate::design::Design;
use rayon::prelude::*;
use std::convert::Infallible;

/// Rows from which a part is fitted first.
const MANY: usize = 16_384;
/// One run in so many is in the part.
const STRIDE: usize = 8;
/// Rows of a run: two lines of a cache.
const RUN: usize = 16;
/// Rows of the rarer outcome that the part must hold for each column.
const EVENTS: usize = 5;

/// A part of the rows, and the fit to it.
pub(super) struct Sampled {
    design: Design,
    y: Vec<bool>,
    weights: Option<Vec<f64>>,
    offset: Option<Vec<f64>>,
    /// The coefficients of the fit.
    pub(super) start: Vec<f64>,
    /// The information about them.
    information: Matrix,
    /// Rows of the whole for one of the part.
    scale: f64,
}

impl Sampled {
    /// Fits the part; `None` where the rows are few, the part says too little, or it has no
    /// maximum.
    pub(super) fn new<K: Kernel>(
        data: &Observations<'_>,
        start: Vec<f64>,
        params: &NewtonParams,
    ) -> Option<Self> {
        let design = data.design();
        if design.rows() < MANY {
            return None;
        }
        let y: Vec<bool> = part(data.y());
        let yes = y.iter().filter(|y| **y).count();
        if yes.min(y.len() - yes) < EVENTS * design.width() {
            return None;
        }
        let columns: Vec<(String, Vec<f64>)> = (design.names().par_iter().zip(design.columns()))
            .map(|(name, column)| (name.clone(), part(column)))
            .collect();
        let mut sampled = Self {
            design: Design::new(y.len(), columns).ok()?,
            weights: data.weights_of(0..design.rows()).map(part),
            offset: data.offsets().map(part),
            scale: design.rows() as f64 / y.len() as f64,
            y,
            start: Vec::new(),
            information: Matrix::zeros(0),
        };
        let point = sampled.fitted::<K>(start, params)?;
        sampled.start = point.beta.iter().zip(&point.step).map(|(b, s)| b + s).collect();
        sampled.information = point.information;
        Some(sampled)
    }

    fn fitted<K: Kernel>(&self, start: Vec<f64>, params: &NewtonParams) -> Option<Fitted> {
        // A tenth of a standard error of the part: it is further than that from the whole.
        let params = NewtonParams { tolerance: params.tolerance.max(0.1), ..*params };
        let rows = self.rows()?;
        let at = |beta: Vec<f64>| {
            let pass = evaluate::<K>(&rows, &beta);
            Some(Point::plain(beta, &pass))
        };
        match maximise(start, &params, at, |_| Verdict::<Infallible>::Continue)? {
            End::Converged(State { point: Point { beta, information, .. }, step, .. }) => {
                Some(Fitted { beta, step, information })
            }
            End::Exhausted(_) => None,
            End::Stopped(never) => match never {},
        }
    }

    fn rows(&self) -> Option<Observations<'_>> {
        let mut rows = Observations::new(&self.design, &self.y).ok()?;
        if let Some(offset) = &self.offset {
            rows = rows.with_offset(offset).ok()?;
        }
        match &self.weights {
            Some(weights) => rows.weighted(weights).ok(),
            None => Some(rows),
        }
    }

    /// Newton's step from the start, where the whole has this gradient and information, corrected
    /// by what the part says of the higher derivatives: with R the part's gradient a step away,
    /// less what its information foretells, the step is H⁻¹(g + R). It ends several times closer
    /// to the maximum than H⁻¹g, for an eighth of a gradient.
    pub(super) fn step<K: Kernel>(
        &self,
        gradient: &[f64],
        information: &Matrix,
    ) -> Option<Vec<f64>> {
        let factor = Cholesky::new(information)?;
        let plain = factor.solve(gradient);
        let there: Vec<f64> = self.start.iter().zip(&plain).map(|(b, s)| b + s).collect();
        // At the start the part's own gradient is zero.
        let found = gradient_at::<K>(&self.rows()?, &there);
        let foretold = self.information.times_vector(&plain);
        let corrected: Vec<f64> = (gradient.iter().zip(&found).zip(&foretold))
            .map(|((g, found), foretold)| g + self.scale * (found + foretold))
            .collect();
        let step = factor.solve(&corrected);
        let length = |v: &[f64]| dot(v, &information.times_vector(v));
        let change: Vec<f64> = step.iter().zip(&plain).map(|(s, p)| s - p).collect();
        // A correction as long as the step says that the part is no guide.
        (length(&change) < length(&plain)).then_some(step)
    }
}

/// Where the fit of the part ended, and its last step.
struct Fitted {
    beta: Vec<f64>,
    step: Vec<f64>,
    information: Matrix,
}

/// The rows of the part.
fn part<T: Copy>(column: &[T]) -> Vec<T> {
    let mut rows = Vec::with_capacity(column.len() / STRIDE + RUN);
    column.chunks(RUN).step_by(STRIDE).for_each(|run| rows.extend_from_slice(run));
    rows
}
