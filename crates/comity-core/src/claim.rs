//! The parts of a claim: one dated, sourced statement about an actor or a pair.

use serde::{Deserialize, Serialize};

/// What a claim says of its subject and object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The subject supports the object (directed).
    Supports,
    /// Subject and object act together (undirected).
    Cooperates,
    /// Subject and object are opponents in a recorded conflict (undirected).
    Fights,
    /// Splinter, merger, renaming or formal alliance; `attribute` names which.
    Lineage,
    /// A property of the subject alone; `attribute` names it, `value`/`text` hold it.
    Attribute,
}

impl Relation {
    /// The spelling used in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Relation::Supports => "supports",
            Relation::Cooperates => "cooperates",
            Relation::Fights => "fights",
            Relation::Lineage => "lineage",
            Relation::Attribute => "attribute",
        }
    }

    /// From the spelling used in tables.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Supports, Self::Cooperates, Self::Fights, Self::Lineage, Self::Attribute]
            .into_iter()
            .find(|r| r.as_str() == text)
    }
}

/// How sure the source is, in its own coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Coded without reservation.
    Coded,
    /// Coded, but pooled or otherwise not attributable to this pair alone.
    Possible,
    /// The source itself marks the record as unclear.
    Unclear,
}

impl Certainty {
    /// The spelling used in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Certainty::Coded => "coded",
            Certainty::Possible => "possible",
            Certainty::Unclear => "unclear",
        }
    }
}

/// Names of `attribute` in claims. Importers use these and no others, so that a covariate
/// finds the same property whichever source said it.
pub mod attribute {
    /// Lineage: the subject splintered from the object.
    pub const SPLINTER: &str = "splinter";
    /// Lineage: the subject is a temporary split of the object.
    pub const SPLINTER_TEMPORARY: &str = "splinter-temporary";
    /// Lineage: the subject is a member of the alliance that is the object.
    pub const ALLIANCE: &str = "alliance";
    /// Lineage: the subject joined the object.
    pub const JOINED: &str = "joined";
    /// Fights: battle-related deaths, best estimate (`value`; persons in the period).
    pub const BATTLE_DEATHS: &str = "battle-deaths";
    /// Fights: state-based conflict-dyad year; `value` is the intensity level (1 or 2).
    pub const STATE_BASED: &str = "state-based";
    /// Fights: non-state conflict year; `value` is the best estimate of deaths.
    pub const NON_STATE: &str = "non-state";
    /// Fights: incompatibility of the dyad (`value`: 1 territory, 2 government, 3 both).
    pub const INCOMPATIBILITY: &str = "incompatibility";
    /// Civilians killed in one-sided violence, best estimate (`value`; persons in the year).
    pub const CIVILIANS_KILLED: &str = "civilians-killed";
    /// Year the group was founded (`value`).
    pub const FOUNDED: &str = "founded";
    /// The group's link to an EPR ethnic group (`object` is the EPR group).
    pub const ETHNIC_LINK: &str = "ethnic-link";
}
