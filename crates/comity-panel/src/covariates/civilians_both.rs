//! `civilians_both`: both attack civilians.

use super::helpers::attacked_civilians;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct CiviliansBoth;

static DEFINITION: Definition = Definition {
    name: "civilians_both",
    level: Level::Internal,
    timing: Timing::Varying,
    label: "both attack civilians",
    definition: "1 if each group killed civilians in one-sided violence in the year, 0 if at \
                 least one did not. UCDP One-Sided lists actors that killed at least 25 \
                 civilians in a year; a group it does not list counts as 0 where it covers \
                 the year and UCDP observed the group in armed conflict, and is missing \
                 otherwise.",
    unit: "0/1",
    needs: &[&[SourceKey::OneSided]],
    refines: &[],
};

impl Covariate for CiviliansBoth {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        match pair.members().map(|n| attacked_civilians(index, n, year)) {
            [Some(true), Some(true)] => 1.0,
            [Some(false), _] | [_, Some(false)] => 0.0,
            _ => f64::NAN,
        }
    }
}
