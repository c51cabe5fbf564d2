//! What a curve shows: how estimates spread, and which choice moves them most.

use super::row::{Estimated, Row, Status};
use crate::theory::Sign;
use serde::Serialize;

/// Estimates that a value of a choice needs before its median counts as a comparison.
const ENOUGH: usize = 20;

/// A choice: its name and how a row states it.
pub type Choice = (&'static str, fn(&Row) -> &str);

/// The choices of a specification, in the order of the tables.
pub const CHOICES: [Choice; 11] = [
    ("outcome", |r| &r.outcome),
    ("sources", |r| &r.sources),
    ("spell", |r| &r.spell),
    ("risk set", |r| &r.risk_set),
    ("lag", |r| &r.lag),
    ("covariates", |r| &r.covariates),
    ("time", |r| &r.time),
    ("period", |r| &r.period),
    ("missing", |r| &r.missing),
    ("left out", |r| &r.left_out),
    ("estimator", |r| &r.estimator),
];

/// How some estimates spread, on the scale of the relative effect.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// Specifications.
    pub specifications: usize,
    /// Of these, with an estimate; the shares below are of them.
    pub estimates: usize,
    /// Median estimate; `None` without an estimate.
    pub median: Option<f64>,
    /// 5 % quantile.
    pub low: Option<f64>,
    /// 95 % quantile.
    pub high: Option<f64>,
    /// Share above zero.
    pub positive: f64,
    /// Share whose 95 % interval lies above zero.
    pub above: f64,
    /// Share whose 95 % interval lies below zero.
    pub below: f64,
}

/// The estimates under one value of a choice.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ByValue {
    /// The value.
    pub value: String,
    /// Its estimates.
    pub spread: Spread,
}

/// The estimates by one choice.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ByChoice {
    /// The choice.
    pub choice: String,
    /// Largest less smallest median among values with at least twenty estimates; `None` with
    /// fewer than two of them.
    pub moves: Option<f64>,
    /// One entry a value.
    pub values: Vec<ByValue>,
}

/// What the curve of one term shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The term.
    pub term: String,
    /// The sign that its theory predicts.
    pub predicted: Sign,
    /// How the fits ended: every status with its number.
    pub statuses: Vec<(Status, usize)>,
    /// Estimates whose dyadic-robust variance is negative, so that they have no interval.
    pub without_interval: usize,
    /// All estimates.
    pub all: Spread,
    /// By choice, the one that moves the median most first.
    pub choices: Vec<ByChoice>,
}

impl Summary {
    /// The summary of the rows of one term.
    #[must_use]
    pub fn new(term: &str, predicted: Sign, rows: &[&Row]) -> Self {
        let statuses = Status::ALL
            .iter()
            .map(|s| (*s, rows.iter().filter(|r| r.status == *s).count()))
            .collect();
        let mut choices: Vec<ByChoice> = CHOICES.iter().map(|c| by_choice(*c, rows)).collect();
        choices.sort_by(|a, b| {
            let of = |c: &ByChoice| c.moves.unwrap_or(-1.0);
            of(b).total_cmp(&of(a))
        });
        Self {
            term: term.to_owned(),
            predicted,
            statuses,
            without_interval: estimates(rows).filter(|e| e.interval().is_none()).count(),
            all: spread(rows),
            choices,
        }
    }

    /// Share of the estimates whose interval lies on the predicted side; `None` where no sign
    /// is predicted.
    #[must_use]
    pub fn as_predicted(&self) -> Option<f64> {
        match self.predicted {
            Sign::Positive => Some(self.all.above),
            Sign::Negative => Some(self.all.below),
            Sign::None => None,
        }
    }

    /// Share of the estimates whose interval lies on the other side.
    #[must_use]
    pub fn against(&self) -> Option<f64> {
        match self.predicted {
            Sign::Positive => Some(self.all.below),
            Sign::Negative => Some(self.all.above),
            Sign::None => None,
        }
    }
}

fn estimates<'r>(rows: &'r [&'r Row]) -> impl Iterator<Item = &'r Estimated> {
    rows.iter().filter_map(|r| r.estimate.as_ref())
}

fn spread(rows: &[&Row]) -> Spread {
    let mut values: Vec<f64> = estimates(rows).map(|e| e.relative).collect();
    values.sort_unstable_by(f64::total_cmp);
    let share = |n: usize| if values.is_empty() { 0.0 } else { n as f64 / values.len() as f64 };
    Spread {
        specifications: rows.len(),
        estimates: values.len(),
        median: quantile(&values, 0.5),
        low: quantile(&values, 0.05),
        high: quantile(&values, 0.95),
        positive: share(values.iter().filter(|v| **v > 0.0).count()),
        above: share(estimates(rows).filter(|e| e.side() > 0).count()),
        below: share(estimates(rows).filter(|e| e.side() < 0).count()),
    }
}

/// Linear between the order statistics (Hyndman and Fan 1996, type 7).
pub(super) fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = p * last as f64;
    let below = at.floor();
    let k = below as usize;
    let (low, high) = (sorted.get(k)?, sorted.get((k + 1).min(last))?);
    Some(low + (at - below) * (high - low))
}

fn by_choice((choice, value): Choice, rows: &[&Row]) -> ByChoice {
    let mut names: Vec<&str> = Vec::new();
    for row in rows {
        if !names.contains(&value(row)) {
            names.push(value(row));
        }
    }
    names.sort_unstable();
    let values: Vec<ByValue> = names
        .into_iter()
        .map(|name| {
            let own: Vec<&Row> = rows.iter().filter(|r| value(r) == name).copied().collect();
            ByValue { value: name.to_owned(), spread: spread(&own) }
        })
        .collect();
    let medians =
        || values.iter().filter(|v| v.spread.estimates >= ENOUGH).filter_map(|v| v.spread.median);
    let moves = (medians().count() > 1).then(|| {
        medians().fold(f64::NEG_INFINITY, f64::max) - medians().fold(f64::INFINITY, f64::min)
    });
    ByChoice { choice: choice.to_owned(), moves, values }
}
