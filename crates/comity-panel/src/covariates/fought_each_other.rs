//! `fought_each_other`: fought each other.

use super::{Covariate, Definition, Timing};
use crate::index::{Coverage, Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct FoughtEachOther;

static DEFINITION: Definition = Definition {
    name: "fought_each_other",
    level: Level::History,
    timing: Timing::Varying,
    label: "fought each other",
    definition: "1 if UCDP records fighting between the two groups in the year or before, 0 \
                 if it does not although Non-State covers the year and UCDP observed both \
                 groups in one year up to it; missing otherwise.",
    unit: "0/1",
    needs: &[&[SourceKey::NonState]],
    refines: &[SourceKey::Esd, SourceKey::Dyadic],
};

impl Covariate for FoughtEachOther {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        if index.fought(pair).is_some_and(|first| first <= year) {
            1.0
        } else if index.source_covers(year, Coverage::NON_STATE)
            && index.first_joint(pair, year + 1, Coverage::CONFLICT).is_some()
        {
            0.0
        } else {
            f64::NAN
        }
    }
}
