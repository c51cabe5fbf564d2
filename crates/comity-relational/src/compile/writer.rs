//! How a statistic writes its values.

use super::segment::Part;
use super::values::Values;

/// Writes the values of one term.
pub(crate) struct Writer<'a> {
    pub(crate) values: &'a mut Values,
    pub(crate) term: usize,
}

impl Writer<'_> {
    /// Number of actors.
    pub(crate) fn actors(&self) -> usize {
        self.values.actors
    }

    /// Sets the sender part of an actor.
    pub(crate) fn sender(&mut self, actor: u32, value: f64) {
        *self.values.actor_cell(self.term, Part::Sender, actor) = value;
    }

    /// Adds to the sender part of an actor.
    pub(crate) fn add_sender(&mut self, actor: u32, change: f64) {
        *self.values.actor_cell(self.term, Part::Sender, actor) += change;
    }

    /// Sets the receiver part of an actor.
    pub(crate) fn receiver(&mut self, actor: u32, value: f64) {
        *self.values.actor_cell(self.term, Part::Receiver, actor) = value;
    }

    /// Adds to the receiver part of an actor.
    pub(crate) fn add_receiver(&mut self, actor: u32, change: f64) {
        *self.values.actor_cell(self.term, Part::Receiver, actor) += change;
    }

    /// Sets the part of a dyad.
    pub(crate) fn dyad(&mut self, i: u32, j: u32, value: f64) {
        self.values.set_dyad(self.term, i, j, value);
    }

    /// Adds to the part of a dyad.
    pub(crate) fn add(&mut self, i: u32, j: u32, change: f64) {
        self.values.add_dyad(self.term, i, j, change);
    }
}
