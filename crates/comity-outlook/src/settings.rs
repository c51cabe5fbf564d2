//! Settings of an evaluation and an outlook.

use comity_core::{Code, Domain, Error, Result, Year};
use serde::{Deserialize, Serialize};

/// What an evaluation and an outlook are asked to do.
///
/// | setting | default | purpose | range |
/// |---|---|---|---|
/// | `as_of` | – | last year whose data may be used | any year |
/// | `horizon` | 1 | years ahead | 1–10 |
/// | `seed` | 1 | seed of every draw | any |
/// | `first_origin` | 1990 | first year forecast in the evaluation | ≤ `as_of` |
/// | `outcomes` | any, military, security, political | panel columns forecast | – |
/// | `draws` | 1000 | draws of each model's parameters | ≥ 10 |
/// | `paths` | 10 000 | simulated paths | ≥ 10 |
/// | `replicates` | 500 | bootstrap resamples of the scores | ≥ 1 |
/// | `bins` | 10 | bins of calibration | ≥ 1 |
/// | `scenarios` | true | whether scenarios are run | – |
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Last year whose data may be used; the forecast is about the years after it.
    pub as_of: Year,
    /// Number of years ahead.
    pub horizon: u8,
    /// Seed of every random draw.
    pub seed: u64,
    /// First year forecast in the rolling-origin evaluation.
    pub first_origin: Year,
    /// Panel columns forecast, any cooperation first.
    pub outcomes: Vec<String>,
    /// Draws of each model's parameters.
    pub draws: usize,
    /// Simulated paths.
    pub paths: usize,
    /// Bootstrap resamples of the scores.
    pub replicates: usize,
    /// Bins of calibration and of the Brier parts.
    pub bins: usize,
    /// Whether scenarios are run (they cost most of an outlook).
    pub scenarios: bool,
}

/// Longest horizon: the tie history of a path is kept in one small mask.
const LONGEST_HORIZON: u8 = 10;

impl Settings {
    /// The defaults for an as-of year.
    #[must_use]
    pub fn new(as_of: Year) -> Self {
        let outcomes = ["coop_any", "coop_military", "coop_security", "coop_political"];
        Self {
            as_of,
            horizon: 1,
            seed: 1,
            first_origin: 1990,
            outcomes: outcomes.map(String::from).to_vec(),
            draws: 1000,
            paths: 10_000,
            replicates: 500,
            bins: 10,
            scenarios: true,
        }
    }

    /// The settings, once each is in its range.
    ///
    /// # Errors
    /// [`Code::BadSetting`] naming the setting.
    pub fn check(&self) -> Result<ValidSettings<'_>> {
        let refuse = |name: &str, value: String, expected: &str| {
            Err(Error::new(Code::BadSetting, format!("{name} is out of range"))
                .value(value)
                .expected(expected))
        };
        if !(1..=LONGEST_HORIZON).contains(&self.horizon) {
            return refuse("the horizon", self.horizon.to_string(), "1 to 10 years");
        }
        if self.as_of > Year::MAX - Year::from(LONGEST_HORIZON) {
            return refuse("the as-of year", self.as_of.to_string(), "a calendar year");
        }
        if self.first_origin > self.as_of {
            return refuse(
                "the first origin",
                self.first_origin.to_string(),
                "a year not after the as-of year",
            );
        }
        for (name, value, least) in [
            ("the number of draws", self.draws, 10),
            ("the number of paths", self.paths, 10),
            ("the number of bootstrap resamples", self.replicates, 1),
            ("the number of bins", self.bins, 1),
        ] {
            if value < least {
                return refuse(name, value.to_string(), &format!("{least} or more"));
            }
        }
        Ok(ValidSettings(self))
    }
}

/// Settings that passed [`Settings::check`].
#[derive(Clone, Copy, Debug)]
pub struct ValidSettings<'a>(&'a Settings);

impl std::ops::Deref for ValidSettings<'_> {
    type Target = Settings;

    fn deref(&self) -> &Settings {
        self.0
    }
}

/// The domain an outcome column speaks of; `None` for any cooperation.
#[must_use]
pub fn domain_of(outcome: &str) -> Option<Domain> {
    Domain::ALL.into_iter().find(|d| outcome.strip_prefix("coop_") == Some(d.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_range_is_checked() {
        assert!(Settings::new(2017).check().is_ok());
        let broken: [fn(&mut Settings); 8] = [
            |s| s.horizon = 0,
            |s| s.horizon = 11,
            |s| s.as_of = Year::MAX,
            |s| s.first_origin = 2018,
            |s| s.draws = 9,
            |s| s.paths = 0,
            |s| s.replicates = 0,
            |s| s.bins = 0,
        ];
        for (i, b) in broken.into_iter().enumerate() {
            let mut s = Settings::new(2017);
            b(&mut s);
            assert_eq!(s.check().unwrap_err().code(), Code::BadSetting, "case {i}");
        }
    }

    #[test]
    fn outcomes_name_their_domain() {
        assert_eq!(domain_of("coop_any"), None);
        assert_eq!(domain_of("coop_security"), Some(Domain::Security));
    }
}
