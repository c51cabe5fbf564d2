//! Computing curves: panels, designs, fits from the journal or anew, joint tests.

use super::chosen::{measures, terms};
use super::countries::countries;
use super::result::{Curve, Curves, holm, read};
use crate::forecasts::{Progress, cache_key};
use crate::page::provenance::manifest;
use crate::session::Session;
use crate::spec::Spec;
use comity_core::{Code, Error, Manifest, Result};
use comity_panel::{Panel, PanelSpec, RiskSet};
use comity_theories::curve::{
    Estimator, Grid, Ground, JointTest, Planned, Row, Summary, joint_test, plan, run,
};
use comity_theories::{Sign, Term};
use comity_world::{Evidence, Journal};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Countries of which designs leave out one.
const COUNTRIES: usize = 10;
/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Terms by panel column; none for the common enemy, the shared sponsor and shared
    /// ideology.
    pub terms: Vec<String>,
    /// Designs to draw for each term.
    pub designs: usize,
    /// Permutations of the joint test; zero for no test.
    pub permutations: usize,
    /// Designs that the joint test takes, the first drawn.
    pub tested: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { terms: Vec::new(), designs: 600, permutations: 500, tested: 200 }
    }
}

/// Panels of every risk set.
struct Panels {
    evidence: Evidence,
    spec: Spec,
    sets: Vec<(RiskSet, Panel)>,
}

/// The curves of one or more terms.
///
/// Fits are kept in a journal in the data folder, keyed by everything they depend on: a run
/// that was ended goes on where it stopped, and a larger run begins with what a smaller one
/// has fitted.
///
/// # Errors
/// [`Code::BadSetting`] when no theory has a term or a number is out of range;
/// [`Code::NoSample`] when the data at hand lack a term that was named; [`Code::Locked`] when
/// another run computes the same; otherwise when the store cannot be read.
pub fn curves(
    session: &Session,
    settings: &Settings,
    spec: &Spec,
    progress: Progress<'_>,
) -> Result<Curves> {
    let (settings, spec) = (check(settings)?, spec.check()?);
    let panels = Panels::new(session, &spec)?;
    let all = panels.all()?;
    let theories = comity_theories::catalogue()?;
    let sets: Vec<(RiskSet, &Panel)> = panels.sets.iter().map(|(r, p)| (*r, p)).collect();
    let ground = Ground::new(&sets, &theories, countries(session, all, COUNTRIES))?;
    let (terms, unavailable) = terms(&ground, &settings)?;
    let (measures, outcomes_left_out) = measures(all);
    let grid = Grid::new(measures, ground.left_out().len());
    let planned = plan(&grid, &terms, settings.designs, panels.spec.seed);
    let designs = planned.len() / terms.len().max(1);
    let tested = if settings.permutations > 0 { designs.min(settings.tested) } else { 0 };
    let done = AtomicUsize::new(0);
    let steps = planned.len() + tested * terms.len();
    let step = || progress(done.fetch_add(1, Ordering::Relaxed) + 1, steps);

    let journal = session.world().journal(&cache_key(session, &panels.spec, "curve")?)?;
    let resumed = fit(&ground, &planned, &journal, &step)?;
    let rows = finished(&planned, &journal);
    let joint: Vec<Option<JointTest>> = terms
        .iter()
        .map(|term| {
            let own: Vec<Planned> =
                planned.iter().filter(|p| p.term == *term).take(tested).cloned().collect();
            let seed = panels.spec.seed;
            joint_test(&ground, &own, settings.permutations, seed, &step)
        })
        .collect();
    let mut ordered: Vec<Row> = Vec::new();
    for p in &planned {
        ordered.extend(rows.get(&p.key()).into_iter().flatten().cloned());
    }
    Ok(Curves {
        curves: read_all(&terms, &ordered, joint, all),
        designs_possible: grid.size(),
        designs,
        estimators: Estimator::ALL.len(),
        specifications: ordered.len(),
        resumed: resumed * Estimator::ALL.len(),
        outcomes_left_out,
        countries: ground.left_out().iter().map(|l| l.label.clone()).collect(),
        unavailable,
        covariates_unavailable: all.unavailable().iter().map(|u| u.variable.name.clone()).collect(),
        years: (
            all.year().iter().min().copied().unwrap_or_default(),
            all.year().iter().max().copied().unwrap_or_default(),
        ),
        rows: ordered,
        manifest: described(session, &panels, &settings, &terms),
    })
}

