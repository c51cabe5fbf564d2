//! Parts: sources that come as several files of one version.
//!
//! GED is published whole and by country. A file's scope is the set of countries (by
//! Gleditsch–Ward number) and the range of years it holds. One file supersedes another
//! when its scope contains the other's; files of different scope stand side by side, and
//! an event that several of them hold counts once.

use std::collections::BTreeSet;

/// Countries and years of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    countries: BTreeSet<i32>,
    years: Option<(i16, i16)>,
}

/// The text of a part: sorted country numbers joined by `+`, or empty.
pub(crate) fn part_text(countries: &BTreeSet<i32>) -> String {
    countries.iter().map(ToString::to_string).collect::<Vec<_>>().join("+")
}

impl Scope {
    /// From the text of a part and its years.
    pub(crate) fn parse(part: &str, first: Option<i16>, last: Option<i16>) -> Self {
        let countries: BTreeSet<i32> = part.split('+').filter_map(|c| c.parse().ok()).collect();
        // A whole version supersedes an older one whatever years either states.
        let years = if countries.is_empty() { None } else { first.zip(last) };
        Self { countries, years }
    }

    /// The countries; empty means the whole version.
    pub(crate) fn countries(&self) -> &BTreeSet<i32> {
        &self.countries
    }

    /// Whether this scope holds everything the other holds.
    pub(crate) fn contains(&self, other: &Self) -> bool {
        let years = match (self.years, other.years) {
            (Some((a, b)), Some((c, d))) => a <= c && d <= b,
            _ => true,
        };
        years && self.countries.is_superset(&other.countries)
    }

    /// Whether both scopes may hold the same record.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        let years = match (self.years, other.years) {
            (Some((a, b)), Some((c, d))) => a <= d && c <= b,
            _ => true,
        };
        years && !self.countries.is_disjoint(&other.countries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containment_needs_countries_and_years() {
        let syria = Scope::parse("652", Some(2016), Some(2019));
        let myanmar = Scope::parse("775", Some(1989), Some(2023));
        let world = Scope::parse("652+660+775", Some(1989), Some(2023));
        let short = Scope::parse("652+660+775", Some(2018), Some(2023));
        assert!(world.contains(&syria) && world.contains(&myanmar) && !syria.contains(&world));
        assert!(!short.contains(&syria) && short.overlaps(&syria));
        assert!(!syria.contains(&myanmar) && !syria.overlaps(&myanmar));
    }

    #[test]
    fn the_text_round_trips() {
        let text = part_text(&[775, 652].into());
        assert_eq!(text, "652+775");
        assert_eq!(Scope::parse(&text, None, None).countries(), &[652, 775].into());
    }
}
