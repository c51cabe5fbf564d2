//! UCDP/PRIO Armed Conflict: conflict-years, with all opponents of the government.
//!
//! Each pair of opponents gives two `fights` claims (intensity; incompatibility) and coverage
//! `state-based`. Several opponents are listed in one cell.

use crate::output::Output;
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::types::Layout;
use crate::ucdp_state_based::{self, Unit};
use comity_core::{Result, SourceKey};

/// One row per conflict and year.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::Acd,
    layout: Layout::Standard,
    signature: &[
        "conflict_id",
        "side_a_id",
        "side_b",
        "side_b_id",
        "incompatibility",
        "year",
        "intensity_level",
        "cumulative_intensity",
        "type_of_conflict",
        "ep_end",
        "gwno_a",
        "region",
    ],
    absent: &["dyad_id", "bd_best"],
    version_column: Some("version"),
    only_version: None,
    read,
};

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let unit = Unit { column: "conflict_id", context: "conflict", key: "conflict_id and year" };
    ucdp_state_based::read(sheet, out, &unit)
}
