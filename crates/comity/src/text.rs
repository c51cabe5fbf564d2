//! Small text forms that commands share.

use comity_core::Year;

/// A whole number with thousands separators: `61,563`.
#[must_use]
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// A cell of comma-separated values: in quotes where it needs them.
///
/// ```
/// use comity::text::csv_cell;
/// assert_eq!((csv_cell("a b").as_str(), csv_cell("a, \"b\"").as_str()), ("a b", "\"a, \"\"b\"\"\""));
/// ```
#[must_use]
pub fn csv_cell(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// The day of a moment, in UTC: `2026-11-22`.
#[must_use]
pub fn day(moment: jiff::Timestamp) -> String {
    moment.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// First and last year as `1975–2017`; empty when neither is known.
#[must_use]
pub fn span(first: Option<Year>, last: Option<Year>) -> String {
    match (first, last) {
        (Some(a), Some(b)) if a == b => a.to_string(),
        (Some(a), Some(b)) => format!("{a}–{b}"),
        (Some(y), None) | (None, Some(y)) => y.to_string(),
        (None, None) => String::new(),
    }
}

/// Years as compact ranges: `1993, 2002, 2011–2017`.
#[must_use]
pub fn year_ranges(years: &[Year]) -> String {
    let mut runs: Vec<(Year, Year)> = Vec::new();
    for &year in years {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == year => *last = year,
            _ => runs.push((year, year)),
        }
    }
    let parts: Vec<String> = runs.into_iter().map(|(a, b)| span(Some(a), Some(b))).collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_join_runs_only() {
        assert_eq!(year_ranges(&[]), "");
        assert_eq!(
            year_ranges(&[1993, 2002, 2006, 2011, 2012, 2013]),
            "1993, 2002, 2006, 2011–2013"
        );
    }

    #[test]
    fn a_day_is_that_of_utc() {
        assert_eq!(day("2026-11-22T23:59:59Z".parse().unwrap()), "2026-11-22");
        assert_eq!(day("2026-11-22T23:59:59-05:00".parse().unwrap()), "2026-11-23");
    }

    #[test]
    fn thousands_are_grouped() {
        for (n, text) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (61_563, "61,563"), (1_234_567, "1,234,567")]
        {
            assert_eq!(thousands(n), text);
        }
    }
}
