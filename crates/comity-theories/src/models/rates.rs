//! Shares of yes: overall (base rate), or by what was coded in the year before
//! (persistence).
//!
//! Every share is (k + ½)/(n + 1), the posterior mean under Jeffreys' prior, so that no
//! probability is 0 or 1 and the logarithmic score is finite: Brown, Cai and DasGupta (2001),
//! *Statistical Science* 16(2).

use crate::fitted::{Contribution, Fitted, Model};
use crate::lookup::{RowValues, lag};
use crate::report::{FitReport, FitStatus};
use crate::sample::Sample;
use crate::theory::Theory;
use comity_core::Level;
use comity_numerics::sampling::beta;
use comity_numerics::special::{ln, log_odds};
use serde::{Deserialize, Serialize};

/// Number of yes among a number of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Count {
    yes: f64,
    all: f64,
}

impl Count {
    fn add(&mut self, yes: bool) {
        self.all += 1.0;
        self.yes += f64::from(u8::from(yes));
    }

    pub(crate) fn of(yes: usize, all: usize) -> Self {
        Self { yes: yes as f64, all: all as f64 }
    }

    /// Posterior mean under Jeffreys' prior.
    pub(crate) fn share(&self) -> f64 {
        (self.yes + 0.5) / (self.all + 1.0)
    }

    fn draws(&self, n: usize, seed: u64) -> Vec<f64> {
        let (a, b) = (self.yes + 0.5, self.all - self.yes + 0.5);
        beta::draws(a, b, n, seed).unwrap_or_else(|_| vec![self.share(); n])
    }
}

/// Shares by the state of the year before; a base rate has one state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Rates {
    /// The value that tells the state, if there are several.
    lag: Option<String>,
    overall: Count,
    /// After no, after yes, after a year that was not coded.
    states: [Count; 3],
}

/// The place of a lagged outcome in [`Rates::states`].
fn state(before: f64) -> usize {
    match before {
        v if v.is_nan() => 2,
        0.0 => 0,
        _ => 1,
    }
}

impl Rates {
    fn count(&self, values: &dyn Fn(&str) -> f64) -> &Count {
        match &self.lag {
            None => &self.overall,
            Some(lag) => &self.states[state(values(lag))],
        }
    }

    pub(crate) fn probability(&self, values: &dyn Fn(&str) -> f64) -> f64 {
        self.count(values).share()
    }

    pub(crate) fn typical_log_odds(&self) -> f64 {
        log_odds(self.overall.share())
    }

    pub(crate) fn contributions(&self, values: &dyn Fn(&str) -> f64) -> Vec<Contribution> {
        let contribution = |lag: &String| Contribution {
            variable: lag.clone(),
            label: "tie, year before".to_owned(),
            level: Some(Level::History),
            value: values(lag),
            typical: self.states[1].all / (self.states[0].all + self.states[1].all),
            log_odds: log_odds(self.probability(values)) - self.typical_log_odds(),
        };
        self.lag.iter().map(contribution).collect()
    }

    pub(crate) fn draws(&self, n: usize, seed: u64) -> RatesDraws<'_> {
        let of = |count: &Count, k: u64| count.draws(n, seed.wrapping_add(k));
        let draws = match self.lag {
            None => vec![of(&self.overall, 0)],
            Some(_) => self.states.iter().zip(1..).map(|(c, k)| of(c, k)).collect(),
        };
        RatesDraws { model: self, draws }
    }
}

/// Draws of the shares.
#[derive(Clone, Debug)]
pub(crate) struct RatesDraws<'a> {
    model: &'a Rates,
    draws: Vec<Vec<f64>>,
}

impl RatesDraws<'_> {
    pub(crate) fn probabilities(&self, values: &dyn Fn(&str) -> f64) -> Vec<f64> {
        let place = self.model.lag.as_ref().map_or(0, |lag| state(values(lag)));
        self.draws.get(place).cloned().unwrap_or_default()
    }
}

/// The base rate.
pub(crate) fn fit_base_rate(theory: &Theory, sample: &Sample<'_>) -> FitReport {
    let overall = Count::of(sample.events, sample.len());
    let model = Rates { lag: None, overall, states: [overall; 3] };
    let shares = vec![overall.share(); sample.len()];
    report(theory, sample, &shares, Model::Rates(model))
}

/// Shares by the state of the year before.
pub(crate) fn fit_persistence(theory: &Theory, sample: &Sample<'_>) -> FitReport {
    let lag = lag(sample.outcome);
    let before: Vec<usize> = match sample.panel.column(&lag) {
        Some(column) => sample.rows.iter().map(|&r| state(column[r])).collect(),
        None => {
            let value = |&row: &usize| RowValues::new(sample.panel, row).get(&lag);
            sample.rows.iter().map(|row| state(value(row))).collect()
        }
    };
    let mut states = [Count::default(); 3];
    for (&s, &y) in before.iter().zip(&sample.y) {
        states[s].add(y);
    }
    let shares: Vec<f64> = before.iter().map(|&s| states[s].share()).collect();
    let overall = Count::of(sample.events, sample.len());
    report(theory, sample, &shares, Model::Rates(Rates { lag: Some(lag), overall, states }))
}

/// The report of a baseline from its probabilities of the training rows.
pub(crate) fn report(
    theory: &Theory,
    sample: &Sample<'_>,
    probabilities: &[f64],
    model: Model,
) -> FitReport {
    let (n, events) = (sample.len(), sample.events);
    FitReport {
        loglik: log_likelihood(probabilities, &sample.y),
        model: Some(Fitted(model)),
        ..FitReport::without_model(&theory.id, FitStatus::Converged, n, events)
    }
}

/// Sum of the log scores of probabilities.
pub(crate) fn log_likelihood(probabilities: &[f64], y: &[bool]) -> f64 {
    probabilities.iter().zip(y).map(|(p, y)| ln(if *y { *p } else { 1.0 - p })).sum()
}
