//! `shared_sponsor`: shared state sponsor.

use super::helpers::{flag, if_supported};
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair, intersects};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct SharedSponsor;

static DEFINITION: Definition = Definition {
    name: "shared_sponsor",
    level: Level::Regional,
    timing: Timing::Varying,
    label: "shared state sponsor",
    definition: "1 if the same government supports both groups in the year, 0 if none does. \
                 Missing unless UCDP External Support observed both groups that year.",
    unit: "0/1",
    needs: &[&[SourceKey::Esd]],
    refines: &[],
};

impl Covariate for SharedSponsor {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let shared = intersects(index.sponsors(pair.a, year), index.sponsors(pair.b, year));
        if_supported(index, pair, year, flag(shared))
    }
}
