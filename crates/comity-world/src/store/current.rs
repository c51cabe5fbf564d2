//! Which imports count.
//!
//! Of one data set exactly one version and layout is current, except that a data set that
//! comes in parts (see [`crate::store::scope`]) has one current import a part. The order of
//! preference: newer version (numbers compared as numbers), triad-year over actor-year,
//! imported over bundled, later import over earlier.

use crate::store::manifest::StoredSource;
use comity_core::{AsOf, Result, SourceKey, source};
use jiff::civil::Date;
use std::cmp::Ordering;

/// What importers call a version that neither content nor file name tells.
const UNKNOWN: &str = "unknown";

/// Compares versions part by part: digits as numbers, the rest as text (`24.1` after `23.10`
/// after `23.1`, `24.0.10` after `24.0.9`, `Apr2020` after `24.1`).
/// A version nobody could tell (`unknown`) comes before every other.
pub(crate) fn compare_versions(a: &str, b: &str) -> Ordering {
    let known = (b == UNKNOWN).cmp(&(a == UNKNOWN));
    if known != Ordering::Equal {
        return known;
    }
    let (mut left, mut right) = (runs(a), runs(b));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) => {
                let order = match (x.parse::<u64>(), y.parse::<u64>()) {
                    (Ok(m), Ok(n)) => m.cmp(&n),
                    (Ok(_), Err(_)) => Ordering::Less,
                    (Err(_), Ok(_)) => Ordering::Greater,
                    (Err(_), Err(_)) => x.cmp(y),
                };
                if order != Ordering::Equal {
                    return order;
                }
            }
        }
    }
}

/// Runs of digits and runs of letters; everything else separates.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).flat_map(|piece| {
        let mut rest = piece;
        std::iter::from_fn(move || {
            let digit = rest.chars().next()?.is_ascii_digit();
            let end = rest.find(|c: char| c.is_ascii_digit() != digit).unwrap_or(rest.len());
            let (run, tail) = rest.split_at(end);
            rest = tail;
            Some(run)
        })
    })
}

fn layout_rank(layout: &str) -> u8 {
    u8::from(layout.to_ascii_lowercase().contains("triad"))
}

/// The preferred of two imports of one data set is the greater.
pub(crate) fn compare(a: &StoredSource, b: &StoredSource) -> Ordering {
    compare_versions(&a.version, &b.version)
        .then_with(|| layout_rank(&a.layout).cmp(&layout_rank(&b.layout)))
        .then_with(|| b.bundled.cmp(&a.bundled))
        .then_with(|| a.sequence.cmp(&b.sequence))
}

/// When a version was released, where that is known.
///
/// # Errors
/// [`comity_core::Code::Internal`] when the register of sources is damaged.
pub(crate) fn release_date(key: SourceKey, version: &str) -> Result<Option<Date>> {
    Ok(source::meta(key)?.releases.iter().find(|(v, _)| v == version).map(|(_, date)| *date))
}

/// Of all imports those that count under the release clock of `as_of`, as places in `all`,
/// sorted by data set, version, part and place.
///
/// # Errors
/// [`comity_core::Code::Internal`] when the register of sources is damaged.
pub(crate) fn current(all: &[StoredSource], as_of: AsOf) -> Result<Vec<usize>> {
    let mut allowed = Vec::new();
    for (place, import) in all.iter().enumerate() {
        if as_of.admits_release(release_date(import.source, &import.version)?) {
            allowed.push((place, import));
        }
    }
    // Best first, so that whatever is chosen already is preferred to what comes later.
    allowed.sort_by(|(_, a), (_, b)| a.source.cmp(&b.source).then_with(|| compare(b, a)));
    let mut chosen: Vec<(usize, &StoredSource)> = Vec::new();
    for (place, import) in allowed {
        let scope = import.scope();
        let superseded =
            chosen.iter().any(|(_, c)| c.source == import.source && c.scope().contains(&scope));
        if !superseded {
            chosen.push((place, import));
        }
    }
    chosen.sort_by(|(i, a), (j, b)| {
        (a.source.as_str(), &a.version, &a.part, i).cmp(&(
            b.source.as_str(),
            &b.version,
            &b.part,
            j,
        ))
    });
    Ok(chosen.into_iter().map(|(place, _)| place).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn import(version: &str, layout: &str, part: &str, sequence: usize) -> StoredSource {
        StoredSource {
            source: if part.is_empty() { SourceKey::Esd } else { SourceKey::Ged },
            version: version.to_owned(),
            layout: layout.to_owned(),
            part: part.to_owned(),
            sha256: String::new(),
            file: String::new(),
            bytes: 0,
            rows: 0,
            imported_at: None,
            licence: String::new(),
            first_year: Some(1989),
            last_year: Some(2019),
            notes: Vec::new(),
            tables: BTreeMap::new(),
            bundled: false,
            current: false,
            sequence,
        }
    }

    #[test]
    fn versions_compare_as_numbers() {
        for (older, newer) in [
            ("23.1", "24.1"),
            ("9.1", "18.1"),
            ("24.1", "24.10"),
            ("24.0.9", "24.0.10"),
            ("24", "24.1"),
            ("2020", "2021"),
            ("unknown", "1.0"),
            ("24.1", "Apr2020"),
        ] {
            assert_eq!(compare_versions(older, newer), Ordering::Less, "{older} {newer}");
            assert_eq!(compare_versions(newer, older), Ordering::Greater, "{newer} {older}");
        }
        assert_eq!(compare_versions("18.1", "18.1"), Ordering::Equal);
    }

    #[test]
    fn the_newest_version_then_triad_then_import_then_the_later_counts() {
        let mut bundled = import("18.1", "triad-year", "", 0);
        bundled.bundled = true;
        let all = [
            import("17.1", "triad-year", "", 0),
            import("18.1", "actor-year", "", 1),
            bundled,
            import("18.1", "triad-year", "", 2),
            import("18.1", "actor-year", "", 3),
        ];
        assert_eq!(current(&all, AsOf::LATEST).unwrap(), [3]);
        assert_eq!(current(&all[..3], AsOf::LATEST).unwrap(), [2]);
        assert_eq!(current(&all[..2], AsOf::LATEST).unwrap(), [1]);
    }

    #[test]
    fn parts_stand_side_by_side_until_a_wider_one_comes() {
        let mut all = vec![import("22.1", "ged", "652", 0), import("23.1", "ged", "775", 1)];
        assert_eq!(current(&all, AsOf::LATEST).unwrap(), [0, 1]);
        all.push(import("24.1", "ged", "652+660+775", 2));
        assert_eq!(current(&all, AsOf::LATEST).unwrap(), [2]);
    }
}
