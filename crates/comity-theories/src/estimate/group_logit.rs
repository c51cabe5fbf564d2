//! A Bayesian logit of dyad-years with effects of groups, pairs or years.
//!
//! Gelman and Hill (2007), *Data Analysis Using Regression and Multilevel/Hierarchical
//! Models*, chapter 14. The rows, the columns and the functions of time are those of
//! [`crate::fit()`]: a missing covariate has its mean, and a column that marks it.

use super::additive::{bad_setting, internal};
use super::chains::{ChainStatus, Posterior};
use super::covariates::available;
use super::formula::Asked;
use super::network::name;
use crate::models::estimates::meanings;
use crate::models::recipe::Recipe;
use crate::report::Dropped;
use crate::sample::{Sample, Training};
use crate::settings::{FitSettings, TimeControl};
use crate::theory::{Choices, Role, Theory, TheoryKind};
use comity_core::{Code, Error, Result, Year};
use comity_numerics::Design;
use comity_numerics::estimators::Observations;
use comity_numerics::estimators::hierarchical_logit::{
    Grouping, HierarchicalFit, HierarchicalOutcome, HierarchicalPrior, fit_watched,
};
use comity_numerics::sampling::nuts::NutsParams;
use comity_panel::Panel;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What shares an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupBy {
    /// Each armed group, in all its pairs: both members' effects are added.
    Actor,
    /// Each pair, in all its years.
    Pair,
    /// Each year.
    Year,
}

impl GroupBy {
    /// The spelling on the command line and in manifests.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Pair => "pair",
            Self::Year => "year",
        }
    }
}

/// Settings of the fit, with the command line's defaults.
///
/// | Name | Default | Purpose |
/// |---|---|---|
/// | `groups` | actor | what shares an effect |
/// | `time` | splines | functions of time beside the terms |
/// | `chains` | 4 | independent chains |
/// | `warm_up` | 1,000 | iterations that learn step size and metric |
/// | `draws` | 1,000 | draws kept of each chain |
/// | `target_acceptance` | 0.8 | acceptance rate aimed at |
/// | `prior_sd` | 1 | scale of the half-normal prior of the effects' standard deviation |
/// | `seed` | 1 | seed of the random numbers |
#[derive(Clone, Debug, PartialEq)]
pub struct HierarchicalSettings {
    /// What shares an effect; one or more.
    pub groups: Vec<GroupBy>,
    /// Functions of time beside the terms.
    pub time: TimeControl,
    /// Independent chains.
    pub chains: usize,
    /// Iterations that learn step size and metric.
    pub warm_up: usize,
    /// Draws kept of each chain.
    pub draws: usize,
    /// Acceptance rate aimed at.
    pub target_acceptance: f64,
    /// Scale of the half-normal prior of the effects' standard deviation.
    pub prior_sd: f64,
    /// Seed of the random numbers.
    pub seed: u64,
}

/// The effect of one group, pair or year on the log-odds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupEffect {
    /// Whose.
    pub name: String,
    /// Posterior mean.
    pub mean: f64,
    /// The 2.5 % quantile.
    pub low: f64,
    /// The 97.5 % quantile.
    pub high: f64,
}

/// The effects of one factor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupEstimate {
    /// The factor.
    pub by: GroupBy,
    /// How many effects it has.
    pub count: usize,
    /// Their standard deviation.
    pub sd: Posterior,
    /// The effects, the largest mean first.
    pub effects: Vec<GroupEffect>,
}

/// A logit with group effects.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HierarchicalEstimate {
    /// Dyad-years with a coded outcome.
    pub rows: usize,
    /// Of these, with cooperation.
    pub events: usize,
    /// Groups.
    pub actors: usize,
    /// Pairs.
    pub pairs: usize,
    /// First year.
    pub first: Option<Year>,
    /// Last year.
    pub last: Option<Year>,
    /// Whether the chains converged.
    pub status: ChainStatus,
    /// Coefficients on the log-odds scale: terms first, the intercept last.
    pub coefficients: Vec<Posterior>,
    /// Effects, one entry a factor.
    pub groups: Vec<GroupEstimate>,
    /// Trajectories that diverged; more than a few, and the draws miss part of the posterior.
    pub divergences: usize,
    /// Trajectories cut off at the greatest depth: slow, not wrong.
    pub depth_limits: usize,
    /// Energy Bayesian fraction of missing information, the lowest of the chains; below 0.3
    /// is poor.
    pub e_bfmi: f64,
    /// Terms left out, and why.
    pub dropped: Vec<Dropped>,
    /// Independent chains.
    pub chains: usize,
    /// Iterations of each chain that learn step size and metric.
    pub warm_up: usize,
    /// Draws kept of each chain.
    pub draws: usize,
    /// Scale of the half-normal prior of the effects' standard deviation.
    pub prior_sd: f64,
}

