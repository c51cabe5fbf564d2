//! `age`: age.

use super::helpers::age;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Age;

static DEFINITION: Definition = Definition {
    name: "age",
    level: Level::Internal,
    timing: Timing::Varying,
    label: "age",
    definition: "Mean age of the two groups at the end of the year. Age counts from the \
                 founding year that FORGE gives, else from the first year in which any dated \
                 UCDP record mentions the group. Missing when either has no such year up to \
                 then.",
    unit: "years",
    needs: &[&[SourceKey::Esd, SourceKey::Dyadic]],
    refines: &[SourceKey::Forge],
};

impl Covariate for Age {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        f64::midpoint(age(index, pair.a, year), age(index, pair.b, year))
    }
}
