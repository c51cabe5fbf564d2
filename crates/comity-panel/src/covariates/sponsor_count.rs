//! `sponsor_count`: state sponsors of either.

use super::helpers::{count, if_supported};
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair, common};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct SponsorCount;

static DEFINITION: Definition = Definition {
    name: "sponsor_count",
    level: Level::Regional,
    timing: Timing::Varying,
    label: "state sponsors of either",
    definition: "Number of distinct governments that support either group in the year. \
                 Missing unless UCDP External Support observed both groups that year.",
    unit: "count",
    needs: &[&[SourceKey::Esd]],
    refines: &[],
};

impl Covariate for SponsorCount {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let (a, b) = (index.sponsors(pair.a, year), index.sponsors(pair.b, year));
        if_supported(index, pair, year, count(a.len() + b.len() - common(a, b)))
    }
}
