//! The forecasts of all years in one table.

use super::rolling::{Coded, Issue};
use crate::model::FitOutcome;
use comity_core::Year;
use comity_panel::Panel;

/// One entry a forecast, in order of year, then pair.
pub(crate) struct Pooled {
    /// Raw id of the member with the smaller id.
    pub(crate) a: Vec<i64>,
    /// Raw id of the member with the larger id.
    pub(crate) b: Vec<i64>,
    pub(crate) year: Vec<Year>,
    pub(crate) happened: Vec<bool>,
    /// Probabilities by model.
    pub(crate) by_model: Vec<Vec<f64>>,
}

impl Pooled {
    /// The forecasts of `models` models.
    pub(crate) fn of(panel: &Panel, coded: &Coded, issues: &[Issue], models: usize) -> Self {
        let rows: Vec<usize> = issues
            .iter()
            .flat_map(|i| coded.rows.get(i.rows.clone()).unwrap_or(&[]))
            .map(|r| *r as usize)
            .collect();
        let key = |column: &[i64]| -> Vec<i64> {
            rows.iter().map(|r| column.get(*r).copied().unwrap_or_default()).collect()
        };
        let happened =
            issues.iter().flat_map(|i| coded.happened.get(i.rows.clone()).unwrap_or(&[]));
        let of_model = |m: usize| {
            let said = issues.iter().flat_map(|i| i.probability.get(m).into_iter().flatten());
            said.copied().collect()
        };
        Self {
            a: key(panel.a()),
            b: key(panel.b()),
            year: issues.iter().flat_map(|i| std::iter::repeat_n(i.year, i.rows.len())).collect(),
            happened: happened.copied().collect(),
            by_model: (0..models).map(of_model).collect(),
        }
    }

    /// The pair of every forecast.
    pub(crate) fn pairs(&self) -> Vec<(i64, i64)> {
        self.a.iter().copied().zip(self.b.iter().copied()).collect()
    }
}

/// Years in which the training share stood in for model `m`.
pub(crate) fn stand_ins(issues: &[Issue], m: usize) -> usize {
    let stands = |i: &&Issue| matches!(i.fits.get(m), Some(FitOutcome::StandIn { .. }));
    issues.iter().filter(stands).count()
}
