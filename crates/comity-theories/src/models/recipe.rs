//! How values become a row of a design: transformed, centred at the training mean, missing
//! values filled with it and marked, functions of time beside.

use super::curve::Curve;
use crate::lookup::YEAR;
use crate::report::Dropped;
use crate::sample::Sample;
use crate::settings::{FitSettings, SinceTie};
use crate::theory::{Sign, Theory, Transform};
use comity_core::Level;
use comity_panel::Panel;
use serde::{Deserialize, Serialize};

/// The panel column that the time since the last tie is read from.
const SINCE_TIE: &str = "years_since_tie";

/// One covariate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Covariate {
    pub(crate) variable: String,
    pub(crate) label: String,
    pub(crate) level: Option<Level>,
    pub(crate) predicted: Sign,
    pub(crate) transform: Transform,
    /// Mean, after the transform, of the training values that are not missing.
    pub(crate) mean: f64,
    /// Mean before the transform.
    pub(crate) typical: f64,
    /// Lowest and highest training value, before the transform.
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// Share of training rows without a value.
    pub(crate) missing: f64,
    /// Whether a column marks missing values.
    pub(crate) marked: bool,
}

impl Covariate {
    /// The centred value; zero when missing.
    fn centred(&self, value: f64) -> f64 {
        if value.is_nan() { 0.0 } else { self.transform.apply(value) - self.mean }
    }

    /// The centred mark of a missing value.
    fn mark(&self, value: f64) -> f64 {
        f64::from(u8::from(value.is_nan())) - self.missing
    }
}

/// The columns of a design, in order: intercept, covariates, marks of missing values,
/// functions of time. All but the intercept have mean zero over the training rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Recipe {
    pub(crate) covariates: Vec<Covariate>,
    pub(crate) curves: Vec<Curve>,
}

/// What did not enter.
#[derive(Debug, Default)]
pub(crate) struct LeftOut {
    pub(crate) unavailable: Vec<String>,
    pub(crate) dropped: Vec<Dropped>,
}

impl Recipe {
    /// The recipe of a theory for a training sample.
    pub(crate) fn new(
        theory: &Theory,
        sample: &Sample<'_>,
        settings: &FitSettings,
    ) -> (Self, LeftOut) {
        let mut out = LeftOut::default();
        let mut covariates = Vec::new();
        let mut patterns: Vec<Vec<bool>> = Vec::new();
        for term in &theory.terms {
            let Some(values) = sample.column(&term.variable) else {
                out.unavailable.push(term.variable.clone());
                continue;
            };
            let known: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
            let low = known.iter().copied().fold(f64::INFINITY, f64::min);
            let high = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            if known.is_empty() {
                out.unavailable.push(term.variable.clone());
                continue;
            }
            let share = known.len() as f64 / values.len() as f64;
            let why_not = if low == high {
                Some("the same in every training row".to_owned())
            } else if share < settings.min_known {
                Some(format!("known in {:.1}% of the training rows only", 100.0 * share))
            } else {
                None
            };
            if let Some(reason) = why_not {
                out.dropped.push(Dropped { variable: term.variable.clone(), reason });
                continue;
            }
            let missing: Vec<bool> = values.iter().map(|v| v.is_nan()).collect();
            let marked = known.len() < values.len()
                && informative(&missing, &sample.y)
                && !patterns.iter().any(|p| same_but_for_a_few(p, &missing, &sample.y));
            let count = known.len() as f64;
            let variable = sample.panel.variable(&term.variable);
            covariates.push(Covariate {
                variable: term.variable.clone(),
                label: variable.map_or_else(|| term.variable.clone(), |v| v.label.clone()),
                level: variable.and_then(|v| v.level),
                predicted: term.predicted,
                transform: term.transform,
                mean: known.iter().map(|v| term.transform.apply(*v)).sum::<f64>() / count,
                typical: known.iter().sum::<f64>() / count,
                low,
                high,
                missing: 1.0 - count / values.len() as f64,
                marked,
            });
            if marked {
                patterns.push(missing);
            }
        }
        (Self { covariates, curves: curves(sample, settings, &mut out) }, out)
    }

