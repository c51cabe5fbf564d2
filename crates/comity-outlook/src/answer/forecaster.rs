//! From evaluations to the outlook of a pair.

use super::basis::{self, LastObserved};
use super::factors;
use super::grid::{Expectation, grid, past};
use super::prepared::{OutcomeFitter, Prepared, Ready, Shared};
use super::reference::classes;
use super::types::{Answer, DomainForecast, DomainOutlook, ModelForecast, Outlook, Uncertainty};
use super::wording::{question, resolution_rule};
use crate::evaluation::Evaluation;
use crate::model::ModelInfo;
use crate::paths::{Condition, Extent, Member, PathRun, simulate};
use crate::random::seed_for;
use crate::scenarios::{self, Scenario};
use crate::settings::{Settings, domain_of};
use comity_core::{ActorId, Dyad, Estimand, Forecast, Interval, Result, Year, words};
use comity_panel::Panel;
use comity_score::quantile;
use comity_theories::lookup::RowValues;
use comity_theories::{FitSettings, Theory};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The outlook of one pair. For many pairs on one panel, build a [`Forecaster`] once.
///
/// `panel` must have been built with `forecast_year` the year after `settings.as_of`;
/// `evaluations` are those of [`crate::evaluate`] on the same panel, theories and settings.
///
/// # Errors
/// [`comity_core::Code::BadSetting`] when a setting is out of range or an evaluation is of
/// other theories or years; [`comity_core::Code::BadForecast`] when a forecast contradicts
/// itself, which is a fault of comity.
pub fn outlook(
    dyad: Dyad,
    panel: &Panel,
    evaluations: &[Evaluation],
    theories: &[Theory],
    settings: &Settings,
) -> Result<Outlook> {
    Forecaster::new(panel, evaluations, theories, settings)?.outlook(dyad)
}

/// Models fitted on everything up to the as-of year, ready to answer for any pair.
pub struct Forecaster<'a> {
    shared: Shared<'a>,
    outcomes: Vec<Prepared<'a>>,
    seen: LastObserved,
}

impl<'a> Forecaster<'a> {
    /// Fits every theory on every evaluated outcome.
    ///
    /// # Errors
    /// As [`outlook`].
    pub fn new(
        panel: &'a Panel,
        evaluations: &'a [Evaluation],
        theories: &[Theory],
        settings: &'a Settings,
    ) -> Result<Self> {
        let models: Vec<ModelInfo> = theories.iter().map(crate::theory::info).collect();
        let terms = theories.iter().flat_map(crate::theory::expectations).collect();
        let fit = |outcome: &str, m: usize, rows: &[u32]| {
            crate::theory::fit(theories, m, (panel, outcome), rows, &FitSettings::default(), None)
        };
        Self::assemble(panel, evaluations, (&models, terms), &fit, settings)
    }

    /// [`Forecaster::new`] for any fitter.
    pub(crate) fn assemble(
        panel: &'a Panel,
        evaluations: &'a [Evaluation],
        (models, terms): (&[ModelInfo], Vec<Expectation>),
        fit: OutcomeFitter<'_>,
        settings: &'a Settings,
    ) -> Result<Self> {
        let s = settings.check()?;
        let outcomes = settings
            .outcomes
            .par_iter()
            .map(|outcome| {
                let evaluation = evaluations.iter().find(|e| e.outcome == *outcome);
                Prepared::new(panel, outcome, evaluation, models, fit, s)
            })
            .collect::<Result<Vec<_>>>()?;
        let seen = basis::last_observed(panel, s.as_of);
        Ok(Self { shared: Shared { panel, terms, settings: s }, outcomes, seen })
    }

    /// States the last year, up to the as-of year, in which the support source observed a
    /// group (`None`: never), where the caller knows more than the panel's rows show.
    #[must_use]
    pub fn observed(mut self, group: ActorId, last: Option<Year>) -> Self {
        match last.filter(|y| *y <= self.shared.settings.as_of) {
            Some(year) => self.seen.insert(group.raw(), year),
            None => self.seen.remove(&group.raw()),
        };
        self
    }

