//! Data of the score tables and reliability plots.

use super::dataset::{Dataset, Value};
use crate::page::{Ranged, ScorePage, TrackRecord};
use crate::words;
use comity_core::Domain;

/// Name of an outcome in data files.
pub(super) fn outcome(d: Option<Domain>) -> Value {
    d.map_or("any", Domain::as_str).into()
}

fn triple(r: Option<Ranged>) -> [Value; 3] {
    match r {
        Some(r) => [r.value.into(), r.low.into(), r.high.into()],
        None => [Value::Missing, Value::Missing, Value::Missing],
    }
}

/// Out-of-sample scores of every model and outcome.
pub(crate) fn scores(records: &[TrackRecord]) -> Dataset {
    let mut rows = Vec::new();
    for t in records {
        for s in &t.scores {
            let mut row = vec![
                outcome(t.domain),
                s.id.as_str().into(),
                s.title.as_str().into(),
                s.baseline.into(),
            ];
            let all = [
                s.brier,
                s.log_score,
                s.average_precision,
                s.roc_auc,
                s.brier_difference,
                s.log_difference,
            ];
            row.extend(all.into_iter().flat_map(triple));
            row.push(s.verdict.map(|v| words::verdict(Some(v))).into());
            rows.push(row);
        }
    }
    Dataset {
        name: "scores",
        title: "Out-of-sample scores".into(),
        columns: vec![
            "outcome",
            "model",
            "title",
            "baseline",
            "brier",
            "brier_low",
            "brier_high",
            "log_score",
            "log_score_low",
            "log_score_high",
            "average_precision",
            "average_precision_low",
            "average_precision_high",
            "roc_auc",
            "roc_auc_low",
            "roc_auc_high",
            "brier_difference",
            "brier_difference_low",
            "brier_difference_high",
            "log_difference",
            "log_difference_low",
            "log_difference_high",
            "beats_persistence",
        ],
        rows,
    }
}

/// Reliability of every model and outcome.
pub(crate) fn calibration(records: &[TrackRecord]) -> Dataset {
    let mut rows = Vec::new();
    for t in records {
        for c in &t.calibration {
            for b in &c.bins {
                rows.push(vec![
                    outcome(t.domain),
                    c.model.as_str().into(),
                    b.predicted.into(),
                    b.observed.into(),
                    b.count.into(),
                    b.band_low.into(),
                    b.band_high.into(),
                ]);
            }
        }
    }
    Dataset {
        name: "calibration",
        title: "Reliability: forecast and observed share by bin".into(),
        columns: vec![
            "outcome",
            "model",
            "predicted",
            "observed",
            "count",
            "band_low",
            "band_high",
        ],
        rows,
    }
}

/// The data of an evaluation page: (file name, bytes) for each table, CSV and JSON, in a
/// fixed order. Names begin with `stem`.
#[must_use]
pub fn score_data(page: &ScorePage, stem: &str) -> Vec<(String, Vec<u8>)> {
    files(&[scores(&page.records), calibration(&page.records)], stem)
}

/// CSV and JSON of the tables that have rows.
pub(super) fn files(sets: &[Dataset], stem: &str) -> Vec<(String, Vec<u8>)> {
    sets.iter()
        .filter(|d| !d.rows.is_empty())
        .flat_map(|d| [(d.file(stem, "csv"), d.csv()), (d.file(stem, "json"), d.json())])
        .collect()
}
