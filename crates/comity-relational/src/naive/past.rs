//! The past of a moment, looked at as a whole.

use crate::history::NetworkSpec;
use crate::options::Ages;
use crate::stream::Stream;
use crate::terms::Measure;
use std::cell::RefCell;
use std::rc::Rc;

/// An event of the past.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PastEvent {
    pub(crate) time: f64,
    pub(crate) from: u32,
    pub(crate) to: u32,
}

/// What happened strictly before a time.
pub(crate) struct Past<'a> {
    pub(crate) stream: &'a Stream,
    time: f64,
    /// To which moment ages are counted.
    aged: f64,
    until: usize,
    networks: RefCell<Vec<(NetworkSpec, Rc<Vec<f64>>)>>,
}

impl<'a> Past<'a> {
    pub(crate) fn new(stream: &'a Stream, time: f64, ages: Ages) -> Self {
        let until = stream.times.partition_point(|&t| t < time);
        let last = until.checked_sub(1).map_or(time, |m| stream.times[m]);
        let aged = if ages == Ages::Now { time } else { last };
        Self { stream, time, aged, until, networks: RefCell::new(Vec::new()) }
    }

    pub(crate) fn time(&self) -> f64 {
        self.time
    }

    pub(crate) fn actors(&self) -> usize {
        self.stream.actors.len()
    }

    /// Σ f over all actors.
    pub(crate) fn sum(&self, f: impl Fn(u32) -> f64) -> f64 {
        (0..self.actors() as u32).map(f).sum()
    }

    /// The value of the ordered pair in a network, from all its events.
    pub(crate) fn n(&self, spec: NetworkSpec, i: u32, j: u32) -> f64 {
        let found = self.networks.borrow().iter().find(|n| n.0 == spec).map(|n| Rc::clone(&n.1));
        let network = found.unwrap_or_else(|| {
            let network = Rc::new(self.network(spec));
            self.networks.borrow_mut().push((spec, Rc::clone(&network)));
            network
        });
        network[i as usize * self.actors() + j as usize]
    }

    fn network(&self, spec: NetworkSpec) -> Vec<f64> {
        let (s, n) = (self.stream, self.actors());
        let mut values = vec![0.0; n * n];
        for m in (0..self.until).filter(|&m| spec.layer.is_none_or(|l| l == s.layer[m])) {
            let weight = spec.memory.weight(self.aged - s.times[m]);
            let (i, j) = (s.senders[m] as usize, s.receivers[m] as usize);
            let orders = [Some((i, j)), (!s.directed).then_some((j, i))];
            for (i, j) in orders.into_iter().flatten() {
                let cell = &mut values[i * n + j];
                match spec.measure {
                    Measure::Weights => *cell += weight * s.weights[m],
                    Measure::Events => *cell += weight,
                    Measure::Binary => *cell = f64::max(*cell, f64::from(u8::from(weight > 0.0))),
                }
            }
        }
        values
    }

    /// Past events of a layer, both orders in an undirected stream.
    pub(crate) fn events(&self, layer: Option<u16>) -> impl DoubleEndedIterator<Item = PastEvent> {
        let s = self.stream;
        (0..self.until).filter(move |&m| layer.is_none_or(|l| l == s.layer[m])).flat_map(move |m| {
            let (time, from, to) = (s.times[m], s.senders[m], s.receivers[m]);
            let back = (!s.directed).then_some(PastEvent { time, from: to, to: from });
            [Some(PastEvent { time, from, to }), back].into_iter().flatten()
        })
    }

    /// The last past event of a layer that `wanted` accepts.
    pub(crate) fn last(
        &self,
        layer: Option<u16>,
        wanted: impl Fn(u32, u32) -> bool,
    ) -> Option<PastEvent> {
        self.events(layer).rev().find(|e| wanted(e.from, e.to))
    }
}
