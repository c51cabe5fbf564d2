//! `sponsor_adversary_rivalry`: sponsor is a rival of the adversary.

use super::helpers::{any_state, flag, if_supported};
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair, for_each_in_either};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct SponsorAdversaryRivalry;

static DEFINITION: Definition = Definition {
    name: "sponsor_adversary_rivalry",
    level: Level::Regional,
    timing: Timing::Varying,
    label: "sponsor is a rival of the adversary",
    definition: "1 if a government that supports either group is a strategic rival of a \
                 government that either group fights, in the year; 0 if none is. Missing \
                 unless UCDP External Support observed both groups and the rivalry data reach \
                 the year.",
    unit: "0/1",
    needs: &[&[SourceKey::Esd], &[SourceKey::States], &[SourceKey::Rivalries]],
    refines: &[SourceKey::Dyadic],
};

impl Covariate for SponsorAdversaryRivalry {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let states = index.states();
        if !states.rivalries_coded(year) {
            return f64::NAN;
        }
        let mut rivals = false;
        for_each_in_either(index.enemies(pair.a, year), index.enemies(pair.b, year), |enemy| {
            let list = index.state(enemy, year).map_or(&[][..], |s| states.rivals.get(s, year));
            rivals |= pair.members().into_iter().any(|group| {
                let sponsors = index.sponsors(group, year);
                any_state(index, sponsors, year, |s| list.binary_search(&s).is_ok())
            });
        });
        if_supported(index, pair, year, flag(rivals))
    }
}
