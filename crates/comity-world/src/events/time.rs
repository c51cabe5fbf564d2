//! Times as numbers.

use super::TimeUnit;
use jiff::civil::{Date, DateTime, date};

/// Seconds of a day.
pub(super) const DAY: f64 = 86_400.0;

/// A time as text: a number, a date (2011-03-15), or a date with a time of day.
pub(super) fn parse(text: &str) -> Option<(f64, TimeUnit)> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        return number.is_finite().then_some((number, TimeUnit::Number));
    }
    let days = |d: Date| f64::from((d - date(1970, 1, 1)).get_days());
    if let Ok(d) = text.parse::<Date>()
        && text.len() <= 10
    {
        return Some((days(d), TimeUnit::Day));
    }
    let at: DateTime = match text.parse::<jiff::Timestamp>() {
        Ok(stamp) => stamp.to_zoned(jiff::tz::TimeZone::UTC).datetime(),
        Err(_) => text.parse().ok()?,
    };
    let seconds = at.time() - jiff::civil::Time::midnight();
    let part = seconds.total(jiff::Unit::Second).ok()? / DAY;
    Some((days(at.date()) + part, TimeUnit::Day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_dates_and_times_of_day() {
        assert_eq!(parse("12.5"), Some((12.5, TimeUnit::Number)));
        assert_eq!(parse(" 1970-01-11 "), Some((10.0, TimeUnit::Day)));
        assert_eq!(parse("1969-12-31"), Some((-1.0, TimeUnit::Day)));
        assert_eq!(parse("1970-01-02T06:00:00"), Some((1.25, TimeUnit::Day)));
        assert_eq!(parse("1970-01-02T06:00:00Z"), Some((1.25, TimeUnit::Day)));
        assert_eq!(parse("1970-01-02T06:00:00+06:00"), Some((1.0, TimeUnit::Day)));
        for text in ["", "inf", "NaN", "1970-13-01", "yesterday"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
