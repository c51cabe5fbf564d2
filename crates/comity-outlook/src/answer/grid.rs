//! Evidence and theory: what each theory expected, and what happened.

use crate::evaluation::Evaluation;
use comity_core::{Dyad, Year};
use comity_panel::Panel;
use serde::{Deserialize, Serialize};

/// How one term of a theory reads against what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// The term leans towards what happened.
    Agrees,
    /// The term leans away from what happened.
    Conflicts,
    /// The theory predicts no direction, or the value is the typical one.
    Silent,
    /// The value is not coded.
    NotCoded,
}

/// One term of one theory, read against one year of the pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GridRow {
    /// Identifier of the theory.
    pub theory: String,
    /// Panel column.
    pub variable: String,
    /// Short name of the column.
    pub label: String,
    /// The year read.
    pub year: Year,
    /// Value of the column in the row of that year; `None` when not coded.
    pub value: Option<f64>,
    /// Mean over the training rows.
    pub typical: Option<f64>,
    /// Direction the theory predicts: 1, −1, or 0 for none.
    pub predicted: i8,
    /// Whether cooperation was recorded in that year.
    pub happened: bool,
    /// The reading.
    pub reading: Reading,
}

/// What the models said of one past year, before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PastForecast {
    /// The year.
    pub year: Year,
    /// Whether cooperation was recorded.
    pub happened: bool,
    /// Identifier and probability of each model, the ensemble last.
    pub probability: Vec<(String, f64)>,
}

/// A term of a theory with the direction it predicts.
#[derive(Clone, Debug)]
pub(crate) struct Expectation {
    pub(crate) theory: String,
    pub(crate) variable: String,
    pub(crate) predicted: i8,
}

/// Reads every term against the pair's last coded year; empty when it has none.
pub(crate) fn grid(
    panel: &Panel,
    outcome: &str,
    terms: &[Expectation],
    row: Option<usize>,
    typical: &dyn Fn(&str) -> Option<f64>,
) -> Vec<GridRow> {
    let Some(row) = row else { return Vec::new() };
    let at =
        |name: &str| panel.column(name).and_then(|c| c.get(row)).copied().filter(|v| !v.is_nan());
    let (Some(year), Some(happened)) = (panel.year().get(row), at(outcome).map(|y| y > 0.5)) else {
        return Vec::new();
    };
    terms
        .iter()
        .map(|t| {
            let (value, typical) = (at(&t.variable), typical(&t.variable));
            GridRow {
                theory: t.theory.clone(),
                variable: t.variable.clone(),
                label: panel.variable(&t.variable).map_or(t.variable.clone(), |v| v.label.clone()),
                year: *year,
                value,
                typical,
                predicted: t.predicted,
                happened,
                reading: read(value, typical, t.predicted, happened),
            }
        })
        .collect()
}

fn read(value: Option<f64>, typical: Option<f64>, predicted: i8, happened: bool) -> Reading {
    let Some((value, typical)) = value.zip(typical) else { return Reading::NotCoded };
    let lean = (value - typical) * f64::from(predicted);
    if lean == 0.0 {
        Reading::Silent
    } else if (lean > 0.0) == happened {
        Reading::Agrees
    } else {
        Reading::Conflicts
    }
}

/// The pair's out-of-sample forecasts, in order of year.
pub(crate) fn past(evaluation: &Evaluation, dyad: Dyad) -> Vec<PastForecast> {
    evaluation
        .rows_of(dyad)
        .filter_map(|i| {
            Some(PastForecast {
                year: *evaluation.year.get(i)?,
                happened: *evaluation.happened.get(i)?,
                probability: evaluation
                    .models
                    .iter()
                    .filter_map(|m| Some((m.info.id.clone(), *m.probability.get(i)?)))
                    .collect(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_agrees_when_it_leans_towards_what_happened() {
        let r = |v, p, happened| read(Some(v), Some(0.5), p, happened);
        assert_eq!(r(1.0, 1, true), Reading::Agrees);
        assert_eq!(r(1.0, -1, true), Reading::Conflicts);
        assert_eq!(r(0.0, 1, false), Reading::Agrees);
        assert_eq!(r(1.0, 1, false), Reading::Conflicts);
        assert_eq!(r(1.0, 0, true), Reading::Silent);
        assert_eq!(r(0.5, 1, true), Reading::Silent);
        assert_eq!(read(None, Some(0.5), 1, true), Reading::NotCoded);
    }
}
