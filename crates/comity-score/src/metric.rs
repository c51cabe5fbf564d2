//! The scores by name, and what they need to be recomputed quickly on a resample.

use crate::bootstrap::Blocks;
use crate::steps::Steps;
use crate::{average_precision, brier_score, log_score, roc_area};
use comity_core::Result;
use serde::{Deserialize, Serialize};

/// A score of probability forecasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Metric {
    /// Mean squared error.
    Brier,
    /// Mean −ln(probability given to what happened), nats.
    Log,
    /// Area under the precision–recall step function.
    AveragePrecision,
    /// Area under the receiver operating characteristic.
    RocArea,
}

impl Metric {
    /// All scores, in the order of the reports.
    pub const ALL: [Metric; 4] =
        [Metric::Brier, Metric::Log, Metric::AveragePrecision, Metric::RocArea];

    /// Name for tables.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Metric::Brier => "Brier score",
            Metric::Log => "log score",
            Metric::AveragePrecision => "average precision",
            Metric::RocArea => "ROC area",
        }
    }

    /// Whether a lower score is better.
    #[must_use]
    pub const fn lower_is_better(self) -> bool {
        matches!(self, Metric::Brier | Metric::Log)
    }

    /// The score of forecasts `p` for outcomes `y`; the log score may be infinite.
    ///
    /// # Errors
    /// As the function of the same name.
    pub fn score(self, p: &[f64], y: &[bool]) -> Result<f64> {
        match self {
            Metric::Brier => brier_score(p, y),
            Metric::Log => log_score(p, y).map(crate::LogScore::nats),
            Metric::AveragePrecision => average_precision(p, y),
            Metric::RocArea => roc_area(p, y),
        }
    }

    /// Work done once, so that a resample costs one pass.
    pub(crate) fn prepare(self, p: &[f64], y: &[bool], blocks: &Blocks) -> Prepared {
        let sums = |f: fn(f64, bool) -> f64| {
            let mut sums = vec![0.0; blocks.len()];
            for ((p, y), b) in p.iter().zip(y).zip(blocks.of_row()) {
                if let Some(s) = sums.get_mut(*b) {
                    *s += f(*p, *y);
                }
            }
            Prepared::Sums(sums)
        };
        match self {
            Metric::Brier => sums(crate::brier::squared_error),
            Metric::Log => sums(crate::log_score::surprise),
            Metric::AveragePrecision | Metric::RocArea => {
                Prepared::Ranked(self, Steps::new(&Ranking::new(p, y), blocks.of_row()))
            }
        }
    }
}

/// A forecast made ready for resampling by block.
pub(crate) enum Prepared {
    /// Sum of a row score by block.
    Sums(Vec<f64>),
    /// Blocks in falling order of the forecast.
    Ranked(Metric, Steps),
}

impl Prepared {
    /// The score when block `b` is drawn `counts[b]` times; `None` where it is undefined.
    pub(crate) fn score(&self, counts: &[u32], rows: u64) -> Option<f64> {
        match self {
            Prepared::Sums(sums) => {
                let total: f64 = sums.iter().zip(counts).map(|(s, c)| s * f64::from(*c)).sum();
                (rows > 0).then(|| total / rows as f64)
            }
            Prepared::Ranked(Metric::AveragePrecision, steps) => {
                crate::average_precision::resampled(steps, counts)
            }
            Prepared::Ranked(_, steps) => crate::roc_area::resampled(steps, counts),
        }
    }
}

/// Rows in falling order of the forecast, grouped where forecasts are equal.
pub(crate) struct Ranking {
    rows: Vec<(usize, bool)>,
    ends: Vec<usize>,
}

impl Ranking {
    pub(crate) fn new(p: &[f64], y: &[bool]) -> Self {
        let mut order: Vec<(f64, usize, bool)> =
            p.iter().zip(y).enumerate().map(|(i, (p, y))| (*p, i, *y)).collect();
        // Adding zero makes −0 and 0 one forecast.
        order.sort_by(|x, y| (y.0 + 0.0).total_cmp(&(x.0 + 0.0)).then(x.1.cmp(&y.1)));
        let ends = order
            .windows(2)
            .enumerate()
            .filter(|(_, w)| matches!(w, [x, y] if x.0 > y.0))
            .map(|(i, _)| i + 1)
            .chain([order.len()])
            .collect();
        Self { rows: order.into_iter().map(|(_, i, y)| (i, y)).collect(), ends }
    }

    /// Groups of rows with equal forecasts, highest forecast first.
    pub(crate) fn falling(&self) -> impl Iterator<Item = &[(usize, bool)]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(s, e)| self.rows.get(s..*e).unwrap_or(&[]))
    }
}
