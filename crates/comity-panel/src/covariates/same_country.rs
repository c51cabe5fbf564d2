//! `same_country`: same country.

use super::helpers::flag;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair, intersects};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct SameCountry;

static DEFINITION: Definition = Definition {
    name: "same_country",
    level: Level::Regional,
    timing: Timing::Fixed,
    label: "same country",
    definition: "1 if UCDP Actor locates both groups in a country in common, 0 if not. \
                 Missing when it locates either in none.",
    unit: "0/1",
    needs: &[&[SourceKey::Actor]],
    refines: &[],
};

impl Covariate for SameCountry {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, _year: Year) -> f64 {
        let (a, b) = (index.countries(pair.a), index.countries(pair.b));
        if a.is_empty() || b.is_empty() { f64::NAN } else { flag(intersects(a, b)) }
    }
}
