//! The codebook of a panel: what every column means, whence it comes and how complete it is.

use crate::panel::{Column, Panel, Unavailable};
use comity_core::variable::Role;
use comity_core::{Code, Error, InputRef, Level, Result, SourceKey, Year, source};
use comity_world::Evidence;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The codebook of a panel.
#[derive(Clone, Debug, Serialize)]
pub struct Codebook {
    /// The risk-set rule.
    pub risk_set: String,
    /// Rows of the panel.
    pub rows: usize,
    /// One entry a column, in the panel's order, the key columns first.
    pub variables: Vec<Entry>,
    /// Columns that could not be built, each with a data set that is missing.
    pub unavailable: Vec<Unavailable>,
    /// The source versions the panel was built from.
    pub inputs: Vec<InputRef>,
    /// BibTeX entries of the data sets used, by their keys.
    pub bibliography: BTreeMap<String, String>,
}

/// One column in the codebook.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// Column name.
    pub name: String,
    /// What the column is for.
    pub role: Role,
    /// Level of explanation, for covariates.
    pub level: Option<Level>,
    /// Short name.
    pub label: String,
    /// What it means, and when it is missing.
    pub definition: String,
    /// Unit.
    pub unit: String,
    /// Data sets and versions it was built from.
    pub sources: Vec<SourceUse>,
    /// First year with a value.
    pub first_year: Option<Year>,
    /// Last year with a value.
    pub last_year: Option<Year>,
    /// Rows without a value.
    pub missing: usize,
}

/// A data set in the versions used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceUse {
    /// The data set.
    pub key: SourceKey,
    /// Versions present, sorted; empty where the data set is absent and would only refine.
    pub versions: Vec<String>,
    /// Key of its entry in the bibliography.
    pub cite: String,
}

/// The codebook of `panel`, with the source versions of `evidence`.
///
/// # Errors
/// [`comity_core::Code::Internal`] when the register of sources is damaged.
pub fn codebook(panel: &Panel, evidence: &Evidence) -> Result<Codebook> {
    let mut variables = keys(panel, evidence)?;
    for column in panel.columns() {
        variables.push(entry(column, panel, evidence)?);
    }
    let mut bibliography = BTreeMap::new();
    for used in variables.iter().flat_map(|v| &v.sources).filter(|s| !s.versions.is_empty()) {
        let text = source::meta(used.key)?.bibtex.trim().to_owned();
        bibliography.insert(used.cite.clone(), text);
    }
    Ok(Codebook {
        risk_set: panel.spec().risk_set.to_string(),
        rows: panel.len(),
        variables,
        unavailable: panel.unavailable().to_vec(),
        inputs: evidence.inputs().to_vec(),
        bibliography,
    })
}

fn keys(panel: &Panel, evidence: &Evidence) -> Result<Vec<Entry>> {
    let (first, last) = (panel.year().iter().min(), panel.year().iter().max());
    let unnamed = |ids: &[i64]| ids.iter().filter(|id| panel.name(**id).is_none()).count();
    let sources = uses(&[SourceKey::Esd, SourceKey::Actor], evidence)?;
    let key = |name: &str, role, label: &str, definition: &str, unit: &str, missing| Entry {
        name: name.to_owned(),
        role,
        level: None,
        label: label.to_owned(),
        definition: definition.to_owned(),
        unit: unit.to_owned(),
        sources: sources.clone(),
        first_year: first.copied(),
        last_year: last.copied(),
        missing,
    };
    let smaller = "UCDP ActorId of the member with the smaller id; always below b_id.";
    let larger = "UCDP ActorId of the member with the larger id.";
    let name = "Display name, UCDP Actor's where it has one.";
    Ok(vec![
        key("a_id", Role::Key, "first group", smaller, "id", 0),
        key("b_id", Role::Key, "second group", larger, "id", 0),
        key("year", Role::Key, "year", "Calendar year.", "year", 0),
        key("a_name", Role::Context, "name of the first group", name, "text", unnamed(panel.a())),
        key("b_name", Role::Context, "name of the second group", name, "text", unnamed(panel.b())),
    ])
}

