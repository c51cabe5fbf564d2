//! `earlier_common_enemies`: enemies in common in earlier years.

use super::helpers::{count, fighting};
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct EarlierCommonEnemies;

static DEFINITION: Definition = Definition {
    name: "earlier_common_enemies",
    level: Level::Regional,
    timing: Timing::Predetermined,
    label: "enemies in common, earlier years",
    definition: "Sum over governments and groups of the smaller number of earlier years in which \
                 each of the two fought them. Missing when it is zero and neither UCDP External \
                 Support nor Dyadic observed both in one earlier year.",
    unit: "enemy-years",
    needs: &[&[SourceKey::Esd, SourceKey::Dyadic]],
    refines: &[SourceKey::NonState],
};

impl Covariate for EarlierCommonEnemies {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let shared = index.common_enemies_before(pair, year);
        let observed = || index.first_joint(pair, year, fighting()).is_some();
        if shared > 0 || observed() { count(shared) } else { f64::NAN }
    }
}
