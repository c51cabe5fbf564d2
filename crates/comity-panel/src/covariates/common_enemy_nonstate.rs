//! `common_enemy_nonstate`: common enemy (non-state).

use super::{Covariate, Definition, Timing};
use crate::index::{Coverage, Index, Pair, intersects};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct CommonEnemyNonstate;

static DEFINITION: Definition = Definition {
    name: "common_enemy_nonstate",
    level: Level::Regional,
    timing: Timing::Varying,
    label: "common enemy (non-state)",
    definition: "1 if both groups fight the same non-government actor in the year, 0 if they \
                 fight none in common. Missing unless UCDP Non-State observed both that year.",
    unit: "0/1",
    needs: &[&[SourceKey::NonState]],
    refines: &[],
};

impl Covariate for CommonEnemyNonstate {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        if intersects(index.rivals(pair.a, year), index.rivals(pair.b, year)) {
            1.0
        } else if index.both(pair, year, Coverage::NON_STATE) {
            0.0
        } else {
            f64::NAN
        }
    }
}
