//! Actor identifiers and dyads.

use crate::error::{Code, Error};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Width of one identifier space; the UCDP space starts at zero.
const SPACE: i64 = 1_000_000_000;

/// The data set whose numbering an [`ActorId`] belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Space {
    /// UCDP ActorId: the spine of the registry (groups and governments).
    Ucdp,
    /// EDTG group id (name-only source, joined through the crosswalk).
    Edtg,
    /// NSA dyad id (old numbering, joined through FORGE).
    NsaDyad,
    /// EPR group id (`gwgroupid`).
    EprGroup,
}

impl Space {
    const ALL: [Space; 4] = [Space::Ucdp, Space::Edtg, Space::NsaDyad, Space::EprGroup];

    /// Prefix used in text, such as `ucdp` in `ucdp:366`.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Space::Ucdp => "ucdp",
            Space::Edtg => "edtg",
            Space::NsaDyad => "nsa-dyad",
            Space::EprGroup => "epr",
        }
    }

    const fn offset(self) -> i64 {
        match self {
            Space::Ucdp => 0,
            Space::Edtg => 2 * SPACE,
            Space::NsaDyad => 3 * SPACE,
            Space::EprGroup => 4 * SPACE,
        }
    }
}

/// One actor, as a single integer that joins fast and keeps its numbering space.
///
/// ```
/// use comity_core::ActorId;
/// let hezbollah: ActorId = "ucdp:366".parse()?;
/// assert_eq!(hezbollah, ActorId::ucdp(366));
/// assert_eq!(hezbollah.to_string(), "ucdp:366");
/// # Ok::<(), comity_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActorId(i64);

impl ActorId {
    /// An actor of the UCDP numbering.
    #[must_use]
    pub const fn ucdp(id: u32) -> Self {
        Self(id as i64)
    }

    /// An identifier in the given space; `None` when `id` is negative or too large for it.
    #[must_use]
    pub const fn in_space(space: Space, id: i64) -> Option<Self> {
        if id < 0 || id >= SPACE {
            return None;
        }
        Some(Self(space.offset() + id))
    }

    /// The integer stored in tables.
    #[must_use]
    pub const fn raw(self) -> i64 {
        self.0
    }

    /// From the integer stored in tables.
    #[must_use]
    pub const fn from_raw(raw: i64) -> Self {
        Self(raw)
    }

    /// The numbering space of this identifier.
    #[must_use]
    pub fn space(self) -> Space {
        Space::ALL.into_iter().rev().find(|s| self.0 >= s.offset()).unwrap_or(Space::Ucdp)
    }

    /// The number within its space (366 for `ucdp:366`).
    #[must_use]
    pub fn number(self) -> i64 {
        self.0 - self.space().offset()
    }
}

impl fmt::Display for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.space().prefix(), self.number())
    }
}

impl FromStr for ActorId {
    type Err = Error;

    /// Reads `366` or `ucdp:366` (and the other spaces' prefixes).
    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let (space, digits) = match text.split_once(':') {
            None => (Some(Space::Ucdp), text),
            Some((p, d)) => (Space::ALL.into_iter().find(|s| s.prefix() == p), d),
        };
        space.zip(digits.parse::<i64>().ok()).and_then(|(s, id)| Self::in_space(s, id)).ok_or_else(
            || {
                Error::new(Code::ActorId, format!("`{text}` is not an actor id"))
                    .expected("a number such as 366, or a prefixed id such as ucdp:366")
            },
        )
    }
}

/// An unordered pair of distinct actors, stored with the smaller id first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Dyad {
    a: ActorId,
    b: ActorId,
}

impl Dyad {
    /// The dyad of two actors, in either order; `None` when they are the same actor.
    ///
    /// ```
    /// use comity_core::{ActorId, Dyad};
    /// let (x, y) = (ActorId::ucdp(366), ActorId::ucdp(209));
    /// assert_eq!(Dyad::new(x, y), Dyad::new(y, x));
    /// assert_eq!(Dyad::new(x, x), None);
    /// ```
    #[must_use]
    pub fn new(x: ActorId, y: ActorId) -> Option<Self> {
        match x.cmp(&y) {
            std::cmp::Ordering::Less => Some(Self { a: x, b: y }),
            std::cmp::Ordering::Greater => Some(Self { a: y, b: x }),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// The member with the smaller id.
    #[must_use]
    pub const fn a(self) -> ActorId {
        self.a
    }

    /// The member with the larger id.
    #[must_use]
    pub const fn b(self) -> ActorId {
        self.b
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_space_round_trips() {
        for space in Space::ALL {
            let id = ActorId::in_space(space, 95_004_000).unwrap();
            assert_eq!(id.space(), space);
            assert_eq!(id.to_string().parse::<ActorId>().unwrap(), id);
        }
    }

    #[test]
    fn nonsense_is_refused_with_a_code() {
        for bad in ["", "x", "ucdp:", "ucdp:-1", "other:3", "9999999999"] {
            assert_eq!(bad.parse::<ActorId>().unwrap_err().code(), Code::ActorId, "{bad}");
        }
    }
}
