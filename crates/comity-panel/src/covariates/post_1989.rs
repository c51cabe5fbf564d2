//! `post_1989`: after the Cold War.

use super::helpers::flag;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Post1989;

static DEFINITION: Definition = Definition {
    name: "post_1989",
    level: Level::Structural,
    timing: Timing::Fixed,
    label: "after the Cold War",
    definition: "1 for years after 1989, 0 before; never missing.",
    unit: "0/1",
    needs: &[],
    refines: &[],
};

impl Covariate for Post1989 {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, _index: &Index, _pair: Pair, year: Year) -> f64 {
        flag(year > 1989)
    }
}
