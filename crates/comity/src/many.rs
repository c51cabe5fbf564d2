//! Outlooks of many pairs at once: every pair at risk, or those of a country.

use crate::forecasts::{Ground, Progress};
use crate::ledger::Issue;
use crate::outlook::forecasts;
use crate::page::provenance::manifest;
use crate::session::Session;
use crate::spec::Spec;
use comity_core::{ActorId, Code, Dyad, Error, Manifest, Result};
use comity_outlook::{Answer, Outlook};
use serde::Serialize;
use std::collections::BTreeSet;

/// One pair in the list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// The member with the smaller id.
    pub a: ActorId,
    /// Its display name.
    pub a_name: String,
    /// The member with the larger id.
    pub b: ActorId,
    /// Its display name.
    pub b_name: String,
    /// Probability of any cooperation; `None` when there is no basis.
    pub probability: Option<f64>,
    /// 80 % interval.
    pub low80: Option<f64>,
    /// 80 % interval.
    pub high80: Option<f64>,
    /// Likelihood in the words of ICD 203.
    pub likelihood: Option<String>,
    /// Why there is no basis.
    pub no_basis: Option<String>,
    /// Whether a tie was recorded in the as-of year; `None` when not coded.
    pub tie_now: Option<bool>,
}

/// Outlooks of many pairs, likeliest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Many {
    /// One entry a pair.
    pub lines: Vec<Line>,
    /// The year the answers are as of.
    pub as_of: i16,
    /// Years ahead.
    pub horizon: u8,
    /// What they were computed from.
    pub manifest: Manifest,
    /// The forecasts as they can be recorded, in the order of the panel.
    #[serde(skip)]
    pub issue: Issue,
}

/// The outlooks of every pair at risk in the year after the as-of year; with a country, of
/// those in which the record locates a group there.
///
/// # Errors
/// [`Code::NoSample`] when no pair is left; otherwise as for one pair.
pub fn many(
    session: &Session,
    country: Option<&str>,
    spec: &Spec,
    progress: Progress<'_>,
) -> Result<Many> {
    let spec = spec.check()?;
    let mut ground = Ground::new(session, &spec, &[])?;
    ground.settings.scenarios = false;
    let wanted = ["coop_any".to_owned()];
    let evaluations = ground.evaluations(session, &spec, &wanted, progress)?;
    ground.settings.outcomes = wanted.to_vec();
    let pairs = pairs(session, &ground, country)?;
    let outlooks = ground.outlooks(session, &evaluations, &pairs)?;
    let mut lines: Vec<Line> = outlooks.iter().map(|o| line(session, &ground, o)).collect();
    lines.sort_by(|x, y| {
        let p = |l: &Line| l.probability.unwrap_or(-1.0);
        p(y).total_cmp(&p(x)).then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    let what =
        country.map_or_else(|| "outlook --all".to_owned(), |c| format!("outlook --country {c}"));
    let resolved = Spec { as_of: Some(ground.as_of), ..spec };
    let manifest = manifest(&ground.evidence, session.codebook(), &resolved, &what);
    let issue = Issue::new(&manifest, &resolved, outlooks.iter().flat_map(forecasts).collect())?;
    Ok(Many { lines, as_of: ground.as_of, horizon: spec.horizon, manifest, issue })
}

fn pairs(session: &Session, ground: &Ground, country: Option<&str>) -> Result<Vec<Dyad>> {
    let p = &ground.panel;
    let all = p
        .a()
        .iter()
        .zip(p.b())
        .zip(p.year())
        .filter(|(_, year)| **year == ground.as_of + 1)
        .filter_map(|((a, b), _)| Dyad::new(ActorId::from_raw(*a), ActorId::from_raw(*b)));
    let Some(country) = country else {
        let found: Vec<Dyad> = all.collect();
        return if found.is_empty() { Err(nobody(ground)) } else { Ok(found) };
    };
    let wanted = country.trim().to_lowercase();
    let located = |id: ActorId| {
        session.registry().get(id).map(|r| r.countries.as_slice()).unwrap_or_default()
    };
    let mut known = BTreeSet::new();
    let mut found = Vec::new();
    for dyad in all {
        let places = || located(dyad.a()).iter().chain(located(dyad.b()));
        known.extend(places().cloned());
        if places().any(|c| c.to_lowercase().starts_with(&wanted)) {
            found.push(dyad);
        }
    }
    if wanted.is_empty() || found.is_empty() {
        return Err(Error::new(Code::UnknownName, "no pair at risk has a group located there")
            .value(country)
            .candidates(known.into_iter().filter(|k| k.to_lowercase().contains(&wanted)).collect())
            .hint("countries are named as in the data, such as Syria or Myanmar (Burma)"));
    }
    Ok(found)
}

fn nobody(ground: &Ground) -> Error {
    Error::new(Code::NoSample, format!("no pair was at risk in {}", ground.as_of))
        .expected(format!("a year up to {}, the last coded for support", ground.last_coded))
}

fn line(session: &Session, ground: &Ground, o: &Outlook) -> Line {
    let name = |id| session.registry().name(id).to_owned();
    let (a, b) = (o.dyad.a(), o.dyad.b());
    let now = ground
        .panel
        .row_of(o.dyad, ground.as_of)
        .and_then(|r| ground.panel.column("coop_any")?.get(r).copied())
        .filter(|v| !v.is_nan())
        .map(|v| v == 1.0);
    let mut line = Line {
        a,
        a_name: name(a),
        b,
        b_name: name(b),
        probability: None,
        low80: None,
        high80: None,
        likelihood: None,
        no_basis: None,
        tie_now: now,
    };
    match o.outcomes.first().map(|x| &x.answer) {
        Some(Answer::Forecast(f)) => {
            line.probability = Some(f.forecast.probability);
            line.low80 = Some(f.forecast.interval80.low);
            line.high80 = Some(f.forecast.interval80.high);
            line.likelihood = Some(f.likelihood.clone());
        }
        Some(Answer::NoBasis { reason }) => line.no_basis = Some(reason.clone()),
        None => line.no_basis = Some("the outcome was not evaluated".to_owned()),
    }
    line
}
