//! Additive and multiplicative effects in the network of one year.
//!
//! Hoff (2021), "Additive and multiplicative effects network models", *Statistical Science*
//! 36(1): a latent normal variable z_ij = β'x_ij + a_i + a_j + u_i'Λu_j + ε_ij is positive
//! where there is a tie.

use super::chains::{ChainStatus, Posterior};
use super::covariates::{Column, columns};
use super::formula::Asked;
use super::network::{ActorEffect, YearNetwork, by_year, name, outcome_values, years_there_are};
use crate::report::Dropped;
use comity_core::{Code, Error, Result, Year};
use comity_numerics::NumericsError;
use comity_numerics::estimators::ame::{
    AmeFit, AmeOutcome, AmeParams, AmePrior, Family, Goodness, Relations, fit_watched,
};
use comity_panel::Panel;
use serde::Serialize;
use std::collections::BTreeSet;

/// Settings of the fit, with the command line's defaults.
///
/// | Name | Default | Purpose |
/// |---|---|---|
/// | `year` | – | the year of the network |
/// | `rank` | 0 | number of multiplicative effects |
/// | `chains` | 4 | independent chains |
/// | `burn_in` | 1,000 | sweeps before the first kept draw |
/// | `sweeps` | 50,000 | sweeps after it |
/// | `thin` | 25 | every which sweep is kept |
/// | `seed` | 1 | seed of the random numbers |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmeSettings {
    /// The year of the network.
    pub year: Year,
    /// Number of multiplicative effects.
    pub rank: usize,
    /// Independent chains.
    pub chains: usize,
    /// Sweeps before the first kept draw.
    pub burn_in: usize,
    /// Sweeps after it.
    pub sweeps: usize,
    /// Every which sweep is kept.
    pub thin: usize,
    /// Seed of the random numbers.
    pub seed: u64,
}

/// A statistic of the network beside those of networks simulated from the model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoodnessRow {
    /// Name of the statistic.
    pub statistic: String,
    /// In words.
    pub label: String,
    /// Of the data.
    pub observed: f64,
    /// Mean of the simulated networks.
    pub mean: f64,
    /// Their 2.5 % quantile.
    pub low: f64,
    /// Their 97.5 % quantile.
    pub high: f64,
    /// Whether the data lie within that interval.
    pub within: bool,
}

/// An additive-and-multiplicative-effects model of one year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AmeEstimate {
    /// The year.
    pub year: Year,
    /// Groups.
    pub actors: usize,
    /// Pairs whose tie is known.
    pub known: usize,
    /// Pairs whose tie is unknown to the fit: not at risk, not coded, or without a value of a
    /// covariate.
    pub unknown: usize,
    /// Of these, without a value of a covariate.
    pub without_covariate: usize,
    /// Ties among the known.
    pub events: usize,
    /// Whether the chains converged.
    pub status: ChainStatus,
    /// Coefficients on the probit scale, terms first, the intercept last.
    pub coefficients: Vec<Posterior>,
    /// The variance of the groups' additive effects.
    pub variances: Vec<Posterior>,
    /// Number of multiplicative effects.
    pub rank: usize,
    /// The data beside the model.
    pub goodness: Vec<GoodnessRow>,
    /// Posterior mean of each group's additive effect, the largest first.
    pub effects: Vec<ActorEffect>,
    /// Groups without a known tie: what is said of them is prior and covariates.
    pub unobserved: Vec<String>,
    /// Terms left out, and why.
    pub dropped: Vec<Dropped>,
    /// Independent chains.
    pub chains: usize,
    /// Sweeps of each chain before the first kept draw.
    pub burn_in: usize,
    /// Sweeps of each chain after it.
    pub sweeps: usize,
    /// Every which sweep was kept.
    pub thin: usize,
}

