//! Iteratively reweighted least squares on demeaned columns.

use super::Family;
use super::data::FixedEffects;
use super::family::Term;
use super::informative::{Informative, informative};
use super::outcome::{Absorbed, AbsorbedFit, AbsorbedOutcome, Within};
use super::params::ValidAbsorbedParams;
use super::report::named;
use super::runaway::{Step, runaway};
use super::step::{Carried, Problem};
use crate::design::Design;
use crate::error::Result;

/// Iterations at which a fit that still takes long steps is checked for separation.
const CHECKS: [usize; 3] = [12, 20, 32];
/// A next step shorter than this is no sign of separation by itself.
const SHORT_STEP: f64 = 1e-4;
/// Halvings of a step that lowers the log-likelihood.
const HALVINGS: usize = 30;

/// Fits a model with absorbed fixed effects.
///
/// Groups whose outcome does not vary are dropped and named. The outcome says whether the
/// maximum was found ([`AbsorbedOutcome::Converged`]), found after dropping columns
/// ([`AbsorbedOutcome::RankDeficient`]), does not exist ([`AbsorbedOutcome::Separated`]) or
/// was not reached ([`AbsorbedOutcome::NotConverged`]).
///
/// With few rows a group, slopes of a logit or probit are biased away from zero (the
/// incidental-parameters problem, Neyman and Scott 1948; with two rows a group a logit slope
/// doubles, Abrevaya 1997): [`super::super::conditional`] is free of that.
///
/// ```
/// use comity_numerics::estimators::absorbed::{AbsorbedOutcome, FixedEffects, ValidAbsorbedParams, fit};
/// use comity_numerics::{Design, Grouping};
/// // Three groups; in the last the outcome never varies.
/// let group = [Grouping::new(&[1, 1, 1, 1, 2, 2, 2, 2, 3, 3])?];
/// let x = Design::new(10, vec![("x".into(), vec![0., 0., 1., 1., 0., 0., 1., 1., 0., 1.])])?;
/// let y = [true, false, true, false, false, false, true, false, true, true];
/// let data = FixedEffects::logit(&x, &y, &group)?;
/// let fitted = fit(&data, &ValidAbsorbedParams::default())?;
/// let found = fitted.outcome.fit().ok_or(comity_numerics::NumericsError::Empty { what: "fit" });
/// assert_eq!(found?.dropped_groups[0].label, 3);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// None beyond those of the data; a fit's troubles are outcomes.
pub fn fit(data: &FixedEffects<'_>, params: &ValidAbsorbedParams) -> Result<Absorbed> {
    let Informative { rows, dropped } = informative(data);
    if rows.is_empty() || (data.family() != Family::Linear && !varies(data, &rows)) {
        let outcome = AbsorbedOutcome::NoVariation { dropped_groups: dropped };
        return Ok(Absorbed { outcome, within: None });
    }
    let take = |v: &[f64]| rows.iter().filter_map(|&i| v.get(i).copied()).collect::<Vec<f64>>();
    let names = data.design().names().iter().cloned();
    let columns = names.zip(data.design().columns().iter().map(|c| take(c))).collect();
    let problem = Problem {
        design: Design::new(rows.len(), columns)?,
        y: take(data.y()),
        prior: rows.iter().map(|&i| data.weight(i)).collect(),
        groupings: data.groupings().iter().map(|g| g.select(&rows)).collect::<Result<_>>()?,
        family: data.family(),
        params: *params.get(),
    };
    let (outcome, within) = problem.solve()?;
    let outcome = match outcome {
        AbsorbedOutcome::Separated { columns, rows: own } => AbsorbedOutcome::Separated {
            columns,
            rows: own.iter().filter_map(|&i| rows.get(i).copied()).collect(),
        },
        AbsorbedOutcome::Converged(fit) => {
            AbsorbedOutcome::Converged(AbsorbedFit { dropped_groups: dropped, ..fit })
        }
        AbsorbedOutcome::RankDeficient(fit) => {
            AbsorbedOutcome::RankDeficient(AbsorbedFit { dropped_groups: dropped, ..fit })
        }
        AbsorbedOutcome::NotConverged(fit) => {
            AbsorbedOutcome::NotConverged(AbsorbedFit { dropped_groups: dropped, ..fit })
        }
        other @ AbsorbedOutcome::NoVariation { .. } => other,
    };
    Ok(Absorbed { outcome, within: within.map(|w| Within { rows, ..w }) })
}

