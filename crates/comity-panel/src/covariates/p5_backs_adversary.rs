//! `p5_backs_adversary`: a permanent Security Council member backs the adversary.

use super::helpers::{any_state, backers, flag};
use super::{Covariate, Definition, Timing};
use crate::index::{Index, PERMANENT_FIVE, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct P5BacksAdversary;

static DEFINITION: Definition = Definition {
    name: "p5_backs_adversary",
    level: Level::Structural,
    timing: Timing::Varying,
    label: "a permanent Security Council member backs the adversary",
    definition: "The adversaries are the governments that either group fights in the year. 1 \
                 if a permanent member of the UN Security Council supports any of them in the \
                 year, 0 if none does. Missing when UCDP External Support observed none of \
                 the adversaries.",
    unit: "0/1",
    needs: &[&[SourceKey::Esd], &[SourceKey::States]],
    refines: &[SourceKey::Dyadic],
};

impl Covariate for P5BacksAdversary {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        backers(index, pair, year).map_or(f64::NAN, |list| {
            flag(any_state(index, &list, year, |state| PERMANENT_FIVE.contains(&state)))
        })
    }
}
