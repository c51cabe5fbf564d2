//! The actor registry: UCDP ids as the spine, names and lineage hung on it.

mod build;
pub(crate) mod event_names;
mod index;
mod normalise;
pub(crate) mod record;
mod resolve;
mod reviewed;
pub(crate) mod search;

use crate::crosswalk::{CrosswalkRow, crosswalk};
use crate::evidence::Evidence;
use comity_core::{ActorId, Result};
use index::Index;
use record::{ActorRecord, LineageLink};
use std::collections::BTreeMap;

/// An actor a name may stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The actor.
    pub id: ActorId,
    /// Name, countries and id.
    pub label: String,
}

/// Actors by id and by name.
#[derive(Clone, Debug)]
pub struct Registry {
    actors: BTreeMap<ActorId, ActorRecord>,
    states: BTreeMap<i32, String>,
    index: Index,
}

impl Registry {
    /// The registry of the actors in some evidence: those of UCDP numbering, with the names
    /// the evidence has for them, the reviewed names that ship with comity, and lineage.
    ///
    /// # Errors
    /// [`comity_core::Code::Internal`] when a table or a file that ships with comity is damaged.
    pub fn from_evidence(evidence: &Evidence) -> Result<Self> {
        let states = build::state_names(evidence)?;
        let actors = build::records(evidence, &states, &reviewed::names()?)?;
        let index = Index::new(actors.values());
        Ok(Self { actors, states, index })
    }

    /// Number of actors.
    #[must_use]
    pub fn len(&self) -> usize {
        self.actors.len()
    }

    /// Whether there is no actor.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty()
    }

    /// Every actor, by id.
    pub fn iter(&self) -> impl Iterator<Item = &ActorRecord> {
        self.actors.values()
    }

    /// Display name; empty for an actor that is not registered.
    #[must_use]
    pub fn name(&self, id: ActorId) -> &str {
        self.get(id).map_or("", |a| a.name.as_str())
    }

    /// Everything about one actor.
    #[must_use]
    pub fn get(&self, id: ActorId) -> Option<&ActorRecord> {
        self.actors.get(&id)
    }

    /// Gleditsch–Ward number of the state an actor is the government of.
    #[must_use]
    pub fn gw_of(&self, id: ActorId) -> Option<i32> {
        self.get(id)?.gw
    }

    /// Name of the state with a Gleditsch–Ward number.
    #[must_use]
    pub fn state_name(&self, gw: i32) -> Option<&str> {
        self.states.get(&gw).map(String::as_str)
    }

    /// Splinters, alliances and mergers of an actor.
    #[must_use]
    pub fn lineage(&self, id: ActorId) -> &[LineageLink] {
        self.get(id).map_or(&[], |a| a.lineage.as_slice())
    }

    /// The reviewed match table of EDTG: every group with method, score and decision,
    /// unmatched ones included.
    ///
    /// # Errors
    /// [`comity_core::Code::Internal`] when the table that ships with comity is damaged.
    pub fn crosswalk(&self) -> Result<&'static [CrosswalkRow]> {
        crosswalk()
    }
}