/// Without groupings nothing was dropped, and the outcome may still be constant.
fn varies(data: &FixedEffects<'_>, rows: &[usize]) -> bool {
    let mut values = rows.iter().filter_map(|&i| data.y().get(i));
    let first = values.next();
    match data.family() {
        Family::Poisson => rows.iter().any(|&i| data.y().get(i).is_some_and(|y| *y > 0.0)),
        _ => values.any(|v| Some(v) != first),
    }
}

impl Problem {
    fn solve(&self) -> Result<(AbsorbedOutcome, Option<Within>)> {
        let n = self.y.len();
        let mut eta: Vec<f64> = self.y.iter().map(|&y| self.family.start(y)).collect();
        let mut beta = vec![0.0; self.design.width()];
        let mut carried = Carried {
            within: self.design.columns().to_vec(),
            response: vec![0.0; n],
            response_within: vec![0.0; n],
            kept: Vec::new(),
        };
        let mut iterations = 0;
        loop {
            let terms = self.terms(&eta);
            let weights: Vec<f64> = self.weights(&terms);
            let Some(solved) = self.step(&eta, &terms, &weights, &mut carried, iterations == 0)
            else {
                return Ok((self.report(&beta, None, &carried, (iterations, f64::INFINITY)), None));
            };
            let change: Vec<f64> = solved.eta.iter().zip(&eta).map(|(a, b)| a - b).collect();
            let squared: f64 = change.iter().zip(&weights).map(|(c, w)| w * c * c).sum();
            let length = libm::sqrt(squared);
            let slopes: Vec<f64> = solved.beta.iter().zip(&beta).map(|(a, b)| a - b).collect();
            iterations += 1;
            let settled = iterations > 1 || self.family == Family::Linear;
            let done =
                settled && (length <= self.params.tolerance || self.family == Family::Linear);
            let step = Step { predictor: &change, slopes: &slopes, at: &eta };
            let check = settled && length > SHORT_STEP && CHECKS.contains(&iterations);
            let last = done || iterations >= self.params.max_iterations;
            if (check || last)
                && let Some((columns, rows)) = runaway(&step, &self.design, &self.y, self.family)
            {
                return Ok((AbsorbedOutcome::Separated { columns, rows }, None));
            }
            let (next_eta, next_beta) = if iterations > 1 {
                self.damped(&eta, &change, &beta, &slopes)
            } else {
                (solved.eta.clone(), solved.beta.clone())
            };
            (eta, beta) = (next_eta, next_beta);
            if last || !length.is_finite() {
                let reached = (iterations, length);
                let outcome = self.report(&beta, Some((&solved, &eta)), &carried, reached);
                let converged = done && solved.demeaned && length.is_finite();
                return Ok((named(outcome, converged), Some(self.rows(&eta, carried)?)));
            }
        }
    }

    pub(super) fn terms(&self, eta: &[f64]) -> Vec<Term> {
        self.y.iter().zip(eta).map(|(&y, &e)| self.family.term(y, e)).collect()
    }

    fn weights(&self, terms: &[Term]) -> Vec<f64> {
        terms.iter().zip(&self.prior).map(|(t, p)| p * t.information.max(1e-150)).collect()
    }

    pub(super) fn log_likelihood(&self, eta: &[f64]) -> f64 {
        let terms = self.y.iter().zip(eta).zip(&self.prior);
        terms.map(|((&y, &e), p)| p * self.family.term(y, e).log_likelihood).sum()
    }

    /// The step, halved until the log-likelihood does not fall.
    fn damped(
        &self,
        eta: &[f64],
        change: &[f64],
        beta: &[f64],
        slopes: &[f64],
    ) -> (Vec<f64>, Vec<f64>) {
        let here = self.log_likelihood(eta);
        let floor = here - 1e-12 * (1.0 + here.abs());
        let mut length = 1.0;
        for _ in 0..HALVINGS {
            let moved: Vec<f64> = eta.iter().zip(change).map(|(e, c)| e + length * c).collect();
            if self.log_likelihood(&moved) >= floor {
                let slopes = beta.iter().zip(slopes).map(|(b, s)| b + length * s).collect();
                return (moved, slopes);
            }
            length *= 0.5;
        }
        (eta.to_vec(), beta.to_vec())
    }
}
