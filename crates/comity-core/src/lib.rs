//! The vocabulary of comity: actors, dyads, periods, claims, domains, coverage, sources,
//! variables, forecasts and coded errors.
//!
//! Architecture invariant: nothing here reads a file, a clock, the network or the
//! environment, and nothing here knows how a value was estimated or drawn.

pub mod actor;
pub mod claim;
pub mod codebook;
pub mod error;
pub mod events;
pub mod forecast;
pub mod manifest;
pub mod period;
pub mod schema;
pub mod source;
pub mod variable;
pub mod words;

pub use actor::{ActorId, Dyad};
pub use claim::{Certainty, Relation};
pub use codebook::{Domain, DomainSet, Kind, KindSet};
pub use error::{Code, Error, Exit, Result};
pub use events::{EventClass, EventCodebook, EventKind, EventScheme, EventTerms};
pub use forecast::{Estimand, Forecast, Interval};
pub use manifest::{InputRef, Manifest};
pub use period::{AsOf, Year};
pub use source::{Licence, SourceKey, SourceMeta};
pub use variable::{Level, Variable};
