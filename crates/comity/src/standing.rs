//! The standing questions: propositions with rules, answered with the data so far.

use crate::forecasts::Ground;
use crate::page::provenance::manifest;
use crate::session::Session;
use crate::spec::Spec;
use comity_core::{Manifest, Result};
use comity_outlook::questions::{AnswerSoFar, answer_all};
use serde::Serialize;

/// Every standing question with its answer so far.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// One entry a question.
    pub answers: Vec<AnswerSoFar>,
    /// What the answers were computed from.
    pub manifest: Manifest,
}

/// Answers the standing questions under a specification.
///
/// # Errors
/// When a setting is out of range or the store cannot be read.
pub fn standing(session: &Session, spec: &Spec) -> Result<Standing> {
    let spec = spec.check()?;
    let ground = Ground::new(session, &spec, &[])?;
    let answers = answer_all(&ground.panel, &ground.settings)?;
    let manifest = manifest(
        &ground.evidence,
        session.codebook(),
        &Spec { as_of: Some(ground.as_of), ..spec },
        "questions",
    );
    Ok(Standing { answers, manifest })
}
