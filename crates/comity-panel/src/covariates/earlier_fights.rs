//! `earlier_fights`: earlier fights between the two.

use super::helpers::count;
use super::{Covariate, Definition, Timing};
use crate::index::{Coverage, Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct EarlierFights;

static DEFINITION: Definition = Definition {
    name: "earlier_fights",
    level: Level::History,
    timing: Timing::Predetermined,
    label: "earlier years of fighting each other",
    definition: "Number of earlier years in which the two are recorded fighting each other. Missing \
                 when it is zero and UCDP never observed both in conflict in one earlier year, or \
                 Non-State does not cover the year before.",
    unit: "years",
    needs: &[&[SourceKey::NonState]],
    refines: &[SourceKey::Esd, SourceKey::Dyadic],
};

impl Covariate for EarlierFights {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let fights = index.fights_before(pair, year);
        let observed = || {
            index.source_covers(year - 1, Coverage::NON_STATE)
                && index.first_joint(pair, year, Coverage::CONFLICT).is_some()
        };
        if fights > 0 || observed() { count(fights) } else { f64::NAN }
    }
}
