//! `p5_backs_common_adversary`: a permanent Security Council member backs a common adversary.

use super::helpers::{any_state, flag, if_supported};
use super::{Covariate, Definition, Timing};
use crate::index::{Index, PERMANENT_FIVE, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct P5BacksCommonAdversary;

static DEFINITION: Definition = Definition {
    name: "p5_backs_common_adversary",
    level: Level::Structural,
    timing: Timing::Varying,
    label: "a permanent Security Council member backs a common adversary",
    definition: "1 if a permanent member of the UN Security Council supports a government \
                 that both groups fight in the year, 0 if none does or they fight no \
                 government in common. Missing unless UCDP External Support observed both \
                 groups.",
    unit: "0/1",
    needs: &[&[SourceKey::Esd], &[SourceKey::States]],
    refines: &[SourceKey::Dyadic],
};

impl Covariate for P5BacksCommonAdversary {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let common = index
            .enemies(pair.a, year)
            .iter()
            .filter(|government| index.enemies(pair.b, year).binary_search(government).is_ok());
        let backed = common.into_iter().any(|government| {
            let list = index.sponsors(*government, year);
            any_state(index, list, year, |state| PERMANENT_FIVE.contains(&state))
        });
        if_supported(index, pair, year, flag(backed))
    }
}
