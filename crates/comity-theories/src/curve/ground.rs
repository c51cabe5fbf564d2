//! What every design of a run shares: panels, terms, countries to leave out.

use super::choices::{Design, Lag, Missing, Time};
use super::data::{Data, Lacking};
use crate::models::alliance::SPONSOR;
use crate::models::recipe::Recipe;
use crate::sample::Sample;
use crate::settings::{FitSettings, SinceTie, TimeControl};
use crate::theory::{Choices, Role, Term, Theory, TheoryKind};
use comity_core::{Code, Error, Level, Result};
use comity_numerics::Design as Matrix;
use comity_numerics::variance::dyadic::Dyads;

use comity_panel::{Panel, RiskSet};
use std::collections::BTreeSet;

/// A country (or whatever actors are grouped by) to leave out: rows of which either member
/// belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its name.
    pub label: String,
    /// Raw ids of its actors.
    pub actors: BTreeSet<i64>,
}

/// One panel with what is computed from it once.
struct Base<'a> {
    risk_set: RiskSet,
    panel: &'a Panel,
    dyads: Dyads,
    /// For each country, whether a row goes with it.
    gone: Vec<Vec<bool>>,
}

/// Panels of every risk set, the terms of the theories, the countries to leave out.
pub struct Ground<'a> {
    bases: Vec<Base<'a>>,
    terms: Vec<(Level, Term)>,
    left_out: Vec<LeftOut>,
}