fn entry(column: &Column, panel: &Panel, evidence: &Evidence) -> Result<Entry> {
    let v = &column.variable;
    let with_value =
        || column.values.iter().zip(panel.year()).filter(|(x, _)| !x.is_nan()).map(|(_, y)| *y);
    Ok(Entry {
        name: v.name.clone(),
        role: v.role,
        level: v.level,
        label: v.label.clone(),
        definition: v.definition.clone(),
        unit: v.unit.clone(),
        sources: uses(&v.sources, evidence)?,
        first_year: with_value().min(),
        last_year: with_value().max(),
        missing: panel.len() - with_value().count(),
    })
}

fn uses(keys: &[SourceKey], evidence: &Evidence) -> Result<Vec<SourceUse>> {
    keys.iter()
        .map(|key| {
            let inputs = evidence.inputs().iter().filter(|i| i.source == key.as_str());
            let mut versions: Vec<String> = inputs.map(|i| i.version.clone()).collect();
            versions.dedup();
            let cite = cite_key(&source::meta(*key)?.bibtex).to_owned();
            Ok(SourceUse { key: *key, versions, cite })
        })
        .collect()
}

/// The key of a BibTeX entry: what stands between the first brace and the first comma.
fn cite_key(bibtex: &str) -> &str {
    let after = bibtex.split_once('{').map_or(bibtex, |(_, rest)| rest);
    after.split_once(',').map_or(after, |(key, _)| key).trim()
}

impl Codebook {
    /// As Markdown: one section a variable, then what is unavailable, then the sources.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut out = format!(
            "# Codebook\n\n{} rows; risk set: {}. Missing values are empty, never zero.\n",
            self.rows, self.risk_set
        );
        for v in &self.variables {
            out.push_str(&v.to_markdown());
        }
        if !self.unavailable.is_empty() {
            out.push_str("\n## Unavailable\n\n");
        }
        for u in &self.unavailable {
            line(&mut out, format_args!("- `{}`: needs {}", u.variable.name, u.missing_source));
        }
        out.push_str("\n## Inputs\n\n");
        for i in &self.inputs {
            line(
                &mut out,
                format_args!("- {} {} ({}): {}", i.source, i.version, i.licence, i.citation),
            );
        }
        out
    }

    /// As indented JSON.
    ///
    /// # Errors
    /// [`Code::Internal`] when it cannot be serialised.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string_pretty(self)
            .map_err(|e| Error::new(Code::Internal, format!("the codebook: {e}")))
    }

    /// The BibTeX entries of the data sets used, each once, sorted by key.
    #[must_use]
    pub fn to_bibtex(&self) -> String {
        self.bibliography.values().map(|entry| format!("{entry}\n\n")).collect()
    }
}

impl Entry {
    fn to_markdown(&self) -> String {
        let mut out = format!("\n## `{}`\n\n{}\n\n", self.name, self.definition);
        line(&mut out, format_args!("- label: {}", self.label));
        if let Some(level) = self.level {
            line(&mut out, format_args!("- level: {}", level.as_str()));
        }
        line(&mut out, format_args!("- unit: {}", self.unit));
        let sources: Vec<String> = self.sources.iter().map(SourceUse::to_text).collect();
        if !sources.is_empty() {
            line(&mut out, format_args!("- source: {}", sources.join("; ")));
        }
        match (self.first_year, self.last_year) {
            (Some(first), Some(last)) => {
                line(&mut out, format_args!("- coverage: {first} to {last}"));
            }
            _ => line(&mut out, format_args!("- coverage: none")),
        }
        line(&mut out, format_args!("- missing: {} rows", self.missing));
        out
    }
}

impl SourceUse {
    fn to_text(&self) -> String {
        let versions = match self.versions.as_slice() {
            [] => "absent".to_owned(),
            present => present.join(", "),
        };
        format!("{} {versions} [@{}]", self.key, self.cite)
    }
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_has_a_cite_key() {
        for key in SourceKey::ALL {
            let cite = cite_key(&source::meta(*key).unwrap().bibtex);
            assert!(!cite.is_empty() && cite.chars().all(|c| c.is_ascii_alphanumeric()), "{key}");
        }
    }
}
