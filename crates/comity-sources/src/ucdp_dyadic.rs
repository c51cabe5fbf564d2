//! UCDP Dyadic: which group fights which government, year by year.
//!
//! Each dyad-year gives two `fights` claims (intensity; incompatibility) and coverage
//! `state-based` for both sides. Secondary parties are names and state numbers without
//! actor ids: they are counted in a note.

use crate::output::Output;
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::types::Layout;
use crate::ucdp_state_based::{self, Unit};
use comity_core::{Result, SourceKey};

/// One row per dyad and year of state-based conflict.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::Dyadic,
    layout: Layout::Standard,
    signature: &[
        "dyad_id",
        "conflict_id",
        "side_a_id",
        "side_b",
        "side_b_id",
        "incompatibility",
        "year",
        "intensity_level",
        "type_of_conflict",
        "gwno_a",
        "region",
    ],
    absent: &["bd_best", "bd_low", "bd_high", "ep_end"],
    version_column: Some("version"),
    only_version: None,
    read,
};

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let unit = Unit { column: "dyad_id", context: "dyad", key: "dyad_id and year" };
    ucdp_state_based::read(sheet, out, &unit)
}
