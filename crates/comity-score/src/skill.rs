//! Skill of a forecast against a baseline, with a paired block bootstrap by dyad.
//!
//! Both forecasts are scored on the same resamples, so that what they share cancels in the
//! difference. The interval is the percentile interval (Efron and Tibshirani 1993, ch. 13).

use crate::bootstrap::{Blocks, Bootstrap};
use crate::check;
use crate::metric::Metric;
use crate::quantile::quantile_sorted;
use comity_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};

/// How much better a forecast is than a baseline under one score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Skill {
    /// The score compared.
    pub metric: Metric,
    /// The forecast's score on the rows as they are.
    pub score: f64,
    /// The baseline's score on the rows as they are.
    pub baseline: f64,
    /// Improvement over the baseline, in units of the score; positive is better whichever
    /// way the score runs.
    pub difference: f64,
    /// Lower end of the difference's interval.
    pub low: f64,
    /// Upper end of the difference's interval.
    pub high: f64,
    /// Share of resamples in which the forecast is strictly better.
    pub share_better: f64,
    /// Skill score (score − baseline) / (perfect − baseline): 1 is perfect, 0 the baseline;
    /// `None` when the baseline is perfect already.
    pub relative: Option<f64>,
    /// Resamples in which the score was defined.
    pub replicates: usize,
}

impl Skill {
    /// Whether the whole interval lies above zero.
    #[must_use]
    pub fn is_better(&self) -> bool {
        self.low > 0.0
    }

    /// Whether the whole interval lies below zero.
    #[must_use]
    pub fn is_worse(&self) -> bool {
        self.high < 0.0
    }
}

/// A score with its percentile interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScoreInterval {
    /// The score on the rows as they are.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Several forecasts of the same outcomes, scored on the same resamples.
#[derive(Clone, Debug)]
pub struct Replicated {
    metric: Metric,
    scores: Vec<f64>,
    /// By replicate, then by forecast; `None` where the score is undefined.
    draws: Vec<Vec<Option<f64>>>,
    level: f64,
}

impl Replicated {
    /// Scores every forecast on every resample, which costs one scoring per forecast and
    /// resample however many comparisons follow.
    ///
    /// # Errors
    /// `forecast/invalid` when a forecast is not in [0, 1] or has an infinite log score;
    /// `usage/bad-setting` when lengths differ or the bootstrap's settings are out of range;
    /// `panel/no-rows` when there is nothing to score.
    pub fn new(
        metric: Metric,
        forecasts: &[&[f64]],
        y: &[bool],
        blocks: &Blocks,
        bootstrap: &Bootstrap,
    ) -> Result<Self> {
        check::same_length("blocked rows", blocks.of_row().len(), "outcomes", y.len())?;
        let mut scores = Vec::with_capacity(forecasts.len());
        for p in forecasts {
            let score = metric.score(p, y)?;
            if score.is_infinite() {
                return Err(Error::new(
                    Code::BadForecast,
                    "a forecast declared impossible what happened",
                )
                .hint("the log score is infinite, so a difference of log scores has no value"));
            }
            scores.push(score);
        }
        let prepared: Vec<_> = forecasts.iter().map(|p| metric.prepare(p, y, blocks)).collect();
        let draws = bootstrap.run(blocks, |counts, rows| {
            prepared.iter().map(|f| f.score(counts, rows)).collect::<Vec<_>>()
        })?;
        Ok(Self { metric, scores, draws, level: bootstrap.level })
    }

    /// The score of forecast `at` with its interval; `None` when there is no such forecast or
    /// no resample on which the score is defined.
    #[must_use]
    pub fn interval(&self, at: usize) -> Option<ScoreInterval> {
        let drawn = self.draws.iter().filter_map(|d| d.get(at).copied().flatten()).collect();
        let (low, high) = self.ends(drawn)?;
        Some(ScoreInterval { value: *self.scores.get(at)?, low, high })
    }

