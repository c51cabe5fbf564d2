//! Regression with absorbed fixed effects: groups' intercepts that are fitted but not listed.
//!
//! Iteratively reweighted least squares in which each step removes the fixed effects from the
//! working response and the covariates by alternating weighted demeaning: Stammann (2018),
//! *Fast and Feasible Estimation of Generalized Linear Models with High-Dimensional k-Way
//! Fixed Effects*; Correia, Guimarães and Zylkin (2020), *Stata Journal* 20(1). By the theorem
//! of Frisch, Waugh and Lovell each step is that of the model with all dummies written out.

mod data;
mod demean;
mod family;
mod informative;
mod irls;
mod outcome;
mod params;
mod report;
mod runaway;
mod step;

pub use data::FixedEffects;
pub use family::Family;
pub use irls::fit;
pub use outcome::{Absorbed, AbsorbedFit, AbsorbedOutcome, DroppedGroup, Within};
pub use params::{AbsorbedParams, ValidAbsorbedParams};
