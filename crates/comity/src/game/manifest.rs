//! What a result about a game was computed from.

use super::settings::Settings;
use super::source::Source;
use crate::spec::VERSION;
use comity_core::{Code, Error, Result};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Everything that a result about a game depends on. Equal manifests mean equal results.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GameManifest {
    /// Program version.
    pub program: String,
    /// Slug, or name of the file.
    pub game: String,
    /// SHA-256 of the file's text, lower-case hexadecimal; absent for the catalogue's games.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The work the game comes from; may be empty.
    pub citation: String,
    /// The value of every parameter that is not on an axis.
    pub parameters: BTreeMap<String, f64>,
    /// The method.
    pub method: String,
    /// The seed of random draws, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// The command that repeats the result.
    pub command: String,
}

impl GameManifest {
    pub(super) fn new(source: &Source, settings: &Settings, method: &str, command: String) -> Self {
        Self {
            program: VERSION.to_owned(),
            game: source.name().to_owned(),
            sha256: source.file.as_ref().map(|f| hex(f.text.as_bytes())),
            citation: source.citation().to_owned(),
            parameters: settings.by_name(),
            method: method.to_owned(),
            seed: None,
            command,
        }
    }

    /// SHA-256 of the manifest as JSON, lower-case hexadecimal.
    ///
    /// # Errors
    /// [`Code::Internal`] when it cannot be written as JSON.
    pub fn hash(&self) -> Result<String> {
        let json =
            serde_json::to_vec(self).map_err(|e| Error::new(Code::Internal, e.to_string()))?;
        Ok(hex(&json))
    }
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}
