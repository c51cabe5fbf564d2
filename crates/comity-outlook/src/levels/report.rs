//! What a levels test found.

use super::nonnested::NonNested;
use crate::evaluation::Sample;
use comity_core::{Code, Error, Result, Year};
use comity_score::ScoreInterval;
use comity_theories::levels::Part;
use serde::{Deserialize, Serialize};

/// The levels test of one outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelsTest {
    /// Panel column that is explained.
    pub outcome: String,
    /// Last year whose data were used.
    pub as_of: Year,
    /// Rows that the fit in sample is measured on.
    pub training: Sample,
    /// Forecasts that the scores out of sample are measured on.
    pub forecasts: Sample,
    /// Dyads among the forecasts, which the intervals resample.
    pub dyads: usize,
    /// Resamples.
    pub replicates: usize,
    /// Parts of the levels, with the terms at hand and those the data lack.
    pub parts: Vec<Part>,
    /// The divisions: levels, levels without ideology, parts of one level.
    pub games: Vec<Game>,
    /// Tests between models neither of which contains the other, on held-out forecasts.
    pub tests: Vec<NonNested>,
    /// How the fits ended.
    pub fits: Fits,
    /// Years that were not forecast, each with the reason.
    pub skipped: Vec<(Year, String)>,
}

impl LevelsTest {
    /// A division by its name.
    #[must_use]
    pub fn game(&self, id: &str) -> Option<&Game> {
        self.games.iter().find(|g| g.id == id)
    }

    /// The test as bytes, for a cache. Equal tests give equal bytes.
    ///
    /// # Errors
    /// [`Code::Internal`] when a value is not a number.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self)
            .map_err(|e| Error::new(Code::Internal, format!("the levels test: {e}")))
    }

    /// The test that [`LevelsTest::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`Code::Internal`] when the bytes are something else: the caller computes again.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        serde_json::from_slice(bytes)
            .map_err(|e| Error::new(Code::Internal, format!("a cached levels test: {e}")))
    }
}

/// How many fits there were and how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fits {
    /// Models: sets of levels and parts.
    pub models: usize,
    /// Fits, one a model and forecast year.
    pub fits: usize,
    /// Of these, with Firth's penalty because covariates separated the outcome.
    pub separated: usize,
    /// Of these, without a model: the training share stood in.
    pub stand_ins: usize,
}

/// One division of what all levels explain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Game {
    /// Short name: `levels`, `levels-without-ideology`, `regional-parts` or
    /// `internal-parts`.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Who shares: levels, or parts of one level.
    pub players: Vec<Player>,
    /// In sample, log score, average precision; a measure that is not defined is left out.
    pub measures: Vec<Measure>,
}

impl Game {
    /// What was found under one measure.
    #[must_use]
    pub fn measure(&self, kind: MeasureKind) -> Option<&Measure> {
        self.measures.iter().find(|m| m.kind == kind)
    }
}

/// A level or a part of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Player {
    /// Short name, such as `regional`.
    pub id: String,
    /// Number of its terms at hand; without one its values are zero.
    pub terms: usize,
}

/// What the gain of a set is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeasureKind {
    /// Mean log-likelihood of the rows fitted on, nats a row.
    InSample,
    /// Mean log score of the forecasts, nats a forecast, turned so that more is better.
    LogScore,
    /// Average precision of the forecasts, 0 to 1.
    AveragePrecision,
}

impl MeasureKind {
    /// Name for tables.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            MeasureKind::InSample => "in-sample log-likelihood",
            MeasureKind::LogScore => "out-of-sample log score",
            MeasureKind::AveragePrecision => "out-of-sample average precision",
        }
    }
}

/// A division under one measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Which measure.
    pub kind: MeasureKind,
    /// Score of the null (functions of time alone); more is better.
    pub null: f64,
    /// Score of all players together; more is better.
    pub full: f64,
    /// What there is to divide: the gain of all players. Among parts, what their level gets.
    pub total: ScoreInterval,
    /// One entry a player, in their order.
    pub players: Vec<Measured>,
    /// Sides set against each other.
    pub contests: Vec<Contest>,
}

/// A contribution to a gain.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// In units of the measure; more is better.
    pub gain: ScoreInterval,
    /// As a share of the gain of all levels; `None` where the interval of that gain holds
    /// zero, so that there is nothing to divide.
    pub share: Option<ScoreInterval>,
}