    /// Names of the columns.
    pub(crate) fn names(&self) -> Vec<String> {
        let marked = self.covariates.iter().filter(|c| c.marked);
        let time = self
            .curves
            .iter()
            .flat_map(|c| (1..=c.width()).map(|k| format!("{}:time{k}", c.variable)));
        std::iter::once("(intercept)".to_owned())
            .chain(self.covariates.iter().map(|c| c.variable.clone()))
            .chain(marked.map(|c| format!("{}:missing", c.variable)))
            .chain(time)
            .collect()
    }

    /// The first column of the functions of time.
    pub(crate) fn curves_start(&self) -> usize {
        1 + self.covariates.len() + self.covariates.iter().filter(|c| c.marked).count()
    }

    /// One row.
    pub(crate) fn row(&self, values: &dyn Fn(&str) -> f64) -> Vec<f64> {
        let mut row = vec![1.0];
        row.extend(self.covariates.iter().map(|c| c.centred(values(&c.variable))));
        let marked = self.covariates.iter().filter(|c| c.marked);
        row.extend(marked.map(|c| c.mark(values(&c.variable))));
        for curve in &self.curves {
            row.extend(curve.at(values(&curve.variable)));
        }
        row
    }

    /// The columns at rows of a panel.
    pub(crate) fn columns(&self, panel: &Panel, rows: &[usize]) -> Vec<Vec<f64>> {
        let raw = |name: &str| -> Vec<f64> {
            match panel.column(name) {
                Some(column) => rows.iter().map(|&r| column[r]).collect(),
                None if name == YEAR => rows.iter().map(|&r| f64::from(panel.year()[r])).collect(),
                None => vec![f64::NAN; rows.len()],
            }
        };
        let mut columns = vec![vec![1.0; rows.len()]];
        let mut marks = Vec::new();
        for c in &self.covariates {
            let values = raw(&c.variable);
            if c.marked {
                marks.push(values.iter().map(|v| c.mark(*v)).collect());
            }
            columns.push(values.into_iter().map(|v| c.centred(v)).collect());
        }
        columns.extend(marks);
        for curve in &self.curves {
            columns.extend(curve.columns(&raw(&curve.variable)));
        }
        columns
    }
}

/// Whether a mark of missing values can have a finite coefficient: both outcomes occur with
/// and without it.
fn informative(missing: &[bool], y: &[bool]) -> bool {
    let mut seen = [[false; 2]; 2];
    for (m, y) in missing.iter().zip(y) {
        seen[usize::from(*m)][usize::from(*y)] = true;
    }
    seen.iter().flatten().all(|s| *s)
}

/// Whether two marks differ in less than 1 % of the rows, or in rows of one outcome only: the
/// data cannot tell them apart, and their difference would separate the outcome.
fn same_but_for_a_few(a: &[bool], b: &[bool], y: &[bool]) -> bool {
    let mut differing = [0_usize; 2];
    for ((a, b), y) in a.iter().zip(b).zip(y) {
        differing[usize::from(*y)] += usize::from(a != b);
    }
    let [no, yes] = differing;
    no == 0 || yes == 0 || 100 * (no + yes) < y.len()
}

fn curves(sample: &Sample<'_>, settings: &FitSettings, out: &mut LeftOut) -> Vec<Curve> {
    let time = settings.time;
    let mut curves = Vec::new();
    if time.since_tie != SinceTie::None {
        match sample.column(SINCE_TIE) {
            None => out.unavailable.push(SINCE_TIE.to_owned()),
            Some(values) => curves.extend(match time.since_tie {
                SinceTie::Spline(degrees) => Curve::spline(SINCE_TIE, &values, &sample.y, degrees),
                _ => Curve::cubic(SINCE_TIE, &values),
            }),
        }
    }
    if time.calendar > 0 {
        let years: Vec<f64> =
            sample.rows.iter().map(|&r| f64::from(sample.panel.year()[r])).collect();
        curves.extend(Curve::spline(YEAR, &years, &sample.y, time.calendar));
    }
    curves
}