/// Fits the model. `all` has a row for every pair of groups observed in the year, `at_risk`
/// those whose ties are to be known; the ties of other pairs are imputed with the rest.
/// `step` is called after each of the chains' sweeps.
///
/// # Errors
/// [`Code::NoSample`] when nothing was observed in the year, no tie or only ties are known,
/// or a column is not at hand; [`Code::BadSetting`] when a setting is out of range.
pub fn ame(
    asked: &Asked,
    all: &Panel,
    at_risk: &Panel,
    settings: &AmeSettings,
    step: &(dyn Fn() + Sync),
) -> Result<AmeEstimate> {
    let params = AmeParams {
        rank: settings.rank,
        burn_in: settings.burn_in,
        sweeps: settings.sweeps,
        thin: settings.thin,
        chains: settings.chains,
        seed: settings.seed,
        ..AmeParams::default()
    };
    let params = params.check().map_err(|e| bad_setting(&e))?;
    let outcome = outcome_values(all, &asked.outcome)?;
    let years = by_year(all);
    let rows = years.get(&settings.year).ok_or_else(|| {
        Error::new(Code::NoSample, "no pair of groups was observed in this year")
            .value(settings.year.to_string())
            .expected(years_there_are(&years))
    })?;
    let network = YearNetwork::new(all, outcome, rows);
    let (covariates, mut dropped) = columns(&asked.terms, all, rows)?;
    let filled = Filled::new(&network, all, at_risk, &covariates);
    let events = filled.ties.iter().filter(|t| **t == 1.0).count();
    let known = filled.ties.iter().filter(|t| !t.is_nan()).count();
    let relations = relations(&network, &filled, &covariates).map_err(|e| internal(&e))?;
    let prior = AmePrior::amen(&relations, settings.rank);
    let outcome = fit_watched(&relations, &prior, &params, step).map_err(|e| internal(&e))?;
    let fit = sampled(outcome, asked, settings.year)?;
    let reason = "determined by earlier terms";
    dropped.extend(
        fit.dropped.iter().map(|d| Dropped { variable: d.clone(), reason: reason.to_owned() }),
    );
    Ok(AmeEstimate {
        year: settings.year,
        actors: network.actors.len(),
        known,
        unknown: network.pairs.len() - known,
        without_covariate: filled.without_covariate,
        events,
        status: ChainStatus::of(
            fit.coefficients.iter().chain(fit.variances.first()),
            fit.chains,
            0,
        ),
        coefficients: coefficients(&fit, &covariates),
        variances: fit
            .variances
            .first()
            .map(|s| Posterior::new("va", "variance of the groups' effects", false, s))
            .into_iter()
            .collect(),
        rank: settings.rank,
        goodness: goodness(&fit),
        effects: effects(&fit, &network, all),
        unobserved: fit
            .unobserved_actors
            .iter()
            .filter_map(|&i| network.actors.get(i))
            .map(|&id| name(all, id))
            .collect(),
        dropped,
        chains: settings.chains,
        burn_in: settings.burn_in,
        sweeps: settings.sweeps,
        thin: settings.thin,
    })
}

pub(super) fn bad_setting(e: &NumericsError) -> Error {
    Error::new(Code::BadSetting, e.to_string())
}

pub(super) fn internal(e: &NumericsError) -> Error {
    Error::new(Code::Internal, e.to_string())
}

/// Ties and covariates, one a pair of the network: a tie is unknown where it was not coded,
/// the pair is not at risk, or a covariate is missing. The mean stands in for a missing value,
/// which then meets no known tie: the draws of its tie tell the rest nothing.
struct Filled {
    ties: Vec<f64>,
    values: Vec<Vec<f64>>,
    without_covariate: usize,
}

impl Filled {
    fn new(network: &YearNetwork, all: &Panel, at_risk: &Panel, covariates: &[Column]) -> Self {
        let at = |p: &Panel, row: usize| (p.a()[row], p.b()[row], p.year()[row]);
        let risky: BTreeSet<(i64, i64, Year)> =
            (0..at_risk.len()).map(|row| at(at_risk, row)).collect();
        let mut without_covariate = 0;
        let ties = network
            .pairs
            .iter()
            .enumerate()
            .map(|(k, t)| {
                let coded = !t.value.is_nan() && risky.contains(&at(all, t.row));
                let complete = covariates.iter().all(|c| !c.values[k].is_nan());
                without_covariate += usize::from(coded && !complete);
                if coded && complete { t.value } else { f64::NAN }
            })
            .collect();
        let values = covariates
            .iter()
            .map(|c| {
                let known: Vec<f64> = c.values.iter().copied().filter(|v| !v.is_nan()).collect();
                let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
                c.values.iter().map(|v| if v.is_nan() { mean } else { *v }).collect()
            })
            .collect();
        Self { ties, values, without_covariate }
    }
}

