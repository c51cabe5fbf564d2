//! What each factor adds, averaged over the models by weight.

use crate::model::Factor;
use comity_core::Level;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The factors of one level, largest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelFactors {
    /// The level; `None` for controls of time.
    pub level: Option<Level>,
    /// Sum of the level's contributions, log-odds.
    pub log_odds: f64,
    /// The factors.
    pub factors: Vec<Factor>,
}

/// Averages the models' contributions to the log-odds by weight; a model without a factor
/// counts as zero for it, so that weights need no rescaling.
pub(crate) fn average(models: &[(f64, Vec<Factor>)]) -> Vec<LevelFactors> {
    let mut by_name: BTreeMap<&str, Factor> = BTreeMap::new();
    for (weight, factors) in models {
        for f in factors {
            by_name
                .entry(&f.variable)
                .and_modify(|sum| sum.log_odds += weight * f.log_odds)
                .or_insert_with(|| Factor { log_odds: weight * f.log_odds, ..f.clone() });
        }
    }
    let mut by_level: BTreeMap<Option<Level>, Vec<Factor>> = BTreeMap::new();
    for f in by_name.into_values() {
        by_level.entry(f.level).or_default().push(f);
    }
    let mut levels: Vec<LevelFactors> = by_level
        .into_iter()
        .map(|(level, mut factors)| {
            factors.sort_by(|x, y| {
                y.log_odds.abs().total_cmp(&x.log_odds.abs()).then(x.variable.cmp(&y.variable))
            });
            LevelFactors { level, log_odds: factors.iter().map(|f| f.log_odds).sum(), factors }
        })
        .collect();
    // Explanations first, controls of time last.
    levels.sort_by_key(|l| (l.level.is_none(), l.level));
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(variable: &str, level: Option<Level>, log_odds: f64) -> Factor {
        Factor {
            variable: variable.into(),
            label: variable.into(),
            level,
            value: Some(1.0),
            typical: Some(0.0),
            log_odds,
        }
    }

    #[test]
    fn contributions_are_averaged_by_weight_and_grouped() {
        let h = Some(Level::History);
        let models = [
            (0.25, vec![factor("tie", h, 4.0), factor("enemy", Some(Level::Regional), 2.0)]),
            (0.5, vec![factor("tie", h, 1.0), factor("time", None, -1.0)]),
            (0.25, vec![]),
        ];
        let levels = average(&models);
        let shape: Vec<_> = levels.iter().map(|l| (l.level, l.log_odds)).collect();
        assert_eq!(shape, [(Some(Level::Regional), 0.5), (h, 1.5), (None, -0.5)]);
    }
}