fn check(settings: &Settings) -> Result<Settings> {
    let bad = |what: &str, value: usize, range: &str| {
        Err(Error::new(Code::BadSetting, format!("the number of {what} is outside its range"))
            .value(value.to_string())
            .expected(range))
    };
    if !(1..=1_000_000).contains(&settings.designs) {
        return bad("designs", settings.designs, "1 to 1,000,000");
    }
    if settings.permutations > 100_000 {
        return bad("permutations", settings.permutations, "0 to 100,000");
    }
    Ok(settings.clone())
}

impl Panels {
    fn new(session: &Session, spec: &Spec) -> Result<Self> {
        let mut evidence = session.evidence(spec)?;
        let last = session.last_coded_year(&evidence)?;
        let spec = Spec { as_of: Some(spec.as_of.unwrap_or(last)), ..*spec };
        evidence = session.evidence(&spec)?;
        let sets = RiskSet::ALL
            .into_iter()
            .map(|risk_set| {
                let wanted = PanelSpec { risk_set, ..PanelSpec::default() };
                Ok((risk_set, comity_panel::build(&evidence, &wanted)?))
            })
            .collect::<Result<_>>()?;
        Ok(Self { evidence, spec, sets })
    }

    fn all(&self) -> Result<&Panel> {
        let found = self.sets.iter().find(|(r, _)| *r == RiskSet::All).map(|(_, p)| p);
        found.ok_or_else(|| Error::new(Code::Internal, "there is no panel of all pairs"))
    }
}

/// Fits what the journal lacks; the number of designs that it had.
fn fit(
    ground: &Ground<'_>,
    planned: &[Planned],
    journal: &Journal,
    step: &(dyn Fn() + Sync),
) -> Result<usize> {
    let known: BTreeSet<String> = finished(planned, journal).into_keys().collect();
    known.iter().for_each(|_| step());
    run(ground, planned, &known, &|rows| {
        let line =
            serde_json::to_string(rows).map_err(|e| Error::new(Code::Internal, e.to_string()))?;
        journal.append(&line)?;
        step();
        Ok(())
    })?;
    Ok(known.len())
}

/// The finished designs of a plan by key; a line that is no design's rows is passed over.
fn finished(planned: &[Planned], journal: &Journal) -> BTreeMap<String, Vec<Row>> {
    let wanted: BTreeSet<String> = planned.iter().map(Planned::key).collect();
    let mut found = BTreeMap::new();
    for line in journal.lines() {
        let Ok(rows) = serde_json::from_str::<Vec<Row>>(&line) else { continue };
        let key = rows.first().and_then(|r| r.design_key());
        if let Some(key) = key.filter(|k| wanted.contains(k) && rows.len() == Estimator::ALL.len())
        {
            found.insert(key, rows);
        }
    }
    found
}

fn read_all(
    terms: &[Term],
    rows: &[Row],
    joint: Vec<Option<JointTest>>,
    all: &Panel,
) -> Vec<Curve> {
    let p = |j: &Option<JointTest>| {
        let (with, against) = j.as_ref()?.all_beyond();
        Some(against.map_or(with, |against| (2.0 * with.min(against)).min(1.0)))
    };
    let adjusted = holm(&joint.iter().map(p).collect::<Vec<_>>());
    terms
        .iter()
        .zip(joint.into_iter().zip(adjusted))
        .map(|(term, (joint, adjusted_p))| {
            let name = comity_theories::curve::unlagged(&term.variable);
            let own: Vec<&Row> = rows.iter().filter(|r| r.term == name).collect();
            let predicted: Sign = term.predicted;
            let summary = Summary::new(name, predicted, &own);
            let label = all.variable(name).map_or_else(|| name.to_owned(), |v| v.label.clone());
            let (reading, sentence) = read(&label, &summary, joint.as_ref(), adjusted_p);
            let because = term.because.clone();
            Curve { label, because, summary, joint, adjusted_p, reading, sentence }
        })
        .collect()
}

fn described(session: &Session, panels: &Panels, settings: &Settings, terms: &[Term]) -> Manifest {
    let mut m = manifest(&panels.evidence, session.codebook(), &panels.spec, "curve");
    let names: Vec<&str> = terms.iter().map(|t| t.variable.as_str()).collect();
    for unused in ["horizon", "first-forecast", "paths"] {
        m.specification.remove(unused);
    }
    m.specification.extend([
        ("risk-set".to_owned(), "every one, as a choice".to_owned()),
        ("terms".to_owned(), names.join(", ")),
        ("designs".to_owned(), settings.designs.to_string()),
        ("permutations".to_owned(), settings.permutations.to_string()),
        ("designs-tested".to_owned(), settings.tested.to_string()),
    ]);
    m
}
