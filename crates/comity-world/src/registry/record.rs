//! What the registry holds of an actor.

use comity_core::{ActorId, SourceKey};
use serde::Serialize;

/// A name of an actor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Alias {
    /// The name as its source writes it.
    pub name: String,
    /// `name`, `original`, `full`, `english`, `acronym`, `former`, `later`, `code`, or
    /// `reviewed` for the names that comity adds.
    pub kind: String,
    /// BCP 47 tag, where known.
    pub lang: Option<String>,
    /// First year the name was used, where known.
    pub first_year: Option<i16>,
    /// Last year the name was used, where known.
    pub last_year: Option<i16>,
    /// Key of the data set that has the name; `comity` for reviewed names.
    pub source: String,
}

/// A dated or undated relation of descent or membership to another actor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LineageLink {
    /// The other actor.
    pub other: ActorId,
    /// See [`comity_core::claim::attribute`]: `splinter`, `splinter-temporary`, `alliance`,
    /// `joined`.
    pub relation: String,
    /// Whether this actor is the subject ("is a splinter of the other") or the object ("the
    /// other is a splinter of this").
    pub subject: bool,
    /// Year, where the source dates it.
    pub year: Option<i16>,
}

/// One actor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActorRecord {
    /// The actor.
    pub id: ActorId,
    /// Display name, as the preferred source writes it.
    pub name: String,
    /// UCDP Org code (1 formally organised, 2 informally organised, 3 communal, 4
    /// government); `None` where no source at hand says.
    pub org: Option<i16>,
    /// UCDP region codes (1 Europe, 2 Middle East, 3 Asia, 4 Africa, 5 Americas).
    pub regions: Vec<i16>,
    /// Gleditsch–Ward numbers of the countries the actor is located in.
    pub gwnos: Vec<i32>,
    /// Names of these countries, where a source at hand has them.
    pub countries: Vec<String>,
    /// All names, the display name included, in a fixed order.
    pub aliases: Vec<Alias>,
    /// Splinters, alliances and mergers, in a fixed order.
    pub lineage: Vec<LineageLink>,
    /// Gleditsch–Ward number of the state, for governments.
    pub gw: Option<i32>,
    /// Data sets that register or name the actor.
    pub sources: Vec<SourceKey>,
    /// Actor-years that the sources at hand observed: how well documented the actor is.
    pub observed: u32,
}

impl ActorRecord {
    /// Whether the actor is an armed group rather than a government.
    #[must_use]
    pub fn is_group(&self) -> bool {
        match self.org {
            Some(org) => org != 4,
            None => self.gw.is_none() && !self.name.starts_with("Government of "),
        }
    }

    /// The name with the countries in parentheses, as shown among candidates.
    #[must_use]
    pub fn label(&self) -> String {
        match self.countries.as_slice() {
            [] => format!("{} [{}]", self.name, self.id),
            [one] => format!("{} ({one}) [{}]", self.name, self.id),
            [one, rest @ ..] => format!("{} ({one} +{}) [{}]", self.name, rest.len(), self.id),
        }
    }
}
