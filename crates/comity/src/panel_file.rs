//! The panel as a product: the file, its codebook, its bibliography, its manifest.

use crate::page::provenance::manifest;
use crate::session::Session;
use crate::spec::Spec;
use comity_core::variable::Role;
use comity_core::{AsOf, Code, Error, Manifest, Result, Year};
use comity_panel::codebook::{Codebook, codebook};
use comity_panel::{Panel, PanelSpec, RiskSet, export};
use serde::Serialize;
use std::collections::BTreeSet;

/// A file format of panels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Apache Parquet.
    Parquet,
    /// Comma-separated values, UTF-8.
    Csv,
    /// Stata 118.
    Dta,
}

impl Format {
    /// The format of a file name's ending, in any case.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending.to_ascii_lowercase().as_str() {
            "parquet" => Some(Self::Parquet),
            "csv" => Some(Self::Csv),
            "dta" => Some(Self::Dta),
            _ => None,
        }
    }
}

/// A panel with everything that goes with it.
pub struct MadePanel {
    panel: Panel,
    codebook: Codebook,
    manifest: Manifest,
}

/// One column in a summary.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VariableSummary {
    /// Column name.
    pub name: String,
    /// Level, or what else the column is.
    pub level: String,
    /// Rows with a value.
    pub coded: u64,
    /// Rows without.
    pub missing: u64,
    /// Mean of the values.
    pub mean: Option<f64>,
    /// Short name.
    pub label: String,
}

/// What a panel holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PanelSummary {
    /// Dyad-years.
    pub rows: u64,
    /// Dyads.
    pub dyads: u64,
    /// Groups.
    pub groups: u64,
    /// First year.
    pub first_year: Option<Year>,
    /// Last year.
    pub last_year: Option<Year>,
    /// Dyad-years with cooperation.
    pub cooperative: u64,
    /// Rule of the risk set.
    pub risk_set: String,
    /// One entry a column.
    pub variables: Vec<VariableSummary>,
    /// Columns that the data at hand do not allow.
    pub unavailable: Vec<String>,
    /// What it was made from.
    pub manifest: Manifest,
}

/// Makes the dyad-year panel.
///
/// # Errors
/// When the store cannot be read or nothing is at risk.
pub fn make(session: &Session, as_of: AsOf, risk_set: RiskSet) -> Result<MadePanel> {
    let evidence = session.world().evidence(as_of)?;
    let panel = comity_panel::build(&evidence, &PanelSpec { risk_set, ..PanelSpec::default() })?;
    let codebook = codebook(&panel, &evidence)?;
    let spec =
        Spec { as_of: as_of.event, released_by: as_of.released, risk_set, ..Spec::default() };
    let manifest = manifest(&evidence, session.codebook(), &spec, "panel");
    Ok(MadePanel { panel, codebook, manifest })
}

impl MadePanel {
    /// The panel.
    #[must_use]
    pub const fn panel(&self) -> &Panel {
        &self.panel
    }

    /// The panel as bytes of a file.
    ///
    /// # Errors
    /// [`Code::Internal`] when a writer fails.
    pub fn bytes(&self, format: Format) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match format {
            Format::Parquet => export::parquet(&self.panel, &mut bytes)?,
            Format::Csv => export::csv(&self.panel, &mut bytes)?,
            Format::Dta => export::dta(&self.panel, &mut bytes)?,
        }
        Ok(bytes)
    }

    /// The files that go with it, by ending: codebook, bibliography, manifest.
    ///
    /// # Errors
    /// [`Code::Internal`] when one cannot be written.
    pub fn companions(&self) -> Result<Vec<(&'static str, Vec<u8>)>> {
        let json = serde_json::to_vec_pretty(&self.manifest)
            .map_err(|e| Error::new(Code::Internal, e.to_string()))?;
        Ok(vec![
            ("codebook.md", self.codebook.to_markdown().into_bytes()),
            ("codebook.json", self.codebook.to_json()?.into_bytes()),
            ("bib", self.codebook.to_bibtex().into_bytes()),
            ("manifest.json", json),
        ])
    }

    /// What it holds.
    #[must_use]
    pub fn summary(&self) -> PanelSummary {
        let p = &self.panel;
        let dyads: BTreeSet<_> = p.a().iter().zip(p.b()).collect();
        let groups: BTreeSet<_> = p.a().iter().chain(p.b()).collect();
        let cooperative =
            p.column("coop_any").map_or(0, |c| c.iter().filter(|v| **v == 1.0).count());
        PanelSummary {
            rows: p.len() as u64,
            dyads: dyads.len() as u64,
            groups: groups.len() as u64,
            first_year: p.year().iter().min().copied(),
            last_year: p.year().iter().max().copied(),
            cooperative: cooperative as u64,
            risk_set: p.spec().risk_set.to_string(),
            variables: p.columns().iter().map(summarise).collect(),
            unavailable: p.unavailable().iter().map(|u| u.variable.name.clone()).collect(),
            manifest: self.manifest.clone(),
        }
    }
}

fn summarise(column: &comity_panel::Column) -> VariableSummary {
    let v = &column.variable;
    let coded = column.values.iter().filter(|x| !x.is_nan());
    let (n, sum) = coded.fold((0u64, 0.0), |(n, s), x| (n + 1, s + x));
    let level = match (v.level, v.role) {
        (Some(l), _) => l.as_str(),
        (None, Role::Outcome) => "outcome",
        (None, Role::Key) => "key",
        (None, _) => "context",
    };
    VariableSummary {
        name: v.name.clone(),
        level: level.to_owned(),
        coded: n,
        missing: column.values.len() as u64 - n,
        mean: (n > 0).then(|| sum / n as f64),
        label: v.label.clone(),
    }
}
