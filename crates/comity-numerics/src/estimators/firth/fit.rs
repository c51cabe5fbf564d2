//! Firth's penalised logit: finite estimates where maximum likelihood has none, and less
//! bias in small samples.
//!
//! Firth (1993), *Biometrika* 80(1); Heinze and Schemper (2002), *Statistics in Medicine*
//! 21(16). Maximises ℓ(β) + ½ ln|I(β)|; the score is Σᵢ wᵢ(yᵢ − μᵢ)xᵢ + Σᵢ hᵢ(½ − μᵢ)xᵢ with
//! h the diagonal of W^½X(X'WX)⁻¹X'W^½. Steps use Σᵢ (wᵢ + hᵢ) μᵢ(1 − μᵢ) xᵢxᵢ', the information of
//! the augmented data to which the score belongs (Heinze and Schemper, section 2): where few
//! rows carry the information on a column, steps with I alone overshoot. By
//! itself that step converges linearly, and stops short of the maximum where few rows tell a
//! coefficient; the steps that `memory` keeps make up for it.

use super::evaluator::{Evaluator, Found, Workspace};
use crate::dense::{Cholesky, Matrix};
use crate::error::{NumericsError, Result, same_length};
use crate::estimators::glm::evaluate;
use crate::estimators::kernel::Logit;
use crate::estimators::memory::Memory;
use crate::estimators::newton::{
    End, Point, State, Verdict, maximise_with, null_start, on_independent_columns, report,
};
use crate::estimators::observations::Observations;
use crate::estimators::outcome::{Fit, Outcome};
use crate::estimators::params::ValidNewtonParams;
use crate::pass::{BLOCK, Block};
use std::convert::Infallible;

/// Steps that are remembered.
pub(super) const STEPS: usize = 8;
/// Evaluations for which the step matrix is kept: it costs as much as the rest together, and
/// the remembered steps make up for its age.
const REFRESH: usize = 4;

/// Fits a logit model with Firth's penalty. Never [`Outcome::Separated`].
///
/// [`Fit::log_likelihood`] is ℓ, [`Fit::objective`] is ℓ + ½ ln|I|, and
/// [`Fit::covariance`] is I⁻¹ without the penalty's curvature (as in brglm2).
///
/// ```
/// use comity_numerics::Design;
/// use comity_numerics::estimators::{Observations, ValidNewtonParams, firth};
/// // Everyone in the second group says yes: the logit estimate is infinite.
/// let group = vec![0.0, 0.0, 0.0, 0.0, 1.0, 1.0];
/// let y = [true, false, false, false, true, true];
/// let x = Design::new(6, vec![("one".into(), vec![1.0; 6]), ("group".into(), group)])?;
/// let outcome = firth::fit(&Observations::new(&x, &y)?, &ValidNewtonParams::default());
/// // With one dummy Firth's estimate adds one half to each cell: ln(2.5/0.5) − ln(1.5/3.5).
/// let estimate = outcome.fit().map(|f| f.coefficients[1]);
/// assert!(estimate.is_some_and(|b| (b - (5.0 * 3.5_f64 / 1.5).ln()).abs() < 1e-7));
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
#[must_use]
pub fn fit(data: &Observations<'_>, params: &ValidNewtonParams) -> Outcome {
    let params = params.get();
    let (all, yes) = data.totals();
    if yes <= 0.0 || yes >= all {
        return Outcome::ConstantOutcome { value: yes > 0.0 };
    }
    let warm = data.start().is_some();
    let null = null_start(data);
    let start = data.start().map_or_else(|| null.clone(), <[f64]>::to_vec);
    let whole = Evaluator::new(data);
    // Not at the start given, which may leave hardly any row with information.
    let gram = whole.information(&null);
    on_independent_columns(data, &gram, params, &start, |data, start| {
        let never = |_: &State| Verdict::<Infallible>::Continue;
        let reduced = (start.len() < gram.size()).then(|| Evaluator::new(data));
        let evaluator = reduced.as_ref().unwrap_or(&whole);
        let mut engine = Engine::new(evaluator);
        let start = if warm { engine.better(start, null_start(data)) } else { start };
        let point = |beta| engine.point(beta);
        match maximise_with(Memory::new(STEPS), start, params, point, never) {
            Some(End::Converged(state)) => Outcome::Converged(report(state, data)),
            Some(End::Exhausted(state)) => Outcome::NotConverged(report(state, data)),
            None => Outcome::NotConverged(report(at_rest(data), data)),
        }
    })
}

