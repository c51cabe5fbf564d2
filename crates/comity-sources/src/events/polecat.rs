//! POLECAT: events in PLOVER between named actors of countries, each with contexts.
//!
//! Texts in it hold stray tabs: a row that these break is left out, as long as few are.

use super::batch::{Side, What};
use super::codes::words;
use super::rows::Rows;
use crate::cells::Row;
use crate::header::Col;
use crate::notes::Tally;
use crate::sheet::Sheet;
use comity_core::{Code, Error, Result};

/// The columns the source must have.
pub(crate) const SIGNATURE: &[&str] = &[
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity|Event Intensity",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Recipient Name",
    "Recipient Country",
];

/// Contexts of what is no present event.
const NOT_NOW: [&str; 2] = ["historical", "hypothetical"];
const NOT_NOW_NOTE: &str = "left out: the contexts call the event historical or hypothetical";
const STRAY_NOTE: &str = "left out: the row has not as many cells as the header (stray tabs)";

/// From this number of broken rows on, their share is looked at: one in [`STRAY_SHARE`].
const STRAYS: u64 = 20;
const STRAY_SHARE: u64 = 20;

struct Cols {
    id: Col,
    date: Col,
    kind: Col,
    contexts: Col,
    actor: (Col, Col),
    recipient: (Col, Col),
}

/// Reads the table.
///
/// # Errors
/// Those of the cells and of the sink; [`Code::RaggedRow`] when too many rows are broken.
pub(crate) fn read(sheet: &mut Sheet<'_>, out: &mut Rows<'_>) -> Result<()> {
    let c = Cols {
        id: sheet.col("Event ID")?,
        date: sheet.col("Event Date")?,
        kind: sheet.col("Event Type")?,
        contexts: sheet.col("Contexts")?,
        actor: (sheet.col("Actor Name")?, sheet.col("Actor Country")?),
        recipient: (sheet.col("Recipient Name")?, sheet.col("Recipient Country")?),
    };
    while let Some(row) = sheet.next()? {
        event(&row, &c, out)?;
    }
    let (strays, rows) = (sheet.take_strays(), sheet.rows_read());
    if strays.count() > STRAYS && strays.count().saturating_mul(STRAY_SHARE) > rows {
        return Err(too_many(&strays, rows).file(sheet.file()));
    }
    out.note_all(STRAY_NOTE, strays);
    Ok(())
}

fn too_many(strays: &Tally, rows: u64) -> Error {
    let e = Error::new(
        Code::RaggedRow,
        "too many rows have not as many cells as the header; this is the first",
    )
    .value(format!("{} of {rows} rows", strays.count()))
    .expected("at most one row in twenty with stray tabs")
    .hint("the file was cut, pasted or saved again: download it again");
    match strays.first() {
        Some(row) => e.row(row),
        None => e,
    }
}

fn event(row: &Row<'_>, c: &Cols, out: &mut Rows<'_>) -> Result<()> {
    let key = row.need_text(c.id)?;
    let day = row.date(c.date)?;
    let kind = words(row, c.kind)?;
    let contexts = row.opt_text(c.contexts)?.unwrap_or_default().to_lowercase();
    let contexts: Vec<&str> =
        contexts.split(';').map(str::trim).filter(|context| !context.is_empty()).collect();
    let Some((code, class)) = out.matched(&kind, &contexts) else {
        out.other();
        return Ok(());
    };
    if contexts.iter().any(|context| NOT_NOW.contains(context)) {
        out.note(NOT_NOW_NOTE, row.number());
        return Ok(());
    }
    let side = |(name, country)| Side::read(row, name, Some(country));
    let (sender, receiver) = (side(c.actor)?, side(c.recipient)?);
    let what = What { row: row.number(), key: &key, days: (day, day), code: &code, class };
    out.event(&what, sender.as_ref(), receiver.as_ref())?;
    Ok(())
}
