//! The specification a result is computed under.

use comity_core::{AsOf, Code, Error, Result, Year};
use comity_panel::RiskSet;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The program's version, part of every manifest.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Version and fingerprint of the sources this program was built from: what cached results
/// are kept under.
pub const FINGERPRINT: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("COMITY_SOURCES"));

/// What a forecast, a fit or a score is computed under. All of it is in the manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spec {
    /// Last year whose events may be used; `None` for the last year coded for support.
    pub as_of: Option<Year>,
    /// Last release date of a source version that may be used.
    pub released_by: Option<jiff::civil::Date>,
    /// Which pairs are at risk of cooperating.
    pub risk_set: RiskSet,
    /// Years ahead.
    pub horizon: u8,
    /// First year that is forecast in the rolling-origin evaluation.
    pub first_forecast: Year,
    /// Seed of every random draw.
    pub seed: u64,
    /// Simulated paths of a scenario.
    pub paths: u32,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            as_of: None,
            released_by: None,
            risk_set: RiskSet::Relevant,
            horizon: 1,
            first_forecast: 1990,
            seed: 1,
            paths: 10_000,
        }
    }
}

impl Spec {
    /// Checks the settings against each other.
    ///
    /// # Errors
    /// [`Code::BadSetting`] naming the setting and its range.
    pub fn check(self) -> Result<Self> {
        let bad = |what: &str, value: String, range: &str| {
            Err(Error::new(Code::BadSetting, format!("{what} is outside its range"))
                .value(value)
                .expected(range))
        };
        if !(1..=10).contains(&self.horizon) {
            return bad("the horizon", self.horizon.to_string(), "1 to 10 years");
        }
        if let Some(year) = self.as_of
            && !(1946..=2100).contains(&year)
        {
            return bad("the as-of year", year.to_string(), "a year from 1946 to 2100");
        }
        if !(1976..=2100).contains(&self.first_forecast) {
            return bad("the first forecast year", self.first_forecast.to_string(), "1976 to 2100");
        }
        if !(100..=1_000_000).contains(&self.paths) {
            return bad("the number of paths", self.paths.to_string(), "100 to 1,000,000");
        }
        Ok(self)
    }

    /// The two clocks.
    #[must_use]
    pub const fn clocks(&self) -> AsOf {
        AsOf { event: self.as_of, released: self.released_by }
    }

    /// The settings by name, as they stand in manifests.
    #[must_use]
    pub fn named(&self) -> BTreeMap<String, String> {
        let or_latest = |v: Option<String>| v.unwrap_or_else(|| "latest".to_owned());
        BTreeMap::from([
            ("as-of".to_owned(), or_latest(self.as_of.map(|y| y.to_string()))),
            ("released-by".to_owned(), or_latest(self.released_by.map(|d| d.to_string()))),
            ("risk-set".to_owned(), self.risk_set.as_str().to_owned()),
            ("horizon".to_owned(), self.horizon.to_string()),
            ("first-forecast".to_owned(), self.first_forecast.to_string()),
            ("paths".to_owned(), self.paths.to_string()),
        ])
    }
}
