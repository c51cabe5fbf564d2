//! The dyad panel: which pairs of armed groups are at risk of cooperating in which year,
//! whether they did, and what may explain it.
//!
//! [`build`] turns the claims and coverage of a [`comity_world::Evidence`] into a
//! column-major [`Panel`]. A covariate is one unit struct in one file of
//! [`covariates`]; `src/covariates/README.md` shows how to add one.
//!
//! Architecture invariants: nothing here estimates anything, reads a file or a clock, or
//! fills a missing value. A value of year *t* uses only rows of year *t* or earlier, a
//! `_lag1` value only rows of year *t* − 1 or earlier. Missing is NaN, never zero.

pub mod codebook;
pub mod covariates;
pub mod export;

mod build;
mod index;
mod outcome;
mod panel;
mod record;
mod risk;
mod spec;
mod stream;

pub use build::build;
pub use index::{Coverage, Index, Pair};
pub use panel::{Column, Panel, Unavailable};
pub use record::{Record, deciding_source};
pub use spec::{PanelSpec, RiskSet};
pub use stream::{AtRisk, EventStream, stream};
