//! Section 6: the timeline.

use comity_core::Domain;
use comity_core::period::Year;
use serde::{Deserialize, Serialize};

/// Sourced claims by year, in lanes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// First year shown.
    pub first: Year,
    /// Last year shown (inclusive).
    pub last: Year,
    /// Lanes from top to bottom.
    pub lanes: Vec<Lane>,
}

/// One lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lane {
    /// What the lane shows.
    pub kind: LaneKind,
    /// Name: the domain, the sponsor or the adversary.
    pub label: String,
    /// Marks; years not covered by any mark count as not coded.
    pub marks: Vec<Mark>,
}

/// What a lane shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LaneKind {
    /// Cooperation of the pair in any domain.
    Any,
    /// Cooperation of the pair in one domain.
    Domain(Domain),
    /// A state or group that supports one or both.
    Sponsor,
    /// An opponent of one or both.
    Adversary,
}

/// One span of years in a lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// First year.
    pub from: Year,
    /// Last year (inclusive).
    pub to: Year,
    /// What is known.
    pub state: MarkState,
    /// Which member it concerns, in sponsor and adversary lanes.
    pub target: Target,
    /// What the source says, such as "weapons, training".
    pub detail: String,
}

/// What is known of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkState {
    /// A source codes it.
    Coded,
    /// A source codes it, but not for this pair or domain alone.
    Possible,
    /// A source observed both and coded nothing.
    None,
    /// No source observed it.
    NotCoded,
}

/// Which member of the pair a mark concerns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// Both members, or the pair itself.
    #[default]
    Both,
    /// The first member.
    A,
    /// The second member.
    B,
}
