//! Kinds of events between actors, and the codebook that maps the codes of event data to them.
//!
//! The mapping itself is the data file `events.toml` beside this crate's manifest.

use crate::codebook::Domain;
use crate::error::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A kind of event of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// Two actors worked together, agreed or talked; in streams of years, one of two groups
    /// supported the other (UCDP External Support): the outcome `coop_any`.
    Cooperation,
    /// Two actors on one side of a fight.
    Joint,
    /// An actor fought another.
    Fights,
    /// An actor gave aid to another; in streams of years, a government to a group.
    Support,
}

impl EventKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Cooperation, Self::Joint, Self::Fights, Self::Support];

    /// The name, as files and formulas write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cooperation => "cooperation",
            Self::Joint => "joint",
            Self::Fights => "fights",
            Self::Support => "support",
        }
    }
}

/// What a source's code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventClass {
    /// The kind of event.
    pub event: EventKind,
    /// The domain of cooperation; absent for fights and where the code tells none.
    pub domain: Option<Domain>,
}

/// The codes of a source of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventScheme {
    /// CAMEO (ICEWS, GDELT).
    Cameo,
    /// PLOVER (POLECAT).
    Plover,
    /// Event types of ACLED.
    Acled,
    /// Types of violence of UCDP GED.
    Ged,
}

impl EventScheme {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Cameo, Self::Plover, Self::Acled, Self::Ged];
}

/// The versioned codebook of events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventCodebook {
    /// Version of the codebook; part of the manifest of every imported stream.
    pub version: String,
    schemes: BTreeMap<EventScheme, BTreeMap<String, EventClass>>,
    sources: BTreeMap<String, EventTerms>,
}

/// How a source of events is cited, and what may be done with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventTerms {
    /// How to cite the source.
    pub citation: String,
    /// Licence identifier or statement.
    pub licence: String,
}

impl EventCodebook {
    /// The codebook that ships with this version of comity.
    ///
    /// # Errors
    /// [`Code::Codebook`] when the text is not a codebook or lacks a scheme.
    pub fn bundled() -> Result<Self> {
        Self::from_toml(include_str!("../events.toml"))
    }

    /// Reads a codebook and checks that every scheme is in it.
    ///
    /// # Errors
    /// [`Code::Codebook`] when the text is not a codebook or lacks a scheme.
    pub fn from_toml(text: &str) -> Result<Self> {
        let book: Self =
            toml::from_str(text).map_err(|e| Error::new(Code::Codebook, e.to_string()))?;
        for scheme in EventScheme::ALL {
            if !book.schemes.contains_key(&scheme) {
                return Err(Error::new(Code::Codebook, "the codebook of events lacks a scheme")
                    .value(format!("{scheme:?}").to_lowercase())
                    .expected("one [schemes.NAME] table for every scheme"));
            }
        }
        Ok(book)
    }

    /// Citation and terms of a source (`ucdp-ged`, `icews`, `polecat`, `acled`, `gdelt`); empty for
    /// one that the codebook does not know.
    #[must_use]
    pub fn terms(&self, source: &str) -> EventTerms {
        self.sources.get(source).cloned().unwrap_or_default()
    }

    /// What a code stands for; `None` when it is no event of a stream.
    ///
    /// The first of `details` listed after the code decides, then the code by itself; of a code
    /// of digits, the longest beginning that is listed.
    ///
    /// ```
    /// use comity_core::{Domain, EventCodebook, EventKind, EventScheme};
    /// let book = EventCodebook::bundled()?;
    /// let aid = book.class(EventScheme::Cameo, "0721", &[]).unwrap();
    /// assert_eq!((aid.event, aid.domain), (EventKind::Support, Some(Domain::Military)));
    /// assert!(book.class(EventScheme::Cameo, "112", &[]).is_none());
    /// # Ok::<(), comity_core::Error>(())
    /// ```
    #[must_use]
    pub fn class(&self, scheme: EventScheme, code: &str, details: &[&str]) -> Option<EventClass> {
        let codes = self.schemes.get(&scheme)?;
        let detailed = details.iter().find_map(|d| codes.get(&format!("{code}/{d}")));
        let found = detailed.or_else(|| {
            let digits = code.bytes().all(|b| b.is_ascii_digit());
            let shortest = if digits { 1 } else { code.len() };
            (shortest..=code.len()).rev().find_map(|n| codes.get(code.get(..n)?))
        });
        found.copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_details_and_beginnings() {
        let book = EventCodebook::bundled().unwrap();
        let class = |scheme, code: &str, details: &[&str]| {
            book.class(scheme, code, details).map(|c| (c.event, c.domain))
        };
        use EventKind::{Cooperation, Fights, Support};
        use EventScheme::{Acled, Cameo, Ged, Plover};
        let military = Some(Domain::Military);
        assert_eq!(class(Cameo, "0312", &[]), Some((Cooperation, military)));
        assert_eq!(class(Cameo, "057", &[]), Some((Cooperation, Some(Domain::Political))));
        assert_eq!(class(Cameo, "0313", &[]), Some((Cooperation, None)));
        assert_eq!(class(Cameo, "193", &[]), Some((Fights, None)));
        for none in ["", "03", "0351", "1", "19x", "é"] {
            assert_eq!(class(Cameo, none, &[]), None, "{none}");
        }
        assert_eq!(class(Plover, "AID", &["legal", "military"]), Some((Support, military)));
        assert_eq!(class(Plover, "AID", &[]), Some((Support, None)));
        assert_eq!(class(Plover, "AIDE", &[]), None);
        assert_eq!(class(Acled, "Battles", &["Armed clash"]), Some((Fights, None)));
        assert_eq!(class(Acled, "Strategic developments", &["Arrests"]), None);
        assert_eq!(class(Ged, "3", &[]), None);
        assert!(book.terms("acled").citation.starts_with("Raleigh"));
    }

    #[test]
    fn a_codebook_without_a_scheme_is_refused() {
        let err = EventCodebook::from_toml("version = \"1\"\n[schemes.cameo]\n").unwrap_err();
        assert_eq!(err.code(), Code::Codebook);
    }
}
