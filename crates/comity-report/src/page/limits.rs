//! Section 10: the limits.

use comity_core::period::Year;
use serde::{Deserialize, Serialize};

/// What the page does not know and what would change it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// What each source observed of the pair.
    pub coverage: Vec<CoverageRow>,
    /// What is absent, and why.
    pub missing: Vec<MissingItem>,
    /// What would change the answer, one sentence each.
    pub would_change: Vec<String>,
    /// Other cautions, one sentence each.
    pub notes: Vec<String>,
}

/// Coverage of the pair by one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageRow {
    /// Source and version.
    pub source: String,
    /// What it observes, such as "external support".
    pub topic: String,
    /// First and last year the source covers.
    pub span: Option<(Year, Year)>,
    /// Years in which it observed the first member.
    pub years_a: u32,
    /// Years in which it observed the second member.
    pub years_b: u32,
    /// Years in which it observed both.
    pub years_both: u32,
}

/// Something the page lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingItem {
    /// What is missing, such as "shared ideology".
    pub what: String,
    /// Why, such as "needs FORGE 1.0, which is not imported".
    pub why: String,
}
