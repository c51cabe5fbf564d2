//! Temporal exponential random graphs of a series of years, by pseudo-likelihood with a
//! bootstrap over years.
//!
//! Desmarais and Cranmer (2012), "Statistical Mechanics of Networks: Estimation and
//! Uncertainty", *Physica A* 391(4).

use super::additive::internal;
use super::formula::Asked;
use super::series::Series;
use crate::report::Dropped;
use comity_core::{Code, Error, Result, Year};
use comity_numerics::estimators::{Fit, Observations, Outcome, ValidNewtonParams, logit};
use comity_numerics::variance::bootstrap::{Bootstrap, Failure, Failures, Replicates, resample};
use comity_numerics::{Design, Grouping};
use comity_panel::Panel;
use serde::Serialize;

/// Settings of the fit, with the command line's defaults.
///
/// | Name | Default | Purpose |
/// |---|---|---|
/// | `first`, `last` | – | the years whose networks are explained |
/// | `replicates` | 500 | refits of the bootstrap |
/// | `seed` | 1 | seed of the bootstrap |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TergmSettings {
    /// First year.
    pub first: Year,
    /// Last year.
    pub last: Year,
    /// Refits of the bootstrap.
    pub replicates: usize,
    /// Seed of the bootstrap.
    pub seed: u64,
}

/// One coefficient, on the log-odds of a tie given all others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TergmCoefficient {
    /// The pattern or the column.
    pub variable: String,
    /// Short name for tables.
    pub label: String,
    /// Whether it is a pattern of the network, not a covariate.
    pub is_pattern: bool,
    /// The estimate.
    pub coef: f64,
    /// Standard deviation of the bootstrap's refits.
    pub sd: f64,
    /// The 2.5 % quantile of the refits.
    pub low: f64,
    /// The 97.5 % quantile of the refits.
    pub high: f64,
    /// The pseudo-likelihood's own standard error, which takes pairs as independent.
    pub pseudo_se: f64,
}

/// The network of one year as it entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct YearOfNetwork {
    /// The year.
    pub year: Year,
    /// Groups of the network.
    pub actors: usize,
    /// Groups left out because some of their pairs were not coded.
    pub left_out: usize,
    /// Ties.
    pub ties: usize,
    /// Pairs that are rows of the fit.
    pub rows: usize,
    /// Pairs of the network that are no rows: a covariate, or the year before, is not known.
    pub without: usize,
}

/// A temporal exponential random graph model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TergmEstimate {
    /// The years, one entry a network.
    pub years: Vec<YearOfNetwork>,
    /// Years asked for in which nothing can be a row.
    pub years_without: Vec<Year>,
    /// Groups, each once.
    pub actors: usize,
    /// Pairs, each once.
    pub pairs: usize,
    /// Rows: pairs in a year.
    pub rows: usize,
    /// Of these, with a tie.
    pub events: usize,
    /// Coefficients: patterns first, then covariates.
    pub coefficients: Vec<TergmCoefficient>,
    /// Logarithm of the pseudo-likelihood.
    pub log_pseudo_likelihood: f64,
    /// Refits asked for.
    pub replicates: usize,
    /// Refits without an estimate, by reason.
    pub failed: Failures,
    /// Terms left out, and why.
    pub dropped: Vec<Dropped>,
}

