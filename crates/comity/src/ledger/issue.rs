//! Recording forecasts.

use crate::session::Session;
use crate::spec::{FINGERPRINT, Spec};
use comity_core::{Code, Domain, Error, Forecast, Manifest, Result, Year};
use comity_panel::deciding_source;
use comity_world::{LedgerEntry, StoredSource};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Forecasts that were computed together, and what from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// The forecasts; answers without a basis are none.
    pub forecasts: Vec<Forecast>,
    /// SHA-256 of the inputs as the manifest lists them, lower-case hexadecimal.
    pub inputs: String,
    /// Settings by name, with the as-of year resolved.
    pub spec: BTreeMap<String, String>,
}

impl Issue {
    /// Forecasts with the manifest and the specification they were computed under.
    ///
    /// # Errors
    /// [`Code::Internal`] when the inputs cannot be written as JSON.
    pub(crate) fn new(manifest: &Manifest, spec: &Spec, forecasts: Vec<Forecast>) -> Result<Self> {
        let json = serde_json::to_vec(&manifest.inputs)
            .map_err(|e| Error::new(Code::Internal, e.to_string()))?;
        let mut named = spec.named();
        named.insert("seed".to_owned(), spec.seed.to_string());
        let inputs = Sha256::digest(&json).iter().map(|b| format!("{b:02x}")).collect();
        Ok(Self { forecasts, inputs, spec: named })
    }

    /// What the forecasts of this build are recorded under.
    pub(crate) const fn program() -> &'static str {
        FINGERPRINT
    }
}

/// Records forecasts as issued at a time; gives the number that were not on record. The same
/// forecast under the same inputs, settings and program is recorded once.
///
/// # Errors
/// When the store cannot be read or written.
pub fn record(session: &Session, issue: &Issue, issued_at: Timestamp) -> Result<usize> {
    let sources = session.world().sources()?;
    let entries: Vec<LedgerEntry> = issue
        .forecasts
        .iter()
        .map(|forecast| LedgerEntry {
            issued_at,
            known_to: known_to(&sources, forecast.estimand.domain),
            program: Issue::program().to_owned(),
            inputs: issue.inputs.clone(),
            spec: issue.spec.clone(),
            forecast: forecast.clone(),
        })
        .collect();
    session.world().record_forecasts(&entries)
}

/// The last year of the source that decides a domain.
fn known_to(sources: &[StoredSource], domain: Option<Domain>) -> Option<Year> {
    let key = deciding_source(domain);
    sources.iter().filter(|s| s.source == key).filter_map(|s| s.last_year).max()
}
