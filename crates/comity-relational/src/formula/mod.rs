//! Terms from text, as in `~ inertia + reciprocity(decay = 90d) + common_enemy(layer =
//! fights) + difference(age)`.
//!
//! | | |
//! |---|---|
//! | formula | `~` (may be left out), then terms with `+` between them |
//! | term | a name, with options in brackets: `name`, `name(option = value, …)` |
//! | options of counts | `layer = L`, `decay = D`, `window = D`, `ages = D:D`, `scaling = none, log1p, prop, prop_zero or std`, `measure = weights, events or binary` |
//! | degrees | `outdegree(sender)`, `indegree(receiver)`, `totaldegree(dyad)`, or `outdegree_sender` and so on |
//! | two-paths besides | `combine = min or product`, `first = L`, `second = L` (layers of the legs) |
//! | attributes | `send(age)`, `receive`, `sum`, `average`, `difference`, `signed_difference`, `same`, `minimum`, `maximum`, `product` |
//! | covariates | `dyad(distance)` |
//! | durations D | a number in the stream's own unit, or with `s`, `min`, `h`, `d`, `w`, `y` (365.25 days) |
//!
//! Names are matched without regard to case and underscores, so remstats' `outdegreeSender`
//! is `outdegree_sender`. Names with other signs than letters, digits, `_` and `.` stand in
//! double quotes.

mod parse;
mod term;
mod token;

pub use parse::parse;

use serde::{Deserialize, Serialize};

/// The unit of a stream's times, for durations with a unit of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Not a unit of time, or unknown: only plain numbers are understood.
    #[default]
    None,
    /// Seconds.
    Seconds,
    /// Days.
    Days,
}

impl Unit {
    /// Seconds of one unit.
    fn seconds(self) -> Option<f64> {
        match self {
            Self::None => None,
            Self::Seconds => Some(1.0),
            Self::Days => Some(86_400.0),
        }
    }
}
