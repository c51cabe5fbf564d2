//! Files of dated events between two actors, as batches in one schema: UCDP GED, ICEWS,
//! POLECAT, ACLED and GDELT 2.0.
//!
//! [`read_event_rows`] finds out which of them a file is and streams it; what a code stands
//! for is in [`comity_core::EventCodebook`]. One file of this module reads one source. Names
//! of actors come out as the source writes them: whom they stand for is for the caller to
//! say, and so is what to do about an event that a source lists twice.

mod acled;
mod batch;
mod codes;
mod gdelt;
mod ged;
mod icews;
mod open;
mod polecat;
mod read;
mod rows;
mod source;

pub use batch::event_schema;
pub use read::{EventFile, read_event_rows};
pub use source::EventSource;
