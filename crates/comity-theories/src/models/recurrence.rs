//! Decayed recurrence: the pair's own past around the base rate.
//!
//! p = (m π + Y)/(m + Y + N), the posterior mean of a beta prior with mean π (the base rate)
//! and weight m, given Y earlier years with and N without a tie, a year counting δ times the
//! year after it. Decay δ and weight m are those with the highest log score on the training
//! rows, out of a grid; each row is forecast from its own earlier years only.

use crate::fitted::{Contribution, Model};
use crate::lookup::{Past, decayed_no, decayed_yes};
use crate::models::rates::{Count, log_likelihood, report};
use crate::report::FitReport;
use crate::sample::Sample;
use crate::theory::Theory;
use comity_core::Level;
use comity_numerics::sampling::beta;
use comity_numerics::special::log_odds;
use comity_panel::Panel;
use serde::{Deserialize, Serialize};

/// Decays tried: half-lives of about 1, 1½, 3 and 6½ years, and no decay.
const DECAYS: [f64; 5] = [0.5, 0.65, 0.8, 0.9, 1.0];
/// Prior weights tried, in years.
const WEIGHTS: [f64; 7] = [0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0];

/// A fitted recurrence model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Recurrence {
    outcome: String,
    decay: f64,
    weight: f64,
    base: f64,
}

impl Recurrence {
    fn past(&self, values: &dyn Fn(&str) -> f64) -> (f64, f64) {
        let known = |v: f64| if v.is_nan() { 0.0 } else { v };
        let yes = known(values(&decayed_yes(&self.outcome, self.decay)));
        (yes, known(values(&decayed_no(&self.outcome, self.decay))))
    }

    pub(crate) fn probability(&self, values: &dyn Fn(&str) -> f64) -> f64 {
        let (yes, no) = self.past(values);
        posterior_mean(self.base, self.weight, yes, no)
    }

    /// Probabilities for rows of a panel, in one walk over it.
    pub(crate) fn predict(&self, panel: &Panel, rows: &[u32]) -> Vec<f64> {
        let past = past_by_row(panel, &self.outcome, self.decay);
        let of = |row: &u32| {
            let (yes, no) = past.get(usize::try_from(*row).ok()?)?;
            Some(posterior_mean(self.base, self.weight, *yes, *no))
        };
        rows.iter().map(|row| of(row).unwrap_or(f64::NAN)).collect()
    }

    pub(crate) fn typical_log_odds(&self) -> f64 {
        log_odds(self.base)
    }

    pub(crate) fn contributions(&self, values: &dyn Fn(&str) -> f64) -> Vec<Contribution> {
        vec![Contribution {
            variable: decayed_yes(&self.outcome, self.decay),
            label: "earlier ties, decayed".to_owned(),
            level: Some(Level::History),
            value: self.past(values).0,
            typical: 0.0,
            log_odds: log_odds(self.probability(values)) - self.typical_log_odds(),
        }]
    }

    pub(crate) fn draws(&self, values: &dyn Fn(&str) -> f64, n: usize, seed: u64) -> Vec<f64> {
        let (yes, no) = self.past(values);
        let (a, b) = (self.weight * self.base + yes, self.weight * (1.0 - self.base) + no);
        beta::draws(a, b, n, seed).unwrap_or_else(|_| vec![a / (a + b); n])
    }
}

fn posterior_mean(base: f64, weight: f64, yes: f64, no: f64) -> f64 {
    (weight * base + yes) / (weight + yes + no)
}

/// Chooses decay and weight by the log score of the training rows.
pub(crate) fn fit(theory: &Theory, sample: &Sample<'_>) -> FitReport {
    let base = Count::of(sample.events, sample.len()).share();
    let mut best: Option<(f64, Recurrence, Vec<f64>)> = None;
    for decay in DECAYS {
        let past = past_of_rows(sample, decay);
        for weight in WEIGHTS {
            let p: Vec<f64> =
                past.iter().map(|(yes, no)| posterior_mean(base, weight, *yes, *no)).collect();
            let score = log_likelihood(&p, &sample.y);
            if best.as_ref().is_none_or(|b| score > b.0) {
                let outcome = crate::lookup::base(sample.outcome).to_owned();
                best = Some((score, Recurrence { outcome, decay, weight, base }, p));
            }
        }
    }
    let (model, p) = best.map_or_else(
        || {
            let outcome = sample.outcome.to_owned();
            (Recurrence { outcome, decay: 1.0, weight: 1.0, base }, vec![base; sample.len()])
        },
        |(_, model, p)| (model, p),
    );
    report(theory, sample, &p, Model::Recurrence(model))
}

fn past_of_rows(sample: &Sample<'_>, decay: f64) -> Vec<(f64, f64)> {
    let outcome = crate::lookup::base(sample.outcome);
    let past = past_by_row(sample.panel, outcome, decay);
    sample.rows.iter().map(|&row| past[row]).collect()
}

/// Decayed past yes and no of every row, in one walk over the panel.
fn past_by_row(panel: &Panel, outcome: &str, decay: f64) -> Vec<(f64, f64)> {
    let outcome = panel.column(outcome).unwrap_or(&[]);
    let mut past_by_row = vec![(0.0, 0.0); panel.len()];
    let mut past = Past::default();
    let mut pair = None;
    let keys = panel.a().iter().zip(panel.b()).zip(panel.year());
    for ((((a, b), year), slot), value) in keys.zip(&mut past_by_row).zip(outcome) {
        if pair != Some((a, b)) {
            past = Past::default();
            pair = Some((a, b));
        }
        past.advance(*year, decay);
        *slot = (past.yes, past.no);
        past.record(*value);
    }
    past_by_row
}
