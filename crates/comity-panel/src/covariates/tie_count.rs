//! `tie_count`: earlier tie years.

use super::helpers::count;
use super::{Covariate, Definition, Timing};
use crate::index::{Coverage, Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct TieCount;

static DEFINITION: Definition = Definition {
    name: "tie_count",
    level: Level::History,
    timing: Timing::Predetermined,
    label: "earlier tie years",
    definition: "Number of earlier years with a recorded tie between the two. Missing when \
                 UCDP External Support never observed both in one earlier year and recorded \
                 no tie.",
    unit: "years",
    needs: &[&[SourceKey::Esd]],
    refines: &[],
};

impl Covariate for TieCount {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let ties = index.support_before(pair, year);
        if ties.is_empty() && index.first_joint(pair, year, Coverage::SUPPORT).is_none() {
            return f64::NAN;
        }
        count(ties.len())
    }
}