/// Fits the model to rows of a panel. `step` is called after each of the chains' iterations.
///
/// # Errors
/// [`Code::NoSample`] when no row has a coded outcome, the outcome never varies, or a column
/// is not at hand; [`Code::BadSetting`] when a setting is out of range.
pub fn hierarchical(
    asked: &Asked,
    data: &Training<'_>,
    settings: &HierarchicalSettings,
    step: &(dyn Fn() + Sync),
) -> Result<HierarchicalEstimate> {
    let params = NutsParams {
        chains: settings.chains,
        warm_up: settings.warm_up,
        draws: settings.draws,
        target_acceptance: settings.target_acceptance,
        seed: settings.seed,
        ..NutsParams::default()
    };
    let params = params.check().map_err(|e| bad_setting(&e))?;
    let positive = settings.prior_sd.is_finite() && settings.prior_sd > 0.0;
    if !positive || settings.groups.is_empty() {
        return Err(Error::new(Code::BadSetting, "the prior or the factors cannot be used")
            .value(settings.prior_sd.to_string())
            .expected("a positive scale of the prior, and one factor or more"));
    }
    let sample = Sample::new(data)?;
    let varies = sample.events > 0 && sample.events < sample.len();
    if !varies {
        let (events, rows) = (sample.events, sample.len());
        let message = match rows {
            0 => format!("{} was not coded in any of the dyad-years", asked.outcome),
            _ => format!("{events} of {rows} dyad-years have {}: nothing varies", asked.outcome),
        };
        return Err(
            Error::new(Code::NoSample, message).hint("choose other years or another outcome")
        );
    }
    available(&asked.terms, data.panel, &sample.rows)?;
    let time = settings.time.beside(asked.names.iter().map(String::as_str));
    let fit_settings = FitSettings { time, ..FitSettings::default() };
    let (recipe, left_out) = Recipe::new(&theory(asked), &sample, &fit_settings);
    let columns = recipe.names().into_iter().zip(recipe.columns(sample.panel, &sample.rows));
    let design = Design::new(sample.len(), columns.collect()).map_err(|e| internal(&e))?;
    let observations = Observations::new(&design, &sample.y).map_err(|e| internal(&e))?;
    let factors: Vec<Factor> =
        settings.groups.iter().map(|by| Factor::new(*by, &sample)).collect::<Result<_>>()?;
    let groupings: Vec<Grouping> = factors.iter().map(|f| f.grouping.clone()).collect();
    let prior = HierarchicalPrior {
        group_sd: vec![settings.prior_sd; groupings.len()],
        ..HierarchicalPrior::weak(&design, groupings.len())
    };
    let outcome =
        fit_watched(&observations, &groupings, &prior, &params, step).map_err(|e| internal(&e))?;
    let (HierarchicalOutcome::Sampled(fit) | HierarchicalOutcome::RankDeficient(fit)) = outcome
    else {
        return Err(Error::new(Code::NoSample, "there is nothing to estimate"));
    };
    let mut dropped = left_out.dropped;
    let determined = |j: &usize| design.names().get(*j).cloned();
    dropped.extend(
        fit.dropped.iter().filter_map(determined).map(|variable| Dropped {
            variable,
            reason: "determined by earlier columns".to_owned(),
        }),
    );
    let years = || sample.rows.iter().map(|&r| sample.panel.year()[r]);
    let pairs: BTreeSet<(i64, i64)> = sample.rows.iter().map(|&r| pair(sample.panel, r)).collect();
    let actors: BTreeSet<i64> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
    Ok(HierarchicalEstimate {
        rows: sample.len(),
        events: sample.events,
        actors: actors.len(),
        pairs: pairs.len(),
        first: years().min(),
        last: years().max(),
        status: status(&fit),
        coefficients: coefficients(&fit, &recipe, &design),
        groups: factors.iter().zip(&fit.groupings).map(|(f, g)| f.estimate(g)).collect(),
        divergences: fit.sampler.divergences,
        depth_limits: fit.sampler.depth_limits,
        e_bfmi: fit.sampler.e_bfmi.iter().copied().fold(f64::INFINITY, f64::min),
        dropped,
        chains: settings.chains,
        warm_up: settings.warm_up,
        draws: settings.draws,
        prior_sd: settings.prior_sd,
    })
}

