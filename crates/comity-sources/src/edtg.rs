//! Extended Data on Terrorist Groups 1970–2016 (Hou, Gaibulloev and Sandler 2020): one row
//! per group and year.
//!
//! The data set names its groups and links them to no other: the subject of every claim is
//! its own id (`edtg:NNN`), and the reviewed crosswalk leads from there to UCDP actors; an
//! actor may have several ids (earlier names, one after the other). Emits `aliases` (kind
//! `name`) and `claims` (relation `attribute`), dated by year unless said otherwise; blank
//! cells give none:
//!
//! | attribute | value |
//! |---|---|
//! | `ideology-left`, `ideology-nationalist`, `ideology-religious`, `ideology-right` | 0/1 |
//! | `goal-regime` (empire, regime change, social revolution), `goal-policy`, `goal-status-quo`, `goal-territory` | 0/1 |
//! | `size`, `peak-size` | 1, 10, 100, 1000, 10000: lower bound of the band of members, persons |
//! | `base` | number of base countries; `text` names them, comma-joined; once for each spell of years with the same bases, dated by `first`/`last` |

use crate::cells::Row;
use crate::header::Col;
use crate::keys::Keys;
use crate::output::{Alias, Claim, Output};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::states_common::SHIFTED;
use crate::types::Layout;
use comity_core::actor::Space;
use comity_core::{ActorId, Code, Relation, Result, SourceKey};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// Made-up rows in the layout of the file.
#[cfg(test)]
pub(crate) const FIXTURE: &[u8] = include_bytes!("../tests/fixtures/edtg.csv");

const YEARS: RangeInclusive<i16> = 1960..=2100;

/// Columns of 0/1 and the attributes they become.
const FLAGS: [(&str, &str); 8] = [
    ("left", "ideology-left"),
    ("nat", "ideology-nationalist"),
    ("rel", "ideology-religious"),
    ("right", "ideology-right"),
    ("ercsr", "goal-regime"),
    ("pch", "goal-policy"),
    ("sq", "goal-status-quo"),
    ("tch", "goal-territory"),
];

/// Columns of bands of members and the attributes they become.
const BANDS: [(&str, &str); 2] = [("size", "size"), ("peak_size", "peak-size")];

/// One row per group and year.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::Edtg,
    layout: Layout::Standard,
    signature: &["gname", "gid", "year", "base", "left", "nat", "rel", "right", "peak_size"],
    absent: &[],
    version_column: None,
    only_version: Some("2020"),
    read,
};

/// The years in which a group had its bases, by group and bases.
type Bases = BTreeMap<(i64, String), BTreeSet<i16>>;

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let (id, name, year) = (sheet.col("gid")?, sheet.col("gname")?, sheet.col("year")?);
    let base = sheet.col("base")?;
    let find = |pairs: &[(&str, &'static str)]| -> Vec<(Col, &'static str)> {
        pairs.iter().filter_map(|(name, a)| Some((sheet.opt_col(name)?, *a))).collect()
    };
    let (flags, bands) = (find(&FLAGS), find(&BANDS));
    let mut keys = Keys::new("gid and year");
    let mut bases = Bases::new();
    while let Some(row) = sheet.next()? {
        let number = row.int_in(id, 1..=999_999)?;
        let subject = group(number).ok_or_else(|| {
            row.error(Code::BadCode, id, "the number is not a group id").hint(SHIFTED)
        })?;
        let year = row.year(year, YEARS)?;
        keys.insert(&row, (number, year))?;
        out.alias(&Alias::new(subject, &row.need_text(name)?, "name"))?;
        if let Some(base) = row.opt_text(base)? {
            bases.entry((number, base.into_owned())).or_default().insert(year);
        }
        let record = format!("{number}/{year}");
        let claim = Claim::new(&record, subject, Relation::Attribute).in_year(year);
        for (col, name) in &flags {
            if let Some(flag) = row.opt_flag(*col)? {
                let value = Some(f64::from(u8::from(flag)));
                out.claim(&Claim { attribute: Some(name), value, ..claim })?;
            }
        }
        for (col, name) in &bands {
            if let Some(value) = band(&row, *col)? {
                out.claim(&Claim { attribute: Some(name), value: Some(value), ..claim })?;
            }
        }
    }
    emit_bases(&bases, out)
}

