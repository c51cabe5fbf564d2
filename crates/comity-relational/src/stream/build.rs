//! Building and checking a stream.

use super::{Change, Presence, Spell, Stream};
use comity_core::{Code, Error, Result};
use std::collections::{BTreeMap, HashMap};

/// Collects events and what is known besides them, and checks all of it once.
///
/// Actors are those listed by [`StreamBuilder::actors`], or, when none are listed, those whom
/// the events name. Events must come in order of time.
#[derive(Clone, Debug)]
pub struct StreamBuilder {
    listed: bool,
    index: HashMap<String, u32>,
    layer_index: HashMap<String, u16>,
    presence: Vec<(u32, Spell)>,
    silent: Vec<u32>,
    unreached: Vec<u32>,
    /// Layers whose events are explained; all when absent.
    explained: Option<Vec<String>>,
    pairs: BTreeMap<String, HashMap<(u32, u32), Vec<Change>>>,
    stream: Stream,
}

fn finite(what: &str, value: f64) -> Result<f64> {
    if value.is_finite() {
        return Ok(value);
    }
    Err(Error::new(Code::BadEventValue, format!("the {what} is not a finite number"))
        .column(what)
        .value(value.to_string())
        .expected("a finite number"))
}

impl StreamBuilder {
    fn new(directed: bool) -> Self {
        Self {
            listed: false,
            index: HashMap::new(),
            layer_index: HashMap::new(),
            presence: Vec::new(),
            silent: Vec::new(),
            unreached: Vec::new(),
            explained: None,
            pairs: BTreeMap::new(),
            stream: Stream {
                directed,
                actors: Vec::new(),
                layers: Vec::new(),
                times: Vec::new(),
                senders: Vec::new(),
                receivers: Vec::new(),
                layer: Vec::new(),
                weights: Vec::new(),
                start: None,
                end: None,
                presence: Presence::default(),
                attributes: BTreeMap::new(),
                covariates: BTreeMap::new(),
            },
        }
    }

    /// Of events with a sender and a receiver.
    #[must_use]
    pub fn directed() -> Self {
        Self::new(true)
    }

    /// Of events between two sides of the same role.
    #[must_use]
    pub fn undirected() -> Self {
        Self::new(false)
    }

    /// Lists the actors at risk; events of others are then refused.
    pub fn actors<S: Into<String>>(&mut self, names: impl IntoIterator<Item = S>) -> &mut Self {
        self.listed = false;
        for name in names {
            let _ = self.enter(&name.into());
        }
        self.listed = true;
        self
    }

    /// States which layers are explained; events on others are history. Their actors need not
    /// be present then, nor in the list of [`StreamBuilder::actors`]: those who are not are never
    /// at risk. To be said before events are added.
    pub fn explaining<S: Into<String>>(
        &mut self,
        layers: impl IntoIterator<Item = S>,
    ) -> &mut Self {
        self.explained = Some(layers.into_iter().map(Into::into).collect());
        self
    }

    fn is_explained(&self, layer: &str) -> bool {
        self.explained.as_ref().is_none_or(|e| e.iter().any(|l| l == layer))
    }

    /// The number of an actor of an event, which is history only if `outsider` may be one.
    fn enter_event(&mut self, name: &str, outsider: bool) -> Result<u32> {
        if !(outsider && self.listed) || self.index.contains_key(name) {
            return self.enter(name);
        }
        self.listed = false;
        let entered = self.enter(name);
        self.listed = true;
        if let Ok(k) = entered {
            self.silent.push(k);
            self.unreached.push(k);
        }
        entered
    }

    fn enter(&mut self, name: &str) -> Result<u32> {
        if let Some(&k) = self.index.get(name) {
            return Ok(k);
        }
        if self.listed {
            return Err(Error::new(Code::UnknownActor, "the actor is not in the stream's list")
                .value(name)
                .candidates(self.like(name))
                .hint("list every actor at risk, or list none and take those of the events"));
        }
        let k = u32::try_from(self.stream.actors.len())
            .map_err(|_| Error::new(Code::TooLarge, "there are more actors than can be counted"))?;
        self.index.insert(name.to_owned(), k);
        self.stream.actors.push(name.to_owned());
        Ok(k)
    }

    fn like(&self, name: &str) -> Vec<String> {
        let near = |a: &&String| strsim::jaro_winkler(a, name) > 0.85;
        self.stream.actors.iter().filter(near).take(3).cloned().collect()
    }

    fn known(&self, name: &str) -> Result<u32> {
        self.index.get(name).copied().ok_or_else(|| {
            Error::new(Code::UnknownActor, "no such actor in the stream")
                .value(name)
                .candidates(self.like(name))
        })
    }

    fn layer(&mut self, name: &str) -> Result<u16> {
        if let Some(&k) = self.layer_index.get(name) {
            return Ok(k);
        }
        let k = u16::try_from(self.stream.layers.len())
            .map_err(|_| Error::new(Code::TooLarge, "there are more than 65,535 layers"))?;
        self.layer_index.insert(name.to_owned(), k);
        self.stream.layers.push(name.to_owned());
        Ok(k)
    }

