//! UCDP Georeferenced Event Dataset: fights between two actors with UCDP ids.
//!
//! Type of violence 3 is against civilians, who are no actor: such rows are no events here.

use super::batch::{Side, What};
use super::rows::Rows;
use crate::cells::Row;
use crate::header::Col;
use crate::sheet::Sheet;
use comity_core::{Code, Result};

/// The columns the source must have.
pub(crate) const SIGNATURE: &[&str] = &[
    "id",
    "type_of_violence",
    "side_a_new_id",
    "side_a",
    "side_b_new_id",
    "side_b",
    "date_start",
    "date_end",
];

struct Cols {
    id: Col,
    kind: Col,
    a: (Col, Col),
    b: (Col, Col),
    start: Col,
    end: Col,
}

/// Reads the table.
///
/// # Errors
/// Those of the cells and of the sink.
pub(crate) fn read(sheet: &mut Sheet<'_>, out: &mut Rows<'_>) -> Result<()> {
    let c = Cols {
        id: sheet.col("id")?,
        kind: sheet.col("type_of_violence")?,
        a: (sheet.col("side_a_new_id")?, sheet.col("side_a")?),
        b: (sheet.col("side_b_new_id")?, sheet.col("side_b")?),
        start: sheet.col("date_start")?,
        end: sheet.col("date_end")?,
    };
    while let Some(row) = sheet.next()? {
        event(&row, &c, out)?;
    }
    Ok(())
}

fn event(row: &Row<'_>, c: &Cols, out: &mut Rows<'_>) -> Result<()> {
    let key = row.int_in(c.id, 0..=i64::MAX)?.to_string();
    let code = row.int_in(c.kind, 1..=3)?.to_string();
    let days = (row.date(c.start)?, row.date(c.end)?);
    if days.1 < days.0 {
        return Err(row
            .error(Code::BadDate, c.end, "the event ends before it begins")
            .expected(format!("a date from {} on", days.0))
            .hint("look for shifted columns or a damaged row"));
    }
    let Some(class) = out.class(&code) else {
        out.other();
        return Ok(());
    };
    let (a, b) = (side(row, c.a)?, side(row, c.b)?);
    let what = What { row: row.number(), key: &key, days, code: &code, class };
    out.event(&what, a.as_ref(), b.as_ref())?;
    Ok(())
}

fn side<'r>(row: &Row<'r>, (id, name): (Col, Col)) -> Result<Option<Side<'r>>> {
    let id = Some(row.actor(id)?.raw());
    Ok(Side::read(row, name, None)?.map(|side| Side { id, ..side }))
}
