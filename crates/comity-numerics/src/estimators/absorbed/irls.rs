//! Iteratively reweighted least squares on demeaned columns.

use super::Family;
use super::data::FixedEffects;
use super::demean::Demeaner;
use super::family::Term;
use super::informative::{Informative, informative};
use super::outcome::{Absorbed, AbsorbedFit, AbsorbedOutcome, Within};
use super::params::{AbsorbedParams, ValidAbsorbedParams};
use super::runaway::{Step, runaway};
use crate::dense::{Cholesky, Eigen, Matrix, dot, independent_columns};
use crate::design::Design;
use crate::error::Result;
use crate::grouping::Grouping;
use rayon::prelude::*;

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

struct Problem {
    design: Design,
    y: Vec<f64>,
    prior: Vec<f64>,
    groupings: Vec<Grouping>,
    family: Family,
    params: AbsorbedParams,
}

/// One weighted least-squares step.
struct Solved {
    beta: Vec<f64>,
    eta: Vec<f64>,
    gram: Matrix,
    demeaned: bool,
}

/// What is carried from one step to the next: demeaned columns and response, which remain
/// good starts when the weights change.
struct Carried {
    within: Vec<Vec<f64>>,
    response: Vec<f64>,
    response_within: Vec<f64>,
    kept: Vec<usize>,
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

    fn terms(&self, eta: &[f64]) -> Vec<Term> {
        self.y.iter().zip(eta).map(|(&y, &e)| self.family.term(y, e)).collect()
    }

    fn weights(&self, terms: &[Term]) -> Vec<f64> {
        terms.iter().zip(&self.prior).map(|(t, p)| p * t.information.max(1e-150)).collect()
    }

    fn log_likelihood(&self, eta: &[f64]) -> f64 {
        let terms = self.y.iter().zip(eta).zip(&self.prior);
        terms.map(|((&y, &e), p)| p * self.family.term(y, e).log_likelihood).sum()
    }

    /// Demeans the working response and the columns and solves for the coefficients.
    fn step(
        &self,
        eta: &[f64],
        terms: &[Term],
        weights: &[f64],
        carried: &mut Carried,
        first: bool,
    ) -> Option<Solved> {
        let response: Vec<f64> =
            eta.iter().zip(terms).map(|(e, t)| e + t.score / t.information.max(1e-150)).collect();
        let (tolerance, sweeps) = (self.params.demeaning_tolerance, self.params.max_sweeps);
        let demeaner = Demeaner::new(&self.groupings, weights, tolerance, sweeps);
        for ((old, new), v) in
            carried.response.iter().zip(&response).zip(&mut carried.response_within)
        {
            *v += new - old;
        }
        carried.response = response;
        let originals = self.design.columns().iter().chain(std::iter::once(&carried.response));
        let starts = carried.within.iter_mut().chain(std::iter::once(&mut carried.response_within));
        let pairs: Vec<(&Vec<f64>, &mut Vec<f64>)> = originals.zip(starts).collect();
        let met: Vec<bool> = pairs
            .into_par_iter()
            .map(|(original, v)| demeaner.demean(v, demeaner.squared(original)))
            .collect();
        if first {
            carried.kept = self.independent(&carried.within, &demeaner);
        }
        let columns: Vec<&Vec<f64>> =
            carried.kept.iter().filter_map(|&j| carried.within.get(j)).collect();
        let weighted: Vec<Vec<f64>> = columns
            .par_iter()
            .map(|c| c.iter().zip(weights).map(|(x, w)| x * w).collect())
            .collect();
        let gram = cross_products(&weighted, &columns);
        let moments: Vec<f64> = weighted.iter().map(|c| dot(c, &carried.response_within)).collect();
        let solution = Cholesky::new(&gram)?.solve(&moments);
        let mut beta = vec![0.0; self.design.width()];
        let mut fitted = vec![0.0; eta.len()];
        for ((&j, b), column) in carried.kept.iter().zip(&solution).zip(&columns) {
            beta[j] = *b;
            for (f, x) in fitted.iter_mut().zip(*column) {
                *f += b * x;
            }
        }
        // What the step does not explain is the response less columns and fixed effects.
        let eta = carried
            .response
            .iter()
            .zip(carried.response_within.iter().zip(&fitted))
            .map(|(z, (within, f))| z - (within - f))
            .collect();
        Some(Solved { beta, eta, gram, demeaned: met.iter().all(|m| *m) })
    }

