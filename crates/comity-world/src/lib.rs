//! The evidence store and the actor registry: the only crate that touches disk and clock.
//!
//! A [`World`] is a directory of Parquet tables with a manifest, with the extract that ships
//! with comity underneath it. [`World::add`] imports source files, [`World::evidence`] gives
//! the tables an as-of date allows, [`World::registry`] resolves names, [`World::sql`] and
//! [`World::dyad_months`] run on the embedded query engine. [`World::record_forecasts`] keeps
//! what was forecast.
//!
//! Architecture invariant: nothing here estimates anything, and nothing above this crate
//! opens a file of the store.

mod add;
mod bundled;
mod cache;
mod crosswalk;
mod engine;
mod events;
mod evidence;
mod journal;
mod ledger;
mod progress;
mod registry;
mod store;
mod streams;
mod world;

pub use add::{AddOptions, AddReport, Added, Failed, Skipped};
pub use bundled::make::{BundleReport, bundle};
pub use crosswalk::{CrosswalkRow, crosswalk};
pub use engine::months::{DyadMonths, EventsFrom, MonthSpec};
pub use events::{EventColumns, EventsRead, SideTable, TimeUnit, read_events, read_side_table};
pub use evidence::Evidence;
pub use journal::Journal;
pub use ledger::{LedgerCheck, LedgerEntry, LedgerProblem, Recorded};
pub use progress::{Progress, Silent};
pub use registry::event_names::NameMatch;
pub use registry::record::{ActorRecord, Alias, LineageLink};
pub use registry::search::{Hit, MatchKind};
pub use registry::{Candidate, Registry};
pub use store::manifest::{StoredSource, TableFile};
pub use store::verify::{Problem, VerifyReport};
pub use streams::{NameDecision, NameRow, StreamFile, StreamOptions, StreamReport};
pub use world::World;