    /// Adds an event of weight one on the layer named `events`.
    ///
    /// # Errors
    /// As [`StreamBuilder::event_on`].
    pub fn event(&mut self, sender: &str, receiver: &str, time: f64) -> Result<&mut Self> {
        self.event_on(sender, receiver, time, "events", 1.0)
    }

    /// Adds an event.
    ///
    /// # Errors
    /// `events/bad-value` when the time or the weight is not finite or the weight not above
    /// zero, `events/unsorted` when it is earlier than the event before it,
    /// `events/self-loop`, and `events/unknown-actor` when actors are listed and this one is
    /// not. The row in the error counts events from one.
    pub fn event_on(
        &mut self,
        sender: &str,
        receiver: &str,
        time: f64,
        layer: &str,
        weight: f64,
    ) -> Result<&mut Self> {
        let row = self.stream.times.len() as u64 + 1;
        self.try_event(sender, receiver, time, layer, weight).map_err(|e| e.row(row))?;
        Ok(self)
    }

    fn try_event(
        &mut self,
        sender: &str,
        receiver: &str,
        time: f64,
        layer: &str,
        weight: f64,
    ) -> Result<()> {
        finite("time", time)?;
        if finite("weight", weight)? <= 0.0 {
            return Err(Error::new(Code::BadEventValue, "the weight is not above zero")
                .column("weight")
                .value(weight.to_string())
                .hint("put friendly and hostile events on layers of their own"));
        }
        if self.stream.times.last().is_some_and(|&last| time < last) {
            return Err(Error::new(Code::Unsorted, "the event is earlier than the one before it")
                .column("time")
                .value(time.to_string())
                .expected("times that never go back")
                .hint("sort the events by time"));
        }
        if sender == receiver {
            return Err(Error::new(Code::SelfLoop, "both sides of the event are the same actor")
                .value(sender));
        }
        let outsider = !self.is_explained(layer);
        let s = self.enter_event(sender, outsider)?;
        let r = self.enter_event(receiver, outsider)?;
        let l = self.layer(layer)?;
        self.stream.times.push(time);
        self.stream.senders.push(s);
        self.stream.receivers.push(r);
        self.stream.layer.push(l);
        self.stream.weights.push(weight);
        Ok(())
    }

    /// States when observation begins and ends, for the interval model. Without a beginning,
    /// the time until the first event is not counted; without an end, that after the last.
    ///
    /// # Errors
    /// `events/bad-value` when the times are not finite or the end lies before the start.
    pub fn observed(&mut self, from: Option<f64>, until: Option<f64>) -> Result<&mut Self> {
        for time in [from, until].into_iter().flatten() {
            finite("time", time)?;
        }
        if let (Some(a), Some(b)) = (from, until)
            && b < a
        {
            return Err(Error::new(Code::BadEventValue, "observation ends before it begins")
                .value(format!("{a} to {b}")));
        }
        self.stream.start = from;
        self.stream.end = until;
        Ok(self)
    }

    /// States a time during which an actor is at risk. Actors without any are always.
    ///
    /// # Errors
    /// `events/unknown-actor`, and `events/bad-value` when the time ends before it begins or
    /// is not a number.
    pub fn present(&mut self, actor: &str, from: f64, until: f64) -> Result<&mut Self> {
        let k = self.known(actor)?;
        if from.is_nan() || until.is_nan() || from >= until {
            return Err(Error::new(Code::BadEventValue, "the presence ends before it begins")
                .value(format!("{actor}: {from} to {until}")));
        }
        self.presence.push((k, Spell { from, until }));
        Ok(self)
    }

    /// States that an actor never sends (`sends` false) or never receives.
    ///
    /// # Errors
    /// `events/unknown-actor`.
    pub fn roles(&mut self, actor: &str, sends: bool, receives: bool) -> Result<&mut Self> {
        let k = self.known(actor)?;
        if !sends {
            self.silent.push(k);
        }
        if !receives {
            self.unreached.push(k);
        }
        Ok(self)
    }

    /// States an attribute of an actor from a time on (minus infinity: always).
    ///
    /// # Errors
    /// `events/unknown-actor`, and `events/bad-value` when the value is not finite.
    pub fn attribute(
        &mut self,
        name: &str,
        actor: &str,
        time: f64,
        value: f64,
    ) -> Result<&mut Self> {
        let k = self.known(actor)? as usize;
        finite(name, value)?;
        if time.is_nan() {
            finite("time", time)?;
        }
        let attribute = self.stream.attributes.entry(name.to_owned()).or_default();
        if attribute.changes.len() <= k {
            attribute.changes.resize(k + 1, Vec::new());
        }
        attribute.changes[k].push(Change { time, value });
        Ok(self)
    }

