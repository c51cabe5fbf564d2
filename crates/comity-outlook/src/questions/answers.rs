//! The answers so far.

use super::list::{Expected, Question, questions};
use super::rules::{Sample, rule};
use crate::random::seed_for;
use crate::settings::Settings;
use comity_core::{Code, Error, Result, Year};
use comity_panel::Panel;
use comity_score::Bootstrap;
use serde::{Deserialize, Serialize};

/// What the data say of a proposition so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The whole interval lies on the expected side of zero.
    Supported,
    /// The whole interval lies on the other side.
    NotSupported,
    /// The interval holds zero, or there is no estimate.
    CannotTell,
}

/// An estimate over the panel.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The estimate, in the question's unit.
    pub estimate: f64,
    /// Lower end of the 95 % interval over resampled pairs.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Dyad-years used.
    pub n: usize,
    /// Pairs used.
    pub pairs: usize,
    /// First year used.
    pub first_year: Year,
    /// Last year used.
    pub last_year: Year,
}

/// A question with its answer so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerSoFar {
    /// The question.
    pub question: Question,
    /// The answer.
    pub verdict: Verdict,
    /// The estimate, if there is one.
    pub measured: Option<Measured>,
    /// Why there is no estimate.
    pub reason: Option<String>,
}

/// Answers every standing question from the rows up to the as-of year.
///
/// # Errors
/// [`Code::BadSetting`] when a setting is out of range; [`Code::Internal`] when the file of
/// questions is damaged or names no computation.
pub fn answer_all(panel: &Panel, settings: &Settings) -> Result<Vec<AnswerSoFar>> {
    let s = settings.check()?;
    let sample = Sample { panel, as_of: s.as_of };
    questions()?
        .into_iter()
        .map(|question| {
            let rule = rule(&question.id).ok_or_else(|| {
                Error::new(Code::Internal, "a standing question has no computation")
                    .value(&question.id)
            })?;
            let seed = seed_for(s.seed, &question.id);
            let found = rule(&sample, &Bootstrap { replicates: s.replicates, seed, level: 0.95 });
            Ok(match found {
                Ok(m) => AnswerSoFar {
                    verdict: verdict(&m, question.expected),
                    question,
                    measured: Some(m),
                    reason: None,
                },
                Err(reason) => AnswerSoFar {
                    verdict: Verdict::CannotTell,
                    question,
                    measured: None,
                    reason: Some(reason),
                },
            })
        })
        .collect()
}

fn verdict(m: &Measured, expected: Expected) -> Verdict {
    let (above, below) = match expected {
        Expected::Positive => (Verdict::Supported, Verdict::NotSupported),
        Expected::Negative => (Verdict::NotSupported, Verdict::Supported),
    };
    if m.low > 0.0 {
        above
    } else if m.high < 0.0 {
        below
    } else {
        Verdict::CannotTell
    }
}
