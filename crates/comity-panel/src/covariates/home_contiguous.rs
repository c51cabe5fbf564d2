//! `home_contiguous`: same or bordering home states.

use super::helpers::flag;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair, intersects};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct HomeContiguous;

static DEFINITION: Definition = Definition {
    name: "home_contiguous",
    level: Level::Regional,
    timing: Timing::Varying,
    label: "same or bordering home states",
    definition: "1 if UCDP Actor locates the groups in the same country or in countries that \
                 share a land or river border in the year, 0 if not. Missing when it locates \
                 either in none or the border data do not reach the year.",
    unit: "0/1",
    needs: &[&[SourceKey::Actor], &[SourceKey::Contiguity], &[SourceKey::States]],
    refines: &[],
};

impl Covariate for HomeContiguous {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let (a, b) = (index.countries(pair.a), index.countries(pair.b));
        let states = index.states();
        if a.is_empty() || b.is_empty() || !states.borders_coded(year) {
            return f64::NAN;
        }
        let near = a.iter().filter_map(|gw| states.cow(*gw, year)).any(|home| {
            let borders = states.neighbours.get(home, year);
            let others = b.iter().filter_map(|gw| states.cow(*gw, year));
            others.into_iter().any(|other| other == home || borders.binary_search(&other).is_ok())
        });
        flag(near || intersects(a, b))
    }
}
