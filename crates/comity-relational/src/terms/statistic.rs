//! The statistics by name.

use serde::{Deserialize, Serialize};

/// A side of a dyad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The one who acts, i.
    Sender,
    /// The one acted upon, j.
    Receiver,
    /// Both: the sum over the two.
    Both,
}

/// Which events of an actor are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Those received.
    In,
    /// Those sent.
    Out,
    /// Both.
    Total,
}

/// Which way a leg of a two-path runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Orientation {
    /// From the first named actor to the second.
    Out,
    /// From the second to the first.
    In,
    /// The sum of both.
    Either,
}

/// One leg of a two-path: events of a layer, in an orientation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// The layer; the term's own (or all) when absent.
    pub layer: Option<String>,
    /// Which way it runs.
    pub orientation: Orientation,
}

/// How the two legs to a third actor combine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Combine {
    /// The smaller (remstats). With the measure "binary", a count of distinct third actors
    /// (goldfish).
    #[default]
    Min,
    /// The product (eventnet's default).
    Product,
}

/// A participation shift: how the actors of this event relate to those of the last, A → B
/// (Gibson 2003; Butts 2008, the kinds with two named actors).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shift {
    /// B → A.
    AbBa,
    /// B → Y, Y neither.
    AbBy,
    /// X → A, X neither.
    AbXa,
    /// X → B, X neither.
    AbXb,
    /// X → Y, both neither.
    AbXy,
    /// A → Y, Y neither.
    AbAy,
    /// A → B again (remstats).
    AbAb,
}

/// Whose last action a recency looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recency {
    /// The last event i → j.
    Continue,
    /// The last event j → i.
    Return,
    /// The last event that i sent.
    SenderSent,
    /// The last event that i received.
    SenderReceived,
    /// The last event that j sent.
    ReceiverSent,
    /// The last event that j received.
    ReceiverReceived,
}

/// Whose order a rank of recency follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rank {
    /// Place of j among those to whom i sent most recently (relevent's RSndSnd).
    Sent,
    /// Place of j among those from whom i received most recently (relevent's RRecSnd).
    Received,
}

/// How the attribute of two actors enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Contrast {
    /// aᵢ.
    Send,
    /// aⱼ.
    Receive,
    /// aᵢ + aⱼ (relevent's CovInt).
    Sum,
    /// (aᵢ + aⱼ)/2.
    Average,
    /// aᵢ − aⱼ.
    Signed,
    /// |aᵢ − aⱼ|.
    Difference,
    /// 1 where aᵢ = aⱼ.
    Same,
    /// min(aᵢ, aⱼ).
    Minimum,
    /// max(aᵢ, aⱼ).
    Maximum,
    /// aᵢ aⱼ.
    Product,
}

/// A statistic x_ij(t) of an ordered pair of actors, from what happened strictly before t.
/// The page of each is its file in `catalogue/`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "statistic")]
pub enum Statistic {
    /// One: the baseline rate of interval models.
    Baseline,
    /// Past events i → j.
    Inertia,
    /// Past events j → i.
    Reciprocity,
    /// Past events of an actor.
    Degree {
        /// Of whom.
        side: Side,
        /// Which.
        direction: Direction,
    },
    /// Σ over third actors h of two legs i–h, h–j.
    TwoPath {
        /// The leg between i and h, seen from i.
        first: Leg,
        /// The leg between h and j, seen from h.
        second: Leg,
        /// How the legs combine.
        combine: Combine,
    },
    /// Signed two-paths: friends' friends and enemies' enemies less friends' enemies and
    /// enemies' friends.
    Balance {
        /// The friendly layer.
        friends: String,
        /// The hostile layer.
        foes: String,
    },
    /// A participation shift.
    Shift(Shift),
    /// 1/(1 + time since).
    Recency(Recency),
    /// 1/rank of recency.
    RecencyRank(Rank),
    /// An attribute of the actors.
    Attribute {
        /// Its name.
        name: String,
        /// How it enters.
        contrast: Contrast,
    },
    /// A covariate of the dyad.
    Covariate {
        /// Its name.
        name: String,
    },
}
