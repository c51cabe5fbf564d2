//! Typed access to the cells of a row. Every failure names file, row, column and value, and
//! says what was expected.

use crate::header::{Col, Header};
use crate::sheet::RowBuf;
use comity_core::{ActorId, Code, Error, Result};
use jiff::civil::Date;
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// One record of a table.
#[derive(Clone, Copy)]
pub(crate) struct Row<'r> {
    file: &'r str,
    number: u64,
    header: &'r Header,
    cells: &'r RowBuf,
}

/// What stands for "no value" in the files as published or as re-saved by R, Stata, pandas.
const MISSING: [&str; 10] = ["", "NA", "N/A", "n/a", "nan", "NaN", "NULL", "None", ".", "#N/A"];

/// The cell's text where an error would not help: undecodable bytes are read as Latin-1.
pub(crate) fn lossy(cell: &[u8]) -> String {
    match std::str::from_utf8(cell) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell).0.into_owned(),
    }
}

/// Reads a whole number, also when written `630.0` or `6.3e2`.
pub(crate) fn parse_int(text: &str) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if let Ok(n) = text.parse::<i64>() {
        return Some(n);
    }
    let x = parse_float(text)?;
    #[expect(clippy::cast_possible_truncation, reason = "whole and within the exact range")]
    (x.fract() == 0.0 && x.abs() < EXACT).then_some(x as i64)
}

/// Reads a finite decimal number; words such as `inf` are no numbers.
pub(crate) fn parse_float(text: &str) -> Option<f64> {
    let first = text.trim_start_matches(['+', '-']).bytes().next()?;
    if !first.is_ascii_digit() && first != b'.' {
        return None;
    }
    text.parse::<f64>().ok().filter(|x| x.is_finite())
}

/// Reads `2012-11-15`, also with `/` for `-`, and with a time of day, which is dropped.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    let day = text.split([' ', 'T']).next()?;
    let mut parts = day.split(['-', '/']);
    let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
    if y.len() != 4 || parts.next().is_some() || m.len() > 2 || d.len() > 2 {
        return None;
    }
    Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok()
}

impl<'r> Row<'r> {
    pub(crate) fn new(file: &'r str, number: u64, header: &'r Header, cells: &'r RowBuf) -> Self {
        Self { file, number, header, cells }
    }

    /// The row's number: the header is row 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// An error about one cell.
    pub(crate) fn error(&self, code: Code, col: Col, message: impl Into<String>) -> Error {
        Error::new(code, message)
            .file(self.file)
            .row(self.number)
            .column(self.header.name(col))
            .value(lossy(self.cells.cell(col.0)).trim())
    }

    /// An error about the whole row.
    pub(crate) fn row_error(&self, code: Code, message: impl Into<String>) -> Error {
        Error::new(code, message).file(self.file).row(self.number)
    }

