//! What a panel is asked to contain.

use comity_core::{Code, Dyad, Error, Year};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The rule that says which pairs of groups are at risk of cooperating in a year.
///
/// Every rule starts from the pairs in which UCDP External Support observed both groups
/// as warring non-government parties in that year (in a forecast year: in the year before).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RiskSet {
    /// Every such pair.
    All,
    /// Pairs that share a UCDP region.
    Region,
    /// Politically relevant pairs: the same UCDP region; or, in the year before, a common
    /// government or non-state opponent or a common state sponsor; or a tie in any
    /// earlier year. Only lagged facts count, so that the rule is the same for a year
    /// that is forecast as for the years a model learns from.
    #[default]
    Relevant,
}

impl RiskSet {
    /// Every rule.
    pub const ALL: [RiskSet; 3] = [RiskSet::All, RiskSet::Region, RiskSet::Relevant];

    /// The spelling on the command line and in manifests.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            RiskSet::All => "all",
            RiskSet::Region => "region",
            RiskSet::Relevant => "relevant",
        }
    }
}

impl fmt::Display for RiskSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RiskSet {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|r| r.as_str() == text).ok_or_else(|| {
            Error::new(Code::BadSetting, "there is no risk set of this name")
                .value(text)
                .candidates(Self::ALL.iter().map(ToString::to_string).collect())
        })
    }
}

/// What a panel is asked to contain. The default is the relevant pairs of every year.
///
/// ```
/// use comity_panel::{PanelSpec, RiskSet};
/// let spec = PanelSpec { risk_set: RiskSet::All, first_year: Some(1990), ..PanelSpec::default() };
/// assert_eq!(spec.forecast_year, None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelSpec {
    /// Which pairs are at risk.
    pub risk_set: RiskSet,
    /// First year with rows; `None` for the first coded year.
    pub first_year: Option<Year>,
    /// Last year with rows; `None` for the last coded year.
    pub last_year: Option<Year>,
    /// A year to forecast. It gets one row for every pair at risk by what is known of the
    /// year before, with outcomes and same-year covariates missing. Evidence of this year
    /// and later is not used at all: observed rows end the year before.
    pub forecast_year: Option<Year>,
    /// Pairs that get a row in the forecast year whether or not they are at risk.
    pub extra_pairs: Vec<Dyad>,
}
