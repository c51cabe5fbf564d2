//! The outlook of a pair: values, page, summary.

use crate::forecasts::{Ground, Progress, cache_key};
use crate::page::{self, provenance};
use crate::pair::pair_record;
use crate::session::Session;
use crate::spec::Spec;
use comity_core::{Dyad, Manifest, Result};
use comity_report::page::Page;

/// The page of a pair's outlook, from the cache when nothing it depends on has changed.
///
/// # Errors
/// When a name does not resolve, a setting is out of range, or the store cannot be read.
pub fn page(
    session: &Session,
    a: &str,
    b: &str,
    spec: &Spec,
    progress: Progress<'_>,
) -> Result<Page> {
    let spec = spec.check()?;
    let dyad = session.dyad(a, b)?;
    let first = session.registry().resolve(a)?;
    let key = cache_key(session, &spec, &format!("page {first} {} {}", dyad.a(), dyad.b()))?;
    if let Some(page) =
        session.world().cache_get(&key).and_then(|b| serde_json::from_slice(&b).ok())
    {
        return Ok(page);
    }
    let page = compute(session, dyad, first == dyad.a(), &spec, progress)?;
    if let Ok(bytes) = serde_json::to_vec(&page) {
        session.world().cache_put(&key, &bytes);
    }
    Ok(page)
}

fn compute(
    session: &Session,
    dyad: Dyad,
    in_order: bool,
    spec: &Spec,
    progress: Progress<'_>,
) -> Result<Page> {
    let ground = Ground::new(session, spec, &[dyad])?;
    let evaluations = ground.evaluations(session, spec, &ground.settings.outcomes, progress)?;
    let outlook = ground.outlooks(session, &evaluations, &[dyad])?.remove(0);
    let record = pair_record(&ground.evidence, session.registry(), session.codebook(), dyad)?;
    let manifest: Manifest = provenance::manifest(
        &ground.evidence,
        session.codebook(),
        &Spec { as_of: Some(ground.as_of), ..*spec },
        &format!("outlook {} {}", dyad.a(), dyad.b()),
    );
    page::assemble(&page::Parts {
        session,
        spec,
        ground: &ground,
        evaluations: &evaluations,
        outlook: &outlook,
        record: &record,
        manifest,
        in_order,
    })
}
