//! Games: the catalogue, solutions, sweeps and drawings.
//!
//! A [`Source`] is a game of the catalogue or one from a file; [`Settings`] are values of its
//! parameters, by name or by the symbols of the game's page. [`list`], [`show`], [`solve`],
//! [`sweep`] and [`draw`] answer what the commands of the same names print.
//!
//! ```
//! use comity::game::{Method, Settings, Source, solve};
//! let game = Source::catalogue("alliance")?;
//! let settings = Settings::new(&game, &["v=0.26".to_owned()])?;
//! let found = solve(&game, &settings, Method::Default)?;
//! assert_eq!(found.class.as_deref(), Some("asymmetric"));
//! # Ok::<(), comity::core::Error>(())
//! ```
//!
//! Nothing here advises anybody: switches say where the model's answer changes.

mod alliance;
mod catalogue;
mod convert;
mod draw;
mod manifest;
mod margins;
mod method;
mod methods;
mod settings;
mod solution;
mod solve;
mod source;
mod sweep;
mod symbols;

pub use alliance::{AllianceAnswer, Bounds, ConditionRow, FormRow};
pub use catalogue::{Listed, ParameterRow, Shown, list, show};
pub use draw::{DRAWN, draw};
pub use manifest::GameManifest;
pub use margins::Margin;
pub use method::Method;
pub use methods::PathPoint;
pub use settings::{AxisSpec, Setting, Settings};
pub use solution::{Choice, End, Found, Move, Number, Tie, TieAction};
pub use solve::{Solved, solve};
pub use source::{GameFile, Source};
pub use sweep::{AxisShown, Swept, SwitchShown, sweep};
pub use symbols::Compound;
