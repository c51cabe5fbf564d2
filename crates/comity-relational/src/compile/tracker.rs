//! The statistics as events pass: networks, effects and their values, kept up to date.

use super::program::Transform;
use super::segment::{ActorOp, Part};
use super::values::Values;
use super::writer::Writer;
use crate::catalogue::{Around, Built, Happened};
use crate::history::{NetChange, Network, NetworkSpec};
use crate::stream::Stream;
use crate::terms::Empty;
use comity_core::{Code, Error, Result};

/// Most pairs that all get a place.
pub(crate) const MOST_DENSE: usize = 1 << 28;

/// An event about to become history.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Coming {
    pub(crate) time: f64,
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) layer: u16,
    pub(crate) weight: f64,
}

/// The statistics of a model at a moment.
pub(crate) struct Tracker<'a> {
    pub(crate) stream: &'a Stream,
    pub(crate) built: Vec<Built>,
    pub(crate) networks: Vec<Network>,
    pub(crate) values: Values,
    pub(crate) present: Vec<bool>,
    /// Times at which actors come or go.
    boundaries: Vec<(f64, u32)>,
    next_boundary: usize,
}

impl<'a> Tracker<'a> {
    /// Before the first event; `start` is the time from which attributes hold.
    pub(crate) fn new(
        stream: &'a Stream,
        built: Vec<Built>,
        specs: &[NetworkSpec],
        start: f64,
    ) -> Self {
        let n = stream.actors.len();
        let epoch = stream.times.first().copied().unwrap_or(0.0);
        let mut boundaries = Vec::new();
        for (k, spells) in stream.presence.spells.iter().enumerate() {
            boundaries
                .extend(spells.iter().flat_map(|s| [(s.from, k as u32), (s.until, k as u32)]));
        }
        boundaries.retain(|b| b.0 > start && b.0.is_finite());
        boundaries.sort_by(|a, b| a.0.total_cmp(&b.0));
        let far = built.iter().any(|b| b.effect.reaches_far());
        Self {
            stream,
            networks: specs.iter().map(|s| Network::new(*s, n, epoch)).collect(),
            values: Values::new(n, far),
            present: (0..n as u32).map(|k| stream.presence.at(k, start)).collect(),
            built,
            boundaries,
            next_boundary: 0,
        }
    }

    /// Writes the values before the first event.
    ///
    /// # Errors
    /// `events/too-large` when a covariate of all dyads would not fit.
    pub(crate) fn begin(&mut self) -> Result<()> {
        let around = Around { networks: &self.networks, stream: self.stream };
        let n = self.stream.actors.len();
        for built in &self.built {
            let table = built.effect.table(&around);
            if table.is_some() && n * n > MOST_DENSE {
                return Err(Error::new(Code::TooLarge, "a covariate of all dyads would not fit")
                    .value(format!("{n} actors"))
                    .hint("give the covariate for the dyads where it is not zero"));
            }
            let mut parts = built.effect.parts();
            // Their mean is taken off on the sender's side.
            parts.sender |= built.standardised;
            let log1p = built.transform == Transform::Kept { log1p: true };
            self.values.column(parts, log1p, table);
        }
        for (term, built) in self.built.iter_mut().enumerate() {
            built.effect.init(&around, &mut Writer { values: &mut self.values, term });
        }
        Ok(())
    }

    /// The next time after `now` at which something changes though nothing happens.
    pub(crate) fn next_change(&self, now: f64) -> f64 {
        let effects = self.built.iter().filter_map(|b| b.effect.next_change(now));
        let boundary = self.boundaries.get(self.next_boundary).map(|b| b.0);
        effects.chain(boundary).fold(f64::INFINITY, f64::min)
    }

