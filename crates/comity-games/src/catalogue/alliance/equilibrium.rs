//! Which alliance forms, who would sell, and why not.

use super::params::ValidParams;
use super::payoffs::{Form, Member};

/// What the groups end up with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// No alliance.
    None,
    /// An alliance of the groups alone.
    Bilateral,
    /// An alliance under the sponsor.
    Asymmetric,
}

impl Outcome {
    /// All outcomes, in the order of their numbers.
    pub const ALL: [Self; 3] = [Self::None, Self::Bilateral, Self::Asymmetric];

    /// The outcome in a word.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Bilateral => "bilateral",
            Self::Asymmetric => "asymmetric",
        }
    }
}

/// Whether one form of alliance holds, with the numbers that decide it. Pairs are A, B.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// Uᵐᵢ − U⁰ᵢ: what the alliance is worth to each over fighting alone.
    pub worth: [f64; 2],
    /// xᵢ*: the least price each sells for.
    pub least_price: [f64; 2],
    /// The most that the government pays each.
    pub ceiling: [f64; 2],
}

impl Verdict {
    /// Whether each member honours: xᵢ* is above the ceiling.
    #[must_use]
    pub fn honours(&self) -> [bool; 2] {
        [0, 1].map(|i| self.least_price[i] > self.ceiling[i])
    }

    /// Whether each member would join an alliance that holds: Uᵐᵢ ≥ U⁰ᵢ.
    #[must_use]
    pub fn joins(&self) -> [bool; 2] {
        self.worth.map(|w| w >= 0.0)
    }

    /// Whether the alliance is feasible: both join and both honour.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.honours() == [true; 2] && self.joins() == [true; 2]
    }
}

/// A condition of the equilibrium, which holds or fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// The member would not sell at the most that the government pays.
    Honours(Form, Member),
    /// The member gains by the alliance.
    Joins(Form, Member),
    /// A prefers the asymmetric alliance to the bilateral one.
    ProposerPrefersAsymmetric,
    /// The sponsor gains: b(Lʸ − Lᵃˡᵗ) ≥ k.
    SponsorGains,
}

impl Condition {
    /// All conditions; the place here is the bit in [`Equilibrium::conditions`].
    pub const ALL: [Self; 10] = [
        Self::Honours(Form::Bilateral, Member::A),
        Self::Honours(Form::Bilateral, Member::B),
        Self::Joins(Form::Bilateral, Member::A),
        Self::Joins(Form::Bilateral, Member::B),
        Self::Honours(Form::Asymmetric, Member::A),
        Self::Honours(Form::Asymmetric, Member::B),
        Self::Joins(Form::Asymmetric, Member::A),
        Self::Joins(Form::Asymmetric, Member::B),
        Self::ProposerPrefersAsymmetric,
        Self::SponsorGains,
    ];
}

/// The subgame-perfect equilibrium of the alliance game.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Equilibrium {
    /// Which alliance forms.
    pub outcome: Outcome,
    /// The bilateral alliance.
    pub bilateral: Verdict,
    /// The asymmetric alliance, as if the sponsor were willing.
    pub asymmetric: Verdict,
    /// b(Lʸ − Lᵃˡᵗ) − k: the sponsor's net gain, if there is a sponsor. Lᵃˡᵗ is the government's
    /// loss without sponsorship: to the bilateral alliance if it holds, else to two groups that
    /// fight alone.
    pub sponsor_gain: Option<f64>,
    /// Uʸ_A − Uᴴ_A: what A gains by the sponsor over the bilateral alliance.
    pub proposer_preference: f64,
}

impl Equilibrium {
    /// The conditions that hold, bit by bit in the order of [`Condition::ALL`].
    #[must_use]
    pub fn conditions(&self) -> u16 {
        let of = |v: &Verdict| {
            let ([ha, hb], [ja, jb]) = (v.honours(), v.joins());
            u16::from(ha) | u16::from(hb) << 1 | u16::from(ja) << 2 | u16::from(jb) << 3
        };
        of(&self.bilateral)
            | of(&self.asymmetric) << 4
            | u16::from(self.proposer_preference > 0.0) << 8
            | u16::from(self.sponsor_gain.is_some_and(|g| g >= 0.0)) << 9
    }

    /// Why a form of alliance is not the outcome: the conditions it needs that fail. Empty for
    /// the form that is the outcome. Without a sponsor, the sponsor's condition fails.
    pub fn why_not(&self, form: Form) -> impl Iterator<Item = Condition> {
        let held = self.conditions();
        let outcome = self.outcome;
        let bilateral_holds = self.bilateral.holds();
        Condition::ALL.into_iter().enumerate().filter_map(move |(bit, condition)| {
            let holds = held & (1 << bit) != 0;
            let fails = match (condition, form) {
                (Condition::Honours(f, _) | Condition::Joins(f, _), _) => f == form && !holds,
                (Condition::SponsorGains, Form::Asymmetric) => !holds,
                (Condition::ProposerPrefersAsymmetric, Form::Asymmetric) => {
                    bilateral_holds && !holds
                }
                (Condition::ProposerPrefersAsymmetric, Form::Bilateral) => {
                    outcome == Outcome::Asymmetric && holds
                }
                (Condition::SponsorGains, Form::Bilateral) => false,
            };
            fails.then_some(condition)
        })
    }

    /// Who would sell an alliance of this form: A, B.
    #[must_use]
    pub fn would_sell(&self, form: Form) -> [bool; 2] {
        let verdict = match form {
            Form::Bilateral => &self.bilateral,
            Form::Asymmetric => &self.asymmetric,
        };
        verdict.honours().map(|h| !h)
    }
}

impl ValidParams {
    fn verdict(&self, form: Form) -> Verdict {
        let (allied, alone) = (self.allied(form), self.alone());
        Verdict {
            worth: [allied[0] - alone[0], allied[1] - alone[1]],
            least_price: self.least_price(form),
            ceiling: self.ceiling(form),
        }
    }

    /// Solves the game. Takes a few dozen operations and allocates nothing.
    ///
    /// An alliance forms iff nobody would sell it and both gain by it: a member that foresees a
    /// sale is the victim or is paid its least price only, and the victim does not join. The
    /// sponsor offers iff A would take the offer and b(Lʸ − Lᵃˡᵗ) ≥ k. A picks the better of
    /// the alliances that hold; indifferent, it does without the sponsor.
    #[must_use]
    pub fn equilibrium(&self) -> Equilibrium {
        let bilateral = self.verdict(Form::Bilateral);
        let asymmetric = self.verdict(Form::Asymmetric);
        let preference = asymmetric.worth[0] - bilateral.worth[0];
        let without =
            if bilateral.holds() { self.loss(Form::Bilateral) } else { self.loss_alone() };
        let gain = self.benefit * (self.loss(Form::Asymmetric) - without) - self.cost;
        let sponsored = self.sponsor
            && gain >= 0.0
            && asymmetric.holds()
            && (preference > 0.0 || !bilateral.holds());
        let outcome = if sponsored {
            Outcome::Asymmetric
        } else if bilateral.holds() {
            Outcome::Bilateral
        } else {
            Outcome::None
        };
        Equilibrium {
            outcome,
            bilateral,
            asymmetric,
            sponsor_gain: self.sponsor.then_some(gain),
            proposer_preference: preference,
        }
    }
}
