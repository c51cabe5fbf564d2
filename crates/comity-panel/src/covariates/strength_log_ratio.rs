//! `strength_log_ratio`: strength ratio.

use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct StrengthLogRatio;

static DEFINITION: Definition = Definition {
    name: "strength_log_ratio",
    level: Level::Internal,
    timing: Timing::Varying,
    label: "strength ratio",
    definition: "Absolute difference between the natural logarithms of 1 + strength: 0 is \
                 parity. Strength is proxied by the battle-related deaths in the group's \
                 conflicts with governments (best estimate). Missing unless UCDP \
                 Battle-Related Deaths records both groups that year.",
    unit: "log ratio",
    needs: &[&[SourceKey::BattleDeaths]],
    refines: &[],
};

impl Covariate for StrengthLogRatio {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        (index.deaths(pair.a, year).ln_1p() - index.deaths(pair.b, year).ln_1p()).abs()
    }
}
