//! Calendar years and the two clocks of an as-of date.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A calendar year.
pub type Year = i16;

/// Years that any source may plausibly state; outside it a year is a damaged value.
pub const PLAUSIBLE_YEARS: std::ops::RangeInclusive<Year> = 1400..=2100;

/// What was knowable: claims about periods up to `event`, as said by source versions
/// released up to `released`. `None` on a clock means no limit on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AsOf {
    /// Last year whose events may be used (the clock of what happened).
    pub event: Option<Year>,
    /// Last release date of a source version that may be used (the clock of what was published).
    pub released: Option<Date>,
}

impl AsOf {
    /// Everything at hand.
    pub const LATEST: AsOf = AsOf { event: None, released: None };

    /// Events up to and including `year`, in whatever version says so.
    #[must_use]
    pub const fn year(year: Year) -> Self {
        Self { event: Some(year), released: None }
    }

    /// Whether an event of `year` lies within the event clock.
    #[must_use]
    pub fn admits_year(&self, year: Year) -> bool {
        self.event.is_none_or(|limit| year <= limit)
    }

    /// Whether a version released on `released` lies within the release clock. A version
    /// whose release date is unknown is admitted: callers report that the event period
    /// stood in for it.
    #[must_use]
    pub fn admits_release(&self, released: Option<Date>) -> bool {
        match (self.released, released) {
            (Some(limit), Some(date)) => date <= limit,
            _ => true,
        }
    }
}
