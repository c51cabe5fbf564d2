//! Section 7: the network around the pair.

use comity_core::period::Year;
use serde::{Deserialize, Serialize};

/// The ties around the pair in one year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// The year.
    pub year: Year,
    /// Actors; the two with [`Place::A`] and [`Place::B`] are the pair.
    pub nodes: Vec<Node>,
    /// Ties between them.
    pub edges: Vec<Edge>,
    /// What is left out or not coded, in one sentence.
    pub note: Option<String>,
}

/// One actor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Identifier that edges refer to.
    pub id: String,
    /// Name as the source spells it.
    pub name: String,
    /// What it is.
    pub kind: NodeKind,
    /// Whether it is one of the pair.
    pub place: Place,
}

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeKind {
    /// An armed group.
    Group,
    /// A government.
    Government,
    /// Another organisation.
    Other,
}

/// Whether an actor is one of the pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The first member of the pair.
    A,
    /// The second member of the pair.
    B,
    /// Neither.
    Around,
}

/// One tie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// Id of one end; the giver where support has a direction.
    pub from: String,
    /// Id of the other end.
    pub to: String,
    /// The kind of tie.
    pub kind: EdgeKind,
}

/// The kind of a tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EdgeKind {
    /// `from` supports `to`.
    Supports,
    /// The two act together.
    Cooperates,
    /// The two are opponents in a recorded conflict.
    Fights,
}
