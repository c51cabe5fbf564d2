//! The probabilities of every set of levels: of the rows it is fitted on, and of later years.

use super::report::Fits;
use crate::evaluation::{Coded, Pooled, Sample, forecast, nothing_to_evaluate, roll, stand_ins};
use crate::model::FitOutcome;
use crate::settings::ValidSettings;
use comity_core::{Result, Year};
use comity_panel::Panel;
use comity_theories::{FitSettings, Theory, WarmStart};
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Probabilities of every model for the same rows.
pub(super) struct SetForecasts {
    /// Rolling-origin forecasts.
    pub(super) outside: Pooled,
    /// All coded rows, each model fitted on all of them.
    pub(super) inside: Pooled,
    pub(super) training: Sample,
    pub(super) fits: Fits,
    pub(super) skipped: Vec<(Year, String)>,
}

/// Fits every theory on every training window and on all rows.
pub(super) fn of_sets(
    panel: &Panel,
    outcome: &str,
    theories: &[Theory],
    s: ValidSettings<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<SetForecasts> {
    let coded = Coded::of(panel, outcome, s.as_of);
    let scoring = FitSettings::for_scoring();
    let fit = |m: usize, rows: &[u32], start: Option<&WarmStart>| {
        crate::theory::fit(theories, m, (panel, outcome), rows, &scoring, start)
    };
    let more = theories.len();
    let step = |done: usize, total: usize| progress(done, total + more);
    let (issues, skipped) = roll(panel, &coded, s.first_origin, theories.len(), &fit, &step);
    if issues.is_empty() {
        return Err(nothing_to_evaluate(outcome, &coded));
    }
    let (training, rows) = (coded.sample(coded.rows.len()), coded.training(coded.rows.len()));
    let (before, done) = (issues.len() * theories.len(), AtomicUsize::new(0));
    let by_model = (0..theories.len())
        .into_par_iter()
        .map(|m| {
            let said = forecast(fit(m, &rows, None), panel, &coded.rows, training.share());
            progress(before + done.fetch_add(1, Ordering::Relaxed) + 1, before + more);
            said.1
        })
        .collect();
    let key = |column: &[i64]| -> Vec<i64> {
        coded.rows.iter().map(|r| column.get(*r as usize).copied().unwrap_or_default()).collect()
    };
    let inside = Pooled {
        a: key(panel.a()),
        b: key(panel.b()),
        year: coded.years.clone(),
        happened: coded.happened.clone(),
        by_model,
    };
    let ended = issues.iter().flat_map(|i| &i.fits);
    let separated = ended.filter(|f| matches!(f, FitOutcome::Separated { .. })).count();
    Ok(SetForecasts {
        outside: Pooled::of(panel, &coded, &issues, theories.len()),
        inside,
        training,
        fits: Fits {
            models: theories.len(),
            fits: before,
            separated,
            stand_ins: (0..theories.len()).map(|m| stand_ins(&issues, m)).sum(),
        },
        skipped,
    })
}
