//! ICEWS: events in CAMEO between named actors of countries.
//!
//! An id may occur on several days, so that id and day together are an event's key.

use super::batch::{Side, What};
use super::codes::cameo;
use super::rows::Rows;
use crate::cells::Row;
use crate::header::Col;
use crate::sheet::Sheet;
use comity_core::Result;

/// The columns the source must have.
pub(crate) const SIGNATURE: &[&str] = &[
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Country",
    "CAMEO Code",
    "Target Name",
    "Target Country",
];

struct Cols {
    id: Col,
    date: Col,
    code: Col,
    source: (Col, Col),
    target: (Col, Col),
}

/// Reads the table.
///
/// # Errors
/// Those of the cells and of the sink.
pub(crate) fn read(sheet: &mut Sheet<'_>, out: &mut Rows<'_>) -> Result<()> {
    let c = Cols {
        id: sheet.col("Event ID")?,
        date: sheet.col("Event Date")?,
        code: sheet.col("CAMEO Code")?,
        source: (sheet.col("Source Name")?, sheet.col("Source Country")?),
        target: (sheet.col("Target Name")?, sheet.col("Target Country")?),
    };
    while let Some(row) = sheet.next()? {
        event(&row, &c, out)?;
    }
    Ok(())
}

fn event(row: &Row<'_>, c: &Cols, out: &mut Rows<'_>) -> Result<()> {
    let id = row.int_in(c.id, 0..=i64::MAX)?;
    let day = row.date(c.date)?;
    let code = cameo(row, c.code)?.unwrap_or_default();
    let Some(class) = out.class(&code) else {
        out.other();
        return Ok(());
    };
    let side = |(name, country)| Side::read(row, name, Some(country));
    let (sender, receiver) = (side(c.source)?, side(c.target)?);
    let key = format!("{id}|{day}");
    let what = What { row: row.number(), key: &key, days: (day, day), code: &code, class };
    out.event(&what, sender.as_ref(), receiver.as_ref())?;
    Ok(())
}
