//! Scores of every model and their comparison with the baselines.

use super::report::{Comparison, ENSEMBLE, ModelTrack};
use crate::model::ModelInfo;
use crate::random::seed_for;
use crate::settings::ValidSettings;
use comity_core::Result;
use comity_score::{
    Blocks, Bootstrap, Metric, Replicated, Resampling, ScoreInterval, brier, calibration, corp,
    log_score,
};

/// One model's forecasts, before they are scored.
pub(crate) struct Issued {
    pub(crate) info: ModelInfo,
    pub(crate) weight: Option<f64>,
    pub(crate) probability: Vec<f64>,
    pub(crate) stand_ins: usize,
}

/// The name under which the ensemble is scored.
pub(crate) fn ensemble_info() -> ModelInfo {
    ModelInfo {
        id: ENSEMBLE.into(),
        title: "Ensemble (stacked on earlier forecasts)".into(),
        baseline: false,
        beside: false,
    }
}

/// Scores every model, and compares each with every baseline.
pub(crate) fn score(
    issued: Vec<Issued>,
    happened: &[bool],
    pairs: &[(i64, i64)],
    s: ValidSettings<'_>,
) -> Result<(Vec<ModelTrack>, Vec<Comparison>)> {
    let blocks = Blocks::new(pairs);
    let bootstrap =
        Bootstrap { replicates: s.replicates, seed: seed_for(s.seed, "skill"), level: 0.95 };
    let events = happened.iter().filter(|y| **y).count();
    let both_kinds = events > 0 && events < happened.len();
    let forecasts: Vec<&[f64]> = issued.iter().map(|m| m.probability.as_slice()).collect();
    let mut replicated = Vec::new();
    for metric in Metric::ALL {
        if metric == Metric::Brier || metric == Metric::Log || both_kinds {
            replicated.push((
                metric,
                Replicated::new(metric, &forecasts, happened, &blocks, &bootstrap)?,
            ));
        }
    }
    let mut comparisons = Vec::new();
    for (b, base) in issued.iter().enumerate().filter(|(_, m)| m.info.baseline) {
        for (m, model) in issued.iter().enumerate().filter(|(m, _)| *m != b) {
            for (_, r) in &replicated {
                comparisons.push(Comparison {
                    model: model.info.id.clone(),
                    baseline: base.info.id.clone(),
                    skill: r.skill(m, b)?,
                });
            }
        }
    }
    let interval = |metric: Metric, at: usize| -> Option<ScoreInterval> {
        replicated.iter().find(|(m, _)| *m == metric).and_then(|(_, r)| r.interval(at))
    };
    let bands =
        Resampling { replicates: s.replicates, seed: seed_for(s.seed, "calibration"), level: 0.9 };
    let tracks = issued
        .into_iter()
        .enumerate()
        .map(|(at, m)| {
            let p = &m.probability;
            Ok(ModelTrack {
                brier: brier(p, happened, s.bins)?,
                corp: corp(p, happened)?,
                log: log_score(p, happened)?,
                brier_interval: interval(Metric::Brier, at),
                log_interval: interval(Metric::Log, at),
                average_precision: interval(Metric::AveragePrecision, at),
                roc_area: interval(Metric::RocArea, at),
                calibration: calibration(p, happened, s.bins, &bands)?,
                info: m.info,
                weight: m.weight,
                probability: m.probability,
                stand_ins: m.stand_ins,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok((tracks, comparisons))
}