impl<'a> Ground<'a> {
    /// From one panel a risk set and the theories whose terms are the covariates.
    ///
    /// # Errors
    /// [`Code::NoSample`] when a panel has no rows.
    pub fn new(
        panels: &[(RiskSet, &'a Panel)],
        theories: &[Theory],
        left_out: Vec<LeftOut>,
    ) -> Result<Self> {
        let mut bases = Vec::new();
        for (risk_set, panel) in panels {
            let dyads = Dyads::new(panel.a(), panel.b())
                .map_err(|e| Error::new(Code::NoSample, e.to_string()))?;
            let pairs = || panel.a().iter().zip(panel.b());
            let gone = left_out
                .iter()
                .map(|l| {
                    pairs().map(|(a, b)| [a, b].iter().any(|x| l.actors.contains(x))).collect()
                })
                .collect();
            bases.push(Base { risk_set: *risk_set, panel, dyads, gone });
        }
        let single = |t: &&Theory| t.kind == TheoryKind::Logit && t.levels.len() == 1;
        let terms = theories
            .iter()
            .filter(single)
            .flat_map(|t| {
                t.terms.iter().filter_map(|term| Some((*t.levels.first()?, term.clone())))
            })
            .collect();
        Ok(Self { bases, terms, left_out })
    }

    /// The countries, in the order of [`Design::left_out`].
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// The term of a theory by its panel column, with or without the lag; `None` when no
    /// theory has it.
    #[must_use]
    pub fn term(&self, name: &str) -> Option<&Term> {
        self.terms
            .iter()
            .map(|(_, t)| t)
            .find(|t| t.variable == name || unlagged(&t.variable) == name)
    }

    /// Every term by its panel column without the lag.
    #[must_use]
    pub fn term_names(&self) -> Vec<String> {
        self.terms.iter().map(|(_, t)| unlagged(&t.variable).to_owned()).collect()
    }

    /// Whether the panels have the term's column.
    #[must_use]
    pub fn has(&self, term: &Term) -> bool {
        self.bases.iter().all(|b| b.panel.column(&term.variable).is_some())
    }

    pub(super) fn panel(&self, risk_set: RiskSet) -> Option<&'a Panel> {
        self.bases.iter().find(|b| b.risk_set == risk_set).map(|b| b.panel)
    }

    /// The sample and design matrix of a design, or why there is none.
    pub(super) fn data(&self, design: &Design, focal: &Term) -> Result<Data, Lacking> {
        let none = |reason: &str| Lacking {
            rows: 0,
            events: 0,
            identified: true,
            reason: reason.to_owned(),
        };
        let base = self.bases.iter().find(|b| b.risk_set == design.risk_set);
        let base = base.ok_or_else(|| none("there is no panel of this risk set"))?;
        let outcome = design.measure.column(design.spell);
        let theory = self.theory(design, focal, base.panel);
        let rows = base.rows(design, &outcome, &theory);
        let values = base.panel.column(&outcome).unwrap_or_default();
        let y: Vec<bool> = rows.iter().map(|&r| values.get(r) == Some(&1.0)).collect();
        let events = y.iter().filter(|y| **y).count();
        let settings = FitSettings { time: time(design.time), ..FitSettings::default() };
        let lacking =
            |identified, reason: String| Lacking { rows: rows.len(), events, identified, reason };
        let rarer = events.min(y.len() - events);
        if rarer < settings.min_events {
            let wanted = settings.min_events;
            return Err(lacking(
                true,
                format!("{rarer} rows of the rarer outcome, {wanted} are needed"),
            ));
        }
        let sample = Sample { panel: base.panel, outcome: &outcome, rows: rows.clone(), y, events };
        let (recipe, out) = Recipe::new(&theory, &sample, &settings);
        let variable = theory.terms.first().map(|t| t.variable.as_str()).unwrap_or_default();
        let Some(place) = recipe.covariates.iter().position(|c| c.variable == variable) else {
            let why = out.dropped.iter().find(|d| d.variable == variable);
            let why = why.map_or_else(|| "not in the panel".to_owned(), |d| d.reason.clone());
            return Err(lacking(false, why));
        };
        let columns = recipe.names().into_iter().zip(recipe.columns(base.panel, &rows)).collect();
        let matrix = Matrix::new(rows.len(), columns).map_err(|e| lacking(true, e.to_string()))?;
        let dyads = base.dyads.select(&rows);
        let whole = (rows.len(), events);
        let sponsored = base
            .panel
            .column(SPONSOR)
            .map(|column| rows.iter().map(|&r| column.get(r) == Some(&1.0)).collect());
        Ok(Data { matrix, y: sample.y, dyads, sponsored, focal: 1 + place, rows, whole })
    }

    /// The term first, then the covariates of the levels, in the year of the lag.
    fn theory(&self, design: &Design, focal: &Term, panel: &Panel) -> Theory {
        let dated = |level: Option<Level>, term: &Term| {
            let plain = unlagged(&term.variable);
            let same = design.lag == Lag::Same
                && level != Some(Level::History)
                && panel.column(plain).is_some();
            let variable = if same { plain.to_owned() } else { term.variable.clone() };
            Term { variable, ..term.clone() }
        };
        let own = self.terms.iter().find(|(_, t)| t.variable == focal.variable).map(|(l, _)| *l);
        let mut terms = vec![dated(own, focal)];
        let beside = self.terms.iter().filter(|(level, term)| {
            design.levels.contains(*level) && term.variable != focal.variable
        });
        terms.extend(beside.map(|(level, term)| dated(Some(*level), term)));
        Theory {
            id: focal.variable.clone(),
            title: String::new(),
            question: String::new(),
            summary: String::new(),
            levels: Vec::new(),
            terms,
            citations: Vec::new(),
            kind: TheoryKind::Logit,
            role: Role::default(),
            choices: Choices::default(),
        }
    }
}

impl Base<'_> {
    /// The rows of a design.
    fn rows(&self, design: &Design, outcome: &str, theory: &Theory) -> Vec<usize> {
        let Some(values) = self.panel.column(outcome) else { return Vec::new() };
        let gone = design.left_out.and_then(|k| self.gone.get(k));
        let stays = |row: usize| gone.is_none_or(|g| g.get(row) != Some(&true));
        let rows: Vec<usize> = values
            .iter()
            .zip(self.panel.year())
            .enumerate()
            .filter(|(row, (v, year))| !v.is_nan() && design.period.contains(**year) && stays(*row))
            .map(|(row, _)| row)
            .collect();
        if design.missing == Missing::Mark {
            return rows;
        }
        // A column known in too few rows is left out of the model, not its rows of the sample.
        let wanted = FitSettings::default().min_known * rows.len() as f64;
        let columns: Vec<&[f64]> = theory
            .terms
            .iter()
            .filter_map(|t| self.panel.column(&t.variable))
            .filter(|c| rows.iter().filter(|&&r| known(c, r)).count() as f64 >= wanted)
            .collect();
        rows.into_iter().filter(|&r| columns.iter().all(|c| known(c, r))).collect()
    }
}

fn known(column: &[f64], row: usize) -> bool {
    column.get(row).is_some_and(|v| !v.is_nan())
}

/// A panel column without its lag, where the lag is one of the year before.
#[must_use]
pub fn unlagged(variable: &str) -> &str {
    match variable {
        "tie_lag1" | "tie_coded_lag1" => variable,
        other => other.strip_suffix("_lag1").unwrap_or(other),
    }
}

fn time(time: Time) -> TimeControl {
    let (since_tie, calendar) = match time {
        Time::None => (SinceTie::None, 0),
        Time::Cubic => (SinceTie::Cubic, 0),
        Time::Spline => (SinceTie::Spline(3), 0),
        Time::SplineCalendar => (SinceTie::Spline(3), 3),
        Time::Calendar => (SinceTie::None, 3),
    };
    TimeControl { since_tie, calendar }
}
