//! Contributions with their intervals, from the scores of sets on resampled dyads.

use super::dyadic::Rows;
use super::game::{Plan, Weights, sum};
use super::report::{Contest, Game, Measure, MeasureKind, Measured, Weigh};
use crate::evaluation::Pooled;
use comity_core::Result;
use comity_score::{Blocks, Bootstrap, Metric, Replicated, ScoreInterval};
use comity_theories::levels::PartSet;

/// The scores of every set under one measure, on the rows as they are and on every resample.
pub(super) struct Scored<'s> {
    kind: MeasureKind,
    sets: &'s [PartSet],
    scores: Vec<f64>,
    replicated: Replicated,
    /// Rows, when the score is a mean over them.
    rows: Option<Rows<'s>>,
}

impl<'s> Scored<'s> {
    /// Scores the probabilities of every set.
    pub(super) fn new(
        kind: MeasureKind,
        sets: &'s [PartSet],
        rows: &'s Pooled,
        bootstrap: &Bootstrap,
    ) -> Result<Self> {
        let metric = match kind {
            MeasureKind::InSample | MeasureKind::LogScore => Metric::Log,
            MeasureKind::AveragePrecision => Metric::AveragePrecision,
        };
        let forecasts: Vec<&[f64]> = rows.by_model.iter().map(Vec::as_slice).collect();
        let blocks = Blocks::new(&rows.pairs());
        let sign = if metric.lower_is_better() { -1.0 } else { 1.0 };
        let scores = forecasts.iter().map(|p| Ok(sign * metric.score(p, &rows.happened)?));
        Ok(Self {
            kind,
            sets,
            scores: scores.collect::<Result<_>>()?,
            replicated: Replicated::new(metric, &forecasts, &rows.happened, &blocks, bootstrap)?,
            rows: (metric == Metric::Log).then(|| Rows::new(rows)).transpose()?,
        })
    }

    /// Weights in the order of the models.
    fn by_model(&self, weights: &Weights) -> Vec<f64> {
        self.sets.iter().map(|s| weights.get(s).copied().unwrap_or(0.0)).collect()
    }

    fn of(&self, set: PartSet) -> f64 {
        let at = self.sets.iter().position(|s| *s == set);
        at.and_then(|at| self.scores.get(at)).copied().unwrap_or(f64::NAN)
    }

    fn gain(&self, weights: &Weights) -> Result<Option<ScoreInterval>> {
        self.replicated.contrast(&self.by_model(weights))
    }

    fn measured(&self, weights: &Weights, whole: &Weights) -> Result<Option<Measured>> {
        let Some(gain) = self.gain(weights)? else { return Ok(None) };
        let share = self.replicated.share(&self.by_model(weights), &self.by_model(whole))?;
        Ok(Some(Measured { gain, share }))
    }

    /// A division under this measure; `None` where it is defined on no resample.
    fn measure(&self, plan: &Plan) -> Result<Option<Measure>> {
        let whole = plan.whole();
        let Some(total) = self.gain(&plan.total)? else { return Ok(None) };
        let players: Option<Vec<Measured>> =
            plan.values.iter().map(|v| self.measured(v, &whole)).collect::<Result<_>>()?;
        let Some(players) = players else { return Ok(None) };
        let mut contests = Vec::new();
        for side in &plan.sides {
            let [first, second] = &side.values;
            let difference = sum([(1.0, first), (-1.0, second)]);
            let (Some(first_adds), Some(second_adds), Some(difference)) = (
                self.measured(first, &whole)?,
                self.measured(second, &whole)?,
                self.measured(&difference, &whole)?,
            ) else {
                continue;
            };
            let of = |w| self.by_model(w);
            let dyadic = match &self.rows {
                Some(rows) => rows.difference(&of(first), &of(second))?,
                None => None,
            };
            let heaviest = self.rows.as_ref().and_then(|r| r.heaviest(&of(first), &of(second)));
            let [first, second] = side.names.clone();
            let verdict = if side.present {
                Weigh::of(&first_adds.gain, &second_adds.gain, &difference.gain, dyadic.as_ref())
            } else {
                Weigh::Absent
            };
            contests.push(Contest {
                first,
                second,
                first_adds,
                second_adds,
                difference,
                verdict,
                dyadic,
                heaviest,
            });
        }
        let (null, full) = (self.of(0), self.of(plan.everything));
        Ok(Some(Measure { kind: self.kind, null, full, total, players, contests }))
    }
}

/// A division under every measure.
pub(super) fn divide(plan: Plan, scored: &[Scored<'_>]) -> Result<Game> {
    let measures: Vec<Option<Measure>> =
        scored.iter().map(|s| s.measure(&plan)).collect::<Result<_>>()?;
    Ok(Game {
        id: plan.id.to_owned(),
        title: plan.title,
        players: plan.players,
        measures: measures.into_iter().flatten().collect(),
    })
}
