//! Section 11: the footer.

use comity_core::Manifest;
use serde::{Deserialize, Serialize};

/// What a page was computed from, how to repeat it, and under which terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Inputs, as-of date, specification, seed and versions.
    pub manifest: Manifest,
    /// SHA-256 over the manifest, lower-case hexadecimal.
    pub manifest_hash: String,
    /// The command that repeats the page.
    pub command: String,
    /// How to cite the program.
    pub citation: String,
    /// Attribution sentences that the data licences ask for.
    pub attribution: Vec<String>,
}
