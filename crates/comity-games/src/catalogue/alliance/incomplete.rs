//! The alliance game when the partner may be one who never sells.
//!
//! With probability π the partner is robust and honours; otherwise it sells. A group that
//! expects Uᴴ from a robust partner, Uⱽ as the victim of one that sells and U⁰ alone allies iff
//! πUᴴ + (1 − π)Uⱽ ≥ U⁰, that is π ≥ (U⁰ − Uⱽ)/(Uᴴ − Uⱽ).

use super::params::ValidParams;
use super::payoffs::{Form, Member};
use comity_core::{Code, Error, Result};

/// The prior at which a group allies with a partner it is not sure of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trust {
    /// At every prior: even the victim does at least as well as alone.
    Always,
    /// At this prior and above.
    From(f64),
    /// At no prior: even a robust partner is worth less than being alone.
    Never,
}

impl Trust {
    /// From the payoffs alone, with a robust partner, and as a victim.
    #[must_use]
    pub fn of(alone: f64, allied: f64, victim: f64) -> Self {
        if victim >= alone {
            Self::Always
        } else if allied < alone {
            Self::Never
        } else {
            Self::From((alone - victim) / (allied - victim))
        }
    }

    /// Whether the group allies at this prior.
    #[must_use]
    pub fn allies(self, prior: f64) -> bool {
        match self {
            Self::Always => true,
            Self::From(least) => prior >= least,
            Self::Never => false,
        }
    }
}

impl ValidParams {
    /// The least prior that the partner is robust at which `member` allies in this form.
    #[must_use]
    pub fn trust(&self, form: Form, member: Member) -> Trust {
        let i = usize::from(member == Member::B);
        Trust::of(self.alone()[i], self.allied(form)[i], self.victim()[i])
    }
}

/// What is known of a partner's past: how often it could have sold and did or did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Occasions on which it honoured.
    pub honoured: u32,
    /// Occasions on which it sold.
    pub sold: u32,
}

/// The probability that the partner is robust, after its record.
///
/// Each occasion is independent given the type: a robust partner sells with probability
/// `robust`, one of the other type with probability `fragile`. With the rates 0 and 1 of the
/// game itself a single sale settles the matter, and so does a single occasion honoured.
///
/// # Errors
/// `game/invalid` when a probability is outside 0 to 1, or the record is impossible for both
/// types.
///
/// ```
/// use comity_games::catalogue::alliance::{Record, posterior};
/// // Odds 1 : 1; honouring twice is four times as likely for the robust type.
/// let p = posterior(0.5, Record { honoured: 2, sold: 0 }, 0.0, 0.5)?;
/// assert!((p - 0.8).abs() < 1e-15);
/// # Ok::<(), comity_core::Error>(())
/// ```
pub fn posterior(prior: f64, record: Record, robust: f64, fragile: f64) -> Result<f64> {
    for (name, value) in [("prior", prior), ("robust", robust), ("fragile", fragile)] {
        if !(0.0..=1.0).contains(&value) {
            return Err(Error::new(Code::BadGame, format!("`{name}` is not a probability"))
                .value(value.to_string())
                .expected("a number from 0 to 1"));
        }
    }
    let likelihood = |sells: f64| {
        libm::pow(sells, f64::from(record.sold))
            * libm::pow(1.0 - sells, f64::from(record.honoured))
    };
    let (yes, no) = (prior * likelihood(robust), (1.0 - prior) * likelihood(fragile));
    if yes + no > 0.0 {
        return Ok(yes / (yes + no));
    }
    Err(Error::new(Code::BadGame, "the record is impossible for both types of partner")
        .hint("give both types a probability of selling strictly between 0 and 1"))
}
