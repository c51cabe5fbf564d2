//! `both_sponsored`: both have a state sponsor.

use super::helpers::{flag, if_supported};
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct BothSponsored;

static DEFINITION: Definition = Definition {
    name: "both_sponsored",
    level: Level::Regional,
    timing: Timing::Varying,
    label: "both have a state sponsor",
    definition: "1 if each group has the support of some government in the year, the same or \
                 not, 0 otherwise. Missing unless UCDP External Support observed both groups \
                 that year.",
    unit: "0/1",
    needs: &[&[SourceKey::Esd]],
    refines: &[],
};

impl Covariate for BothSponsored {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let both = pair.members().into_iter().all(|n| !index.sponsors(n, year).is_empty());
        if_supported(index, pair, year, flag(both))
    }
}
