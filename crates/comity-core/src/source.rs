//! Data sets: key, title, citation, licence. The texts are in `sources.toml`.

use crate::error::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::OnceLock;

macro_rules! keys {
    ($($(#[doc = $doc:literal])+ $name:ident => $text:literal,)+) => {
        /// A data set that comity reads.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum SourceKey {
            $($(#[doc = $doc])+ #[serde(rename = $text)] $name,)+
        }

        impl SourceKey {
            /// Every data set.
            pub const ALL: &'static [SourceKey] = &[$(SourceKey::$name,)+];

            /// The key as written in tables and on the command line.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(SourceKey::$name => $text,)+ }
            }
        }
    };
}

keys! {
    /// UCDP External Support.
    Esd => "ucdp-esd",
    /// UCDP Actor.
    Actor => "ucdp-actor",
    /// UCDP Dyadic.
    Dyadic => "ucdp-dyadic",
    /// UCDP/PRIO Armed Conflict.
    Acd => "ucdp-prio-acd",
    /// UCDP Non-State Conflict.
    NonState => "ucdp-nonstate",
    /// UCDP One-Sided Violence.
    OneSided => "ucdp-onesided",
    /// UCDP Battle-Related Deaths (dyadic).
    BattleDeaths => "ucdp-brd",
    /// UCDP Georeferenced Event Dataset.
    Ged => "ucdp-ged",
    /// UN General Assembly ideal points, all votes.
    IdealPoints => "un-ideal-points",
    /// UN General Assembly ideal points, Middle-East votes.
    IdealPointsMideast => "un-ideal-points-mideast",
    /// Gleditsch–Ward and Correlates of War state panel.
    States => "gw-cow-states",
    /// COW direct contiguity.
    Contiguity => "cow-contiguity",
    /// COW major powers.
    Majors => "cow-majors",
    /// COW national material capabilities.
    Capabilities => "cow-nmc",
    /// ATOP alliances.
    Atop => "atop",
    /// Thompson–Sakuwa–Suhas strategic rivalries.
    Rivalries => "tss-rivalries",
    /// GML militarised interstate disputes.
    Mids => "gml-mid",
    /// FORGE: Foundations of Rebel Group Emergence.
    Forge => "forge",
    /// Non-State Actors in Armed Conflict.
    Nsa => "nsa",
    /// ACD2EPR links.
    Acd2Epr => "acd2epr",
    /// Ethnic Power Relations.
    Epr => "epr",
    /// Extended Data on Terrorist Groups.
    Edtg => "edtg",
}

impl fmt::Display for SourceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for SourceKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.iter().copied().find(|k| k.as_str() == text).ok_or_else(|| {
            Error::new(Code::NoSuchSource, "there is no data set of this name")
                .value(text)
                .candidates(Self::ALL.iter().map(ToString::to_string).collect())
        })
    }
}

/// Whether rows of a data set may be passed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    /// SPDX identifier or a short statement.
    pub name: String,
    /// Whether an extract may ship with comity.
    pub redistributable: bool,
}

/// What comity knows about a data set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMeta {
    /// Key of the data set.
    pub key: SourceKey,
    /// Full title.
    pub title: String,
    /// One-line citation.
    pub citation: String,
    /// BibTeX entry.
    pub bibtex: String,
    /// Licence.
    pub licence: Licence,
    /// Where a person downloads it.
    pub home: String,
    /// Release dates of known versions, as `(version, YYYY-MM-DD)`; versions that are not
    /// listed have an unknown release date.
    #[serde(default)]
    pub releases: Vec<(String, jiff::civil::Date)>,
}

#[derive(Deserialize)]
struct Register {
    source: Vec<SourceMeta>,
}

/// The register of data sets, in the order of [`SourceKey::ALL`].
///
/// # Errors
/// [`Code::Internal`] when the register that ships with comity is damaged.
pub fn register() -> Result<&'static [SourceMeta]> {
    static REGISTER: OnceLock<std::result::Result<Vec<SourceMeta>, String>> = OnceLock::new();
    REGISTER
        .get_or_init(|| {
            toml::from_str::<Register>(include_str!("../sources.toml"))
                .map(|mut r| {
                    r.source.sort_by_key(|s| s.key);
                    r.source
                })
                .map_err(|e| e.to_string())
        })
        .as_deref()
        .map_err(|e| Error::new(Code::Internal, format!("the register of sources: {e}")))
}

/// The entry of one data set.
///
/// # Errors
/// [`Code::Internal`] when the register lacks it.
pub fn meta(key: SourceKey) -> Result<&'static SourceMeta> {
    register()?
        .iter()
        .find(|m| m.key == key)
        .ok_or_else(|| Error::new(Code::Internal, format!("the register lacks {key}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_has_every_key_once() {
        let keys: Vec<_> = register().unwrap().iter().map(|m| m.key).collect();
        assert_eq!(keys, SourceKey::ALL);
    }

    #[test]
    fn every_entry_can_be_cited() {
        for m in register().unwrap() {
            assert!(m.bibtex.trim_start().starts_with('@') && m.citation.len() > 20, "{}", m.key);
        }
    }
}
