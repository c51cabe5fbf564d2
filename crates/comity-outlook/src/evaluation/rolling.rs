//! The expanding window: which rows each year may learn from, and what each model says of it.
//!
//! The forecast for year T uses the rows with a coded outcome of years before T, and for the
//! rows of T only covariates that were known at T − 1 (the catalogue's terms are lagged).

use super::report::Sample;
use crate::model::{Fit, FitOutcome, Model, issued};
use comity_core::{Code, Error, Year};
use comity_panel::Panel;
use comity_theories::WarmStart;
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Fewest events that a model is fitted on.
pub(crate) const MIN_EVENTS: usize = 10;

/// Rows with a coded outcome up to the as-of year, by year and then in panel order.
pub(crate) struct Coded {
    pub(crate) rows: Vec<u32>,
    pub(crate) years: Vec<Year>,
    pub(crate) happened: Vec<bool>,
}

impl Coded {
    /// The coded rows of `outcome`; none when the panel lacks it.
    pub(crate) fn of(panel: &Panel, outcome: &str, as_of: Year) -> Self {
        let mut found: Vec<(Year, u32, bool)> = panel
            .column(outcome)
            .unwrap_or(&[])
            .iter()
            .zip(panel.year())
            .zip(0_u32..)
            .filter(|((y, year), _)| !y.is_nan() && **year <= as_of)
            .map(|((y, year), row)| (*year, row, *y > 0.5))
            .collect();
        found.sort_unstable();
        Self {
            rows: found.iter().map(|f| f.1).collect(),
            years: found.iter().map(|f| f.0).collect(),
            happened: found.iter().map(|f| f.2).collect(),
        }
    }

    /// Number of rows of years before `year`.
    pub(crate) fn before(&self, year: Year) -> usize {
        self.years.partition_point(|y| *y < year)
    }

    /// The first `n` rows as a sample.
    pub(crate) fn sample(&self, n: usize) -> Sample {
        let mut sample = Sample::default();
        for (year, happened) in self.years.iter().zip(&self.happened).take(n) {
            sample.add(*year, *happened);
        }
        sample
    }

    /// The first `n` row numbers, in panel order.
    pub(crate) fn training(&self, n: usize) -> Vec<u32> {
        let mut rows: Vec<u32> = self.rows.iter().take(n).copied().collect();
        rows.sort_unstable();
        rows
    }
}

/// One year's forecasts.
pub(crate) struct Issue {
    pub(crate) year: Year,
    /// The year's rows, as a range of the coded rows.
    pub(crate) rows: std::ops::Range<usize>,
    pub(crate) training: Sample,
    pub(crate) fits: Vec<FitOutcome>,
    /// By model, then by row of the year.
    pub(crate) probability: Vec<Vec<f64>>,
}

/// Fits model number `model` on training rows, from the coefficients of the fit before.
pub(crate) type Fitter<'a> = &'a (dyn Fn(usize, &[u32], Option<&WarmStart>) -> Fit + Sync);

/// How a fit ended, and its probabilities for the rows of a year.
pub(crate) type Said = (FitOutcome, Vec<f64>);

/// Every model's forecasts for every year that can be forecast, and the years that cannot.
pub(crate) fn roll(
    panel: &Panel,
    coded: &Coded,
    first_origin: Year,
    models: usize,
    fit: Fitter<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> (Vec<Issue>, Vec<(Year, String)>) {
    let mut years: Vec<Year> = coded.years.iter().copied().filter(|y| *y >= first_origin).collect();
    years.dedup();
    let (mut skipped, mut possible) = (Vec::new(), Vec::new());
    for year in years {
        let training = coded.sample(coded.before(year));
        if training.events < MIN_EVENTS || training.events == training.rows {
            let what = format!(
                "{} of {} earlier dyad-years are events; {MIN_EVENTS} are needed",
                training.events, training.rows
            );
            skipped.push((year, what));
        } else {
            possible.push((year, training));
        }
    }
    let (done, total) = (AtomicUsize::new(0), possible.len() * models);
    // One job a model, year by year, each fit from where the year before ended; the models
    // with the longest fits stand last and are begun first.
    let mut results: Vec<((usize, usize), Said)> = (0..models)
        .rev()
        .collect::<Vec<_>>()
        .into_par_iter()
        .with_max_len(1)
        .flat_map_iter(|m| {
            let mut warm: Option<WarmStart> = None;
            let years: Vec<((usize, usize), Said)> = possible
                .iter()
                .enumerate()
                .filter_map(|(o, (year, training))| {
                    let (start, end) = (coded.before(*year), coded.before(year.saturating_add(1)));
                    let rows = coded.rows.get(start..end)?;
                    let mut fitted = fit(m, &coded.training(start), warm.as_ref());
                    warm = fitted.start.take();
                    let said = forecast(fitted, panel, rows, training.share());
                    progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
                    Some(((o, m), said))
                })
                .collect();
            years
        })
        .collect();
    results.sort_by_key(|(key, _)| *key);
    let mut results = results.into_iter().map(|(_, said)| said);
    let issues = possible
        .into_iter()
        .map(|(year, training)| {
            let (fits, probability) = results.by_ref().take(models).unzip();
            let rows = coded.before(year)..coded.before(year.saturating_add(1));
            Issue { year, rows, training, fits, probability }
        })
        .collect();
    (issues, skipped)
}

/// A model's probabilities for rows; `share` stands in where there is no usable model.
pub(crate) fn forecast(fit: Fit, panel: &Panel, rows: &[u32], share: f64) -> Said {
    let stand_in = |reason: String| {
        (FitOutcome::StandIn { reason }, vec![issued(share).unwrap_or(0.5); rows.len()])
    };
    let Some(model) = fit.model else {
        return match fit.outcome {
            FitOutcome::StandIn { reason } => stand_in(reason),
            _ => stand_in("the fit gave no model".into()),
        };
    };
    let said: Option<Vec<f64>> = model.predict(panel, rows).into_iter().map(issued).collect();
    match said {
        Some(p) if p.len() == rows.len() => (fit.outcome, p),
        _ => stand_in("a forecast is not a number".into()),
    }
}

/// Why an outcome has no forecast at all.
pub(crate) fn nothing_to_evaluate(outcome: &str, coded: &Coded) -> Error {
    Error::new(Code::NoSample, format!("{outcome} cannot be evaluated"))
        .value(format!("{} coded dyad-years, no year that can be forecast", coded.rows.len()))
        .hint("import more sources, or choose an outcome with more recorded events")
}

/// The final fit of one model on every coded row, or the share that stands in for it.
pub(crate) fn settle(fit: Fit, share: f64) -> (FitOutcome, Box<dyn Model>) {
    match fit.model {
        Some(model) => (fit.outcome, model),
        None => (fit.outcome, Box::new(crate::constant::Constant(share))),
    }
}
