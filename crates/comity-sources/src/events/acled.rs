//! ACLED: events by type and sub-event type, with the actors associated with either side.
//!
//! Who is associated with an actor in a fight acted beside it: that is an event `joint`, as
//! the codebook says under `associates`.

use super::batch::{Side, What};
use super::codes::{parse_words, words};
use super::rows::Rows;
use crate::cells::{Row, parse_date};
use crate::header::Col;
use crate::sheet::Sheet;
use comity_core::{EventKind, Result};
use jiff::civil::Date;
use std::borrow::Cow;

/// The columns the source must have.
pub(crate) const SIGNATURE: &[&str] = &[
    "event_id_cnty",
    "event_date",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "actor2",
    "assoc_actor_2",
    "country",
];

/// The codebook's word for what the columns of associated actors say. It is no type of event.
const ASSOCIATES: &str = "associates";
const SELF_NOTE: &str = "an associated actor left out: it is the actor itself";

struct Cols {
    id: Col,
    date: Col,
    kind: Col,
    detail: Col,
    actors: [Col; 2],
    associates: [Col; 2],
    country: Col,
}

/// Reads the table.
///
/// # Errors
/// Those of the cells and of the sink.
pub(crate) fn read(sheet: &mut Sheet<'_>, out: &mut Rows<'_>) -> Result<()> {
    let c = Cols {
        id: sheet.col("event_id_cnty")?,
        date: sheet.col("event_date")?,
        kind: sheet.col("event_type")?,
        detail: sheet.col("sub_event_type")?,
        actors: [sheet.col("actor1")?, sheet.col("actor2")?],
        associates: [sheet.col("assoc_actor_1")?, sheet.col("assoc_actor_2")?],
        country: sheet.col("country")?,
    };
    while let Some(row) = sheet.next()? {
        event(&row, &c, out)?;
    }
    Ok(())
}

fn date(text: &str) -> Option<Date> {
    parse_date(text).or_else(|| parse_words(text))
}

fn event(row: &Row<'_>, c: &Cols, out: &mut Rows<'_>) -> Result<()> {
    let key = row.need_text(c.id)?;
    let day = row
        .opt_date_as(c.date, date, "2016-01-31 or 31 January 2016")?
        .ok_or_else(|| row.missing(c.date))?;
    let kind = words(row, c.kind)?;
    let detail = row.opt_text(c.detail)?;
    let details: Vec<&str> = detail.as_deref().into_iter().collect();
    let matched = if kind == ASSOCIATES { None } else { out.matched(&kind, &details) };
    let Some((code, class)) = matched else {
        out.other();
        return Ok(());
    };
    let [a, b] = c.actors;
    let side = |name| Side::read(row, name, Some(c.country));
    let (sender, receiver) = (side(a)?, side(b)?);
    let what = What { row: row.number(), key: &key, days: (day, day), code: &code, class };
    if out.event(&what, sender.as_ref(), receiver.as_ref())? && class.event == EventKind::Fights {
        let [beside_a, beside_b] = c.associates;
        let sides = [(sender, beside_a), (receiver, beside_b)];
        joint(row, &what, sides, out)?;
    }
    Ok(())
}

/// The events `joint` of a fight: one for each name associated with either side.
fn joint(
    row: &Row<'_>,
    fight: &What<'_>,
    sides: [(Option<Side<'_>>, Col); 2],
    out: &mut Rows<'_>,
) -> Result<()> {
    let Some(class) = out.class(ASSOCIATES) else { return Ok(()) };
    let mut number = 0_u32;
    for (actor, col) in sides {
        let (Some(actor), Some(list)) = (actor, row.opt_text(col)?) else { continue };
        let mut seen: Vec<&str> = Vec::new();
        for name in list.split(';').map(str::trim).filter(|name| !name.is_empty()) {
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            if name == actor.name {
                out.note(SELF_NOTE, fight.row);
                continue;
            }
            number += 1;
            let key = format!("{}#a{number}", fight.key);
            let what = What { key: &key, code: ASSOCIATES, class, ..*fight };
            let beside =
                Side { id: None, name: Cow::Borrowed(name), country: actor.country.clone() };
            out.event(&what, Some(&actor), Some(&beside))?;
        }
    }
    Ok(())
}
