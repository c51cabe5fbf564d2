//! What a result was computed from.

use crate::period::AsOf;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One input: a version of a source, with the hash of the bytes it was read from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct InputRef {
    /// Source key, such as `ucdp-esd`.
    pub source: String,
    /// Version as the source states it, such as `18.1`.
    pub version: String,
    /// SHA-256 of the original file's bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Rows of the original file.
    pub rows: u64,
    /// Licence identifier or statement.
    pub licence: String,
    /// How to cite the source.
    pub citation: String,
    /// Whether the rows are the bundled extract.
    pub bundled: bool,
}

/// Everything a result depends on. Equal manifests mean equal results, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Program version.
    pub program: String,
    /// Codebook version.
    pub codebook: String,
    /// The two clocks.
    pub as_of: AsOf,
    /// Seed of every random draw.
    pub seed: u64,
    /// Settings of the specification, by name.
    pub specification: BTreeMap<String, String>,
    /// Inputs, sorted by source and version.
    pub inputs: Vec<InputRef>,
}
