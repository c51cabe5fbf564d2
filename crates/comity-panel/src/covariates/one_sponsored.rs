//! `one_sponsored`: only one has a state sponsor.

use super::helpers::{flag, if_supported};
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct OneSponsored;

static DEFINITION: Definition = Definition {
    name: "one_sponsored",
    level: Level::Regional,
    timing: Timing::Varying,
    label: "only one has a state sponsor",
    definition: "1 if exactly one of the groups has the support of some government in the \
                 year, 0 otherwise. Missing unless UCDP External Support observed both groups \
                 that year.",
    unit: "0/1",
    needs: &[&[SourceKey::Esd]],
    refines: &[],
};

impl Covariate for OneSponsored {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let one =
            index.sponsors(pair.a, year).is_empty() != index.sponsors(pair.b, year).is_empty();
        if_supported(index, pair, year, flag(one))
    }
}
