//! Manifests, and section 11: what the page was computed from and under which terms.

use crate::spec::{Spec, VERSION};
use comity_core::codebook::Codebook;
use comity_core::{Code, Error, Manifest, Result};
use comity_report::page::Provenance;
use comity_world::Evidence;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The manifest of a result computed from a body of evidence.
#[must_use]
pub(crate) fn manifest(evidence: &Evidence, book: &Codebook, spec: &Spec, what: &str) -> Manifest {
    let mut specification: BTreeMap<String, String> = spec.named();
    specification.insert("result".to_owned(), what.to_owned());
    Manifest {
        program: VERSION.to_owned(),
        codebook: book.version.clone(),
        as_of: evidence.as_of(),
        seed: spec.seed,
        specification,
        inputs: evidence.inputs().to_vec(),
    }
}

/// The data sets of a manifest, as `name version`.
#[must_use]
pub(crate) fn source_names(manifest: &Manifest) -> Vec<String> {
    let mut names: Vec<String> = manifest
        .inputs
        .iter()
        .map(|i| match i.version.as_str() {
            "unknown" => i.source.clone(),
            version => format!("{} {version}", i.source),
        })
        .collect();
    names.dedup();
    names
}

/// SHA-256 of a manifest's canonical JSON, lower-case hexadecimal.
///
/// # Errors
/// [`Code::Internal`] when the manifest cannot be written as JSON.
pub(crate) fn manifest_hash(manifest: &Manifest) -> Result<String> {
    let json =
        serde_json::to_vec(manifest).map_err(|e| Error::new(Code::Internal, e.to_string()))?;
    Ok(Sha256::digest(&json).iter().map(|b| format!("{b:02x}")).collect())
}

/// The footer of a page.
///
/// # Errors
/// [`Code::Internal`] when the manifest cannot be hashed.
pub(crate) fn provenance(manifest: Manifest, command: String) -> Result<Provenance> {
    let mut attribution: Vec<String> = manifest
        .inputs
        .iter()
        .map(|i| {
            let changed = if i.bundled { "; extract in comity's own schema" } else { "" };
            format!("{} {} ({}{changed})", i.citation, i.version, i.licence)
        })
        .collect();
    attribution.dedup();
    Ok(Provenance {
        manifest_hash: manifest_hash(&manifest)?,
        command,
        citation: format!(
            "The comity developers (2026). comity: cooperation between armed groups, explained and forecast from sourced evidence. Version {VERSION}."
        ),
        attribution,
        manifest,
    })
}