    /// States a covariate of a pair from a time on (minus infinity: always). In an undirected
    /// stream it holds for both orders.
    ///
    /// # Errors
    /// `events/unknown-actor`, and `events/bad-value` when the value is not finite.
    pub fn covariate(
        &mut self,
        name: &str,
        pair: (&str, &str),
        time: f64,
        value: f64,
    ) -> Result<&mut Self> {
        let (s, r) = (self.known(pair.0)?, self.known(pair.1)?);
        finite(name, value)?;
        let entries = self.pairs.entry(name.to_owned()).or_default();
        entries.entry((s, r)).or_default().push(Change { time, value });
        if !self.stream.directed {
            entries.entry((r, s)).or_default().push(Change { time, value });
        }
        Ok(self)
    }

    /// States a covariate of all pairs at once: a table of actors × actors, row by row
    /// (senders), of values that do not change. The diagonal is not looked at.
    ///
    /// # Errors
    /// `events/bad-value` when the table has another size than the square of the number of
    /// actors known so far, or a value is not finite, or an undirected stream's table is not
    /// symmetric.
    pub fn table(&mut self, name: &str, values: Vec<f64>) -> Result<&mut Self> {
        let n = self.stream.actors.len();
        if values.len() != n * n {
            return Err(Error::new(Code::BadEventValue, "the table has the wrong size")
                .column(name)
                .value(values.len().to_string())
                .expected(format!("{n} × {n} values")));
        }
        for &v in &values {
            finite(name, v)?;
        }
        let mirrored = |i: usize, j: usize| values[i * n + j] == values[j * n + i];
        if !self.stream.directed && !(0..n).all(|i| (0..i).all(|j| mirrored(i, j))) {
            return Err(Error::new(Code::BadEventValue, "the table is not symmetric").column(name));
        }
        self.stream.covariates.entry(name.to_owned()).or_default().table = Some(values);
        Ok(self)
    }

    /// The checked stream.
    ///
    /// # Errors
    /// `events/empty` when there is no event, `events/bad-value` when observation begins
    /// after the first event or ends before the last, and `events/not-at-risk` when an actor
    /// acts while absent or in a role it does not have.
    pub fn finish(mut self) -> Result<Stream> {
        let n = self.stream.actors.len();
        let (Some(&first), Some(&last)) = (self.stream.times.first(), self.stream.times.last())
        else {
            return Err(Error::new(Code::NoEvents, "the stream has no events"));
        };
        if self.stream.start.is_some_and(|s| s > first) || self.stream.end.is_some_and(|e| e < last)
        {
            return Err(Error::new(
                Code::BadEventValue,
                "events lie outside the time of observation",
            )
            .expected(format!("a time that holds {first} to {last}")));
        }
        let presence = &mut self.stream.presence;
        if !self.presence.is_empty() {
            presence.spells = vec![Vec::new(); n];
            self.presence.sort_by(|a, b| a.1.from.total_cmp(&b.1.from));
            for (k, spell) in &self.presence {
                presence.spells[*k as usize].push(*spell);
            }
        }
        let flags = |marked: &[u32]| {
            let mut flags = vec![false; if marked.is_empty() { 0 } else { n }];
            marked.iter().for_each(|&k| flags[k as usize] = true);
            flags
        };
        presence.silent = flags(&self.silent);
        presence.unreached = flags(&self.unreached);
        for attribute in self.stream.attributes.values_mut() {
            attribute.changes.resize(n, Vec::new());
            attribute.changes.iter_mut().for_each(|c| c.sort_by(|a, b| a.time.total_cmp(&b.time)));
        }
        for (name, pairs) in std::mem::take(&mut self.pairs) {
            let mut entries: Vec<_> = pairs.into_iter().filter(|e| e.0.0 != e.0.1).collect();
            entries.iter_mut().for_each(|e| e.1.sort_by(|a, b| a.time.total_cmp(&b.time)));
            entries.sort_by_key(|e| e.0);
            self.stream.covariates.entry(name).or_default().entries = entries;
        }
        for covariate in self.stream.covariates.values() {
            if covariate.table.as_ref().is_some_and(|t| t.len() != n * n) {
                return Err(Error::new(Code::BadEventValue, "actors were added after a table")
                    .hint("list the actors first"));
            }
        }
        let explained: Vec<bool> =
            self.stream.layers.iter().map(|l| self.is_explained(l)).collect();
        self.stream.check_presence(&explained)?;
        Ok(self.stream)
    }
}

impl Stream {
    /// Whether the actors of explained events are at risk.
    fn check_presence(&self, explained: &[bool]) -> Result<()> {
        let p = &self.presence;
        for (m, &time) in self.times.iter().enumerate() {
            let (s, r) = (self.senders[m], self.receivers[m]);
            let roles = p.sends(s) && p.receives(r);
            let history = !explained.get(self.layer[m] as usize).copied().unwrap_or(true);
            if history || (p.at(s, time) && p.at(r, time) && roles) {
                continue;
            }
            let name = |k: u32| self.actors[k as usize].as_str();
            return Err(Error::new(Code::NotAtRisk, "the actors of the event were not at risk")
                .row(m as u64 + 1)
                .value(format!("{} to {} at {time}", name(s), name(r)))
                .hint("correct the actors' entry, exit and roles, or leave the event out"));
        }
        Ok(())
    }
}
