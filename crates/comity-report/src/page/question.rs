//! Section 1: the question.

use comity_core::period::Year;
use serde::{Deserialize, Serialize};

/// An actor as shown: identifier and the data set's own name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorRef {
    /// Identifier with its space, such as `ucdp:366`.
    pub id: String,
    /// Name as the source spells it.
    pub name: String,
    /// Other names, with script or source where known; may be empty.
    #[serde(default)]
    pub also: Vec<String>,
}

/// What is asked and what decides it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// First member of the pair, in the order the user named them.
    pub a: ActorRef,
    /// Second member of the pair.
    pub b: ActorRef,
    /// The question in one sentence.
    pub text: String,
    /// What a reader must know first; may be empty.
    pub background: String,
    /// Last year whose events were used.
    pub as_of: Year,
    /// Last release date of the source versions used, ISO 8601; `None` for no limit.
    pub released: Option<String>,
    /// Years ahead.
    pub horizon: u8,
    /// What makes the answer yes or no.
    pub resolution_rule: String,
    /// The source that decides.
    pub resolution_source: String,
}

impl Question {
    /// The period asked about: `2018`, or `2018–2020`.
    #[must_use]
    pub fn window(&self) -> String {
        let first = i32::from(self.as_of) + 1;
        let last = i32::from(self.as_of) + i32::from(self.horizon);
        if last > first { format!("{first}–{last}") } else { first.to_string() }
    }
}