fn relations(
    network: &YearNetwork,
    filled: &Filled,
    covariates: &[Column],
) -> Result<Relations, NumericsError> {
    let n = network.actors.len();
    let square = |values: &[f64]| {
        let mut out = vec![f64::NAN; n * n];
        for (t, v) in network.pairs.iter().zip(values) {
            out[t.a * n + t.b] = *v;
            out[t.b * n + t.a] = *v;
        }
        out
    };
    let mut relations = Relations::symmetric(Family::Probit, n, &square(&filled.ties))?;
    for (column, values) in covariates.iter().zip(&filled.values) {
        relations = relations.with_dyadic_covariate(&column.name, &square(values))?;
    }
    Ok(relations)
}

fn sampled(outcome: AmeOutcome, asked: &Asked, year: Year) -> Result<AmeFit> {
    let none = |message: String, hint: &str| {
        Err(Error::new(Code::NoSample, message).value(year.to_string()).hint(hint))
    };
    match outcome {
        AmeOutcome::Sampled(fit) | AmeOutcome::RankDeficient(fit) => Ok(*fit),
        AmeOutcome::ConstantOutcome { value: 0.0 } => none(
            format!("no known pair has {} in this year", asked.outcome),
            "choose a year with cooperation, or another outcome",
        ),
        AmeOutcome::ConstantOutcome { .. } => none(
            format!("every known pair has {} in this year", asked.outcome),
            "choose another year or outcome",
        ),
        AmeOutcome::TooFewTies { actors, observed } => none(
            format!("{actors} groups with {observed} known pairs are too few"),
            "choose another year, a wider risk set, or terms that are known for more pairs",
        ),
    }
}

/// Terms first, the intercept last.
fn coefficients(fit: &AmeFit, covariates: &[Column]) -> Vec<Posterior> {
    let mut found: Vec<Posterior> = fit
        .names
        .iter()
        .zip(&fit.coefficients)
        .filter(|(name, _)| !fit.dropped.contains(name))
        .map(|(name, s)| {
            let column = covariates.iter().find(|c| c.name == *name);
            Posterior::new(name, column.map_or("intercept", |c| &c.label), column.is_some(), s)
        })
        .collect();
    found.sort_by_key(|c| !c.is_term);
    found
}

/// Statistics of a network without direction: its spread of row means is that of its column
/// means, and its cyclic triples are its transitive ones.
fn goodness(fit: &AmeFit) -> Vec<GoodnessRow> {
    type Of = fn(&Goodness) -> f64;
    let rows: [(&str, &str, Of); 2] = [
        ("row-means-sd", "spread of the groups' shares of ties", |g| g.row_means_sd),
        ("triadic-dependence", "ties that close triangles", |g| g.transitive_dependence),
    ];
    rows.into_iter()
        .map(|(statistic, label, of)| {
            let mut values: Vec<f64> = fit.simulated_goodness.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            let at = |p: f64| {
                let place = p * (values.len().max(1) - 1) as f64;
                values.get(libm::rint(place) as usize).copied().unwrap_or(f64::NAN)
            };
            let (observed, low, high) = (of(&fit.observed_goodness), at(0.025), at(0.975));
            GoodnessRow {
                statistic: statistic.to_owned(),
                label: label.to_owned(),
                observed,
                mean: values.iter().sum::<f64>() / values.len().max(1) as f64,
                low,
                high,
                within: low <= observed && observed <= high,
            }
        })
        .collect()
}

fn effects(fit: &AmeFit, network: &YearNetwork, panel: &Panel) -> Vec<ActorEffect> {
    let mut found: Vec<ActorEffect> = network
        .actors
        .iter()
        .zip(&fit.row_effects)
        .map(|(&id, &effect)| ActorEffect { id, name: name(panel, id), effect })
        .collect();
    found.sort_by(|x, y| y.effect.total_cmp(&x.effect).then(x.id.cmp(&y.id)));
    found
}