/// The formula as a theory, for the columns that its terms become.
fn theory(asked: &Asked) -> Theory {
    Theory {
        id: "formula".to_owned(),
        title: asked.formula.clone(),
        question: String::new(),
        summary: String::new(),
        levels: Vec::new(),
        terms: asked.terms.clone(),
        citations: Vec::new(),
        kind: TheoryKind::Logit,
        role: Role::User,
        choices: Choices::default(),
    }
}

fn pair(panel: &Panel, row: usize) -> (i64, i64) {
    (panel.a()[row], panel.b()[row])
}

fn status(fit: &HierarchicalFit) -> ChainStatus {
    let kept = fit.coefficients.iter().enumerate().filter(|(j, _)| !fit.dropped.contains(j));
    let groups = fit.groupings.iter().flat_map(|g| std::iter::once(&g.sd).chain(&g.effects));
    ChainStatus::of(kept.map(|(_, s)| s).chain(groups), fit.chains, fit.sampler.divergences)
}

/// Terms first, then controls, the intercept last.
fn coefficients(fit: &HierarchicalFit, recipe: &Recipe, design: &Design) -> Vec<Posterior> {
    let meanings = meanings(recipe);
    let mut found: Vec<Posterior> = meanings
        .iter()
        .zip(design.names())
        .zip(&fit.coefficients)
        .enumerate()
        .filter(|(j, _)| !fit.dropped.contains(j))
        .map(|(_, ((meaning, name), s))| Posterior::new(name, &meaning.label, meaning.is_term, s))
        .collect();
    // The intercept, of no interest by itself, goes last.
    if !found.is_empty() && !fit.dropped.contains(&0) {
        found.rotate_left(1);
    }
    found
}

/// One factor with the names of its labels.
struct Factor {
    by: GroupBy,
    grouping: Grouping,
    names: BTreeMap<i64, String>,
}

impl Factor {
    fn new(by: GroupBy, sample: &Sample<'_>) -> Result<Self> {
        let panel = sample.panel;
        let of = |value: fn((i64, i64)) -> i64| -> Vec<i64> {
            sample.rows.iter().map(|&r| value(pair(panel, r))).collect()
        };
        let (grouping, names) = match by {
            GroupBy::Actor => {
                let (a, b) = (of(|p| p.0), of(|p| p.1));
                let names = a.iter().chain(&b).map(|id| (*id, name(panel, *id))).collect();
                (Grouping::by_members(by.as_str(), &a, &b), names)
            }
            GroupBy::Pair => {
                let pairs: Vec<(i64, i64)> = sample.rows.iter().map(|&r| pair(panel, r)).collect();
                let distinct: BTreeSet<(i64, i64)> = pairs.iter().copied().collect();
                let label: BTreeMap<(i64, i64), i64> = distinct.into_iter().zip(0..).collect();
                let labels: Vec<i64> = pairs.iter().filter_map(|p| label.get(p)).copied().collect();
                let named = |((a, b), label): (&(i64, i64), &i64)| {
                    (*label, format!("{} – {}", name(panel, *a), name(panel, *b)))
                };
                (Grouping::by(by.as_str(), &labels), label.iter().map(named).collect())
            }
            GroupBy::Year => {
                let years: Vec<i64> =
                    sample.rows.iter().map(|&r| i64::from(panel.year()[r])).collect();
                let names = years.iter().map(|y| (*y, y.to_string())).collect();
                (Grouping::by(by.as_str(), &years), names)
            }
        };
        Ok(Self { by, grouping: grouping.map_err(|e| internal(&e))?, names })
    }

    fn estimate(
        &self,
        g: &comity_numerics::estimators::hierarchical_logit::GroupEffects,
    ) -> GroupEstimate {
        let named = |label: &i64| self.names.get(label).cloned().unwrap_or_default();
        let mut effects: Vec<GroupEffect> = g
            .labels
            .iter()
            .zip(&g.effects)
            .map(|(label, s)| GroupEffect {
                name: named(label),
                mean: s.mean,
                low: s.lower,
                high: s.upper,
            })
            .collect();
        effects.sort_by(|x, y| y.mean.total_cmp(&x.mean).then(x.name.cmp(&y.name)));
        let variable = format!("sd({})", self.by.as_str());
        let label = format!("standard deviation of the {}s' effects", self.by.as_str());
        GroupEstimate {
            by: self.by,
            count: g.labels.len(),
            sd: Posterior::new(&variable, &label, false, &g.sd),
            effects,
        }
    }
}
