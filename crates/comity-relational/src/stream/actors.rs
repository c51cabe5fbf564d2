//! When actors are at risk.

/// A time during which an actor is at risk: from `from` on, until just before `until`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spell {
    /// The first moment.
    pub from: f64,
    /// The moment of leaving, at which the actor is no longer at risk.
    pub until: f64,
}

/// Which actors are at risk when, and in which roles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Presence {
    /// Spells of each actor, by number; an actor without spells is always at risk.
    pub(crate) spells: Vec<Vec<Spell>>,
    /// Actors who never send; empty when all may.
    pub(crate) silent: Vec<bool>,
    /// Actors who never receive; empty when all may.
    pub(crate) unreached: Vec<bool>,
}

impl Presence {
    /// Whether the actor is there at `time`.
    #[must_use]
    pub fn at(&self, actor: u32, time: f64) -> bool {
        match self.spells.get(actor as usize) {
            Some(spells) if !spells.is_empty() => {
                spells.iter().any(|s| s.from <= time && time < s.until)
            }
            _ => true,
        }
    }

    /// Whether the actor may ever send.
    #[must_use]
    pub fn sends(&self, actor: u32) -> bool {
        !self.silent.get(actor as usize).copied().unwrap_or(false)
    }

    /// Whether the actor may ever receive.
    #[must_use]
    pub fn receives(&self, actor: u32) -> bool {
        !self.unreached.get(actor as usize).copied().unwrap_or(false)
    }
}
