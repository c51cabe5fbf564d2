//! The questions as data.

use comity_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};

/// The sign of an estimate that would support a proposition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expected {
    /// Above zero.
    Positive,
    /// Below zero.
    Negative,
}

/// One standing question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Short identifier.
    pub id: String,
    /// The proposition in one sentence.
    pub proposition: String,
    /// What decides it.
    pub rule: String,
    /// Unit of the estimate.
    pub unit: String,
    /// The sign that would support it.
    pub expected: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    question: Vec<Question>,
}

/// The standing questions that ship with comity, in order.
///
/// # Errors
/// [`Code::Internal`] when the file that ships with comity is damaged.
pub fn questions() -> Result<Vec<Question>> {
    let fault =
        |what: String| Error::new(Code::Internal, format!("the standing questions: {what}"));
    let file: File =
        toml::from_str(include_str!("../../questions.toml")).map_err(|e| fault(e.to_string()))?;
    if file.version != "1" {
        return Err(fault(format!("version {} is unknown", file.version)));
    }
    Ok(file.question)
}
