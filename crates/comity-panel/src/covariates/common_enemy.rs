//! `common_enemy`: common enemy (government).

use super::helpers::fighting;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair, intersects};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct CommonEnemy;

static DEFINITION: Definition = Definition {
    name: "common_enemy",
    level: Level::Regional,
    timing: Timing::Varying,
    label: "common enemy (government)",
    definition: "1 if both groups are recorded fighting the same government in the year, 0 if \
                 none in common is recorded. Missing when none is recorded and neither UCDP \
                 External Support nor Dyadic observed both.",
    unit: "0/1",
    needs: &[&[SourceKey::Esd, SourceKey::Dyadic]],
    refines: &[],
};

impl Covariate for CommonEnemy {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        if intersects(index.enemies(pair.a, year), index.enemies(pair.b, year)) {
            1.0
        } else if index.both(pair, year, fighting()) {
            0.0
        } else {
            f64::NAN
        }
    }
}
