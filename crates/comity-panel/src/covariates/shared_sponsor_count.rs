//! `shared_sponsor_count`: shared state sponsors, number.

use super::helpers::{count, if_supported};
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair, common};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct SharedSponsorCount;

static DEFINITION: Definition = Definition {
    name: "shared_sponsor_count",
    level: Level::Regional,
    timing: Timing::Varying,
    label: "shared state sponsors, number",
    definition: "Number of governments that support both groups in the year. Missing unless \
                 UCDP External Support observed both groups that year.",
    unit: "count",
    needs: &[&[SourceKey::Esd]],
    refines: &[],
};

impl Covariate for SharedSponsorCount {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let shared = common(index.sponsors(pair.a, year), index.sponsors(pair.b, year));
        if_supported(index, pair, year, count(shared))
    }
}
