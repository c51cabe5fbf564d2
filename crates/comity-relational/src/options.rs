//! What a fit may be asked for.

use comity_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};

/// Which decision is modelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Which dyad acts: the relational event model (Butts 2008).
    #[default]
    Relational,
    /// Which actor acts: the rate part of DyNAM (Stadtfeld and Block 2017).
    Rate,
    /// Towards whom the given sender acts: the choice part of DyNAM.
    Choice,
    /// Which pair agrees on an event: the coordination form of DyNAM (Stadtfeld, Hollway and
    /// Block 2017), as a rule of undirected streams; in directed ones each side looks at its
    /// own values. Standard errors are from the expected information, and every pair is
    /// visited at every event.
    Coordination,
}

/// What of the times is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clock {
    /// Their order: a conditional logit at each event.
    #[default]
    Ordinal,
    /// Their lengths: rates constant between the moments at which anything changes.
    Interval,
}

/// How events of equal time enter the ordinal likelihood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ties {
    /// Each against the full risk set (Breslow 1974).
    Breslow,
    /// Each against the risk set less the average of those before it (Efron 1977); further
    /// events of the same dyad (in rate models, of the same sender) as Breslow's.
    #[default]
    Efron,
    /// All orders: the probability of this set among all sets of its size (Cox 1972). Takes
    /// distinct dyads and a time that grows with dyads × events at a time.
    Exact,
}

/// Which dyads are at risk, besides the actors' presence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RiskSet {
    /// All.
    #[default]
    Full,
    /// Those with an event of the explained layers at any time (remify's "active").
    Observed,
}

/// The moment to which the ages of past events are counted, for memories that end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ages {
    /// The moment itself.
    #[default]
    Now,
    /// The last event before it, of any layer (remstats): nothing fades from an event to the
    /// next.
    LastEvent,
}

/// How scores are grouped for the robust variance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cluster {
    /// Each moment by itself.
    Moment,
    /// By the sender of the event.
    Sender,
    /// By the receiver of the event.
    Receiver,
    /// By the ordered pair; in undirected streams by the pair.
    Dyad,
}

/// Options of a fit; [`Options::default`] gives the ordinal relational event model with Efron
/// ties and maximum likelihood.
///
/// | name | default | purpose | range |
/// |---|---|---|---|
/// | `kind` | relational | which decision is modelled | |
/// | `clock` | ordinal | what of the times is used | choice and coordination: ordinal |
/// | `ties` | efron | events of equal time | ordinal only |
/// | `risk` | full | which dyads are at risk | |
/// | `dependent` | all layers | layers whose events are explained; others are history | names |
/// | `ages` | now | when the past is how old | |
/// | `skip` | 0 | explained events that count as history only | ≥ 0 |
/// | `ridge` | 0 | λ of the penalty −½ λ Σ θ² | ≥ 0, finite |
/// | `firth` | false | ½ ln det of the information is added (Firth 1993) | |
/// | `cluster` | none | robust variance | |
/// | `start` | zeros | first coefficients | one a term |
/// | `tolerance` | 1e-10 | squared Newton decrement at which to stop | > 0 |
/// | `max_iterations` | 100 | Newton steps | ≥ 1 |
/// | `memory_limit` | none | bytes that the events and their updates may take before updates are spilled | ≥ 1 MiB |
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Options {
    /// Which decision is modelled.
    pub kind: Kind,
    /// What of the times is used.
    pub clock: Clock,
    /// Events of equal time.
    pub ties: Ties,
    /// Which dyads are at risk.
    pub risk: RiskSet,
    /// Layers whose events are explained; all when absent.
    pub dependent: Option<Vec<String>>,
    /// To which moment ages are counted.
    pub ages: Ages,
    /// How many of the explained events count as history only.
    pub skip: usize,
    /// Penalty on squares of the coefficients.
    pub ridge: f64,
    /// Firth's penalty.
    pub firth: bool,
    /// Grouping of the robust variance, if one is wanted.
    pub cluster: Option<Cluster>,
    /// First coefficients.
    pub start: Option<Vec<f64>>,
    /// Squared Newton decrement at which to stop.
    pub tolerance: f64,
    /// Most Newton steps.
    pub max_iterations: usize,
    /// Bytes of events and updates beyond which updates are spilled.
    pub memory_limit: Option<usize>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            kind: Kind::Relational,
            clock: Clock::Ordinal,
            ties: Ties::Efron,
            risk: RiskSet::Full,
            dependent: None,
            ages: Ages::Now,
            skip: 0,
            ridge: 0.0,
            firth: false,
            cluster: None,
            start: None,
            tolerance: 1e-10,
            max_iterations: 100,
            memory_limit: None,
        }
    }
}

fn setting(name: &str, value: impl ToString, expected: &str) -> Error {
    Error::new(Code::BadSetting, format!("the option `{name}` is outside its range"))
        .value(value.to_string())
        .expected(expected)
}

impl Options {
    /// The interval model with these options.
    #[must_use]
    pub fn interval(mut self) -> Self {
        self.clock = Clock::Interval;
        self
    }

    /// Refuses options outside their range and options that contradict each other.
    pub(crate) fn check(&self) -> Result<()> {
        if !(self.ridge.is_finite() && self.ridge >= 0.0) {
            return Err(setting("ridge", self.ridge, "a finite number, zero or above"));
        }
        if !(self.tolerance.is_finite() && self.tolerance > 0.0) {
            return Err(setting("tolerance", self.tolerance, "a finite number above zero"));
        }
        if self.max_iterations == 0 {
            return Err(setting("max-iterations", 0, "one or more"));
        }
        if self.memory_limit.is_some_and(|b| b < 1 << 20) {
            return Err(setting("memory-limit", "less than 1 MiB", "1 MiB or more"));
        }
        let choice = matches!(self.kind, Kind::Choice | Kind::Coordination);
        if choice && self.clock == Clock::Interval {
            return Err(setting("clock", "interval", "ordinal: a choice takes no time"));
        }
        if self.kind == Kind::Coordination && self.firth {
            return Err(setting("firth", "of a model of coordination", "another kind, or a ridge"));
        }
        if self.start.iter().flatten().any(|v| !v.is_finite()) {
            return Err(setting("start", "not finite", "finite numbers"));
        }
        if self.firth && self.ridge > 0.0 {
            return Err(setting("firth", "with ridge", "one penalty"));
        }
        Ok(())
    }
}
