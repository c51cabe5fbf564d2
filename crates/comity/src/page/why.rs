//! Section 3: what each factor adds.

use super::Parts;
use comity_core::Level;
use comity_report::page::{Contribution, Why};

/// Factors shown at most.
const SHOWN: usize = 16;

/// Smallest contribution shown, in log-odds: less changes no printed digit of the odds.
const SMALLEST: f64 = 0.005;

pub(crate) fn why(parts: &Parts<'_>) -> Option<Why> {
    let forecast = parts.headline()?;
    let panel = &parts.ground.panel;
    let mut contributions: Vec<Contribution> = forecast
        .factors
        .iter()
        .flat_map(|l| l.factors.iter().map(move |f| (l.level, f)))
        .filter(|(_, f)| f.log_odds.abs() >= SMALLEST)
        .map(|(level, f)| Contribution {
            variable: f.variable.clone(),
            label: f.label.clone(),
            // Functions of time since the last tie are part of the pair's history.
            level: level.unwrap_or(Level::History),
            value: f.value,
            typical: f.typical,
            unit: panel.variable(&f.variable).map(|v| v.unit.clone()).unwrap_or_default(),
            log_odds: f.log_odds,
        })
        .collect();
    contributions.sort_by(|x, y| y.log_odds.abs().total_cmp(&x.log_odds.abs()));
    contributions.truncate(SHOWN);
    Some(Why {
        model: "the models, averaged by their weight".to_owned(),
        outcome: "any cooperation".to_owned(),
        typical_probability: Some(forecast.forecast.base_rate),
        probability: Some(forecast.forecast.probability),
        contributions,
    })
}
