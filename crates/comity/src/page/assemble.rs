//! The sections of a page, put together.

use super::{
    answers, evidence, limits, network, provenance, question, scenarios, theories, timeline, track,
    why,
};
use crate::fits::Fits;
use crate::forecasts::Ground;
use crate::pair::PairRecord;
use crate::session::Session;
use crate::spec::Spec;
use comity_core::{Manifest, Result};
use comity_outlook::{Answer, DomainForecast, Evaluation, Outlook};
use comity_report::page::Page;

/// What a page is made from.
pub(crate) struct Parts<'a> {
    pub(crate) session: &'a Session,
    pub(crate) spec: &'a Spec,
    pub(crate) ground: &'a Ground,
    pub(crate) evaluations: &'a [Evaluation],
    pub(crate) outlook: &'a Outlook,
    pub(crate) record: &'a PairRecord,
    /// The theories fitted on all pairs.
    pub(crate) fits: &'a Fits,
    pub(crate) manifest: Manifest,
    /// Whether the user named the member with the smaller id first.
    pub(crate) in_order: bool,
}

impl Parts<'_> {
    /// The headline forecast: any cooperation, when there is one.
    pub(crate) fn headline(&self) -> Option<&DomainForecast> {
        self.outlook.outcomes.iter().find(|o| o.domain.is_none()).and_then(|o| match &o.answer {
            Answer::Forecast(f) => Some(f.as_ref()),
            Answer::NoBasis { .. } => None,
        })
    }

    /// The evaluation of the headline outcome.
    pub(crate) fn headline_evaluation(&self) -> Option<&Evaluation> {
        self.evaluations.iter().find(|e| e.outcome == "coop_any")
    }
}

/// The page of a pair.
///
/// # Errors
/// When a data set is not in the register or the claims table lacks a column.
pub(crate) fn assemble(parts: &Parts<'_>) -> Result<Page> {
    let command = question::command(parts);
    let provenance = provenance::provenance(parts.manifest.clone(), command)?;
    let mut page = Page::new(question::question(parts), provenance);
    let dyad = parts.outlook.dyad;
    page.answers = answers::answers(parts);
    page.why = why::why(parts);
    page.theories = theories::theories(parts);
    page.scenarios = scenarios::scenarios(parts);
    page.timeline = timeline::timeline(parts.record, parts.ground.as_of);
    page.networks = network::networks(
        &parts.ground.evidence,
        parts.session.registry(),
        dyad,
        parts.ground.as_of,
    )?;
    page.track = parts.evaluations.iter().map(track::track).collect();
    page.evidence = evidence::evidence(&parts.record.claims)?;
    page.limits = limits::limits(
        &parts.ground.evidence,
        parts.record,
        &parts.ground.panel,
        scenarios::would_change(parts),
    )?;
    Ok(page)
}
