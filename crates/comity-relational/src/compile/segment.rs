//! A stretch of the programme, column by column.

/// What an actor's update sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Part {
    /// A statistic's sender part.
    Sender = 0,
    /// A statistic's receiver part.
    Receiver = 1,
    /// Whether the actor may send.
    Sends = 2,
    /// Whether the actor may receive.
    Receives = 3,
    /// Multiplies all kept values of a statistic.
    Rescale = 4,
}

impl Part {
    /// From its number.
    pub(crate) fn from_number(k: u8) -> Self {
        match k {
            0 => Self::Sender,
            1 => Self::Receiver,
            2 => Self::Sends,
            3 => Self::Receives,
            _ => Self::Rescale,
        }
    }
}

/// An update of an actor's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ActorOp {
    pub(crate) part: Part,
    pub(crate) term: u16,
    pub(crate) actor: u32,
    pub(crate) value: f64,
}

/// A moment at which the likelihood is evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Point {
    pub(crate) time: f64,
    /// Time since the point before, which has the rates of this point.
    pub(crate) exposure: f64,
    /// How many updates lead to it, and how many events happen at it.
    pub(crate) actor_ops: u32,
    pub(crate) dyad_ops: u32,
    pub(crate) events: u32,
}

/// Points with the updates before each and the events at each, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Segment {
    pub(crate) points: Vec<Point>,
    /// Per point, two numbers of every term whose value moves with time.
    pub(crate) factors: Vec<f64>,
    pub(crate) parts: Vec<u8>,
    pub(crate) actor_terms: Vec<u16>,
    pub(crate) actors: Vec<u32>,
    pub(crate) actor_values: Vec<f64>,
    pub(crate) dyads: Vec<u32>,
    pub(crate) dyad_terms: Vec<u16>,
    pub(crate) dyad_values: Vec<f64>,
    /// Events: sender, receiver, dyad (`u32::MAX` where the dyad has no number).
    pub(crate) senders: Vec<u32>,
    pub(crate) receivers: Vec<u32>,
    pub(crate) event_dyads: Vec<u32>,
    /// An estimate of what evaluating it costs.
    pub(crate) cost: f64,
}

impl Segment {
    pub(crate) fn push_actor(&mut self, op: ActorOp) {
        self.parts.push(op.part as u8);
        self.actor_terms.push(op.term);
        self.actors.push(op.actor);
        self.actor_values.push(op.value);
    }

    pub(crate) fn push_dyad(&mut self, dyad: u32, term: u16, value: f64) {
        self.dyads.push(dyad);
        self.dyad_terms.push(term);
        self.dyad_values.push(value);
    }

    pub(crate) fn actor_op(&self, k: usize) -> ActorOp {
        ActorOp {
            part: Part::from_number(self.parts[k]),
            term: self.actor_terms[k],
            actor: self.actors[k],
            value: self.actor_values[k],
        }
    }

    /// Whether any of these updates changes who is at risk.
    pub(crate) fn changes_risk(&self, actors: std::ops::Range<usize>) -> bool {
        let risk = |part: &u8| matches!(Part::from_number(*part), Part::Sends | Part::Receives);
        self.parts[actors].iter().any(risk)
    }

    /// Bytes of memory that it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.points.len() * size_of::<Point>()
            + self.factors.len() * 8
            + self.parts.len() * 15
            + self.dyads.len() * 14
            + self.senders.len() * 12
    }

    /// Whether it is long enough to be put aside: of so many points, or as many updates as
    /// such a segment may have.
    pub(crate) fn is_full(&self, points: usize) -> bool {
        self.points.len() >= points || self.dyads.len() + self.parts.len() >= 512 * points
    }
}
