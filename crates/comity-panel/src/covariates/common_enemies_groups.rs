//! `common_enemies_groups`: common enemies among groups.

use super::helpers::count;
use super::{Covariate, Definition, Timing};
use crate::index::{Coverage, Index, Pair, common};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct CommonEnemiesGroups;

static DEFINITION: Definition = Definition {
    name: "common_enemies_groups",
    level: Level::History,
    timing: Timing::Varying,
    label: "common enemies among groups",
    definition: "Number of non-government actors that both groups fight in the year. Missing \
                 unless UCDP Non-State observed both that year.",
    unit: "count",
    needs: &[&[SourceKey::NonState]],
    refines: &[],
};

impl Covariate for CommonEnemiesGroups {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let shared = common(index.rivals(pair.a, year), index.rivals(pair.b, year));
        if index.both(pair, year, Coverage::NON_STATE) { count(shared) } else { f64::NAN }
    }
}
