//! Every data set comity reads: the columns it is recognised by and the function that reads
//! it. A new data set is one more file and one more entry here.

use crate::cells::{parse_date, parse_float};
use crate::header::Header;
use crate::output::Output;
use crate::sheet::Sheet;
use crate::types::Layout;
use crate::{
    edtg, epr, forge, nsa, states_alliances, states_capabilities, states_contiguity,
    states_ideal_points, states_majors, states_mids, states_panel, states_rivalries, ucdp_acd,
    ucdp_actor, ucdp_brd, ucdp_dyadic, ucdp_esd, ucdp_ged, ucdp_nonstate, ucdp_onesided,
};
use comity_core::{Code, Error, Result, SourceKey};

/// Reads the rows of a table into the tables of the evidence store.
pub(crate) type Read = fn(&mut Sheet<'_>, &mut Output<'_>) -> Result<()>;

/// One layout of one data set.
pub(crate) struct Importer {
    /// The data set.
    pub(crate) key: SourceKey,
    /// The unit of one row.
    pub(crate) layout: Layout,
    /// Columns that the layout must have, each with its other names after `|`. Together they
    /// tell the layout from all others.
    pub(crate) signature: &'static [&'static str],
    /// Columns that only other layouts have.
    pub(crate) absent: &'static [&'static str],
    /// The column that states the version, if the layout has one.
    pub(crate) version_column: Option<&'static str>,
    /// The version, where the layout is known from one release only.
    pub(crate) only_version: Option<&'static str>,
    /// The function that reads it.
    pub(crate) read: Read,
}

/// The importers.
pub(crate) static IMPORTERS: &[Importer] = &[
    ucdp_esd::ACTOR_YEAR,
    ucdp_esd::TRIAD_YEAR,
    ucdp_actor::IMPORTER,
    ucdp_dyadic::IMPORTER,
    ucdp_acd::IMPORTER,
    ucdp_nonstate::IMPORTER,
    ucdp_onesided::IMPORTER,
    ucdp_brd::IMPORTER,
    ucdp_ged::IMPORTER,
    states_ideal_points::IMPORTER,
    states_ideal_points::IMPORTER_MIDEAST,
    states_panel::IMPORTER,
    states_contiguity::IMPORTER,
    states_majors::IMPORTER,
    states_capabilities::IMPORTER,
    states_alliances::IMPORTER,
    states_rivalries::IMPORTER,
    states_mids::IMPORTER,
    forge::IMPORTER,
    nsa::IMPORTER,
    epr::IMPORTER,
    epr::IMPORTER_LINKS,
    edtg::IMPORTER,
];

/// Share of a signature's columns from which a table counts as that data set with columns
/// missing, so that the error can name them.
const LIKELY: f64 = 0.6;

/// The item whose signature a header has, the longest if several are there; failing that
/// the one that lacks the smallest share of its columns, if that share is small.
pub(crate) fn nearest<T: Copy>(
    header: &Header,
    items: &[(T, &'static [&'static str])],
) -> Option<T> {
    let found: Vec<(T, usize, usize)> = items
        .iter()
        .map(|(item, names)| {
            (*item, names.iter().filter(|n| header.find(n).is_some()).count(), names.len())
        })
        .collect();
    let whole = found.iter().filter(|(_, n, all)| n == all).rev().max_by_key(|(_, n, _)| *n);
    let share = |n: usize, all: usize| n as f64 / all.max(1) as f64;
    let near = || {
        found
            .iter()
            .filter(|(_, n, all)| *n >= 2 && share(*n, *all) >= LIKELY)
            .rev()
            .max_by(|(_, n, all), (_, m, of)| share(*n, *all).total_cmp(&share(*m, *of)))
    };
    whole.or_else(near).map(|(item, ..)| *item)
}

/// The importer of a table, by [`nearest`].
///
/// # Errors
/// [`Code::MissingHeader`] when the first row looks like data, else [`Code::Unrecognised`].
pub(crate) fn recognise(sheet: &Sheet<'_>) -> Result<&'static Importer> {
    let header = sheet.header();
    let allowed = |i: &&Importer| i.absent.iter().all(|n| header.find(n).is_none());
    let items: Vec<_> = IMPORTERS.iter().filter(allowed).map(|i| (i, i.signature)).collect();
    nearest(header, &items).ok_or_else(|| unrecognised(sheet))
}

fn unrecognised(sheet: &Sheet<'_>) -> Error {
    let names = sheet.header().names();
    let is_value = |n: &String| parse_float(n).is_some() || parse_date(n).is_some();
    if names.iter().any(is_value) {
        return Error::new(Code::MissingHeader, "the first row holds values, not column names")
            .file(sheet.file())
            .row(1)
            .expected("column names in the first row")
            .hint("download the file again, or put its header row back");
    }
    let shown: Vec<&str> = names.iter().take(6).map(String::as_str).collect();
    Error::new(Code::Unrecognised, "the file is none of the data sets comity reads")
        .file(sheet.file())
        .row(1)
        .value(shown.join(", "))
        .expected("the header of a data set on the list of `comity data doctor`")
        .hint("use the file as downloaded; comity knows a data set by its column names")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::key;

    #[test]
    fn no_signature_is_part_of_another_without_an_exclusion() {
        for a in IMPORTERS {
            for b in IMPORTERS.iter().filter(|b| !std::ptr::eq(a, *b)) {
                let inside = a.signature.iter().all(|n| {
                    n.split('|')
                        .any(|x| b.signature.iter().any(|m| m.split('|').any(|y| key(x) == key(y))))
                });
                let longer = b.signature.len() > a.signature.len();
                assert!(!inside || longer || !a.absent.is_empty(), "{:?} in {:?}", a.key, b.key);
            }
        }
    }
}