/// Fits the model to the networks of a range of years. `panel` has a row for every pair of
/// groups observed in a year. The networks must be complete: of every year those groups
/// are taken that leave no uncoded pair. A pair without a value of a covariate is no row, but
/// its tie counts in the patterns of others; neither is a pair that was not coded in the year
/// before, where the formula asks for that year. `step` is called after each refit.
///
/// # Errors
/// [`Code::NoSample`] when fewer than two years have rows, no tie is among them, some pattern
/// predicts ties perfectly, or a column is not at hand; [`Code::BadSetting`] when a setting is
/// out of range.
pub fn tergm(
    asked: &Asked,
    panel: &Panel,
    settings: &TergmSettings,
    step: &(dyn Fn() + Sync),
) -> Result<TergmEstimate> {
    if settings.first > settings.last || settings.replicates < 2 {
        return Err(Error::new(Code::BadSetting, "the years or the replicates cannot be used")
            .value(format!("{} to {}, {}", settings.first, settings.last, settings.replicates))
            .expected("a first year no later than the last, and two replicates or more"));
    }
    let series = Series::new(asked, panel, settings)?;
    let design = Design::new(series.ties.len(), series.named()).map_err(|e| internal(&e))?;
    let data = Observations::new(&design, &series.ties).map_err(|e| internal(&e))?;
    let params = ValidNewtonParams::default();
    let fit = fitted(logit::fit(&data, &params), &design, asked)?;
    let labels: Vec<i64> = series.of_year.iter().map(|y| i64::from(*y)).collect();
    let clusters = Grouping::new(&labels).map_err(|e| internal(&e))?;
    let replicates = Replicates { count: settings.replicates, seed: settings.seed };
    let bootstrap = resample(&clusters, &fit.coefficients, replicates, |weights| {
        let outcome = data
            .weighted(weights)
            .and_then(|d| d.starting_at(&fit.coefficients))
            .map(|d| logit::fit(&d, &params));
        step();
        refit(outcome.ok(), &fit)
    })
    .map_err(|e| internal(&e))?;
    let mut dropped = series.dropped.clone();
    dropped.extend(fit.dropped.iter().filter_map(|&j| design.names().get(j)).map(|name| Dropped {
        variable: name.clone(),
        reason: "determined by earlier terms".to_owned(),
    }));
    Ok(TergmEstimate {
        actors: series.actors.len(),
        pairs: series.pairs.len(),
        rows: series.ties.len(),
        events: fit.events,
        coefficients: coefficients(&fit, &bootstrap, &series)?,
        log_pseudo_likelihood: fit.log_likelihood,
        replicates: settings.replicates,
        failed: bootstrap.failed,
        dropped,
        years: series.years,
        years_without: series.years_without,
    })
}

/// The maximum, or why there is none.
fn fitted(outcome: Outcome, design: &Design, asked: &Asked) -> Result<Fit> {
    let none = |message: String, hint: &str| Err(Error::new(Code::NoSample, message).hint(hint));
    match outcome {
        Outcome::Converged(fit) | Outcome::RankDeficient(fit) => Ok(fit),
        Outcome::Separated { separation, .. } => {
            let names: Vec<&str> = separation
                .columns
                .iter()
                .filter_map(|&j| design.names().get(j))
                .map(String::as_str)
                .collect();
            none(
                format!(
                    "there is no finite estimate: {} predicts ties, or none, perfectly",
                    names.join(" with ")
                ),
                "take a term out, or choose more years",
            )
        }
        Outcome::ConstantOutcome { value } => {
            let what = if value { "every" } else { "no" };
            none(
                format!("{what} pair of these years has {}", asked.outcome),
                "choose other years or another outcome",
            )
        }
        Outcome::NotConverged(_) => none(
            "the iterations ended before the maximum".to_owned(),
            "take a term out, or choose more years",
        ),
    }
}

/// The coefficients of a refit that identifies the same columns as the full fit.
fn refit(outcome: Option<Outcome>, full: &Fit) -> Result<Vec<f64>, Failure> {
    match outcome {
        Some(Outcome::Converged(fit) | Outcome::RankDeficient(fit)) => {
            if fit.dropped == full.dropped { Ok(fit.coefficients) } else { Err(Failure::Collinear) }
        }
        Some(Outcome::Separated { .. }) => Err(Failure::Separated),
        Some(Outcome::ConstantOutcome { .. }) => Err(Failure::ConstantOutcome),
        Some(Outcome::NotConverged(_)) | None => Err(Failure::NotConverged),
    }
}

fn coefficients(
    fit: &Fit,
    bootstrap: &Bootstrap,
    series: &Series,
) -> Result<Vec<TergmCoefficient>> {
    let none = || {
        Error::new(Code::NoSample, "hardly any refit of the bootstrap has an estimate")
            .value(format!("{} of {}", bootstrap.draws.len(), bootstrap.replicates))
            .hint("take a term out, or choose more years")
    };
    let intervals = bootstrap.percentile_intervals(0.95).map_err(|e| internal(&e))?;
    let (intervals, covariance) = intervals.zip(bootstrap.covariance()).ok_or_else(none)?;
    let found = series.meanings.iter().zip(&intervals).enumerate();
    Ok(found
        .filter(|(j, _)| !fit.dropped.contains(j))
        .map(|(j, ((name, label, is_pattern), (low, high)))| TergmCoefficient {
            variable: name.clone(),
            label: label.clone(),
            is_pattern: *is_pattern,
            coef: fit.coefficients[j],
            sd: covariance.get(j, j).max(0.0).sqrt(),
            low: *low,
            high: *high,
            pseudo_se: fit.covariance.get(j, j).max(0.0).sqrt(),
        })
        .collect())
}