    /// Skill of forecast `model` against forecast `baseline`, by position.
    ///
    /// # Errors
    /// `usage/bad-setting` when a position names no forecast; `panel/no-rows` when the score is
    /// defined on no resample.
    pub fn skill(&self, model: usize, baseline: usize) -> Result<Skill> {
        let (Some(&score), Some(&base)) = (self.scores.get(model), self.scores.get(baseline))
        else {
            return Err(Error::new(Code::BadSetting, "a pair names a forecast that was not given"));
        };
        let lower = self.metric.lower_is_better();
        let (sign, perfect) = if lower { (-1.0, 0.0) } else { (1.0, 1.0) };
        let at = |d: &[Option<f64>], i: usize| d.get(i).copied().flatten();
        let differences: Vec<f64> = self
            .draws
            .iter()
            .filter_map(|d| Some(sign * (at(d, model)? - at(d, baseline)?)))
            .collect();
        let replicates = differences.len();
        let better = differences.iter().filter(|d| **d > 0.0).count();
        let Some((low, high)) = self.ends(differences) else {
            return Err(Error::new(Code::NoSample, "no resample held outcomes of both kinds"));
        };
        Ok(Skill {
            metric: self.metric,
            score,
            baseline: base,
            difference: sign * (score - base),
            low,
            high,
            share_better: better as f64 / replicates as f64,
            relative: (perfect != base).then(|| (score - base) / (perfect - base)),
            replicates,
        })
    }

    /// A sum of the forecasts' scores under weights, with its interval; the sign is turned
    /// where a lower score is better, so that more is better. With weights that sum to zero
    /// it is a difference of scores. `None` when a weighted score is defined on no resample.
    ///
    /// # Errors
    /// `usage/bad-setting` when there is not one weight a forecast.
    pub fn contrast(&self, weights: &[f64]) -> Result<Option<ScoreInterval>> {
        let (value, drawn) = self.weighted(weights)?;
        let ends = self.ends(drawn.into_iter().flatten().collect());
        Ok(ends.map(|(low, high)| ScoreInterval { value, low, high }))
    }

    /// One weighted sum as a share of another, with its interval from the same resamples.
    /// `None` where the share has no meaning: when the whole is not above zero, or its
    /// interval is not.
    ///
    /// # Errors
    /// `usage/bad-setting` when there is not one weight a forecast.
    pub fn share(&self, part: &[f64], whole: &[f64]) -> Result<Option<ScoreInterval>> {
        let ((part, parts), (whole, wholes)) = (self.weighted(part)?, self.weighted(whole)?);
        let positive = self.ends(wholes.iter().copied().flatten().collect());
        if whole <= 0.0 || positive.is_none_or(|(low, _)| low <= 0.0) {
            return Ok(None);
        }
        let drawn = parts.into_iter().zip(wholes).filter_map(|(p, w)| {
            let w = w.filter(|w| *w > 0.0)?;
            Some(p? / w)
        });
        let ends = self.ends(drawn.collect());
        Ok(ends.map(|(low, high)| ScoreInterval { value: part / whole, low, high }))
    }

    /// The weighted sum on the rows as they are and on every resample.
    fn weighted(&self, weights: &[f64]) -> Result<(f64, Vec<Option<f64>>)> {
        check::same_length("weights", weights.len(), "forecasts", self.scores.len())?;
        let sign = if self.metric.lower_is_better() { -1.0 } else { 1.0 };
        let value: f64 = self.scores.iter().zip(weights).map(|(s, w)| sign * w * s).sum();
        let drawn = self.draws.iter().map(|d| {
            let terms = d.iter().zip(weights).filter(|(_, w)| **w != 0.0);
            terms.map(|(s, w)| s.map(|s| sign * w * s)).sum()
        });
        Ok((value, drawn.collect()))
    }

    fn ends(&self, mut drawn: Vec<f64>) -> Option<(f64, f64)> {
        drawn.sort_by(f64::total_cmp);
        let tail = (1.0 - self.level) / 2.0;
        Some((quantile_sorted(&drawn, tail)?, quantile_sorted(&drawn, 1.0 - tail)?))
    }
}

/// Skill of `model` against `baseline` for outcomes `y`, resampling `blocks`.
///
/// # Errors
/// As [`Replicated::new`] and [`Replicated::skill`].
pub fn skill(
    metric: Metric,
    model: &[f64],
    baseline: &[f64],
    y: &[bool],
    blocks: &Blocks,
    bootstrap: &Bootstrap,
) -> Result<Skill> {
    Replicated::new(metric, &[model, baseline], y, blocks, bootstrap)?.skill(0, 1)
}
