//! Which alliance the game predicts for one case, and what would change that.

use super::model::Alliance;
use crate::models::recipe::Covariate;
use serde::{Deserialize, Serialize};

/// Steps from a value to the end of its range in the training rows.
const STEPS: u32 = 64;
/// Halvings between two steps.
const HALVINGS: u32 = 40;

/// A value at which another outcome becomes the most likely one, all else unchanged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Switch {
    /// The panel column.
    pub variable: String,
    /// Short name for tables.
    pub label: String,
    /// The value of the case.
    pub value: f64,
    /// The value nearest to it at which the prediction changes, within the range of the
    /// training rows.
    pub at: f64,
    /// The prediction beyond it: 0 none, 1 bilateral, 2 sponsored.
    pub to: usize,
    /// The distance as a share of the range of the training rows.
    pub share: f64,
}

/// What the alliance game says of one case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forms {
    /// The probabilities of no, a bilateral and a sponsored alliance.
    pub probabilities: [f64; 3],
    /// The most likely of them: 0 none, 1 bilateral, 2 sponsored.
    pub predicted: usize,
    /// Covariates by which the prediction would change, the nearest first.
    pub switches: Vec<Switch>,
}

fn most_likely(p: &[f64; 3]) -> usize {
    (0..3).fold(0, |best, k| if p[k] > p[best] { k } else { best })
}

impl Alliance {
    /// What the game says of one case.
    pub(crate) fn forms(&self, values: &dyn Fn(&str) -> f64) -> Forms {
        let probabilities = self.outcomes(values);
        let predicted = most_likely(&probabilities);
        let mut switches: Vec<Switch> = self
            .recipe
            .covariates
            .iter()
            .filter_map(|c| self.switch(c, values, predicted))
            .collect();
        switches.sort_by(|a, b| a.share.total_cmp(&b.share));
        Forms { probabilities, predicted, switches }
    }

    fn switch(
        &self,
        covariate: &Covariate,
        values: &dyn Fn(&str) -> f64,
        predicted: usize,
    ) -> Option<Switch> {
        let value = covariate.value(values);
        if value.is_nan() || covariate.computed.is_some() {
            return None;
        }
        let at = |changed: f64| {
            most_likely(&self.outcomes(&|name| {
                if name == covariate.variable { changed } else { values(name) }
            }))
        };
        let toward = |end: f64| {
            let point = |k: u32| value + (end - value) * f64::from(k) / f64::from(STEPS);
            let first = (1..=STEPS).find(|&k| at(point(k)) != predicted)?;
            let (mut near, mut far) = (point(first - 1), point(first));
            for _ in 0..HALVINGS {
                let middle = 0.5 * (near + far);
                if at(middle) == predicted { near = middle } else { far = middle }
            }
            Some((far, at(far)))
        };
        let ends = [covariate.low, covariate.high].into_iter().filter_map(toward);
        let (at, to) = ends.min_by(|a, b| (a.0 - value).abs().total_cmp(&(b.0 - value).abs()))?;
        Some(Switch {
            variable: covariate.variable.clone(),
            label: covariate.label.clone(),
            value,
            at,
            to,
            share: (at - value).abs() / (covariate.high - covariate.low),
        })
    }
}
