//! `same_goal`: same goal.

use super::helpers::flag;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct SameGoal;

static DEFINITION: Definition = Definition {
    name: "same_goal",
    level: Level::Internal,
    timing: Timing::Varying,
    label: "same goal",
    definition: "1 if both groups fight over the same kind of incompatibility (territory or \
                 government) by the latest record up to the year, 0 if not. Missing when \
                 either has no record up to the year.",
    unit: "0/1",
    needs: &[&[SourceKey::Dyadic, SourceKey::Acd, SourceKey::BattleDeaths]],
    refines: &[],
};

impl Covariate for SameGoal {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let (a, b) = (index.goals(pair.a, year), index.goals(pair.b, year));
        if a == 0 || b == 0 { f64::NAN } else { flag(a & b != 0) }
    }
}
