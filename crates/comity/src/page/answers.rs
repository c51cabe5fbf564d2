//! Section 2: one answer a domain.

use super::Parts;
use comity_outlook::{Answer as Result_, DomainOutlook};
use comity_report::page::{Answer, DomainAnswer, ForecastView, Uncertainty};

pub(crate) fn answers(parts: &Parts<'_>) -> Vec<DomainAnswer> {
    parts
        .outlook
        .outcomes
        .iter()
        .map(|o| DomainAnswer { domain: o.domain, answer: answer(parts, o) })
        .collect()
}

fn answer(parts: &Parts<'_>, o: &DomainOutlook) -> Answer {
    match &o.answer {
        Result_::Forecast(f) => {
            let mut view = ForecastView::from(&f.forecast);
            view.uncertainty = Some(Uncertainty {
                parameters: f.uncertainty.parameters,
                models: f.uncertainty.models,
                outcome: f.uncertainty.outcome,
            });
            Answer::Forecast(view)
        }
        Result_::NoBasis { .. } if never_coded(parts, &o.outcome) => Answer::NotCoded {
            reason: "No source at hand observed both groups for this in any year.".to_owned(),
        },
        Result_::NoBasis { reason } => Answer::NoBasis { reason: reason.clone() },
    }
}

/// Whether the outcome is missing in every row of the pair.
fn never_coded(parts: &Parts<'_>, outcome: &str) -> bool {
    let panel = &parts.ground.panel;
    let dyad = parts.outlook.dyad;
    let Some(values) = panel.column(outcome) else { return true };
    panel
        .a()
        .iter()
        .zip(panel.b())
        .zip(values)
        .filter(|((a, b), _)| **a == dyad.a().raw() && **b == dyad.b().raw())
        .all(|(_, v)| v.is_nan())
}