    /// The outlook of one pair.
    ///
    /// # Errors
    /// [`comity_core::Code::BadForecast`] when a forecast contradicts itself.
    pub fn outlook(&self, dyad: Dyad) -> Result<Outlook> {
        let s = self.shared.settings;
        let groups = basis::groups(self.shared.panel, dyad, &self.seen, s.as_of);
        let outcomes = self
            .outcomes
            .par_iter()
            .map(|p| {
                let answer = match self.refusal(p, dyad, groups.as_deref()) {
                    Some(reason) => Answer::NoBasis { reason },
                    None => self.answer(p, dyad)?,
                };
                Ok(DomainOutlook {
                    outcome: p.outcome.to_owned(),
                    domain: domain_of(p.outcome),
                    answer,
                    past: p.ready.as_ref().map_or_else(Vec::new, |r| past(r.evaluation, dyad)),
                })
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(Outlook { dyad, as_of: s.as_of, horizon: s.horizon, outcomes })
    }

    fn refusal(&self, p: &Prepared<'_>, dyad: Dyad, groups: Option<&str>) -> Option<String> {
        let as_of = self.shared.settings.as_of;
        if let Some(reason) = basis::outcome(self.shared.panel, p.outcome, &p.coded, as_of) {
            return Some(reason);
        }
        if let Some(reason) = groups {
            return Some(reason.to_owned());
        }
        if p.ready.is_none() {
            return Some("the models could not be evaluated on earlier years".into());
        }
        if self.shared.panel.row_of(dyad, as_of + 1).is_none() {
            return Some(format!("the panel has no row for the pair in {}", as_of + 1));
        }
        None
    }

    fn answer(&self, p: &Prepared<'_>, dyad: Dyad) -> Result<Answer> {
        let (panel, s) = (self.shared.panel, self.shared.settings);
        let first_year = s.as_of + 1;
        let (Some(ready), Some(row)) = (p.ready.as_ref(), panel.row_of(dyad, first_year)) else {
            return Ok(Answer::NoBasis { reason: "the pair has no row to forecast".into() });
        };
        let row_values = RowValues::new(panel, row);
        let start = |name: &str| row_values.get(name);
        let outcome = p.outcome;
        let unchanged = Condition { start: &start, first_year, outcome, changes: BTreeMap::new() };
        let models = self.models(ready, &unchanged);
        if let Some(reason) = basis::distance(&models) {
            return Ok(Answer::NoBasis { reason });
        }
        let members = members(ready, s.draws);
        let extent = self.extent(p.outcome);
        let run = simulate(&members, &unchanged, extent);
        let scenarios = if s.scenarios {
            self.scenarios(ready, &members, &unchanged, &run, extent)
        } else {
            Vec::new()
        };
        let last = (0..p.coded.rows.len()).rev().find_map(|i| {
            let row = *p.coded.rows.get(i)? as usize;
            let here = (*panel.a().get(row)?, *panel.b().get(row)?);
            (here == (dyad.a().raw(), dyad.b().raw())).then_some(row)
        });
        let contributions: Vec<_> = ready
            .members
            .iter()
            .map(|m| (m.weight, m.model.contributions(&|name| unchanged.first(name))))
            .collect();
        let reference = classes(panel, p.outcome, &p.coded, start("tie_lag1"));
        let forecast = Forecast {
            estimand: Estimand {
                dyad,
                domain: domain_of(p.outcome),
                as_of: s.as_of,
                horizon: s.horizon,
            },
            question: question(panel, dyad, p.outcome, &s),
            resolution_rule: resolution_rule(panel, p.outcome, &s),
            probability: run.probability,
            interval80: interval(&run.conditional, 0.8, run.probability),
            interval95: interval(&run.conditional, 0.95, run.probability),
            base_rate: reference.first().map_or(0.0, |r| r.share),
            reference_class: reference.first().map_or_else(String::new, |r| r.description.clone()),
            weights: ready.members.iter().map(|m| (m.info.id.clone(), m.weight)).collect(),
            resolution: None,
        }
        .checked()?;
        let paths: u64 = run.years.iter().sum();
        Ok(Answer::Forecast(Box::new(DomainForecast {
            likelihood: words::likelihood(forecast.probability).to_owned(),
            uncertainty: uncertainty(&members, &run),
            reference,
            models: with_probabilities(models, &run),
            factors: factors::average(&contributions),
            grid: grid(panel, p.outcome, &self.shared.terms, last, &|n| ready.typical(n)),
            scenarios,
            years_ahead: run.years.iter().map(|n| *n as f64 / paths.max(1) as f64).collect(),
            forecast,
        })))
    }

    fn extent(&self, outcome: &str) -> Extent {
        let s = self.shared.settings;
        Extent {
            horizon: s.horizon,
            draws: s.draws,
            paths: s.paths,
            seed: seed_for(s.seed, &format!("paths/{outcome}")),
        }
    }

    fn models(&self, ready: &Ready<'_>, at: &Condition<'_>) -> Vec<ModelForecast> {
        let values = |name: &str| at.first(name);
        ready
            .members
            .iter()
            .map(|m| ModelForecast {
                info: m.info.clone(),
                weight: m.weight,
                probability: 0.0,
                interval80: Interval { low: 0.0, high: 0.0 },
                fit: m.fit.clone(),
                leverage: m.model.leverage(&values),
                out_of_range: m.model.range_violations(&values),
                forms: m.model.forms(&values),
            })
            .collect()
    }

    fn scenarios(
        &self,
        ready: &Ready<'_>,
        members: &[Member<'_>],
        unchanged: &Condition<'_>,
        base: &PathRun,
        extent: Extent,
    ) -> Vec<Scenario> {
        let run = scenarios::Run {
            panel: self.shared.panel,
            spread: &ready.spread,
            members,
            unchanged,
            base,
            extent,
            as_of: self.shared.settings.as_of,
            used: self.shared.terms.iter().map(|t| t.variable.as_str()).collect(),
        };
        scenarios::CATALOGUE.par_iter().map(|plan| scenarios::run(plan, &run)).collect()
    }
}

fn members<'r>(ready: &'r Ready<'_>, draws: usize) -> Vec<Member<'r>> {
    ready
        .members
        .iter()
        .map(|m| Member {
            weight: m.weight,
            model: m.model.as_ref(),
            sampler: m.model.sampler(draws, m.seed),
        })
        .collect()
}

/// The central interval of the paths' probabilities, widened where needed to hold the point:
/// the mean of a skewed mixture can lie outside its own quantiles.
pub(crate) fn interval(paths: &[f64], level: f64, point: f64) -> Interval {
    let tail = (1.0 - level) / 2.0;
    let low = quantile(paths, tail).unwrap_or(point);
    let high = quantile(paths, 1.0 - tail).unwrap_or(point);
    Interval { low: low.min(point), high: high.max(point) }
}

fn with_probabilities(mut models: Vec<ModelForecast>, run: &PathRun) -> Vec<ModelForecast> {
    for ((m, p), draws) in models.iter_mut().zip(&run.by_model).zip(&run.draws) {
        m.probability = *p;
        m.interval80 = interval(draws, 0.8, *p);
    }
    models
}

/// The three parts of uncertainty (law of total variance over draws and models; Bernoulli).
fn uncertainty(members: &[Member<'_>], run: &PathRun) -> Uncertainty {
    let p = run.probability;
    let (mut parameters, mut models) = (0.0, 0.0);
    for ((m, point), draws) in members.iter().zip(&run.by_model).zip(&run.draws) {
        let n = draws.len().max(1) as f64;
        let mean = draws.iter().sum::<f64>() / n;
        parameters += m.weight * draws.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / n;
        models += m.weight * (point - p).powi(2);
    }
    Uncertainty {
        parameters: parameters.sqrt(),
        models: models.sqrt(),
        outcome: (p * (1.0 - p)).max(0.0).sqrt(),
    }
}
