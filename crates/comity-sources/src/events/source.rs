//! The sources of events and the columns they are recognised by.

use super::{acled, gdelt, ged, icews, polecat};
use crate::header::Header;
use crate::registry::nearest;
use comity_core::EventScheme;
use serde::{Deserialize, Serialize};

/// A source of dated events.
///
/// ```
/// use comity_core::EventScheme;
/// use comity_sources::EventSource;
/// assert_eq!(EventSource::Gdelt.scheme(), EventScheme::Cameo);
/// assert_eq!(EventSource::ALL.map(EventSource::as_str).join(" "),
///     "ucdp-ged icews polecat acled gdelt");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventSource {
    /// UCDP Georeferenced Event Dataset: fights, with actors numbered by UCDP.
    #[serde(rename = "ucdp-ged")]
    Ged,
    /// ICEWS: events that a machine coded from news, in CAMEO, until 2023.
    Icews,
    /// POLECAT: the successor of ICEWS, in PLOVER.
    Polecat,
    /// ACLED: events of conflict and protest, coded by hand.
    Acled,
    /// GDELT 2.0: events that a machine coded from news, in CAMEO.
    Gdelt,
}

impl EventSource {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Ged, Self::Icews, Self::Polecat, Self::Acled, Self::Gdelt];

    /// The name, as manifests and the command line write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ged => "ucdp-ged",
            Self::Icews => "icews",
            Self::Polecat => "polecat",
            Self::Acled => "acled",
            Self::Gdelt => "gdelt",
        }
    }

    /// The codes that the source uses.
    #[must_use]
    pub const fn scheme(self) -> EventScheme {
        match self {
            Self::Ged => EventScheme::Ged,
            Self::Icews | Self::Gdelt => EventScheme::Cameo,
            Self::Polecat => EventScheme::Plover,
            Self::Acled => EventScheme::Acled,
        }
    }

    /// The columns the source must have, each with its other names after `|`.
    pub(crate) const fn signature(self) -> &'static [&'static str] {
        match self {
            Self::Ged => ged::SIGNATURE,
            Self::Icews => icews::SIGNATURE,
            Self::Polecat => polecat::SIGNATURE,
            Self::Acled => acled::SIGNATURE,
            Self::Gdelt => gdelt::SIGNATURE,
        }
    }

    /// Whether the source is published as lines of tab-separated cells without quoting.
    pub(crate) const fn is_lines(self) -> bool {
        matches!(self, Self::Icews | Self::Polecat | Self::Gdelt)
    }

    /// The source whose columns a header has, or most of them.
    pub(crate) fn recognise(header: &Header) -> Option<Self> {
        nearest(header, &Self::ALL.map(|source| (source, source.signature())))
    }
}
