//! The expected-utility model of group decisions: actors with capability, salience and a
//! position on one issue challenge one another and move, round by round.
//!
//! Sources: B. Bueno de Mesquita, "The War Trap Revisited", *American Political Science Review*
//! 79(1), 1985, 156–177; "Political Forecasting: An Expected Utility Method", in *European
//! Community Decision Making*, 1994; "A Decision Making Model: Its Structure and Form",
//! *International Interactions* 23(3–4), 1997, 235–266. J. Scholz, G. Calbert and G. Smith,
//! "Unravelling Bueno de Mesquita's Group Decision Model", *Journal of Theoretical Politics*
//! 23(4), 2011, 510–531, reconstruct it. Where readings differ, [`Terms`] has a switch.

mod bargain;
mod model;
mod registered;
mod terms;

pub use bargain::{Kind, Offer, Round};
pub use model::{Actor, Issue};
pub(super) use registered::entry;
pub use terms::{Choice, Divisor, Drift, Resistance, Risk, Terms, Votes};
