//! The figures of a set of theories.

use super::{coefficients, curves, effects, reliability, separation};
use crate::data::Dataset;
use crate::page::TheoryFigures;
use crate::page::paper::Caption;
use crate::paper::standard_errors;

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Name of its files, without ending.
    pub name: &'static str,
    /// Title.
    pub title: String,
    /// Caption: what is shown, sample, estimator, variance, sources, as-of date, manifest.
    pub caption: Vec<String>,
    /// What it shows, in words.
    pub alternative: Vec<String>,
    /// The drawing as an SVG document.
    pub svg: String,
    pub(crate) data: Dataset,
}

impl Figure {
    /// The files of the figure: drawing, data, text alternative with title and caption.
    #[must_use]
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let words = [
            vec![self.title.clone(), String::new()],
            self.alternative.clone(),
            vec![String::new()],
            self.caption.clone(),
        ];
        let mut text = words.concat().join("\n");
        text.push('\n');
        vec![
            (format!("{}.svg", self.name), format!("{}\n", self.svg).into_bytes()),
            (format!("{}.csv", self.name), self.data.csv()),
            (format!("{}.txt", self.name), text.into_bytes()),
        ]
    }
}

/// Coefficient plot, effects, and, where there are forecasts of unseen years, separation plot,
/// ROC curves, precision–recall curves and calibration.
#[must_use]
pub fn theory_figures(f: &TheoryFigures) -> Vec<Figure> {
    let mut figures = vec![coefficients::figure(f), effects::figure(f)];
    if !f.forecasts.is_empty() {
        figures.extend([
            separation::figure(f),
            curves::roc(f),
            curves::precision_recall(f),
            reliability::figure(f),
        ]);
    }
    figures
}

/// The part of a caption about the fits.
pub(super) fn of_fits(f: &TheoryFigures) -> Vec<String> {
    let mut estimators: Vec<&str> = Vec::new();
    for m in &f.table.models {
        if !estimators.contains(&m.estimator.as_str()) {
            estimators.push(&m.estimator);
        }
    }
    let mut lines = vec![
        format!("Outcome: {}. {}", f.table.caption.outcome, f.table.caption.sample),
        format!(
            "Estimator: {}. {}",
            estimators.join(", "),
            standard_errors(&f.table.models).join(" ")
        ),
    ];
    let notes = f.table.models.iter().flat_map(|m| m.notes.iter().map(move |n| (m, n)));
    lines.extend(notes.map(|(m, n)| format!("{}: {n}.", m.id)));
    lines.extend(origin(&f.table.caption));
    lines
}

/// The part of a caption about forecasts.
pub(super) fn of_forecasts(f: &TheoryFigures) -> Vec<String> {
    let mut lines = vec![format!("Outcome: {}. {}", f.table.caption.outcome, f.forecast_sample)];
    lines.extend(origin(&f.table.caption));
    lines
}

fn origin(c: &Caption) -> [String; 2] {
    [
        format!("Sources: {}.", c.sources.join("; ")),
        format!("As of {}. comity {}, manifest {}.", c.as_of, c.manifest.program, c.manifest_hash),
    ]
}
