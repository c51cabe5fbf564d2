//! The last answer to the same question that was computed otherwise.

use super::Issue;
use crate::session::Session;
use comity_core::{Estimand, Result};
use comity_world::Recorded;
use jiff::Timestamp;
use serde::Serialize;

/// What an earlier forecast was computed with that is other now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Other {
    /// Data sets, or versions of them.
    Inputs,
    /// The program.
    Program,
    /// Settings of the specification.
    Settings,
}

impl Other {
    /// The word on pages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Other::Inputs => "inputs",
            Other::Program => "program",
            Other::Settings => "settings",
        }
    }
}

/// An earlier forecast to a question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Earlier {
    /// The question: pair, domain, as-of year and horizon.
    pub question: Estimand,
    /// What the record is called.
    pub record: String,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// What it said.
    pub probability: f64,
    /// What is other now; never empty.
    pub other: Vec<Other>,
}

/// For each question of an issue, the latest recorded forecast under other inputs, settings or
/// another program. Questions without one are left out.
///
/// # Errors
/// When the ledger is damaged or cannot be read.
pub fn earlier(session: &Session, issue: &Issue) -> Result<Vec<Earlier>> {
    let mut pairs: Vec<_> = issue.forecasts.iter().map(|f| f.estimand.dyad).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let only = if let [one] = pairs.as_slice() { Some(*one) } else { None };
    let recorded = session.world().recorded_forecasts(only)?;
    Ok(issue
        .forecasts
        .iter()
        .filter_map(|f| recorded.iter().rev().find_map(|r| compared(issue, &f.estimand, r)))
        .collect())
}

fn compared(issue: &Issue, question: &Estimand, recorded: &Recorded) -> Option<Earlier> {
    let entry = &recorded.entry;
    if entry.forecast.estimand != *question {
        return None;
    }
    let other: Vec<Other> = [
        (Other::Inputs, entry.inputs != issue.inputs),
        (Other::Program, entry.program != Issue::program()),
        (Other::Settings, entry.spec != issue.spec),
    ]
    .into_iter()
    .filter_map(|(what, differs)| differs.then_some(what))
    .collect();
    (!other.is_empty()).then(|| Earlier {
        question: *question,
        record: recorded.id.clone(),
        issued_at: entry.issued_at,
        probability: entry.forecast.probability,
        other,
    })
}

/// What is other, in words: `inputs`, `inputs and program`, `inputs, program and settings`.
#[must_use]
pub fn words(other: &[Other]) -> String {
    let names: Vec<&str> = other.iter().map(|o| o.as_str()).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_other_reads_as_a_list() {
        assert_eq!(words(&[Other::Inputs]), "inputs");
        assert_eq!(words(&[Other::Inputs, Other::Program]), "inputs and program");
        let all = [Other::Inputs, Other::Program, Other::Settings];
        assert_eq!(words(&all), "inputs, program and settings");
    }
}