/// The inverse of the information of the augmented data, Σ (wᵢ + hᵢ)μᵢ(1 − μᵢ)xᵢxᵢ', at the
/// fit's coefficients: what R's logistf 1.26 reports. Rows and columns of
/// dropped columns are zero.
///
/// # Errors
/// [`NumericsError::Dimension`] when the fit is of another design,
/// [`NumericsError::NotPositiveDefinite`] when the information cannot be inverted.
pub fn augmented_covariance(data: &Observations<'_>, fit: &Fit) -> Result<Matrix> {
    let width = data.design().width();
    same_length("the coefficients", fit.coefficients.len(), width)?;
    let kept: Vec<usize> = (0..width).filter(|j| !fit.dropped.contains(j)).collect();
    let reduced = data.design().select(&kept);
    let beta = kept.iter().filter_map(|&j| fit.coefficients.get(j).copied()).collect();
    Engine::new(&Evaluator::new(&data.on(&reduced)))
        .point(beta)
        .and_then(|p| Cholesky::new(&p.curvature))
        .map(|c| c.inverse().spread(&kept, width))
        .ok_or(NumericsError::NotPositiveDefinite { what: "the information" })
}

/// The linear predictors of a block with their offsets, and the outcome as 0 and 1.
#[inline(always)]
pub(crate) fn predictors(
    data: &Observations<'_>,
    block: &Block<'_>,
) -> ([f64; BLOCK], [f64; BLOCK]) {
    let (mut eta, mut y) = ([0.0; BLOCK], [0.0; BLOCK]);
    eta[..block.eta.len()].copy_from_slice(block.eta);
    data.add_offsets(block.rows.clone(), &mut eta);
    for (y, yes) in y.iter_mut().zip(&data.y()[block.rows.clone()]) {
        *y = f64::from(u8::from(*yes));
    }
    (eta, y)
}

/// An evaluator with its memory, and the information of the augmented data at an earlier
/// place.
pub(super) struct Engine<'a> {
    pub(super) evaluator: &'a Evaluator,
    /// What the last evaluation left.
    pub(super) work: Workspace,
    curvature: Option<Matrix>,
    age: usize,
}

impl<'a> Engine<'a> {
    pub(super) fn new(evaluator: &'a Evaluator) -> Self {
        Self { evaluator, work: evaluator.workspace(), curvature: None, age: 0 }
    }

    /// The likelier of two places. A start that comes from another estimator may predict some rows
    /// almost for certain, and wrongly: from there steps lead to where the information is lost.
    fn better(&mut self, given: Vec<f64>, other: Vec<f64>) -> Vec<f64> {
        let mut at = |beta: &[f64]| {
            let mut found = Found::new(beta.len());
            let there = self.evaluator.evaluate(beta, &mut self.work, &mut found);
            if there { found.objective } else { f64::NEG_INFINITY }
        };
        if at(&given) >= at(&other) { given } else { other }
    }

    /// The objective and its gradient at `beta`, with the augmented information there or, for a
    /// few evaluations, at an earlier place; `None` where the information cannot be inverted.
    pub(super) fn point(&mut self, beta: Vec<f64>) -> Option<Point> {
        let mut found = Found::new(beta.len());
        self.evaluator.evaluate(&beta, &mut self.work, &mut found).then_some(())?;
        let Found { log_likelihood, objective, score, information } = found;
        let curvature = match self.curvature.take().filter(|_| self.age < REFRESH) {
            Some(curvature) => curvature,
            None => {
                self.age = 0;
                self.evaluator.augment(&mut self.work)
            }
        };
        self.age += 1;
        self.curvature = Some(curvature.clone());
        Some(Point { beta, log_likelihood, objective, gradient: score, curvature, information })
    }
}

fn at_rest(data: &Observations<'_>) -> State {
    let beta = null_start(data);
    let p = evaluate::<Logit>(data, &beta);
    State {
        step: vec![0.0; beta.len()],
        next_step: f64::INFINITY,
        iterations: 0,
        point: Point {
            beta,
            log_likelihood: p.value,
            objective: p.value,
            gradient: p.gradient,
            curvature: p.gram.clone(),
            information: p.gram,
        },
    }
}
