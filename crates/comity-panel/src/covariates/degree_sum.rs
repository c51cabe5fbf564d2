//! `degree_sum`: ties to other groups.

use super::helpers::{count, if_supported};
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair, without};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct DegreeSum;

static DEFINITION: Definition = Definition {
    name: "degree_sum",
    level: Level::History,
    timing: Timing::Varying,
    label: "ties to other groups",
    definition: "Sum of the numbers of other groups each of the two has ties with. Ties are \
                 support given or received among groups in the year, the tie between the two \
                 left out. Missing unless UCDP External Support observed both groups that \
                 year.",
    unit: "count",
    needs: &[&[SourceKey::Esd]],
    refines: &[SourceKey::Actor],
};

impl Covariate for DegreeSum {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let a = count(without(index.allies(pair.a, year), pair.b));
        let b = count(without(index.allies(pair.b, year), pair.a));
        if_supported(index, pair, year, a + b)
    }
}
