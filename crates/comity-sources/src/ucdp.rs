//! What the importers of UCDP files share.

use crate::cells::Row;
use crate::header::Col;
use crate::names::Names;
use crate::sheet::Sheet;
use comity_core::{ActorId, Result};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// Years that a UCDP file with data from 1946 on may state.
pub(crate) const YEARS: RangeInclusive<i16> = 1946..=2100;

/// UCDP region codes: 1 Europe, 2 Middle East, 3 Asia, 4 Africa, 5 Americas.
const REGIONS: [(&str, i64); 5] =
    [("europe", 1), ("middle east", 2), ("asia", 3), ("africa", 4), ("americas", 5)];

/// Numbers as tables hold them: distinct, ascending, joined by commas without blanks.
pub(crate) fn joined(numbers: impl IntoIterator<Item = i64>) -> Option<String> {
    let distinct: BTreeSet<i64> = numbers.into_iter().collect();
    let texts: Vec<String> = distinct.iter().map(ToString::to_string).collect();
    (!texts.is_empty()).then(|| texts.join(","))
}

/// The UCDP regions of a row, written as codes or as names.
///
/// # Errors
/// [`comity_core::Code::BadCode`] for a region that is neither.
pub(crate) fn regions(row: &Row<'_>, col: Option<Col>) -> Result<Option<String>> {
    let (Some(col), Some(text)) = (col, row.opt_text(col)?) else { return Ok(None) };
    let code = |part: &str| {
        let known = |(name, code): &(&str, i64)| {
            part.eq_ignore_ascii_case(name) || crate::cells::parse_int(part) == Some(*code)
        };
        REGIONS.iter().find(|r| known(r)).map(|(_, code)| *code).ok_or_else(|| {
            row.error(comity_core::Code::BadCode, col, "there is no such UCDP region")
                .expected("1 to 5, or Europe, Middle East, Asia, Africa, Americas")
                .hint("look for shifted columns or a damaged row")
        })
    };
    let codes: Result<Vec<i64>> =
        text.split([',', ';']).map(str::trim).filter(|p| !p.is_empty()).map(code).collect();
    Ok(joined(codes?))
}

/// Columns of one side.
#[derive(Clone, Copy)]
pub(crate) struct SideCols {
    pub(crate) id: Col,
    pub(crate) name: Option<Col>,
    pub(crate) gwno: Option<Col>,
}

/// The columns of side `a` or `b`.
///
/// # Errors
/// [`comity_core::Code::MissingColumn`].
pub(crate) fn side_columns(sheet: &Sheet<'_>, side: char) -> Result<SideCols> {
    Ok(SideCols {
        id: sheet.col(&format!("side_{side}_id"))?,
        name: sheet.opt_col(&format!("side_{side}")),
        gwno: sheet.opt_col(&format!("gwno_{side}|gwno{side}")),
    })
}

/// The actors of a side. A name or state number is taken only where one actor is listed, because
/// names hold commas too.
///
/// # Errors
/// Those of the cells; [`comity_core::Code::MissingValue`] when no actor is listed.
pub(crate) fn side(
    row: &Row<'_>,
    cols: SideCols,
    year: i16,
    names: &mut Names,
) -> Result<Vec<ActorId>> {
    let actors = row.actors(cols.id)?;
    let gwnos = row.ints(cols.gwno)?;
    match actors.as_slice() {
        [] => Err(row.missing(cols.id)),
        [one] => {
            names.add(*one, &row.text(cols.name)?, year);
            if let [gwno] = gwnos.as_slice() {
                names.government(*one, *gwno, year);
            }
            Ok(actors)
        }
        _ => Ok(actors),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_joined_in_one_way() {
        assert_eq!(joined([4, 1, 4]).as_deref(), Some("1,4"));
        assert_eq!(joined([]), None);
    }
}
