//! The spellings of codes and dates that sources share.

use crate::cells::{Row, parse_int};
use crate::header::Col;
use comity_core::{Code, Result};
use jiff::civil::Date;
use std::borrow::Cow;

/// A code of CAMEO: two to four digits, the first two from 01 to 20. None where dashes stand
/// for no code.
///
/// # Errors
/// [`Code::MissingValue`], [`Code::BadEncoding`]; [`Code::BadCode`] for anything else, such
/// as a code whose zero in front was lost.
pub(crate) fn cameo<'r>(row: &Row<'r>, col: Col) -> Result<Option<Cow<'r, str>>> {
    let text = row.need_text(col)?;
    if text.bytes().all(|b| b == b'-') {
        return Ok(None);
    }
    let digits = (2..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let root = text.get(..2).and_then(|root| root.parse::<u8>().ok());
    if digits && root.is_some_and(|root| (1..=20).contains(&root)) {
        return Ok(Some(text));
    }
    Err(row
        .error(Code::BadCode, col, "the cell is not a code of CAMEO")
        .expected("two to four digits of which the first two are 01 to 20, such as 043")
        .hint(
            "programs that read the code as a number drop the zero in front: use the file as \
             downloaded",
        ))
}

/// A type of event in words, such as `Explosions/Remote violence` or `AID`.
///
/// # Errors
/// [`Code::MissingValue`], [`Code::BadEncoding`]; [`Code::BadCode`] when it is not in words.
pub(crate) fn words<'r>(row: &Row<'r>, col: Col) -> Result<Cow<'r, str>> {
    let text = row.need_text(col)?;
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic());
    if begins && text.chars().all(|c| c.is_ascii_alphabetic() || " /-_".contains(c)) {
        return Ok(text);
    }
    Err(row
        .error(Code::BadCode, col, "the cell is not a type of event")
        .expected("a type in words of the source's codebook")
        .hint("look for shifted columns or a damaged row"))
}

/// Reads `20160131`.
pub(crate) fn parse_digits(text: &str) -> Option<Date> {
    let n = parse_int(text).filter(|n| (10_000_000..=99_999_999).contains(n))?;
    let (year, month, day) = (n / 10_000, n / 100 % 100, n % 100);
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// Reads `31 January 2016`; a month may be cut to three letters or more.
pub(crate) fn parse_words(text: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let mut parts = text.split_ascii_whitespace();
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || day.len() > 2 || month.len() < 3 {
        return None;
    }
    let month = month.to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| name.starts_with(&month))? + 1;
    Date::new(year.parse().ok()?, month.try_into().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_digits_and_in_words() {
        let day = Date::new(2016, 1, 31).ok();
        for text in ["20160131", "20160131.0"] {
            assert_eq!(parse_digits(text), day, "{text}");
        }
        for text in ["", "2016-01-31", "20160230", "201601", "x", "-20160131", "020160131x"] {
            assert_eq!(parse_digits(text), None, "{text}");
        }
        for text in ["31 January 2016", "31 jan 2016", "31  January  2016"] {
            assert_eq!(parse_words(text), day, "{text}");
        }
        for text in ["31 Ja 2016", "30 February 2016", "January 2016", "1 May 16", "1 May 2016 x"] {
            assert_eq!(parse_words(text), None, "{text}");
        }
    }
}
