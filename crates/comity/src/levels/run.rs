//! The levels test of an outcome, computed once and kept.

use super::view;
use crate::forecasts::{Ground, Progress, cache_key};
use crate::page::provenance::{manifest, provenance};
use crate::scores::outcome_column;
use crate::session::Session;
use crate::spec::Spec;
use comity_core::Result;
use comity_outlook::levels::{LevelsTest, Weigh, levels_test};
use comity_report::page::LevelsPage;
use serde::Serialize;

/// The levels test of one outcome, as values that serialise to JSON.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Levels {
    /// Panel column that is explained.
    pub outcome: String,
    /// Which pairs are at risk.
    pub risk_set: String,
    /// Whether external elements outweigh internal ones, by the out-of-sample log score:
    /// `first` when they do, `second` when internal ones do.
    pub verdict: Weigh,
    /// Every table and sentence.
    pub page: LevelsPage,
}

/// The levels test of an outcome under a specification; `with_parts` divides the regional and
/// the internal level further.
///
/// # Errors
/// [`comity_core::Code::NoSample`] when the outcome has too few events; otherwise when a
/// setting is out of range or the store cannot be read.
pub fn levels(
    session: &Session,
    outcome: &str,
    with_parts: bool,
    spec: &Spec,
    progress: Progress<'_>,
) -> Result<Levels> {
    let spec = spec.check()?;
    let outcome = outcome_column(outcome)?;
    let ground = Ground::new(session, &spec, &[])?;
    let spec = Spec { as_of: Some(ground.as_of), ..spec };
    let what = format!("levels {outcome}{}", if with_parts { " with parts" } else { "" });
    let key = cache_key(session, &spec, &what)?;
    let kept = session.world().cache_get(&key).and_then(|b| LevelsTest::from_bytes(&b).ok());
    let test = match kept {
        Some(test) => test,
        None => {
            let (panel, theories) = (&ground.panel, &ground.theories);
            let test =
                levels_test(panel, &outcome, theories, &ground.settings, with_parts, progress)?;
            session.world().cache_put(&key, &test.to_bytes()?);
            test
        }
    };
    let command = format!(
        "comity levels --outcome {}{} --first {} --as-of {} --risk-set {} --seed {}",
        outcome.trim_start_matches("coop_"),
        if with_parts { " --parts" } else { "" },
        spec.first_forecast,
        ground.as_of,
        spec.risk_set,
        spec.seed
    );
    let manifest = manifest(&ground.evidence, session.codebook(), &spec, &what);
    let provenance = provenance(manifest, command)?;
    let risk_set = spec.risk_set.as_str().to_owned();
    Ok(Levels {
        verdict: view::headline(&test).map_or(Weigh::Absent, |c| c.verdict),
        page: view::page(&test, &risk_set, provenance),
        outcome,
        risk_set,
    })
}
