//! A theory as a file states it, before anything is checked.

use super::place::Source;
use crate::settings::{Estimator, SinceTie, TimeControl, Variance};
use crate::theory::{Sign, TheoryKind, Transform};
use comity_core::{Code, Level, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Several theories in one file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Several {
    #[serde(default)]
    references: BTreeMap<String, String>,
    theory: Vec<Stated>,
}

/// One theory as the file states it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stated {
    pub(super) id: Option<Spanned<String>>,
    pub(super) title: Option<String>,
    #[serde(default)]
    pub(super) question: String,
    #[serde(default)]
    pub(super) summary: String,
    pub(super) kind: Option<Spanned<TheoryKind>>,
    #[serde(default)]
    pub(super) levels: Vec<Level>,
    #[serde(default)]
    pub(super) cites: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) citations: Vec<String>,
    #[serde(default)]
    pub(super) references: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) term: Vec<StatedTerm>,
    pub(super) formula: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) predicted: BTreeMap<Spanned<String>, Sign>,
    pub(super) estimator: Option<Estimator>,
    pub(super) variance: Option<Variance>,
    pub(super) time: Option<StatedTime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatedTerm {
    pub(super) variable: Spanned<String>,
    pub(super) predicted: Option<Sign>,
    #[serde(default)]
    pub(super) transform: Transform,
    #[serde(default)]
    pub(super) because: String,
    #[serde(default)]
    pub(super) cites: Vec<Spanned<String>>,
}

/// Functions of time: `"none"`, `"splines"`, `"cubic"`, or a table.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum StatedTime {
    Named(TimeName),
    Table(TimeControl),
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum TimeName {
    None,
    Splines,
    Cubic,
}

impl StatedTime {
    pub(super) fn control(&self) -> TimeControl {
        match self {
            StatedTime::Table(control) => *control,
            StatedTime::Named(TimeName::None) => TimeControl::NONE,
            StatedTime::Named(TimeName::Splines) => TimeControl::default(),
            StatedTime::Named(TimeName::Cubic) => {
                TimeControl { since_tie: SinceTie::Cubic, ..TimeControl::default() }
            }
        }
    }
}

/// What the file states, and the works it lists.
pub(super) fn stated(source: &Source<'_>) -> Result<(Vec<Stated>, BTreeMap<String, String>)> {
    let fault = |e: toml::de::Error| {
        let offset = e.span().map_or(0, |s| s.start);
        source.error(Code::BadTheory, offset, e.message().trim().replace('\n', " "))
    };
    let table: toml::Table = toml::from_str(source.text).map_err(fault)?;
    if table.contains_key("theory") {
        let several: Several = toml::from_str(source.text).map_err(fault)?;
        return Ok((several.theory, several.references));
    }
    let one: Stated = toml::from_str(source.text).map_err(fault)?;
    Ok((vec![one], BTreeMap::new()))
}