/// Two sides set against each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contest {
    /// Name of the first side, such as `external`.
    pub first: String,
    /// Name of the second side, such as `internal`.
    pub second: String,
    /// What the first side adds.
    pub first_adds: Measured,
    /// What the second side adds.
    pub second_adds: Measured,
    /// The first less the second.
    pub difference: Measured,
    /// Which side outweighs.
    pub verdict: Weigh,
    /// The difference under a variance that lets pairs that share a group depend on each
    /// other; `None` for average precision, which is no sum over rows, and where that
    /// variance is not positive.
    pub dyadic: Option<DyadicRange>,
    /// The year that most of the difference comes from; `None` for average precision.
    pub heaviest: Option<YearShare>,
}

/// A year's part in a difference.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct YearShare {
    /// The year.
    pub year: Year,
    /// Size of the year's sum as a share of the sizes of all years' sums, 0 to 1.
    pub share: f64,
}

/// A difference with an interval from the dyadic-cluster-robust variance of Aronow, Samii and
/// Assenova (2015), normal approximation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DyadicRange {
    /// Lower end of the 95 % interval, in units of the measure.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Two-sided p-value.
    pub p_value: f64,
}

impl Contest {
    /// The year that more than half of the difference comes from, if there is one.
    #[must_use]
    pub fn one_year(&self) -> Option<Year> {
        self.heaviest.filter(|y| y.share > 0.5).map(|y| y.year)
    }
}

/// Which side outweighs the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weigh {
    /// The first: the difference and what it adds both lie above zero.
    First,
    /// The second, likewise.
    Second,
    /// One side does worse than the other, but the better one adds nothing that can be told
    /// from zero.
    NeitherAdds,
    /// The interval of the difference holds zero.
    CannotTell,
    /// Resampled dyads tell the sides apart, but not where dyads that share a group may depend
    /// on each other: the data cannot tell.
    IndependentDyadsOnly,
    /// One side has no covariate in the data at hand.
    Absent,
}

impl Weigh {
    /// The verdict of two contributions and their difference, which must also hold under the
    /// dyadic variance where there is one.
    #[must_use]
    pub fn of(
        first: &ScoreInterval,
        second: &ScoreInterval,
        difference: &ScoreInterval,
        dyadic: Option<&DyadicRange>,
    ) -> Self {
        let (winner, adds) = if difference.low > 0.0 {
            (Weigh::First, first.low > 0.0)
        } else if difference.high < 0.0 {
            (Weigh::Second, second.low > 0.0)
        } else {
            return Weigh::CannotTell;
        };
        let holds = dyadic.is_none_or(|d| match winner {
            Weigh::First => d.low > 0.0,
            _ => d.high < 0.0,
        });
        match (adds, holds) {
            (false, _) => Weigh::NeitherAdds,
            (true, false) => Weigh::IndependentDyadsOnly,
            (true, true) => winner,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_wins_only_by_adding_something() {
        let i = |low: f64, high: f64| ScoreInterval { value: f64::midpoint(low, high), low, high };
        let (adds, nothing, harms) = (i(0.1, 0.3), i(-0.1, 0.1), i(-0.3, -0.1));
        assert_eq!(Weigh::of(&adds, &nothing, &i(0.1, 0.2), None), Weigh::First);
        assert_eq!(Weigh::of(&nothing, &adds, &i(-0.2, -0.1), None), Weigh::Second);
        assert_eq!(Weigh::of(&adds, &adds, &i(-0.1, 0.2), None), Weigh::CannotTell);
        assert_eq!(Weigh::of(&nothing, &harms, &i(0.1, 0.2), None), Weigh::NeitherAdds);
        assert_eq!(Weigh::of(&harms, &nothing, &i(-0.2, -0.1), None), Weigh::NeitherAdds);
        assert_eq!(Weigh::of(&adds, &adds, &i(0.0, 0.2), None), Weigh::CannotTell);
        let dyadic = |low, high| DyadicRange { low, high, p_value: 0.5 };
        let told = |d: DyadicRange| Weigh::of(&adds, &nothing, &i(0.1, 0.2), Some(&d));
        assert_eq!(told(dyadic(-0.1, 0.4)), Weigh::IndependentDyadsOnly);
        assert_eq!(told(dyadic(0.05, 0.3)), Weigh::First);
    }
}
