//! The outlook of a pair: values, page, summary.

use crate::fits::{Wanted, fits_on};
use crate::forecasts::{Ground, Progress, cache_key};
use crate::ledger::{self, Issue};
use crate::page::{self, provenance};
use crate::pair::pair_record;
use crate::session::Session;
use crate::spec::Spec;
use comity_core::{Domain, Dyad, Manifest, Result};
use comity_outlook::{Answer, Outlook};
use comity_report::page::{self as view, Page, Previous};
use serde::{Deserialize, Serialize};

/// The page of a pair's outlook with the forecasts on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// The page.
    pub page: Page,
    /// The forecasts as they can be recorded.
    pub issue: Issue,
}

impl Answered {
    /// Shows on the page how each answer differs from the latest on record that was computed
    /// otherwise, and names those records in the manifest. Without any the page stays as it is.
    ///
    /// # Errors
    /// When the ledger of forecasts is damaged or cannot be read.
    pub fn compare(&mut self, session: &Session) -> Result<()> {
        let found = ledger::earlier(session, &self.issue)?;
        if found.is_empty() {
            return Ok(());
        }
        let manifest = &mut self.page.provenance.manifest;
        for e in found {
            let domain = e.question.domain;
            let name = format!("compared with ({})", domain.map_or("any", Domain::as_str));
            manifest.specification.insert(name, format!("forecast {}", e.record));
            let answers = self.page.answers.iter_mut().filter(|a| a.domain == domain);
            for answer in answers {
                if let view::Answer::Forecast(f) = &mut answer.answer {
                    f.previous = Some(Previous {
                        recorded: crate::text::day(e.issued_at),
                        probability: e.probability,
                        other: ledger::words(&e.other),
                        record: e.record.clone(),
                    });
                }
            }
        }
        self.page.provenance.manifest_hash = provenance::manifest_hash(manifest)?;
        Ok(())
    }
}

/// The page of a pair's outlook and its forecasts, from the cache when nothing they depend on
/// has changed.
///
/// # Errors
/// When a name does not resolve, a setting is out of range, or the store cannot be read.
pub fn answer(
    session: &Session,
    a: &str,
    b: &str,
    spec: &Spec,
    progress: Progress<'_>,
) -> Result<Answered> {
    let spec = spec.check()?;
    let dyad = session.dyad(a, b)?;
    let first = session.registry().resolve(a)?;
    let key = cache_key(session, &spec, &format!("page {first} {} {}", dyad.a(), dyad.b()))?;
    if let Some(found) =
        session.world().cache_get(&key).and_then(|b| serde_json::from_slice(&b).ok())
    {
        return Ok(found);
    }
    let found = compute(session, dyad, first == dyad.a(), &spec, progress)?;
    if let Ok(bytes) = serde_json::to_vec(&found) {
        session.world().cache_put(&key, &bytes);
    }
    Ok(found)
}

/// The page of [`answer`], which the forecasts on record have no part in.
///
/// # Errors
/// Those of [`answer`].
pub fn page(
    session: &Session,
    a: &str,
    b: &str,
    spec: &Spec,
    progress: Progress<'_>,
) -> Result<Page> {
    answer(session, a, b, spec, progress).map(|found| found.page)
}

fn compute(
    session: &Session,
    dyad: Dyad,
    in_order: bool,
    spec: &Spec,
    progress: Progress<'_>,
) -> Result<Answered> {
    let ground = Ground::new(session, spec, &[dyad])?;
    let wanted = Wanted { ensemble_only: true, ..Wanted::default() };
    let (evaluations, fits) = rayon::join(
        || ground.evaluations(session, spec, &ground.settings.outcomes, progress),
        || fits_on(session, &ground, "coop_any", &wanted, spec),
    );
    let (evaluations, fits) = (evaluations?, fits?);
    let outlook = ground.outlooks(session, &evaluations, &[dyad])?.remove(0);
    let record = pair_record(&ground.evidence, session.registry(), session.codebook(), dyad)?;
    let resolved = Spec { as_of: Some(ground.as_of), ..*spec };
    let manifest: Manifest = provenance::manifest(
        &ground.evidence,
        session.codebook(),
        &resolved,
        &format!("outlook {} {}", dyad.a(), dyad.b()),
    );
    let issue = Issue::new(&manifest, &resolved, forecasts(&outlook).collect())?;
    let page = page::assemble(&page::Parts {
        session,
        spec,
        ground: &ground,
        evaluations: &evaluations,
        outlook: &outlook,
        record: &record,
        fits: &fits,
        manifest,
        in_order,
    })?;
    Ok(Answered { page, issue })
}

/// The forecasts among the answers of an outlook.
pub(crate) fn forecasts(outlook: &Outlook) -> impl Iterator<Item = comity_core::Forecast> {
    outlook.outcomes.iter().filter_map(|o| match &o.answer {
        Answer::Forecast(f) => Some(f.forecast.clone()),
        Answer::NoBasis { .. } => None,
    })
}
