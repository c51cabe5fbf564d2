//! Streams of events: who did what to whom, when.

mod actors;
mod batch;
mod build;
mod covariate;

pub use actors::{Presence, Spell};
pub use batch::Columns;
pub use build::StreamBuilder;
pub use covariate::{Attribute, Change, Covariate};
pub(crate) use covariate::{in_force, in_force_from_zero};

use std::collections::BTreeMap;

/// A checked stream of events, in order of time, column by column.
///
/// Actors are numbered from zero in the order of [`Stream::actors`]. Times are numbers in any
/// one unit (the interval model's rates are per that unit); two events of equal time are
/// tied, and neither is history for the other. The same dyad may have several events at one
/// time: each counts. An undirected stream has the two sides of an event in either order.
///
/// ```
/// use comity_relational::StreamBuilder;
/// let mut b = StreamBuilder::directed();
/// b.event("a", "b", 1.0)?.event("b", "a", 2.0)?;
/// let stream = b.finish()?;
/// assert_eq!((stream.len(), stream.actors().len()), (2, 2));
/// # Ok::<(), comity_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    pub(crate) directed: bool,
    pub(crate) actors: Vec<String>,
    pub(crate) layers: Vec<String>,
    pub(crate) times: Vec<f64>,
    pub(crate) senders: Vec<u32>,
    pub(crate) receivers: Vec<u32>,
    pub(crate) layer: Vec<u16>,
    pub(crate) weights: Vec<f64>,
    pub(crate) start: Option<f64>,
    pub(crate) end: Option<f64>,
    pub(crate) presence: Presence,
    pub(crate) attributes: BTreeMap<String, Attribute>,
    pub(crate) covariates: BTreeMap<String, Covariate>,
}

impl Stream {
    /// Number of events, of all layers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Bytes of memory that its events and its tables of all dyads take.
    pub(crate) fn bytes(&self) -> usize {
        let event = 2 * size_of::<f64>() + 2 * size_of::<u32>() + size_of::<u16>();
        let tables: usize = self.covariates.values().map(Covariate::bytes).sum();
        event * self.len() + tables
    }

    /// Whether there are no events; never true of a finished stream.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// Whether the two sides of an event differ in role.
    #[must_use]
    pub fn is_directed(&self) -> bool {
        self.directed
    }

    /// Names of the actors.
    #[must_use]
    pub fn actors(&self) -> &[String] {
        &self.actors
    }

    /// Names of the layers, in the order in which they first occur.
    #[must_use]
    pub fn layers(&self) -> &[String] {
        &self.layers
    }

    /// Times of the events, ascending.
    #[must_use]
    pub fn times(&self) -> &[f64] {
        &self.times
    }

    /// Senders of the events.
    #[must_use]
    pub fn senders(&self) -> &[u32] {
        &self.senders
    }

    /// Receivers of the events.
    #[must_use]
    pub fn receivers(&self) -> &[u32] {
        &self.receivers
    }

    /// Weights of the events.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Names of the actor attributes.
    pub fn attributes(&self) -> impl Iterator<Item = &str> {
        self.attributes.keys().map(String::as_str)
    }

    /// Names of the dyadic covariates.
    pub fn covariates(&self) -> impl Iterator<Item = &str> {
        self.covariates.keys().map(String::as_str)
    }

    /// The stream of the first `count` events, without a stated end.
    ///
    /// # Errors
    /// `events/empty` when `count` is zero.
    pub fn first_events(&self, count: usize) -> comity_core::Result<Self> {
        if count == 0 {
            return Err(comity_core::Error::new(
                comity_core::Code::NoEvents,
                "the stream would have no events",
            ));
        }
        let mut out = self.clone();
        out.times.truncate(count);
        out.senders.truncate(count);
        out.receivers.truncate(count);
        out.layer.truncate(count);
        out.weights.truncate(count);
        out.end = None;
        Ok(out)
    }

    /// The number of a layer.
    pub(crate) fn layer_number(&self, name: &str) -> Option<u16> {
        self.layers.iter().position(|l| l == name).and_then(|k| u16::try_from(k).ok())
    }
}
