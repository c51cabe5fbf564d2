//! Writers of a panel: Parquet, CSV and Stata. The same panel gives the same bytes.
//!
//! Every writer puts the key columns first (`a_id`, `b_id`, `year`), then the groups' names
//! (`a_name`, `b_name`), then the panel's columns in its own order. A missing value is
//! empty (null, an empty cell, Stata's `.`), never zero.

mod csv;
mod dta;
mod parquet;
mod stata_names;

pub use csv::csv;
pub use dta::dta;
pub use parquet::parquet;

use comity_core::{Code, Error};

/// A failure to write the export named `what`.
fn failed(what: &str, cause: impl std::fmt::Display) -> Error {
    Error::new(Code::Io, format!("the panel could not be written as {what}: {cause}"))
}
