//! A statistic with its options.

use super::{
    Combine, Contrast, Direction, Empty, Leg, Memory, Orientation, Rank, Recency, Scaling, Shift,
    Side, Statistic,
};
use serde::{Deserialize, Serialize};

/// What of the events on a pair is summed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Their weights; counts when all weights are one.
    #[default]
    Weights,
    /// Their number, whatever the weights.
    Events,
    /// Whether there is any (goldfish's unweighted networks).
    Binary,
}

/// A term of the linear predictor: a statistic and its options. Each has one coefficient.
///
/// ```
/// use comity_relational::{Memory, Scaling, Term};
/// let t = Term::inertia().decay(30.0).scaled(Scaling::None);
/// assert_eq!(t.name(), "inertia(decay = 30, scaling = none)");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// The statistic.
    pub statistic: Statistic,
    /// The layer whose events count; all layers when absent.
    pub layer: Option<String>,
    /// How long they count.
    pub memory: Memory,
    /// How the value enters.
    pub scaling: Scaling,
    /// What of the events is summed.
    pub measure: Measure,
}

impl Term {
    /// A term with the defaults: all layers, full memory, weights, and `log1p` for counts.
    #[must_use]
    pub fn new(statistic: Statistic) -> Self {
        let scaling = if statistic.is_count() { Scaling::Log1p } else { Scaling::None };
        let (layer, memory, measure) = (None, Memory::Full, Measure::Weights);
        Self { statistic, layer, memory, scaling, measure }
    }

    /// One, the baseline rate.
    #[must_use]
    pub fn baseline() -> Self {
        Self::new(Statistic::Baseline)
    }

    /// Past events i → j.
    #[must_use]
    pub fn inertia() -> Self {
        Self::new(Statistic::Inertia)
    }

    /// Past events j → i.
    #[must_use]
    pub fn reciprocity() -> Self {
        Self::new(Statistic::Reciprocity)
    }

    /// Past events of an actor.
    #[must_use]
    pub fn degree(side: Side, direction: Direction) -> Self {
        Self::new(Statistic::Degree { side, direction })
    }

    fn triad(first: Orientation, second: Orientation) -> Self {
        let leg = |orientation| Leg { layer: None, orientation };
        let (first, second, combine) = (leg(first), leg(second), Combine::Min);
        Self::new(Statistic::TwoPath { first, second, combine })
    }

    /// Outgoing two-paths i → h → j (transitive closure).
    #[must_use]
    pub fn otp() -> Self {
        Self::triad(Orientation::Out, Orientation::Out)
    }

    /// Incoming two-paths j → h → i (cyclic closure).
    #[must_use]
    pub fn itp() -> Self {
        Self::triad(Orientation::In, Orientation::In)
    }

    /// Outgoing shared partners i → h ← j.
    #[must_use]
    pub fn osp() -> Self {
        Self::triad(Orientation::Out, Orientation::In)
    }

    /// Incoming shared partners i ← h → j.
    #[must_use]
    pub fn isp() -> Self {
        Self::triad(Orientation::In, Orientation::Out)
    }

    /// Shared partners of an undirected stream.
    #[must_use]
    pub fn sp() -> Self {
        Self::otp()
    }

    /// Third actors with whom both i and j have events on a hostile layer, in either
    /// direction.
    #[must_use]
    pub fn common_enemy(layer: &str) -> Self {
        Self::triad(Orientation::Either, Orientation::Either).on(layer)
    }

    /// Third actors who acted on a layer of support towards both i and j.
    #[must_use]
    pub fn common_sponsor(layer: &str) -> Self {
        Self::isp().on(layer)
    }

    /// Signed two-paths.
    #[must_use]
    pub fn balance(friends: &str, foes: &str) -> Self {
        Self::new(Statistic::Balance { friends: friends.into(), foes: foes.into() })
    }

    /// A participation shift.
    #[must_use]
    pub fn shift(shift: Shift) -> Self {
        Self::new(Statistic::Shift(shift))
    }

    /// 1/(1 + time since).
    #[must_use]
    pub fn recency(of: Recency) -> Self {
        Self::new(Statistic::Recency(of))
    }

    /// 1/rank of recency.
    #[must_use]
    pub fn recency_rank(of: Rank) -> Self {
        Self::new(Statistic::RecencyRank(of))
    }

    /// An attribute of the actors.
    #[must_use]
    pub fn attribute(name: &str, contrast: Contrast) -> Self {
        Self::new(Statistic::Attribute { name: name.into(), contrast })
    }

    /// A covariate of the dyad.
    #[must_use]
    pub fn covariate(name: &str) -> Self {
        Self::new(Statistic::Covariate { name: name.into() })
    }

    /// With the events of one layer only.
    #[must_use]
    pub fn on(mut self, layer: &str) -> Self {
        self.layer = Some(layer.to_owned());
        self
    }

    /// With another memory.
    #[must_use]
    pub fn remembering(mut self, memory: Memory) -> Self {
        self.memory = memory;
        self
    }

    /// With exponential decay of this half-life.
    #[must_use]
    pub fn decay(self, half_life: f64) -> Self {
        self.remembering(Memory::Decay { half_life })
    }

    /// With another scaling.
    #[must_use]
    pub fn scaled(mut self, scaling: Scaling) -> Self {
        self.scaling = scaling;
        self
    }

    /// As shares, equal where there is no total.
    #[must_use]
    pub fn proportional(self) -> Self {
        self.scaled(Scaling::Proportional { empty: Empty::Equal })
    }

    /// With another measure.
    #[must_use]
    pub fn measured(mut self, measure: Measure) -> Self {
        self.measure = measure;
        self
    }

    /// With the legs of its two-paths combined in another way; no effect on other terms.
    #[must_use]
    pub fn combined(mut self, how: Combine) -> Self {
        if let Statistic::TwoPath { combine, .. } = &mut self.statistic {
            *combine = how;
        }
        self
    }
}
