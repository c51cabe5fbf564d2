//! The path from the largest penalty to the smallest.

use super::descent::Penalty;
use super::outcome::{Path, PathOutcome, PathPoint};
use super::params::{ElasticNetParams, ValidElasticNetParams};
use super::solver::{Solution, Solver};
use super::standardised::Standardised;
use crate::error::{Result, same_length};
use crate::estimators::Observations;
use crate::special::log_odds;

/// A path of its own making ends when this much of the deviance is explained, as in glmnet.
const EXPLAINED: f64 = 0.999;
/// Ridge has no penalty at which all coefficients are zero; its path starts where that of a
/// penalty with this share of the lasso would, as in glmnet.
const LEAST_ALPHA: f64 = 1e-3;

/// Fits a penalised logit at every penalty of a path.
///
/// The intercept, recognised as the first constant column, is not penalised. Coefficients
/// are on the scale of the design's columns.
///
/// ```
/// use comity_numerics::estimators::Observations;
/// use comity_numerics::estimators::elastic_net::{ValidElasticNetParams, fit};
/// use comity_numerics::Design;
/// let x: Vec<f64> = (0..40).map(f64::from).collect();
/// let y: Vec<bool> = (0..40).map(|i| (i * 7) % 40 < i).collect();
/// let design = Design::new(40, vec![("one".into(), vec![1.0; 40]), ("x".into(), x)])?;
/// let outcome = fit(&Observations::new(&design, &y)?, &ValidElasticNetParams::default())?;
/// let points = outcome.path().map(|p| p.points.as_slice()).unwrap_or_default();
/// // The slope enters at the second penalty and grows as the penalty falls.
/// assert_eq!(points[0].coefficients[1], 0.0);
/// assert!(points[1].coefficients[1] > 0.0);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// [`crate::NumericsError::Dimension`] when there is not one penalty factor a column.
pub fn fit(data: &Observations<'_>, params: &ValidElasticNetParams) -> Result<PathOutcome> {
    let settings = params.get();
    if let Some(factors) = &settings.penalty_factors {
        same_length("the penalty factors", factors.len(), data.design().width())?;
    }
    let (total, yes) = data.totals();
    if yes <= 0.0 || yes >= total {
        return Ok(PathOutcome::ConstantOutcome { value: yes > 0.0 });
    }
    let standardised = Standardised::new(data, settings.standardise)?;
    let factors = factors(settings, &standardised, data.design().width());
    let mut solver = Solver {
        data: data.on(&standardised.design),
        total,
        scale: 1.0,
        tolerance: settings.tolerance,
        max_iterations: settings.max_iterations,
    };
    let null = null_model(&solver, &factors, &standardised, yes / total);
    solver.scale = null.scores.iter().fold(0.0_f64, |m, s| m.max(s.abs()));
    if solver.scale <= 0.0 {
        solver.scale = 1.0;
    }
    let lambdas = lambdas(settings, &null.scores, &factors, data);
    let null_deviance = -2.0 * null.log_likelihood;
    let mut points: Vec<PathPoint> = Vec::with_capacity(lambdas.len());
    let mut last = null;
    let mut before = lambdas.first().copied().unwrap_or_default();
    for &lambda in &lambdas {
        let allowed = strong(&last, &factors, settings.alpha, (lambda, before));
        let solution =
            solver.solve(&last.beta, &penalties(settings, &factors, lambda), allowed, false);
        let point = report(&solution, &standardised, settings, (lambda, null_deviance), &factors);
        let enough = settings.lambdas.is_none() && point.deviance_explained > EXPLAINED;
        points.push(point);
        (last, before) = (solution, lambda);
        if enough {
            break;
        }
    }
    let (rows, events) = data.counts();
    let dropped = standardised.dropped;
    Ok(PathOutcome::Fitted(Path { points, null_deviance, dropped, rows, events }))
}

/// Penalty factors, zero for the intercept; constant columns keep theirs, their score is zero.
fn factors(settings: &ElasticNetParams, s: &Standardised, width: usize) -> Vec<f64> {
    let mut factors = settings.penalty_factors.clone().unwrap_or_else(|| vec![1.0; width]);
    if let Some(f) = s.intercept.and_then(|(k, _)| factors.get_mut(k)) {
        *f = 0.0;
    }
    factors
}

fn penalties(settings: &ElasticNetParams, factors: &[f64], lambda: f64) -> Vec<Penalty> {
    let alpha = settings.alpha;
    let penalty =
        |f: &f64| Penalty { lasso: lambda * alpha * f, ridge: lambda * (1.0 - alpha) * f };
    factors.iter().map(penalty).collect()
}

/// The intercept and the unpenalised columns alone.
fn null_model(solver: &Solver<'_>, factors: &[f64], s: &Standardised, share: f64) -> Solution {
    let mut start = vec![0.0; factors.len()];
    if let Some((k, value)) = s.intercept {
        start[k] = log_odds(share) / value;
    }
    let free: Vec<bool> = factors.iter().map(|f| *f == 0.0).collect();
    let none = vec![Penalty { lasso: 0.0, ridge: 0.0 }; factors.len()];
    solver.solve(&start, &none, free, true)
}

fn lambdas(
    settings: &ElasticNetParams,
    scores: &[f64],
    factors: &[f64],
    data: &Observations<'_>,
) -> Vec<f64> {
    if let Some(given) = &settings.lambdas {
        let mut given = given.clone();
        given.sort_unstable_by(|a, b| b.total_cmp(a));
        return given;
    }
    let largest = scores
        .iter()
        .zip(factors)
        .filter(|(_, f)| **f > 0.0)
        .map(|(s, f)| s.abs() / (f * settings.alpha.max(LEAST_ALPHA)))
        .fold(0.0, f64::max);
    let (rows, width) = (data.design().rows(), data.design().width());
    let ratio = settings.smallest_ratio.unwrap_or(if rows > width { 1e-4 } else { 1e-2 });
    let step = libm::log(ratio) / (settings.penalties as f64 - 1.0);
    // Nothing to penalise: one fit says it all.
    let count = if largest > 0.0 { settings.penalties } else { 1 };
    (0..count).map(|k| largest.max(f64::MIN_POSITIVE) * libm::exp(step * k as f64)).collect()
}

/// Columns that may enter: those with a coefficient, those without a penalty, and those that
/// the strong rule does not discard: |score at the last penalty| ≥ α f (2λ − λ_last).
fn strong(last: &Solution, factors: &[f64], alpha: f64, (lambda, before): (f64, f64)) -> Vec<bool> {
    factors
        .iter()
        .zip(last.scores.iter().zip(&last.beta))
        .map(|(f, (score, b))| {
            *b != 0.0 || *f == 0.0 || score.abs() >= alpha * f * (2.0 * lambda - before)
        })
        .collect()
}

fn report(
    solution: &Solution,
    standardised: &Standardised,
    settings: &ElasticNetParams,
    (lambda, null_deviance): (f64, f64),
    factors: &[f64],
) -> PathPoint {
    let deviance = -2.0 * solution.log_likelihood;
    let penalised = solution.beta.iter().zip(factors).filter(|(_, f)| **f > 0.0);
    PathPoint {
        lambda,
        coefficients: standardised.original(&solution.beta),
        nonzero: penalised.filter(|(b, _)| **b != 0.0).count(),
        deviance,
        deviance_explained: if null_deviance > 0.0 { 1.0 - deviance / null_deviance } else { 0.0 },
        iterations: solution.iterations,
        violation: solution.violation,
        converged: solution.violation <= settings.tolerance,
    }
}
