//! comity explains and forecasts cooperation between armed groups: from sourced evidence,
//! with rival theories side by side, and with every forecast scored.
//!
//! This is the public interface. A [`Session`] opens the evidence; its methods answer the
//! questions of the command line, as values that serialise to JSON.
//!
//! ```no_run
//! use comity::Session;
//! let session = Session::bundled()?;
//! let record = session.pair("Hezbollah", "Hamas", comity::core::AsOf::LATEST)?;
//! println!("{} claims", record.claims.len());
//! # Ok::<(), comity::core::Error>(())
//! ```

pub mod claims;
pub mod counts;
pub mod crosswalk;
pub mod curve;
pub mod doctor;
pub mod estimate;
pub mod events;
pub mod figures;
pub mod fits;
pub mod forecasts;
pub mod game;
pub mod ledger;
pub mod levels;
pub mod many;
pub mod names;
pub mod outlook;
pub mod pack;
mod page;
pub mod pair;
pub mod panel_file;
pub mod papers;
pub mod profile;
pub mod scores;
pub mod session;
pub mod spec;
pub mod sql;
pub mod standing;
pub mod text;

pub use comity_core as core;
pub use comity_games as games;
pub use comity_panel as panel;
pub use comity_report as report;
pub use comity_score as score;
pub use comity_sources as sources;
pub use comity_theories as theories;
pub use comity_world as world;
pub use jiff::Timestamp;
pub use jiff::civil::Date;
pub use page::evidence::sentence;
pub use session::Session;
pub use spec::Spec;
