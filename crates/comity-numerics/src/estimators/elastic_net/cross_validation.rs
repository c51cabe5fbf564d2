//! Choosing the penalty by predicting clusters that were left out.

use super::outcome::{Path, PathOutcome};
use super::params::ValidElasticNetParams;
use super::path::fit;
use crate::error::{Result, in_range, same_length};
use crate::estimators::Observations;
use crate::grouping::Grouping;
use crate::sampling::normal::StandardNormal;
use crate::special::log1p_exp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// How clusters are shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Folds {
    /// Number of folds; at least 2 and at most the number of clusters.
    pub count: usize,
    /// Seed of the shuffle.
    pub seed: u64,
}

/// A path with its cross-validated deviance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrossValidated {
    /// The path on all rows.
    pub path: Path,
    /// Mean deviance of the rows left out, one entry a penalty.
    pub mean: Vec<f64>,
    /// Its standard error: the weighted standard deviation of the folds' means over √(folds − 1).
    pub standard_error: Vec<f64>,
    /// The point of the path with the smallest mean (`lambda.min` of glmnet).
    pub best: usize,
    /// The first point, which has the largest penalty, whose mean is within one standard
    /// error of the smallest (`lambda.1se`).
    pub within_one_error: usize,
    /// Folds that gave a path.
    pub folds: usize,
    /// Folds whose training rows had a constant outcome or did not reach an optimum; they
    /// are left out.
    pub failed_folds: usize,
    /// The fold of each cluster.
    pub assignment: Vec<usize>,
}

/// How cross-validation ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CrossValidation {
    /// At least two folds gave a path.
    Chosen(Box<CrossValidated>),
    /// Fewer than two did: there is no basis for a choice.
    TooFewFolds {
        /// Folds that gave a path.
        folds: usize,
    },
    /// The outcome has the same value in every row.
    ConstantOutcome {
        /// That value.
        value: bool,
    },
}

/// Cross-validates the path by cluster: no cluster (dyad) is in training and test at once.
/// Folds run in parallel; the result depends on the seed alone.
///
/// # Errors
/// [`crate::NumericsError::Dimension`] when the clusters do not fit the data,
/// [`crate::NumericsError::Parameter`] when the number of folds is out of range.
pub fn cross_validate(
    data: &Observations<'_>,
    clusters: &Grouping,
    folds: Folds,
    params: &ValidElasticNetParams,
) -> Result<CrossValidation> {
    same_length("the clusters", clusters.rows(), data.design().rows())?;
    let fits = (2..=clusters.count()).contains(&folds.count);
    in_range("folds", folds.count as f64, "2 to the number of clusters", fits)?;
    let path = match fit(data, params)? {
        PathOutcome::Fitted(path) => path,
        PathOutcome::ConstantOutcome { value } => {
            return Ok(CrossValidation::ConstantOutcome { value });
        }
    };
    let assignment = assign(clusters.count(), folds);
    let lambdas: Vec<f64> = path.points.iter().map(|p| p.lambda).collect();
    let params = params.with_lambdas(lambdas);
    let tested: Vec<Option<Tested>> = (0..folds.count)
        .into_par_iter()
        .map(|fold| {
            let held_out: Vec<bool> =
                clusters.of().iter().map(|&g| assignment[g] == fold).collect();
            test(data, &held_out, &params)
        })
        .collect::<Result<_>>()?;
    let tested: Vec<Tested> = tested.into_iter().flatten().collect();
    if tested.len() < 2 {
        return Ok(CrossValidation::TooFewFolds { folds: tested.len() });
    }
    let total: f64 = tested.iter().map(|t| t.weight).sum();
    let average =
        |f: &dyn Fn(&Tested) -> f64| tested.iter().map(|t| t.weight * f(t)).sum::<f64>() / total;
    let mean: Vec<f64> = (0..path.points.len()).map(|k| average(&|t| t.deviance[k])).collect();
    let spread = tested.len() as f64 - 1.0;
    let standard_error: Vec<f64> = mean
        .iter()
        .enumerate()
        .map(|(k, m)| libm::sqrt(average(&|t| (t.deviance[k] - m) * (t.deviance[k] - m)) / spread))
        .collect();
    let best = (0..mean.len()).fold(0, |best, k| if mean[k] < mean[best] { k } else { best });
    let limit = mean[best] + standard_error[best];
    let within_one_error = mean.iter().position(|m| *m <= limit).unwrap_or(best);
    Ok(CrossValidation::Chosen(Box::new(CrossValidated {
        path,
        mean,
        standard_error,
        best,
        within_one_error,
        folds: tested.len(),
        failed_folds: folds.count - tested.len(),
        assignment,
    })))
}

struct Tested {
    weight: f64,
    /// Mean deviance of the rows left out, one entry a penalty.
    deviance: Vec<f64>,
}

fn test(
    data: &Observations<'_>,
    held_out: &[bool],
    params: &ValidElasticNetParams,
) -> Result<Option<Tested>> {
    let weigh = |keep: bool| -> Vec<f64> {
        let rows = held_out.iter().enumerate();
        rows.map(|(i, out)| if *out == keep { 0.0 } else { data.weight(i) }).collect()
    };
    let (train, tests) = (weigh(true), weigh(false));
    let weight: f64 = tests.iter().sum();
    if weight <= 0.0 || train.iter().all(|w| *w <= 0.0) {
        return Ok(None);
    }
    let PathOutcome::Fitted(path) = fit(&data.weighted(&train)?, params)? else { return Ok(None) };
    if path.points.iter().any(|p| !p.converged) {
        return Ok(None);
    }
    let deviance = path
        .points
        .iter()
        .map(|point| {
            let eta = data.design().times(&point.coefficients);
            let loss = eta.iter().enumerate().map(|(i, e)| {
                let eta = e + data.offset(i);
                let signed = if data.y()[i] { -eta } else { eta };
                2.0 * tests[i] * log1p_exp(signed)
            });
            loss.sum::<f64>() / weight
        })
        .collect();
    Ok(Some(Tested { weight, deviance }))
}

/// Clusters in random order, dealt out in turn.
fn assign(clusters: usize, folds: Folds) -> Vec<usize> {
    let mut source = StandardNormal::new(folds.seed);
    let mut keys: Vec<(f64, usize)> = (0..clusters).map(|g| (source.uniform(), g)).collect();
    keys.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut fold = vec![0; clusters];
    for (place, (_, g)) in keys.into_iter().enumerate() {
        fold[g] = place % folds.count;
    }
    fold
}
