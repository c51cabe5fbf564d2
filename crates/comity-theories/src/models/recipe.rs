//! How values become a row of a design: transformed, centred at the training mean, missing
//! values filled with it and marked, functions of time beside.

use super::admit::{admit, candidates};
use super::basis::Computed;
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
    /// What the column computes, when it is more than a panel column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) computed: Option<Computed>,
}

impl Covariate {
    /// The value before the transform; NaN when missing.
    pub(crate) fn value(&self, values: &dyn Fn(&str) -> f64) -> f64 {
        match &self.computed {
            None => values(&self.variable),
            Some(computed) => computed.value(values),
        }
    }

    /// The panel columns that it is computed from.
    pub(crate) fn inputs(&self) -> Vec<&str> {
        match &self.computed {
            None => vec![self.variable.as_str()],
            Some(computed) => computed.inputs(),
        }
    }

    /// The values at rows before the transform; NaN where missing.
    pub(crate) fn values(&self, panel: &Panel, rows: &[usize]) -> Vec<f64> {
        match &self.computed {
            None => {
                column_at(panel, rows, &self.variable).unwrap_or_else(|| vec![f64::NAN; rows.len()])
            }
            Some(computed) => by_row(panel, rows, &|values| computed.value(values)),
        }
    }

    /// The centred value; zero when missing.
    pub(crate) fn centred(&self, value: f64) -> f64 {
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
            for candidate in candidates(term, sample, &mut out) {
                covariates.extend(admit(
                    candidate,
                    term,
                    sample,
                    settings,
                    &mut patterns,
                    &mut out,
                ));
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

    /// Labels of covariates whose value lies outside the range of the training rows.
    pub(crate) fn range_violations(&self, values: &dyn Fn(&str) -> f64) -> Vec<String> {
        let outside = |c: &&Covariate| {
            let v = c.value(values);
            v < c.low || v > c.high
        };
        self.covariates.iter().filter(outside).map(|c| c.label.clone()).collect()
    }

    /// One row.
    pub(crate) fn row(&self, values: &dyn Fn(&str) -> f64) -> Vec<f64> {
        let mut row = vec![1.0];
        row.extend(self.covariates.iter().map(|c| c.centred(c.value(values))));
        let marked = self.covariates.iter().filter(|c| c.marked);
        row.extend(marked.map(|c| c.mark(c.value(values))));
        for curve in &self.curves {
            row.extend(curve.at(values(&curve.variable)));
        }
        row
    }

    /// The columns at rows of a panel.
    pub(crate) fn columns(&self, panel: &Panel, rows: &[usize]) -> Vec<Vec<f64>> {
        let named =
            |name: &str| column_at(panel, rows, name).unwrap_or_else(|| vec![f64::NAN; rows.len()]);
        let mut columns = vec![vec![1.0; rows.len()]];
        let mut marks = Vec::new();
        for c in &self.covariates {
            let values = c.values(panel, rows);
            if c.marked {
                marks.push(values.iter().map(|v| c.mark(*v)).collect());
            }
            columns.push(values.into_iter().map(|v| c.centred(v)).collect());
        }
        columns.extend(marks);
        for curve in &self.curves {
            columns.extend(curve.columns(&named(&curve.variable)));
        }
        columns
    }
}

/// One column at rows, the calendar year among them; `None` when the panel lacks it.
pub(crate) fn column_at(panel: &Panel, rows: &[usize], name: &str) -> Option<Vec<f64>> {
    match panel.column(name) {
        Some(column) => Some(rows.iter().map(|&r| column[r]).collect()),
        None if name == YEAR => Some(rows.iter().map(|&r| f64::from(panel.year()[r])).collect()),
        None => None,
    }
}

/// Values of columns by name, NaN where missing.
pub(crate) type Values<'a> = &'a dyn Fn(&str) -> f64;

/// What a function of the columns gives at rows.
pub(crate) fn by_row(panel: &Panel, rows: &[usize], of: &dyn Fn(Values<'_>) -> f64) -> Vec<f64> {
    let at = |row: usize| {
        of(&|name| match panel.column(name) {
            Some(column) => column[row],
            None if name == YEAR => f64::from(panel.year()[row]),
            None => f64::NAN,
        })
    };
    rows.iter().map(|&row| at(row)).collect()
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