    /// The cell without stray blanks; empty when blank. Words for "missing" are kept.
    ///
    /// # Errors
    /// [`Code::BadEncoding`] when the bytes are neither UTF-8 nor Windows-1252 text.
    pub(crate) fn text(&self, col: impl Into<Option<Col>>) -> Result<Cow<'r, str>> {
        let Some(col) = col.into() else { return Ok(Cow::Borrowed("")) };
        let bytes = self.cells.cell(col.0).trim_ascii();
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Ok(Cow::Borrowed(text.trim()));
        }
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
        if text.chars().any(|c| matches!(c, '\u{80}'..='\u{9f}')) {
            return Err(self
                .error(Code::BadEncoding, col, "the cell is in no encoding comity reads")
                .expected("UTF-8 or Latin-1 (Windows-1252) text")
                .hint("save the file as UTF-8, or download it again"));
        }
        Ok(Cow::Owned(text.trim().to_owned()))
    }

    /// The cell's text; `None` when blank or a word for "missing".
    ///
    /// # Errors
    /// [`Code::BadEncoding`].
    pub(crate) fn opt_text(&self, col: impl Into<Option<Col>>) -> Result<Option<Cow<'r, str>>> {
        let text = self.text(col)?;
        Ok((!MISSING.contains(&&*text)).then_some(text))
    }

    /// The cell's text, which must not be missing.
    ///
    /// # Errors
    /// [`Code::MissingValue`], [`Code::BadEncoding`].
    pub(crate) fn need_text(&self, col: Col) -> Result<Cow<'r, str>> {
        self.opt_text(col)?.ok_or_else(|| self.missing(col))
    }

    /// A whole number, if any.
    ///
    /// # Errors
    /// [`Code::NotANumber`].
    pub(crate) fn opt_int(&self, col: impl Into<Option<Col>>) -> Result<Option<i64>> {
        let Some(col) = col.into() else { return Ok(None) };
        let Some(text) = self.opt_text(col)? else { return Ok(None) };
        match parse_int(&text) {
            Some(n) => Ok(Some(n)),
            None => Err(self
                .error(Code::NotANumber, col, "the cell is not a whole number")
                .expected("a whole number such as 630 or 630.0")
                .hint("look for shifted columns or a damaged row")),
        }
    }

    /// A whole number within `range`, if any.
    ///
    /// # Errors
    /// [`Code::NotANumber`], [`Code::BadCode`].
    pub(crate) fn opt_int_in(
        &self,
        col: impl Into<Option<Col>>,
        range: RangeInclusive<i64>,
    ) -> Result<Option<i64>> {
        let Some(col) = col.into() else { return Ok(None) };
        match self.opt_int(col)? {
            Some(n) if !range.contains(&n) => Err(self
                .error(Code::BadCode, col, "the number is outside the source's codebook")
                .expected(format!("a whole number from {} to {}", range.start(), range.end()))
                .hint("look for shifted columns or a damaged row")),
            other => Ok(other),
        }
    }

    /// A whole number within `range`.
    ///
    /// # Errors
    /// [`Code::MissingValue`], [`Code::NotANumber`], [`Code::BadCode`].
    pub(crate) fn int_in(&self, col: Col, range: RangeInclusive<i64>) -> Result<i64> {
        self.opt_int_in(col, range)?.ok_or_else(|| self.missing(col))
    }

    /// A flag written 0/1 (also `True`/`False`), if any.
    ///
    /// # Errors
    /// [`Code::NotANumber`], [`Code::BadCode`].
    pub(crate) fn opt_flag(&self, col: impl Into<Option<Col>>) -> Result<Option<bool>> {
        let Some(col) = col.into() else { return Ok(None) };
        match &*self.text(col)? {
            t if t.eq_ignore_ascii_case("true") => Ok(Some(true)),
            t if t.eq_ignore_ascii_case("false") => Ok(Some(false)),
            _ => Ok(self.opt_int_in(col, 0..=1)?.map(|n| n == 1)),
        }
    }

    /// A finite number, if any.
    ///
    /// # Errors
    /// [`Code::NotANumber`].
    pub(crate) fn opt_float(&self, col: impl Into<Option<Col>>) -> Result<Option<f64>> {
        let Some(col) = col.into() else { return Ok(None) };
        let Some(text) = self.opt_text(col)? else { return Ok(None) };
        match parse_float(&text) {
            Some(x) => Ok(Some(x)),
            None => Err(self
                .error(Code::NotANumber, col, "the cell is not a number")
                .expected("a decimal number such as 0.25")
                .hint("look for shifted columns, a decimal comma or a damaged row")),
        }
    }

    /// A finite number.
    ///
    /// # Errors
    /// [`Code::MissingValue`], [`Code::NotANumber`].
    pub(crate) fn float(&self, col: Col) -> Result<f64> {
        self.opt_float(col)?.ok_or_else(|| self.missing(col))
    }

    /// A calendar year within `range`, if any.
    ///
    /// # Errors
    /// [`Code::NotANumber`], [`Code::ImpossibleYear`].
    pub(crate) fn opt_year(
        &self,
        col: impl Into<Option<Col>>,
        range: RangeInclusive<i16>,
    ) -> Result<Option<i16>> {
        let Some(col) = col.into() else { return Ok(None) };
        let Some(n) = self.opt_int(col)? else { return Ok(None) };
        match i16::try_from(n)
            .ok()
            .filter(|y| range.contains(y) && comity_core::period::PLAUSIBLE_YEARS.contains(y))
        {
            Some(year) => Ok(Some(year)),
            None => Err(self
                .error(Code::ImpossibleYear, col, "the year cannot be right")
                .expected(format!("a year from {} to {}", range.start(), range.end()))
                .hint("look for shifted columns or a damaged row")),
        }
    }

    /// A calendar year within `range`.
    ///
    /// # Errors
    /// [`Code::MissingValue`], [`Code::NotANumber`], [`Code::ImpossibleYear`].
    pub(crate) fn year(&self, col: Col, range: RangeInclusive<i16>) -> Result<i16> {
        self.opt_year(col, range)?.ok_or_else(|| self.missing(col))
    }

    /// A calendar date, if any; a time of day is dropped.
    ///
    /// # Errors
    /// [`Code::BadDate`].
    pub(crate) fn opt_date(&self, col: impl Into<Option<Col>>) -> Result<Option<Date>> {
        let Some(col) = col.into() else { return Ok(None) };
        self.opt_date_as(col, parse_date, "2012-11-15, with or without a time of day")
    }

    /// A calendar date in the spelling that `parse` reads, if any; `example` is one.
    ///
    /// # Errors
    /// [`Code::BadDate`].
    pub(crate) fn opt_date_as(
        &self,
        col: Col,
        parse: fn(&str) -> Option<Date>,
        example: &str,
    ) -> Result<Option<Date>> {
        let Some(text) = self.opt_text(col)? else { return Ok(None) };
        let plausible = |d: &Date| comity_core::period::PLAUSIBLE_YEARS.contains(&d.year());
        match parse(&text).filter(plausible) {
            Some(date) => Ok(Some(date)),
            None => Err(self
                .error(Code::BadDate, col, "the cell is not a date")
                .expected(format!("a date such as {example}"))
                .hint(
                    "spreadsheet programs rewrite dates when saving: use the file as downloaded",
                )),
        }
    }

    /// A calendar date.
    ///
    /// # Errors
    /// [`Code::MissingValue`], [`Code::BadDate`].
    pub(crate) fn date(&self, col: Col) -> Result<Date> {
        self.opt_date(col)?.ok_or_else(|| self.missing(col))
    }

    /// Whole numbers in one cell, separated by commas or semicolons; empty when blank.
    ///
    /// # Errors
    /// [`Code::NotANumber`].
    pub(crate) fn ints(&self, col: impl Into<Option<Col>>) -> Result<Vec<i64>> {
        let Some(col) = col.into() else { return Ok(Vec::new()) };
        let Some(text) = self.opt_text(col)? else { return Ok(Vec::new()) };
        text.split([',', ';'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| {
                parse_int(part).ok_or_else(|| {
                    self.error(Code::NotANumber, col, "the list holds something not a number")
                        .expected("whole numbers separated by commas, such as 751, 750")
                        .hint("look for shifted columns or a damaged row")
                })
            })
            .collect()
    }

    /// A UCDP actor, if any.
    ///
    /// # Errors
    /// [`Code::NotANumber`], [`Code::BadCode`] for a negative or huge id.
    pub(crate) fn opt_actor(&self, col: impl Into<Option<Col>>) -> Result<Option<ActorId>> {
        let Some(col) = col.into() else { return Ok(None) };
        self.opt_int(col)?.map(|n| self.actor_id(col, n)).transpose()
    }

    /// A UCDP actor.
    ///
    /// # Errors
    /// [`Code::MissingValue`], [`Code::NotANumber`], [`Code::BadCode`].
    pub(crate) fn actor(&self, col: Col) -> Result<ActorId> {
        self.opt_actor(col)?.ok_or_else(|| self.missing(col))
    }

    /// UCDP actors in one cell, separated by commas; empty when blank.
    ///
    /// # Errors
    /// [`Code::NotANumber`], [`Code::BadCode`].
    pub(crate) fn actors(&self, col: impl Into<Option<Col>>) -> Result<Vec<ActorId>> {
        let Some(col) = col.into() else { return Ok(Vec::new()) };
        self.ints(col)?.into_iter().map(|n| self.actor_id(col, n)).collect()
    }

    fn actor_id(&self, col: Col, n: i64) -> Result<ActorId> {
        u32::try_from(n).ok().filter(|id| *id < 1_000_000_000).map(ActorId::ucdp).ok_or_else(|| {
            self.error(Code::BadCode, col, "the number is not a UCDP actor id")
                .expected("a whole number from 0 to 999,999,999")
                .hint("look for shifted columns or a damaged row")
        })
    }

    /// The error for a blank cell that must not be blank.
    pub(crate) fn missing(&self, col: Col) -> Error {
        self.error(Code::MissingValue, col, "a required cell is blank")
            .expected("a value")
            .hint("look for shifted columns, or download the file again")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_in_many_spellings() {
        for text in ["630", "630.0", "6.3e2", "+630"] {
            assert_eq!(parse_int(text), Some(630), "{text}");
        }
        for text in ["", "x", "inf", "nan", "1e300", "1.5", "9007199254740993.5", "0x10", "1 2"] {
            assert_eq!(parse_int(text), None, "{text}");
        }
        assert_eq!(parse_float("-.5"), Some(-0.5));
        assert_eq!(parse_float("1e999"), None);
    }

    #[test]
    fn dates_may_carry_a_time() {
        let day = Date::new(2012, 11, 5).unwrap();
        for text in ["2012-11-05", "2012-11-05 00:00:00.000", "2012-11-05T10:00:00", "2012/11/5"] {
            assert_eq!(parse_date(text), Some(day), "{text}");
        }
        for text in ["2012-02-30", "05/11/2012", "2012-11", "12-11-05", "2012-11-05-01", "41000"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn an_error_names_the_cell() {
        let header = Header::new(["id".to_owned(), "year".to_owned()]);
        let mut cells = RowBuf::default();
        cells.clear();
        cells.push("7");
        cells.push("19990");
        let row = Row::new("f.csv", 17, &header, &cells);
        assert_eq!(row.opt_int(Col(0)).unwrap(), Some(7));
        let e = row.year(Col(1), 1946..=2100).unwrap_err();
        assert_eq!(e.code(), Code::ImpossibleYear);
        assert_eq!(
            (e.file_name(), e.row_number(), e.column_name()),
            (Some("f.csv"), Some(17), Some("year"))
        );
        assert!(e.to_string().contains("19990") && e.hint_text().is_some());
    }
}
