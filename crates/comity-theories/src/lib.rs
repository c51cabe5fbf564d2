//! Theories of cooperation between armed groups: which covariates each names, the signs it
//! predicts, and how it is fitted, so that it can lose.
//!
//! | to do | go to |
//! |---|---|
//! | add or amend a theory | its folder in `catalogue/`: `theory.toml` and `page.md` |
//! | read the theories | [`catalogue()`], [`page`] |
//! | fit one | [`fit()`] |
//! | forecast with a fit | [`Fitted`] |
//! | a theory for a set of levels | [`levels`] |
//! | read a formula | [`formula`] |
//! | marginal effects of a fit | [`term_effects`] |
//! | one formula by an estimator that no theory chooses | [`estimate`] |
//!
//! Architecture invariants: nothing here reads a file or a clock; a covariate that the panel
//! lacks is named as unavailable, never filled in; every model of one training set is fitted
//! on the same rows.

pub mod catalogue;
mod columns;
pub mod curve;
mod effects;
pub mod estimate;
mod fit;
mod fitted;
pub mod formula;
pub mod levels;
pub mod lookup;
mod models;
mod nan;
mod report;
mod sample;
mod settings;
mod start;
mod theory;

pub use catalogue::{TheoryFile, catalogue, comparisons, page, references, user_theories};
pub use effects::{Change, EffectSize, TermEffect, comparable_units, term_effects};
pub use fit::{fit, fit_from};
pub use fitted::{Contribution, Draws, Fitted};
pub use models::alliance::{Forms, Switch};
pub use report::{Dropped, Estimate, FitReport, FitStatus};
pub use sample::Training;
pub use settings::{Estimator, FitSettings, SinceTie, TimeControl, Variance};
pub use start::WarmStart;
pub use theory::{Choices, Role, Sign, Term, Theory, TheoryKind, Transform, Utility};
