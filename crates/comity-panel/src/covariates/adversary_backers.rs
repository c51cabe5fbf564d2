//! `adversary_backers`: states backing the adversary.

use super::helpers::{backers, count};
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct AdversaryBackers;

static DEFINITION: Definition = Definition {
    name: "adversary_backers",
    level: Level::Structural,
    timing: Timing::Varying,
    label: "states backing the adversary",
    definition: "The adversaries are the governments that either group fights in the year. \
                 Number of distinct governments that UCDP External Support records as \
                 supporting any of them in the year. Missing when it observed none of the \
                 adversaries.",
    unit: "count",
    needs: &[&[SourceKey::Esd]],
    refines: &[SourceKey::Dyadic],
};

impl Covariate for AdversaryBackers {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        backers(index, pair, year).map_or(f64::NAN, |list| count(list.len()))
    }
}
