//! The parts that levels are divided into.

use comity_core::Level;
use serde::{Deserialize, Serialize};

/// A named group of terms of one level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Short name, such as `patron`; the level's own name where it is not divided.
    pub id: String,
    /// The level it belongs to.
    pub level: Level,
    /// Panel columns of its terms that the data at hand have a value of.
    pub terms: Vec<String>,
    /// Panel columns of its terms that the data at hand do not have.
    pub absent: Vec<String>,
}

/// A set of parts: bit i stands for part i of [`super::LevelSets::parts`].
pub type PartSet = u32;

/// A part by its columns. Where the list is empty it takes what no other part of its level
/// names, so that every term of a level belongs to exactly one part.
pub(super) struct Definition {
    pub(super) id: &'static str,
    pub(super) level: Level,
    pub(super) variables: &'static [&'static str],
}

/// The parts in the order of the reports.
pub(super) static PARTS: &[Definition] = &[
    Definition { id: "structural", level: Level::Structural, variables: &[] },
    Definition {
        id: "patron",
        level: Level::Regional,
        variables: &[
            "shared_sponsor_lag1",
            "both_sponsored_lag1",
            "one_sponsored_lag1",
            "sponsor_adversary_rivalry_lag1",
        ],
    },
    Definition {
        id: "common-enemy",
        level: Level::Regional,
        variables: &["common_enemy_lag1", "common_enemy_nonstate_lag1"],
    },
    Definition {
        id: "normalisation",
        level: Level::Regional,
        variables: &["adversary_region_closeness_lag1"],
    },
    Definition { id: "neighbourhood", level: Level::Regional, variables: &[] },
    Definition {
        id: "ideology",
        level: Level::Internal,
        variables: &["ideology_shared", "ideology_distance", "religion_shared"],
    },
    Definition {
        id: "identity",
        level: Level::Internal,
        variables: &["shared_kin", "same_goal_lag1", "lineage_lag1"],
    },
    Definition { id: "organisation", level: Level::Internal, variables: &[] },
    Definition { id: "history", level: Level::History, variables: &[] },
];

/// The place in [`PARTS`] of a term of a level.
pub(super) fn part_of(level: Level, variable: &str) -> Option<usize> {
    let named = PARTS.iter().position(|p| p.level == level && p.variables.contains(&variable));
    named.or_else(|| PARTS.iter().position(|p| p.level == level && p.variables.is_empty()))
}
