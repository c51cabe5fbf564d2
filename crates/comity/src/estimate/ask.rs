//! From evidence to an estimate.

use crate::forecasts::Progress;
use crate::page::provenance::{manifest, source_names};
use crate::scores::outcome_column;
use crate::session::Session;
use crate::spec::Spec;
use comity_core::{Code, Error, Manifest, Result, Year};
use comity_panel::{Panel, PanelSpec, RiskSet};
use comity_theories::Training;
use comity_theories::estimate::{
    self, AmeEstimate, AmeSettings, HierarchicalEstimate, HierarchicalSettings, TergmEstimate,
    TergmSettings,
};
use comity_world::Evidence;
use serde::Serialize;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What to estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The outcome: `any`, `military`, `security` or `political`.
    pub outcome: &'a str,
    /// The formula, with or without its left side.
    pub formula: &'a str,
}

/// An estimate with what it was computed from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimated<T> {
    /// `hierarchical`, `ame` or `tergm`.
    pub estimator: &'static str,
    /// Panel column that is explained.
    pub outcome: String,
    /// The formula as it was written.
    pub formula: String,
    /// Which pairs are at risk.
    pub risk_set: RiskSet,
    /// Last year whose events were used.
    pub as_of: Year,
    /// Seed of every random draw.
    pub seed: u64,
    /// Data sets with their versions.
    pub sources: Vec<String>,
    /// The estimate.
    pub estimate: T,
    /// What it was computed from.
    pub manifest: Manifest,
}

impl<T> Estimated<T> {
    /// The right side of the formula.
    #[must_use]
    pub fn terms(&self) -> &str {
        self.formula.split_once('~').map_or(self.formula.as_str(), |(_, right)| right).trim()
    }
}

/// A logit with group effects: years and settings; `None` for every year that was coded.
#[derive(Clone, Debug, PartialEq)]
pub struct Hierarchical {
    /// First and last year.
    pub years: Option<(Year, Year)>,
    /// Settings of the fit.
    pub settings: HierarchicalSettings,
}

/// A temporal exponential random graph model: years and settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tergm {
    /// First and last year; `None` for every year that was coded.
    pub years: Option<(Year, Year)>,
    /// Refits of the bootstrap.
    pub replicates: usize,
}

/// Evidence as of a year.
struct Ground {
    evidence: Evidence,
    as_of: Year,
    spec: Spec,
    outcome: String,
}

impl Ground {
    fn new(session: &Session, outcome: &str, spec: &Spec) -> Result<Self> {
        let (spec, outcome) = (spec.check()?, outcome_column(outcome)?);
        let last = session.last_coded_year(&session.evidence(&spec)?)?;
        let as_of = spec.as_of.unwrap_or(last);
        let spec = Spec { as_of: Some(as_of), ..spec };
        Ok(Self { evidence: session.evidence(&spec)?, as_of, spec, outcome })
    }

    fn panel(&self, risk_set: RiskSet) -> Result<Panel> {
        comity_panel::build(&self.evidence, &PanelSpec { risk_set, ..PanelSpec::default() })
    }

    fn read(&self, asked: &Asked<'_>, panel: &Panel, patterns: bool) -> Result<estimate::Asked> {
        estimate::Asked::read(asked.formula, &self.outcome, panel, patterns)
    }

    fn answer<T>(
        self,
        session: &Session,
        estimator: &'static str,
        asked: &estimate::Asked,
        settings: &[(&str, String)],
        estimate: T,
    ) -> Estimated<T> {
        let what = format!("estimate {estimator} {}", self.outcome);
        let mut manifest = manifest(&self.evidence, session.codebook(), &self.spec, &what);
        for unused in ["horizon", "first-forecast", "paths"] {
            manifest.specification.remove(unused);
        }
        let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        manifest.specification.extend(settings);
        manifest.specification.insert("formula".to_owned(), asked.formula.clone());
        Estimated {
            estimator,
            outcome: self.outcome,
            formula: asked.formula.clone(),
            risk_set: self.spec.risk_set,
            as_of: self.as_of,
            seed: self.spec.seed,
            sources: source_names(&manifest),
            estimate,
            manifest,
        }
    }
}

/// Counts steps, which come from several threads.
fn counted<'a>(progress: Progress<'a>, total: usize) -> impl Fn() + Sync + 'a {
    let done = AtomicUsize::new(0);
    move || progress(done.fetch_add(1, Ordering::Relaxed) + 1, total)
}

