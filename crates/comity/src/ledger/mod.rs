//! The ledger of forecasts: what was said, what was said before, and what became of it.
//!
//! Forecasts are appended and never changed. Whether one came true is computed from the data
//! at hand each time it is asked.

mod earlier;
mod issue;
mod resolve;

pub use earlier::{Earlier, Other, earlier, words};
pub use issue::{Issue, record};
pub use resolve::{Ledger, Listed, State, Tally, resolve};
