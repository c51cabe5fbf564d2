//! `strength_log_sum`: joint strength.

use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct StrengthLogSum;

static DEFINITION: Definition = Definition {
    name: "strength_log_sum",
    level: Level::Internal,
    timing: Timing::Varying,
    label: "joint strength",
    definition: "Natural logarithm of 1 + the summed strength of both groups. Strength is \
                 proxied by the battle-related deaths in the group's conflicts with \
                 governments (best estimate). Missing unless UCDP Battle-Related Deaths \
                 records both groups that year.",
    unit: "log deaths",
    needs: &[&[SourceKey::BattleDeaths]],
    refines: &[],
};

impl Covariate for StrengthLogSum {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        (index.deaths(pair.a, year) + index.deaths(pair.b, year)).ln_1p()
    }
}
