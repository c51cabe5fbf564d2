//! `age_difference`: age difference.

use super::helpers::age;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct AgeDifference;

static DEFINITION: Definition = Definition {
    name: "age_difference",
    level: Level::Internal,
    timing: Timing::Varying,
    label: "age difference",
    definition: "Absolute difference between the ages of the two groups. Age counts from the \
                 founding year that FORGE gives, else from the first year in which any dated \
                 UCDP record mentions the group. Missing when either has no such year up to \
                 then.",
    unit: "years",
    needs: &[&[SourceKey::Esd, SourceKey::Dyadic]],
    refines: &[SourceKey::Forge],
};

impl Covariate for AgeDifference {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        (age(index, pair.a, year) - age(index, pair.b, year)).abs()
    }
}
