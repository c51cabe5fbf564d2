//! `shared_sponsor_jaccard`: shared state sponsors, share.

use super::helpers::{count, if_supported};
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair, common};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct SharedSponsorJaccard;

static DEFINITION: Definition = Definition {
    name: "shared_sponsor_jaccard",
    level: Level::Regional,
    timing: Timing::Varying,
    label: "shared state sponsors, share",
    definition: "Governments that support both groups in the year as a share of those that \
                 support either (Jaccard index); 0 where none supports either. Missing unless \
                 UCDP External Support observed both groups that year.",
    unit: "share",
    needs: &[&[SourceKey::Esd]],
    refines: &[],
};

impl Covariate for SharedSponsorJaccard {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let (a, b) = (index.sponsors(pair.a, year), index.sponsors(pair.b, year));
        let shared = common(a, b);
        let either = a.len() + b.len() - shared;
        let share = if either == 0 { 0.0 } else { count(shared) / count(either) };
        if_supported(index, pair, year, share)
    }
}
