//! Section 2: the answer per domain.

use crate::format::percent;
use comity_core::Domain;
use comity_core::forecast::{Forecast, Interval};
use serde::{Deserialize, Serialize};

/// The answer for one domain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DomainAnswer {
    /// The domain; `None` for any cooperation.
    pub domain: Option<Domain>,
    /// The answer.
    pub answer: Answer,
}

impl DomainAnswer {
    /// "Any cooperation", "Military", …
    #[must_use]
    pub fn label(&self) -> &'static str {
        crate::words::domain(self.domain)
    }
}

/// A probability, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Answer {
    /// A probability with its intervals.
    Forecast(ForecastView),
    /// The evidence is too thin for a probability.
    NoBasis {
        /// Why, in one sentence.
        reason: String,
    },
    /// No source observed the pair in this domain: absence was never recorded either.
    NotCoded {
        /// Which source would have had to observe it.
        reason: String,
    },
}

/// A probability with its uncertainty and its yardstick.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ForecastView {
    /// Probability of yes, 0 to 1.
    pub probability: f64,
    /// 80 % interval.
    pub interval80: Interval,
    /// 95 % interval.
    pub interval95: Interval,
    /// Share of yes in the reference class, 0 to 1.
    pub base_rate: f64,
    /// The reference class in words, with its size.
    pub reference_class: String,
    /// The three uncertainties, apart; `None` when not computed.
    #[serde(default)]
    pub uncertainty: Option<Uncertainty>,
    /// The last answer recorded that was computed otherwise, if any.
    #[serde(default)]
    pub previous: Option<Previous>,
    /// What the deciding source said later; `None` while open.
    #[serde(default)]
    pub resolution: Option<bool>,
}

/// The three parts of uncertainty, as standard deviations of the probability (0 to 1).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Uncertainty {
    /// From the coefficients of each model.
    pub parameters: f64,
    /// From disagreement between models.
    pub models: f64,
    /// From chance: √(p(1 − p)) for one draw of the outcome.
    pub outcome: f64,
}

/// An earlier answer to the same question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Previous {
    /// Day on which it was recorded, such as `2026-11-22`.
    pub recorded: String,
    /// Its probability.
    pub probability: f64,
    /// What it was computed with that is other now, such as `inputs` or `inputs and program`.
    pub other: String,
    /// What the record is called: its SHA-256, lower-case hexadecimal.
    pub record: String,
}

impl Previous {
    /// The change to a probability: `76% → 78% (recorded 2026-11-22, other inputs)`.
    #[must_use]
    pub fn change_to(&self, now: f64) -> String {
        format!(
            "{} → {} (recorded {}, other {})",
            percent(self.probability),
            percent(now),
            self.recorded,
            self.other
        )
    }
}

impl From<&Forecast> for ForecastView {
    /// The shown part of a validated forecast.
    fn from(f: &Forecast) -> Self {
        Self {
            probability: f.probability,
            interval80: f.interval80,
            interval95: f.interval95,
            base_rate: f.base_rate,
            reference_class: f.reference_class.clone(),
            uncertainty: None,
            previous: None,
            resolution: f.resolution,
        }
    }
}