    /// Columns that neither the fixed effects nor earlier columns determine.
    fn independent(&self, within: &[Vec<f64>], demeaner: &Demeaner<'_>) -> Vec<usize> {
        let left: Vec<usize> = (0..within.len())
            .filter(|&j| {
                let before = demeaner.squared(&self.design.columns()[j]);
                demeaner.squared(&within[j]) > self.params.rank_tolerance * before
            })
            .collect();
        let columns: Vec<&Vec<f64>> = left.iter().map(|&j| &within[j]).collect();
        let plain: Vec<Vec<f64>> = columns.iter().map(|c| (*c).clone()).collect();
        let (kept, _) =
            independent_columns(&cross_products(&plain, &columns), self.params.rank_tolerance);
        kept.into_iter().filter_map(|k| left.get(k).copied()).collect()
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

    fn rows(&self, eta: &[f64], carried: Carried) -> Result<Within> {
        let kept = carried.kept;
        let columns = carried.within.into_iter().enumerate().map(|(j, c)| {
            let name = self.design.names()[j].clone();
            (name, if kept.contains(&j) { c } else { vec![0.0; eta.len()] })
        });
        Ok(Within {
            design: Design::new(eta.len(), columns.collect())?,
            multipliers: self
                .terms(eta)
                .iter()
                .zip(&self.prior)
                .map(|(t, p)| p * t.score)
                .collect(),
            linear_predictor: eta.to_vec(),
            rows: Vec::new(),
        })
    }

    fn report(
        &self,
        beta: &[f64],
        solved: Option<(&Solved, &[f64])>,
        carried: &Carried,
        (iterations, next_step): (usize, f64),
    ) -> AbsorbedOutcome {
        let width = self.design.width();
        let levels: Vec<usize> = self.groupings.iter().map(Grouping::count).collect();
        let mut fit = AbsorbedFit {
            family: self.family,
            coefficients: beta.to_vec(),
            bread: Matrix::zeros(width),
            dispersion: 1.0,
            log_likelihood: f64::NEG_INFINITY,
            iterations,
            gradient_norm: f64::INFINITY,
            next_step,
            condition_number: f64::INFINITY,
            rows: self.y.len(),
            levels,
            dropped_columns: (0..width).filter(|j| !carried.kept.contains(j)).collect(),
            dropped_groups: Vec::new(),
        };
        if let Some((solved, eta)) = solved {
            let scale = solved.gram.diagonal();
            let unit = Matrix::from_fn(scale.len(), |i, j| {
                solved.gram.get(i, j) / libm::sqrt(scale[i] * scale[j])
            });
            fit.condition_number = Eigen::new(&unit).condition();
            if let Some(c) = Cholesky::new(&solved.gram) {
                fit.bread = c.inverse().spread(&carried.kept, width);
            }
            fit.log_likelihood = self.log_likelihood(eta);
            let terms = self.terms(eta);
            let score: Vec<f64> = terms.iter().zip(&self.prior).map(|(t, p)| p * t.score).collect();
            let norms = carried.kept.iter().map(|&j| dot(&carried.within[j], &score).abs());
            fit.gradient_norm = norms.fold(0.0, f64::max);
            if self.family == Family::Linear {
                let free = self.y.len() as f64 - fit.parameters(&[]) as f64;
                let squared = -2.0 * fit.log_likelihood;
                fit.dispersion = if free > 0.0 { squared / free } else { 0.0 };
            }
        }
        AbsorbedOutcome::NotConverged(fit)
    }
}

fn named(outcome: AbsorbedOutcome, converged: bool) -> AbsorbedOutcome {
    match outcome {
        AbsorbedOutcome::NotConverged(fit) if converged && fit.dropped_columns.is_empty() => {
            AbsorbedOutcome::Converged(fit)
        }
        AbsorbedOutcome::NotConverged(fit) if converged => AbsorbedOutcome::RankDeficient(fit),
        other => other,
    }
}

fn cross_products(weighted: &[Vec<f64>], columns: &[&Vec<f64>]) -> Matrix {
    let rows: Vec<Vec<f64>> = weighted
        .par_iter()
        .enumerate()
        .map(|(i, w)| columns.iter().take(i + 1).map(|c| dot(w, c)).collect())
        .collect();
    Matrix::from_fn(columns.len(), |i, j| rows[i.max(j)][i.min(j)])
}