/// The Bayesian logit with group effects.
///
/// # Errors
/// [`Code::BadSetting`] when outcome, formula or a setting is wrong; [`Code::NoSample`] when
/// nothing can be estimated; otherwise when the store cannot be read.
pub fn hierarchical(
    session: &Session,
    asked: &Asked<'_>,
    wanted: &Hierarchical,
    spec: &Spec,
    progress: Progress<'_>,
) -> Result<Estimated<HierarchicalEstimate>> {
    let ground = Ground::new(session, asked.outcome, spec)?;
    let panel = ground.panel(spec.risk_set)?;
    let read = ground.read(asked, &panel, false)?;
    let (first, last) = wanted.years.unwrap_or((Year::MIN, ground.as_of));
    let rows: Vec<u32> =
        (0..).zip(panel.year()).filter(|(_, y)| (first..=last).contains(*y)).map(|r| r.0).collect();
    if rows.is_empty() {
        return Err(Error::new(Code::NoSample, "no pair of groups was observed in these years")
            .value(format!("{first} to {last}"))
            .hint("`comity panel` says which years there are"));
    }
    let training = Training { panel: &panel, outcome: &ground.outcome, rows: &rows };
    let s = &wanted.settings;
    let settings = HierarchicalSettings { seed: spec.seed, ..s.clone() };
    let step = counted(progress, s.chains * (s.warm_up + s.draws));
    let estimate = estimate::hierarchical(&read, &training, &settings, &step)?;
    let groups: Vec<&str> = s.groups.iter().map(|g| g.as_str()).collect();
    let named = [
        ("years", years(wanted.years)),
        ("groups", groups.join(", ")),
        ("since-tie", format!("{:?}", s.time.since_tie).to_lowercase()),
        ("calendar", s.time.calendar.to_string()),
        ("chains", s.chains.to_string()),
        ("warm-up", s.warm_up.to_string()),
        ("draws", s.draws.to_string()),
        ("target-acceptance", s.target_acceptance.to_string()),
        ("prior-sd", s.prior_sd.to_string()),
    ];
    Ok(ground.answer(session, "hierarchical", &read, &named, estimate))
}

/// Additive and multiplicative effects in the network of one year.
///
/// # Errors
/// As [`hierarchical`].
pub fn ame(
    session: &Session,
    asked: &Asked<'_>,
    settings: &AmeSettings,
    spec: &Spec,
    progress: Progress<'_>,
) -> Result<Estimated<AmeEstimate>> {
    let ground = Ground::new(session, asked.outcome, spec)?;
    let all = ground.panel(RiskSet::All)?;
    let read = ground.read(asked, &all, false)?;
    let at_risk = match spec.risk_set {
        RiskSet::All => None,
        other => Some(ground.panel(other)?),
    };
    let settings = AmeSettings { seed: spec.seed, ..*settings };
    let step = counted(progress, settings.chains * (settings.burn_in + settings.sweeps));
    let estimate = estimate::ame(&read, &all, at_risk.as_ref().unwrap_or(&all), &settings, &step)?;
    let named = [
        ("year", settings.year.to_string()),
        ("rank", settings.rank.to_string()),
        ("chains", settings.chains.to_string()),
        ("burn-in", settings.burn_in.to_string()),
        ("sweeps", settings.sweeps.to_string()),
        ("thin", settings.thin.to_string()),
    ];
    Ok(ground.answer(session, "ame", &read, &named, estimate))
}

/// A temporal exponential random graph model by pseudo-likelihood, with a bootstrap over
/// years. Its networks are of every pair observed, whatever the risk set.
///
/// # Errors
/// As [`hierarchical`].
pub fn tergm(
    session: &Session,
    asked: &Asked<'_>,
    wanted: &Tergm,
    spec: &Spec,
    progress: Progress<'_>,
) -> Result<Estimated<TergmEstimate>> {
    let spec = Spec { risk_set: RiskSet::All, ..*spec };
    let ground = Ground::new(session, asked.outcome, &spec)?;
    let panel = ground.panel(RiskSet::All)?;
    let read = ground.read(asked, &panel, true)?;
    let span = || {
        let first = panel.year().iter().min().copied().unwrap_or_default();
        (first, ground.as_of)
    };
    let (first, last) = wanted.years.unwrap_or_else(span);
    let settings = TergmSettings { first, last, replicates: wanted.replicates, seed: spec.seed };
    let step = counted(progress, wanted.replicates);
    let estimate = estimate::tergm(&read, &panel, &settings, &step)?;
    let named = [("years", years(wanted.years)), ("replicates", wanted.replicates.to_string())];
    Ok(ground.answer(session, "tergm", &read, &named, estimate))
}

fn years(years: Option<(Year, Year)>) -> String {
    years.map_or_else(|| "all".to_owned(), |(first, last)| format!("{first} to {last}"))
}
