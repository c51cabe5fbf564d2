//! UCDP Georeferenced Event Dataset: dated events, reduced to the first-order region.
//!
//! Read as a stream: a release of a million rows is never held in memory. Coordinates,
//! place names below the first-order region and texts are not kept.

use crate::cells::Row;
use crate::header::Col;
use crate::keys::Keys;
use crate::names::Names;
use crate::output::{Event, Output};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::types::Layout;
use crate::ucdp::{YEARS, regions};
use comity_core::{Code, Result, SourceKey};

/// One row per event.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::Ged,
    layout: Layout::Standard,
    signature: &[
        "id",
        "year",
        "type_of_violence",
        "dyad_new_id",
        "side_a_new_id",
        "side_a",
        "side_b_new_id",
        "side_b",
        "adm_1",
        "country",
        "country_id",
        "event_clarity",
        "date_prec",
        "date_start",
        "date_end",
        "best",
        "high",
        "low",
    ],
    absent: &[],
    version_column: None,
    only_version: None,
    read,
};

/// Type of violence 3: an actor against civilians, who are no actor.
const ONE_SIDED: i16 = 3;

struct Cols {
    id: Col,
    year: Col,
    kind: Col,
    dyad: Col,
    sides: [(Col, Col, Option<Col>); 2],
    adm1: Col,
    country: Col,
    gw: Col,
    region: Option<Col>,
    sources: Option<Col>,
    clarity: Col,
    precision: Col,
    dates: [Col; 2],
    deaths: [Col; 3],
}

fn columns(sheet: &Sheet<'_>) -> Result<Cols> {
    Ok(Cols {
        id: sheet.col("id")?,
        year: sheet.col("year")?,
        kind: sheet.col("type_of_violence")?,
        dyad: sheet.col("dyad_new_id")?,
        sides: [
            (sheet.col("side_a_new_id")?, sheet.col("side_a")?, sheet.opt_col("gwnoa")),
            (sheet.col("side_b_new_id")?, sheet.col("side_b")?, sheet.opt_col("gwnob")),
        ],
        adm1: sheet.col("adm_1")?,
        country: sheet.col("country")?,
        gw: sheet.col("country_id")?,
        region: sheet.opt_col("region"),
        sources: sheet.opt_col("number_of_sources"),
        clarity: sheet.col("event_clarity")?,
        precision: sheet.col("date_prec")?,
        dates: [sheet.col("date_start")?, sheet.col("date_end")?],
        deaths: [sheet.col("best")?, sheet.col("low")?, sheet.col("high")?],
    })
}

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let c = columns(sheet)?;
    let mut keys = Keys::new("id");
    let mut names = Names::default();
    while let Some(row) = sheet.next()? {
        event(&row, &c, &mut keys, &mut names, out)?;
    }
    names.emit(out)
}

fn event(
    row: &Row<'_>,
    c: &Cols,
    keys: &mut Keys<i64>,
    names: &mut Names,
    out: &mut Output<'_>,
) -> Result<()> {
    let id = row.int_in(c.id, 0..=i64::MAX)?;
    keys.insert(row, id)?;
    let year = row.year(c.year, YEARS)?;
    let kind = small(row.int_in(c.kind, 1..=3)?);
    let [start, end] = c.dates;
    let (first, last) = (row.date(start)?, row.date(end)?);
    if last < first {
        return Err(row
            .error(Code::BadDate, end, "the event ends before it begins")
            .expected(format!("a date from {first} on"))
            .hint("look for shifted columns or a damaged row"));
    }
    let [(a, a_name, a_gw), (b, b_name, b_gw)] = c.sides;
    let side_a = row.actor(a)?;
    let side_b = if kind == ONE_SIDED { None } else { Some(row.actor(b)?) };
    let sides = [(Some(side_a), a_name, a_gw), (side_b, b_name, b_gw)];
    for (actor, name, gwno) in sides {
        let Some(actor) = actor else { continue };
        names.add(actor, &row.text(name)?, year);
        if let [gwno] = row.ints(gwno)?.as_slice() {
            names.government(actor, *gwno, year);
        }
        out.coverage("events", actor, Some(year))?;
    }
    let [best, low, high] = c.deaths;
    let count = |col| -> Result<Option<i32>> {
        Ok(row.opt_int_in(col, 0..=i64::from(i32::MAX))?.and_then(|n| i32::try_from(n).ok()))
    };
    out.event(&Event {
        event: id,
        kind,
        side_a,
        side_b,
        dyad: row.opt_int_in(c.dyad, 0..=i64::MAX)?,
        first,
        last,
        date_precision: row.opt_int_in(c.precision, 1..=5)?.map(small),
        gw: row.opt_int_in(c.gw, 1..=9999)?.and_then(|n| i32::try_from(n).ok()),
        country: row.opt_text(c.country)?.as_deref(),
        adm1: row.opt_text(c.adm1)?.as_deref(),
        region: regions(row, c.region)?.as_deref(),
        sources: row.opt_int(c.sources)?.filter(|n| *n >= 0).and_then(|n| i32::try_from(n).ok()),
        clarity: row.opt_int_in(c.clarity, 1..=2)?.map(small),
        deaths_best: count(best)?,
        deaths_low: count(low)?,
        deaths_high: count(high)?,
    })
}

/// A number that its range check has shown to be small.
fn small(n: i64) -> i16 {
    i16::try_from(n).unwrap_or(i16::MAX)
}
