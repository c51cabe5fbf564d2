//! `earlier_common_sponsors`: state sponsors in common in earlier years.

use super::helpers::count;
use super::{Covariate, Definition, Timing};
use crate::index::{Coverage, Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct EarlierCommonSponsors;

static DEFINITION: Definition = Definition {
    name: "earlier_common_sponsors",
    level: Level::Regional,
    timing: Timing::Predetermined,
    label: "state sponsors in common, earlier years",
    definition: "Sum over governments of the smaller number of earlier years in which they supported \
                 each of the two. Missing when it is zero and UCDP External Support never observed \
                 both in one earlier year.",
    unit: "sponsor-years",
    needs: &[&[SourceKey::Esd]],
    refines: &[],
};

impl Covariate for EarlierCommonSponsors {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let shared = index.common_sponsors_before(pair, year);
        let observed = || index.first_joint(pair, year, Coverage::SUPPORT).is_some();
        if shared > 0 || observed() { count(shared) } else { f64::NAN }
    }
}
