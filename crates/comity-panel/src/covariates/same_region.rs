//! `same_region`: same region.

use super::helpers::flag;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct SameRegion;

static DEFINITION: Definition = Definition {
    name: "same_region",
    level: Level::Regional,
    timing: Timing::Fixed,
    label: "same region",
    definition: "1 if UCDP Actor places both groups in a region in common (Europe, Middle \
                 East, Asia, Africa, Americas), 0 if not. Missing when it places either in \
                 none.",
    unit: "0/1",
    needs: &[&[SourceKey::Actor]],
    refines: &[],
};

impl Covariate for SameRegion {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, _year: Year) -> f64 {
        let (a, b) = (index.regions(pair.a), index.regions(pair.b));
        if a == 0 || b == 0 { f64::NAN } else { flag(a & b != 0) }
    }
}