    /// Lets time pass until `time`; ages of events are counted to `aged`.
    pub(crate) fn pass(&mut self, time: f64, aged: f64) {
        for which in 0..self.networks.len() {
            while let Some(change) = self.networks[which].passed(aged) {
                self.changed(which, change);
            }
        }
        let around = Around { networks: &self.networks, stream: self.stream };
        for (term, built) in self.built.iter_mut().enumerate() {
            let out = &mut Writer { values: &mut self.values, term };
            built.effect.passed(time, &around, out);
        }
        while let Some(&(at, actor)) = self.boundaries.get(self.next_boundary)
            && at <= time
        {
            self.next_boundary += 1;
            let present = self.stream.presence.at(actor, time);
            if present == self.present[actor as usize] {
                continue;
            }
            self.present[actor as usize] = present;
            let roles = &self.stream.presence;
            let sides =
                [(Part::Sends, roles.sends(actor)), (Part::Receives, roles.receives(actor))];
            for (part, _) in sides.into_iter().filter(|s| s.1) {
                let value = f64::from(u8::from(present));
                self.values.note(ActorOp { part, term: 0, actor, value });
            }
        }
    }

    /// Makes an event history.
    pub(crate) fn happen(&mut self, event: Coming) {
        let Coming { time, from, to, layer, weight } = event;
        let directed = self.stream.directed;
        let mut rebased = Vec::new();
        for (which, network) in self.networks.iter_mut().enumerate() {
            if let Some(factor) = network.rebase(time) {
                rebased.push((which, factor));
            }
        }
        for (term, built) in self.built.iter().enumerate() {
            if let Transform::Faded { network, degree, .. } = built.transform
                && let Some(&(_, factor)) = rebased.iter().find(|r| r.0 == network)
            {
                self.values.rescale(term, factor.powi(degree));
            }
        }
        for which in 0..self.networks.len() {
            if self.networks[which].spec.layer.is_some_and(|l| l != layer) {
                continue;
            }
            if let Some(change) = self.networks[which].event(time, from, to, weight) {
                self.changed(which, change);
            }
            if !directed && let Some(change) = self.networks[which].event(time, to, from, weight) {
                self.changed(which, change);
            }
        }
        for (term, built) in self.built.iter_mut().enumerate() {
            if built.layer.is_some_and(|l| l != layer) {
                continue;
            }
            let out = &mut Writer { values: &mut self.values, term };
            built.effect.event(Happened { time, from, to }, out);
            if !directed {
                built.effect.event(Happened { time, from: to, to: from }, out);
            }
        }
    }

    fn changed(&mut self, which: usize, change: NetChange) {
        if change.old == change.new {
            return;
        }
        let around = Around { networks: &self.networks, stream: self.stream };
        for (term, built) in self.built.iter_mut().enumerate() {
            if built.networks.contains(&which) {
                let out = &mut Writer { values: &mut self.values, term };
                built.effect.network(which, change, &around, out);
            }
        }
    }

    /// The values of a dyad at `time`, ages counted to `aged`, term by term; not of
    /// standardised terms, which need the whole risk set.
    pub(crate) fn values_of(
        &self,
        (i, j): (u32, u32),
        time: f64,
        aged: f64,
    ) -> impl Iterator<Item = f64> {
        self.built.iter().enumerate().map(move |(term, built)| {
            let factors = self.factors(built, time, aged);
            let parts = built.effect.parts();
            let kept = self.values.kept(term, i, j);
            let there = [parts.sender, parts.receiver, parts.dyad];
            let own = kept.iter().zip(there).filter(|k| k.1);
            own.map(|(v, _)| built.transform.shown(factors, *v)).sum()
        })
    }

    /// What a term's kept values are added to and multiplied with at `time`, ages counted to
    /// `aged`.
    pub(crate) fn factors(&self, built: &Built, time: f64, aged: f64) -> [f64; 2] {
        match built.transform {
            Transform::Kept { .. } => [0.0, 1.0],
            Transform::Faded { network, degree, .. } => {
                [0.0, self.networks[network].factor(aged).powi(degree)]
            }
            Transform::Share { network, empty, twice } => {
                let total = self.networks[network].total * if twice { 2.0 } else { 1.0 };
                match empty {
                    _ if total > 0.0 => [0.0, 1.0 / total],
                    Empty::Equal => [1.0 / self.stream.actors.len() as f64, 0.0],
                    Empty::Zero => [0.0, 0.0],
                }
            }
            Transform::Since { origin } => [0.0, time - origin],
        }
    }
}
