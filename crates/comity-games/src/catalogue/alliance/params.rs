//! Parameters of the alliance game, checked once.

use crate::catalogue::Parameter;
use comity_core::Result;
use std::ops::Deref;

/// The most that the government pays one member for the information.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ceiling {
    /// The price of the information, ξι: the rule of the specification. What the government
    /// loses in the contest does not enter its offer.
    #[default]
    Cap,
    /// No cap: the government pays up to its whole expected gain, what it loses to the
    /// alliance less what it loses after the sale. A rule of this project's own.
    Gain,
    /// The lesser of the two: the information is worth ξι at most, and the government never
    /// pays more than it gains. A rule of this project's own.
    CapAndGain,
}

macro_rules! parameters {
    ($($field:ident, $symbol:literal, $default:literal, $low:expr, $high:expr, $meaning:literal;)+) => {
        /// Parameters as given. [`Params::check`] makes them [`ValidParams`].
        ///
        /// A field `x_a` is of group A, the proposer; `x_b` of group B. Ranges, defaults and
        /// meanings are in [`PARAMETERS`].
        ///
        /// ```
        /// use comity_games::catalogue::alliance::{Outcome, Params};
        /// let exposed = Params { vulnerability_a: 0.26, vulnerability_b: 0.26, ..Params::default() };
        /// assert_eq!(exposed.check()?.equilibrium().outcome, Outcome::Asymmetric);
        /// # Ok::<(), comity_core::Error>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Params {
            $(#[doc = $meaning] pub $field: f64,)+
            /// Whether there is a state that could sponsor.
            pub sponsor: bool,
            /// The most that the government pays.
            pub ceiling: Ceiling,
        }

        /// The numeric parameters, in the order of the page.
        pub const PARAMETERS: &[Parameter] = &[$(Parameter::fixed(
            [stringify!($field), $symbol, $meaning], $default, [$low, $high],
        ),)+];

        impl Default for Params {
            fn default() -> Self {
                Self { $($field: $default,)+ sponsor: true, ceiling: Ceiling::Cap }
            }
        }

        impl Params {
            /// The numeric parameters in the order of [`PARAMETERS`].
            #[must_use]
            pub fn values(&self) -> [f64; PARAMETERS.len()] {
                [$(self.$field,)+]
            }

            /// The same with numeric parameters in the order of [`PARAMETERS`].
            #[must_use]
            pub fn with_values(self, values: [f64; PARAMETERS.len()]) -> Self {
                let [$($field,)+] = values;
                Self { $($field,)+ ..self }
            }
        }
    };
}

/// The price divides by the credibility.
const LEAST_CREDIBILITY: f64 = 1e-6;

parameters! {
    strength_a, "p_A", 0.2, 0.0, 1.0, "Strength of A: its share of the prize when it fights alone and survives.";
    strength_b, "p_B", 0.2, 0.0, 1.0, "Strength of B.";
    vulnerability_a, "v_A", 0.25, 0.0, 1.0, "How exposed A is to repression.";
    vulnerability_b, "v_B", 0.25, 0.0, 1.0, "How exposed B is to repression.";
    repression, "r", 0.8, 0.0, 1.0, "Repression by the government; a group survives with probability 1 − r·v.";
    synergy, "σ", 0.2, 0.0, 1.0, "What joining adds to the sum of strengths.";
    share_a, "s_A", 0.5, 0.0, 1.0, "A's share of the prize of an alliance; B has the rest.";
    dilution, "δ", 0.2, 0.0, f64::INFINITY, "Weight of ideological distance in the cost of a diluted agenda.";
    distance, "d", 0.1, 0.0, f64::INFINITY, "Ideological distance of the groups.";
    information, "ι", 0.5, 0.0, 1.0, "Value of the information an ally holds.";
    price, "ξ", 0.5, 0.0, f64::INFINITY, "The government's price for a unit of information; the cap on its offer is ξ·ι.";
    credibility, "κ", 0.8, LEAST_CREDIBILITY, 1.0, "Probability that the government honours its deal.";
    penalty, "λ₀", 0.03, 0.0, f64::INFINITY, "Penalty for selling out, whatever the ideologies.";
    penalty_shared, "λ₁", 0.0, 0.0, f64::INFINITY, "Further penalty for selling out an ally of the same ideology.";
    shared_ideology, "shared", 0.0, 0.0, 1.0, "How far the groups share an ideology.";
    shelter, "h", 0.5, 0.0, 1.0, "Part of the exposure that the sponsor's shelter takes away.";
    resources, "ρ", 0.1, 0.0, f64::INFINITY, "Resources from the sponsor; half go to each group.";
    autonomy, "α", 0.09, 0.0, f64::INFINITY, "Cost to each group of the autonomy it gives up.";
    detection, "μ", 0.6, 0.0, 1.0, "Probability that the sponsor punishes a seller.";
    punishment, "ε", 0.5, 0.0, f64::INFINITY, "The sponsor's punishment.";
    benefit, "b", 1.0, 0.0, f64::INFINITY, "The sponsor's benefit from a unit of harm to the government.";
    cost, "k", 0.0, 0.0, f64::INFINITY, "The sponsor's fixed cost.";
}

impl Params {
    /// Checks every range.
    ///
    /// # Errors
    /// `game/invalid` with the parameter's name, its value and the range.
    pub fn check(self) -> Result<ValidParams> {
        for (parameter, value) in PARAMETERS.iter().zip(self.values()) {
            parameter.check(value)?;
        }
        Ok(ValidParams(self))
    }
}

/// Checked parameters: every computation of the alliance game starts from them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ValidParams(Params);

impl ValidParams {
    /// Parameters of which the caller knows that every one is in its range.
    pub(super) fn trusted(params: Params) -> Self {
        Self(params)
    }
}

impl Deref for ValidParams {
    type Target = Params;

    fn deref(&self) -> &Params {
        &self.0
    }
}
