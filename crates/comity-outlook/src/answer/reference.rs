//! Base rates.

use super::types::ReferenceClass;
use super::wording::{cooperation, risk_set};
use crate::evaluation::{Coded, Sample};
use comity_panel::Panel;

/// All coded dyad-years, then those whose tie in the year before equals `tie`.
pub(crate) fn classes(
    panel: &Panel,
    outcome: &str,
    coded: &Coded,
    tie: f64,
) -> Vec<ReferenceClass> {
    let whole = coded.sample(coded.rows.len());
    let years = match (whole.first_year, whole.last_year) {
        (Some(f), Some(l)) => format!(", {f}–{l}"),
        _ => String::new(),
    };
    let pairs = risk_set(panel.spec().risk_set);
    let what = cooperation(outcome);
    let mut found = vec![class(format!("{pairs}{years}"), &what, whole)];
    let same = panel.column("tie_lag1").map(|ties| {
        let mut sample = Sample::default();
        for ((row, year), happened) in coded.rows.iter().zip(&coded.years).zip(&coded.happened) {
            if ties.get(*row as usize).is_some_and(|t| *t == tie) {
                sample.add(*year, *happened);
            }
        }
        sample
    });
    if let Some(sample) = same.filter(|s| s.rows > 0) {
        let status = if tie > 0.5 { "with a tie" } else { "without a tie" };
        found.push(class(
            format!("the same pairs {status} in the year before{years}"),
            &what,
            sample,
        ));
    }
    found
}

fn class(description: String, what: &str, s: Sample) -> ReferenceClass {
    ReferenceClass {
        description: format!("{description}: {} of {} dyad-years with {what}", s.events, s.rows),
        n: s.rows,
        events: s.events,
        share: s.share(),
    }
}