fn group(number: i64) -> Option<ActorId> {
    ActorId::in_space(Space::Edtg, number)
}

fn band(row: &Row<'_>, col: Col) -> Result<Option<f64>> {
    const BOUNDS: [f64; 5] = [1.0, 10.0, 100.0, 1_000.0, 10_000.0];
    match row.opt_float(col)? {
        Some(x) if !BOUNDS.contains(&x) => Err(row
            .error(Code::BadCode, col, "the band is not in the source's codebook")
            .expected("1, 10, 100, 1000 or 10000")
            .hint(SHIFTED)),
        other => Ok(other),
    }
}

/// One claim for each run of years with the same bases.
fn emit_bases(bases: &Bases, out: &mut Output<'_>) -> Result<()> {
    for ((number, base), years) in bases {
        let Some(subject) = group(*number) else { continue };
        let countries: Vec<&str> = base.split(',').map(str::trim).collect();
        let value = u32::try_from(countries.len()).ok().map(f64::from);
        let text = countries.join(",");
        for (first, last) in runs(years) {
            let record = format!("{number}/{first}");
            let claim = Claim::new(&record, subject, Relation::Attribute).in_years(first, last);
            out.claim(&Claim { attribute: Some("base"), value, text: Some(&text), ..claim })?;
        }
    }
    Ok(())
}

/// First and last of each run of consecutive years.
fn runs(years: &BTreeSet<i16>) -> Vec<(i16, i16)> {
    let mut runs: Vec<(i16, i16)> = Vec::new();
    for &year in years {
        match runs.last_mut() {
            Some((_, last)) if year - *last == 1 => *last = year,
            _ => runs.push((year, year)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::states_common::testing::{refused, rows};
    use comity_core::schema::Table;

    #[test]
    fn ideology_is_dated_and_bases_are_spells() {
        let (imported, claims) = rows(FIXTURE, Table::Claims);
        assert_eq!((imported.source, imported.rows), (SourceKey::Edtg, 4));
        assert_eq!((imported.first_year, imported.last_year), (Some(1998), Some(2003)));
        assert_eq!(
            claims[0],
            "record=1/2001 subject=2000000001 relation=attribute attribute=ideology-left value=0 \
             year=2001 first=11323 last=11687 certainty=coded"
        );
        let bases: Vec<&String> = claims.iter().filter(|c| c.contains("=base ")).collect();
        assert_eq!(bases.len(), 3);
        assert!(bases[0].contains("value=1 text=Iraq first=11323 last=12052"));
        assert!(bases[1].contains("value=2 text=Iraq,Syria first=12053 last=12417"));
        assert!(claims.iter().any(|c| c.contains("attribute=peak-size value=1000 year=2003")));
        assert!(!claims.iter().any(|c| c.contains("record=2/1998") && c.contains("ideology")));
        let (_, aliases) = rows(FIXTURE, Table::Aliases);
        assert_eq!(
            aliases,
            [
                "actor=2000000001 name=River Valley Front (RVF) kind=name",
                "actor=2000000002 name=Hill League kind=name",
            ]
        );
    }

    #[test]
    fn damaged_cells_are_named() {
        refused(FIXTURE, "1000.0", "999.0", Code::BadCode, "peak_size");
        refused(FIXTURE, ",1,2002,", ",1,2001,", Code::DuplicateKey, "gid");
        refused(FIXTURE, ",2,1998,", ",2,19,", Code::ImpossibleYear, "year");
        refused(FIXTURE, "Hill League", "", Code::MissingValue, "gname");
    }
}
