//! `post_2001`: after 2001.

use super::helpers::flag;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Post2001;

static DEFINITION: Definition = Definition {
    name: "post_2001",
    level: Level::Structural,
    timing: Timing::Fixed,
    label: "after 2001",
    definition: "1 for years after 2001, 0 before; never missing.",
    unit: "0/1",
    needs: &[],
    refines: &[],
};

impl Covariate for Post2001 {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, _index: &Index, _pair: Pair, year: Year) -> f64 {
        flag(year > 2001)
    }
}
