//! From evidence to a panel.

use crate::covariates::{self, Covariate, Timing};
use crate::index::{Index, Pair};
use crate::outcome::{self, Outcome};
use crate::panel::{Column, Panel, Unavailable};
use crate::risk;
use crate::spec::PanelSpec;
use comity_core::{Code, Error, Result, Variable, Year};
use comity_world::Evidence;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Builds the panel that `spec` asks for: rows sorted by `(a, b, year)`, outcomes first,
/// then covariates in the order of [`covariates::all`].
///
/// In a forecast year outcomes and same-year covariates are missing, and evidence of that
/// year or later is not used anywhere.
///
/// # Errors
/// [`Code::BadSetting`] when the first year is after the last;
/// [`Code::NoSample`] when no pair is at risk in any of the years;
/// [`Code::Internal`] when a table of the evidence lacks a column of its schema.
pub fn build(evidence: &Evidence, spec: &PanelSpec) -> Result<Panel> {
    if let (Some(first), Some(last)) = (spec.first_year, spec.last_year)
        && first > last
    {
        return Err(Error::new(Code::BadSetting, "the first year of the panel is after the last")
            .value(format!("{first} to {last}")));
    }
    let extra = spec.extra_pairs.iter().flat_map(|d| [d.a().raw(), d.b().raw()]);
    let index = Index::read(evidence, spec.forecast_year.map(|y| y - 1), extra)?;
    let rows = risk::rows(&index, spec);
    if rows.is_empty() {
        return Err(Error::new(Code::NoSample, "no pair of groups is at risk in these years")
            .expected("UCDP External Support to observe at least two groups in one year")
            .hint("widen the years or the risk set, or add UCDP External Support"));
    }
    let (plans, unavailable) = plan(evidence);
    let columns = plans
        .into_par_iter()
        .map(|p| Column {
            values: p.values(&index, &rows, spec.forecast_year),
            variable: p.variable,
        })
        .collect();
    let id = |node| index.id(node).unwrap_or_default();
    let panel = Panel::from_columns(
        spec.clone(),
        rows.iter().map(|(pair, _)| id(pair.a)).collect(),
        rows.iter().map(|(pair, _)| id(pair.b)).collect(),
        rows.iter().map(|(_, year)| *year).collect(),
        columns,
    )?;
    Ok(panel.with_context(unavailable, names(&index, &rows)))
}

/// How the values of one column come about.
struct Plan {
    variable: Variable,
    rule: Rule,
}

enum Rule {
    Outcome(Outcome),
    /// The covariate in the row's own year; missing in a forecast unless known in advance.
    Plain(&'static dyn Covariate),
    /// The covariate in the year before the row's.
    Lagged(&'static dyn Covariate),
}

/// The columns that the data sets at hand allow, and those they do not.
fn plan(evidence: &Evidence) -> (Vec<Plan>, Vec<Unavailable>) {
    let mut plans: Vec<Plan> = outcome::all()
        .into_iter()
        .map(|o| Plan { variable: o.variable(), rule: Rule::Outcome(o) })
        .collect();
    let mut unavailable = Vec::new();
    for covariate in covariates::all() {
        let definition = covariate.definition();
        if let Some(missing_source) = definition.missing_source(|key| evidence.has(key)) {
            let absent = definition.variables().into_iter();
            unavailable.extend(absent.map(|variable| Unavailable { variable, missing_source }));
            continue;
        }
        plans.push(Plan { variable: definition.variable(), rule: Rule::Plain(*covariate) });
        let lagged = definition.lagged().into_iter();
        plans.extend(lagged.map(|variable| Plan { variable, rule: Rule::Lagged(*covariate) }));
    }
    (plans, unavailable)
}

impl Plan {
    fn values(&self, index: &Index, rows: &[(Pair, Year)], forecast: Option<Year>) -> Vec<f64> {
        let rows = rows.iter().copied();
        match &self.rule {
            Rule::Outcome(o) => rows
                .map(|(pair, year)| match forecast {
                    Some(f) if year >= f => f64::NAN,
                    _ => o.value(index, pair, year),
                })
                .collect(),
            Rule::Plain(c) if c.definition().timing == Timing::Varying => rows
                .map(|(pair, year)| match forecast {
                    Some(f) if year >= f => f64::NAN,
                    _ => c.value(index, pair, year),
                })
                .collect(),
            Rule::Plain(c) => rows.map(|(pair, year)| c.value(index, pair, year)).collect(),
            Rule::Lagged(c) => rows.map(|(pair, year)| c.value(index, pair, year - 1)).collect(),
        }
    }
}

fn names(index: &Index, rows: &[(Pair, Year)]) -> BTreeMap<i64, String> {
    let mut members: Vec<u32> = rows.iter().flat_map(|(pair, _)| pair.members()).collect();
    members.sort_unstable();
    members.dedup();
    members
        .into_iter()
        .filter_map(|node| Some((index.id(node)?, index.name(node)?.to_owned())))
        .collect()
}
