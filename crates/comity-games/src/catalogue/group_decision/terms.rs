//! The terms on which readings of the model differ.

/// Whose salience is the probability that a challenge is resisted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Resistance {
    /// The target's, s_j.
    #[default]
    Target,
    /// The challenger's, s_i. Reimplementations of Scholz, Calbert and Smith differ on this.
    Challenger,
}

/// How votes weigh distance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Votes {
    /// Linearly.
    #[default]
    Linear,
    /// By distance to the power of the voter's risk exponent.
    Risk,
}

/// What the votes for the challenger are divided by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Divisor {
    /// All votes in the contest of the two, so that the probabilities of both sides add to one.
    #[default]
    Pair,
    /// All votes in all contests, as a reimplementation reports of the code of Scholz, Calbert
    /// and Smith. Probabilities of the two sides then add to far less than one.
    AllPairs,
}

/// How risk exponents are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Risk {
    /// From the most and least secure of all actors, the reading attributed to Scholz, Calbert
    /// and Smith.
    #[default]
    AcrossActors,
    /// From the most and least secure position that the actor itself could take among those
    /// taken, which a reimplementation holds to be Bueno de Mesquita's intent.
    AcrossPositions,
    /// All exponents are one.
    Neutral,
}

/// What happens if the status quo moves without a challenge.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Drift {
    /// For the better (T = 1) when the median is nearer to the challenger than the target is,
    /// otherwise for the worse.
    #[default]
    ByMedian,
    /// For the better with this probability.
    Fixed(f64),
}

/// Which of its offers an actor takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// The one that moves it least.
    #[default]
    LeastMove,
    /// Confrontations it would lose first, then compromises, then being compelled; among equals
    /// the one that moves it least.
    ByKind,
}

/// The disputed terms of the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Q: the probability that the status quo stays if nobody is challenged. Reimplementations of
    /// Scholz, Calbert and Smith take 1; 0.5 is the other value discussed.
    pub status_quo: f64,
    /// T.
    pub drift: Drift,
    /// Whose salience.
    pub resistance: Resistance,
    /// The weight of distance in votes for a contest.
    pub votes: Votes,
    /// The divisor of the probability.
    pub divisor: Divisor,
    /// The risk exponents.
    pub risk: Risk,
    /// The choice among offers.
    pub choice: Choice,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            status_quo: 1.0,
            drift: Drift::default(),
            resistance: Resistance::default(),
            votes: Votes::default(),
            divisor: Divisor::default(),
            risk: Risk::default(),
            choice: Choice::default(),
        }
    }
}
