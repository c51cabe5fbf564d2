//! GDELT 2.0: events in CAMEO, lines of 61 cells without a header.
//!
//! Countries are codes of CAMEO there, not names, and are not kept. Rows that are not the
//! root event of their article (`IsRootEvent` 0) are events like others.

use super::batch::{Side, What};
use super::codes::{cameo, parse_digits};
use super::rows::Rows;
use crate::cells::{Row, lossy, parse_int};
use crate::header::{Col, Header};
use crate::sheet::{RowBuf, Sheet};
use comity_core::Result;

/// The columns the source must have.
pub(crate) const SIGNATURE: &[&str] =
    &["GLOBALEVENTID", "SQLDATE", "Actor1Name", "Actor2Name", "EventCode"];

/// The columns in order, separated by blanks.
const COLUMNS: &str = "GLOBALEVENTID SQLDATE MonthYear Year FractionDate \
    Actor1Code Actor1Name Actor1CountryCode Actor1KnownGroupCode Actor1EthnicCode \
    Actor1Religion1Code Actor1Religion2Code Actor1Type1Code Actor1Type2Code Actor1Type3Code \
    Actor2Code Actor2Name Actor2CountryCode Actor2KnownGroupCode Actor2EthnicCode \
    Actor2Religion1Code Actor2Religion2Code Actor2Type1Code Actor2Type2Code Actor2Type3Code \
    IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions \
    NumSources NumArticles AvgTone \
    Actor1Geo_Type Actor1Geo_FullName Actor1Geo_CountryCode Actor1Geo_ADM1Code \
    Actor1Geo_ADM2Code Actor1Geo_Lat Actor1Geo_Long Actor1Geo_FeatureID \
    Actor2Geo_Type Actor2Geo_FullName Actor2Geo_CountryCode Actor2Geo_ADM1Code \
    Actor2Geo_ADM2Code Actor2Geo_Lat Actor2Geo_Long Actor2Geo_FeatureID \
    ActionGeo_Type ActionGeo_FullName ActionGeo_CountryCode ActionGeo_ADM1Code \
    ActionGeo_ADM2Code ActionGeo_Lat ActionGeo_Long ActionGeo_FeatureID DATEADDED SOURCEURL";

/// The header that the files lack.
pub(crate) fn header() -> Header {
    Header::new(COLUMNS.split_ascii_whitespace().map(str::to_owned))
}

/// More cells than this has a line of GDELT 2.0, and no line of GDELT 1.0.
const OLD_CELLS: usize = 58;

/// Whether a file whose first row this is has no header and begins with a record: an event's
/// number and eight digits of a date. A row that is a cell or two off is still one, so that
/// the error can say so.
pub(crate) fn is_record(row: &RowBuf) -> bool {
    let date = lossy(row.cell(1));
    let date = date.trim();
    row.len() > OLD_CELLS
        && parse_int(lossy(row.cell(0)).trim()).is_some()
        && date.len() == 8
        && date.bytes().all(|b| b.is_ascii_digit())
}

struct Cols {
    id: Col,
    date: Col,
    code: Col,
    actors: [Col; 2],
}

/// Reads the table.
///
/// # Errors
/// Those of the cells and of the sink.
pub(crate) fn read(sheet: &mut Sheet<'_>, out: &mut Rows<'_>) -> Result<()> {
    let c = Cols {
        id: sheet.col("GLOBALEVENTID")?,
        date: sheet.col("SQLDATE")?,
        code: sheet.col("EventCode")?,
        actors: [sheet.col("Actor1Name")?, sheet.col("Actor2Name")?],
    };
    while let Some(row) = sheet.next()? {
        event(&row, &c, out)?;
    }
    Ok(())
}

fn event(row: &Row<'_>, c: &Cols, out: &mut Rows<'_>) -> Result<()> {
    let key = row.int_in(c.id, 0..=i64::MAX)?.to_string();
    let day =
        row.opt_date_as(c.date, parse_digits, "20160131")?.ok_or_else(|| row.missing(c.date))?;
    let code = cameo(row, c.code)?.unwrap_or_default();
    let Some(class) = out.class(&code) else {
        out.other();
        return Ok(());
    };
    let [a, b] = c.actors;
    let (sender, receiver) = (Side::read(row, a, None)?, Side::read(row, b, None)?);
    let what = What { row: row.number(), key: &key, days: (day, day), code: &code, class };
    out.event(&what, sender.as_ref(), receiver.as_ref())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_sixty_one_columns() {
        assert_eq!(header().len(), 61);
        assert!(header().check_distinct().is_ok());
        assert!(SIGNATURE.iter().all(|name| header().find(name).is_some()));
    }
}
