//! `tie_decayed`: earlier ties, decayed.

use super::{Covariate, Definition, Timing};
use crate::index::{Coverage, Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// Years after which an earlier tie counts half.
const HALF_LIFE: f64 = 5.0;

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct TieDecayed;

static DEFINITION: Definition = Definition {
    name: "tie_decayed",
    level: Level::History,
    timing: Timing::Predetermined,
    label: "earlier ties, decayed",
    definition: "Sum over earlier tie years of a weight that is 1 for the year before and \
                 halves every 5 years. Missing when UCDP External Support never observed both \
                 in one earlier year and recorded no tie.",
    unit: "weighted years",
    needs: &[&[SourceKey::Esd]],
    refines: &[],
};

impl Covariate for TieDecayed {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let ties = index.support_before(pair, year);
        if ties.is_empty() && index.first_joint(pair, year, Coverage::SUPPORT).is_none() {
            return f64::NAN;
        }
        ties.iter().map(|tie| (-f64::from(year - 1 - tie.year) / HALF_LIFE).exp2()).sum()
    }
}
