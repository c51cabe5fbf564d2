//! What every pair's answer for one outcome needs: the final fits and the training sample.

use super::grid::Expectation;
use crate::evaluation::{Coded, Evaluation, settle};
use crate::model::{Fit, FitOutcome, Model, ModelInfo};
use crate::random::seed_for;
use crate::settings::ValidSettings;
use comity_core::{Code, Error, Result};
use comity_panel::Panel;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A model fitted on every coded row up to the as-of year.
pub(crate) struct Member {
    pub(crate) info: ModelInfo,
    pub(crate) weight: f64,
    pub(crate) fit: FitOutcome,
    pub(crate) model: Box<dyn Model>,
    pub(crate) seed: u64,
}

/// Mean, standard deviation and number of coded values in the training rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread {
    pub(crate) mean: f64,
    pub(crate) sd: f64,
    pub(crate) n: usize,
}

/// One outcome, ready to answer for any pair.
pub(crate) struct Prepared<'a> {
    pub(crate) outcome: &'a str,
    pub(crate) coded: Coded,
    /// `None` when the outcome was not evaluated.
    pub(crate) ready: Option<Ready<'a>>,
}

/// The part that exists only for an evaluated outcome.
pub(crate) struct Ready<'a> {
    pub(crate) evaluation: &'a Evaluation,
    pub(crate) members: Vec<Member>,
    pub(crate) spread: BTreeMap<String, Spread>,
}

/// Fits model `m` of an outcome on training rows.
pub(crate) type OutcomeFitter<'a> = &'a (dyn Fn(&str, usize, &[u32]) -> Fit + Sync);

impl<'a> Prepared<'a> {
    /// Fits the models of one outcome on every coded row.
    pub(crate) fn new(
        panel: &Panel,
        outcome: &'a str,
        evaluation: Option<&'a Evaluation>,
        models: &[ModelInfo],
        fit: OutcomeFitter<'_>,
        s: ValidSettings<'_>,
    ) -> Result<Self> {
        let coded = Coded::of(panel, outcome, s.as_of);
        let ready = match evaluation {
            None => None,
            Some(e) => Some(Ready::new(panel, &coded, e, models, fit, s)?),
        };
        Ok(Self { outcome, coded, ready })
    }
}

impl<'a> Ready<'a> {
    fn new(
        panel: &Panel,
        coded: &Coded,
        evaluation: &'a Evaluation,
        models: &[ModelInfo],
        fit: OutcomeFitter<'_>,
        s: ValidSettings<'_>,
    ) -> Result<Self> {
        let same = |what: &str| {
            Error::new(
                Code::BadSetting,
                format!("the evaluation of {} is of other {what}", evaluation.outcome),
            )
            .hint("evaluate again with the same panel, theories and settings")
        };
        if evaluation.as_of != s.as_of {
            return Err(same("years"));
        }
        let rows = coded.training(coded.rows.len());
        let share = coded.sample(rows.len()).share();
        let members = models
            .par_iter()
            .enumerate()
            .map(|(m, info)| {
                let weight = evaluation.model(&info.id).and_then(|t| t.weight);
                let weight = weight.ok_or_else(|| same("theories"))?;
                let (outcome, model) = settle(fit(&evaluation.outcome, m, &rows), share);
                let seed = seed_for(s.seed, &format!("{}/{}", evaluation.outcome, info.id));
                Ok(Member { info: info.clone(), weight, fit: outcome, model, seed })
            })
            .collect::<Result<Vec<_>>>()?;
        if members.len() + 1 != evaluation.models.len() {
            return Err(same("theories"));
        }
        let spread = panel
            .columns()
            .par_iter()
            .filter_map(|c| Some((c.variable.name.clone(), spread(&c.values, &rows)?)))
            .collect();
        Ok(Self { evaluation, members, spread })
    }

    /// The mean of a column in training.
    pub(crate) fn typical(&self, name: &str) -> Option<f64> {
        self.spread.get(name).map(|s| s.mean)
    }
}

fn spread(values: &[f64], rows: &[u32]) -> Option<Spread> {
    let coded = || rows.iter().filter_map(|r| values.get(*r as usize)).filter(|v| !v.is_nan());
    let n = coded().count();
    if n == 0 {
        return None;
    }
    let mean = coded().sum::<f64>() / n as f64;
    let squares: f64 = coded().map(|v| (v - mean).powi(2)).sum();
    let sd = if n > 1 { (squares / (n - 1) as f64).sqrt() } else { 0.0 };
    Some(Spread { mean, sd, n })
}

/// Everything the answers share beside the outcomes.
pub(crate) struct Shared<'a> {
    pub(crate) panel: &'a Panel,
    pub(crate) terms: Vec<Expectation>,
    pub(crate) settings: ValidSettings<'a>,
}
