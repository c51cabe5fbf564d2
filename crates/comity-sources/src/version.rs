//! The version of a file: from its content, else from its name.

use crate::registry::Importer;
use crate::sheet::Sheet;
use comity_core::Result;

/// What is said of a version that nothing tells.
const UNKNOWN: &str = "unknown";

/// The version of a recognised table: the first row's version column, else the name of the
/// file or of the archive around it, else the only release in this layout, else `unknown`.
///
/// # Errors
/// [`comity_core::Code::BadEncoding`] in the version cell.
pub(crate) fn of(sheet: &Sheet<'_>, importer: &Importer, archive: &str) -> Result<String> {
    let column = importer.version_column.and_then(|name| sheet.opt_col(name));
    if let (Some(row), Some(col)) = (sheet.first(), column)
        && let Some(text) = row.opt_text(col)?.filter(|t| is_version(t))
    {
        return Ok(whole_year(&text).to_owned());
    }
    let ucdp = importer.key.as_str().starts_with("ucdp-");
    let file = sheet.file().strip_prefix(archive).unwrap_or(sheet.file());
    // In the name of a file with one known release, a year is a period, not a version.
    let bare_year = importer.only_version.is_none();
    Ok(from_name(file, ucdp, bare_year)
        .or_else(|| from_name(archive, ucdp, bare_year))
        .or_else(|| importer.only_version.map(str::to_owned))
        .unwrap_or_else(|| UNKNOWN.to_owned()))
}

fn is_version(text: &str) -> bool {
    text.len() <= 20
        && text.starts_with(|c: char| c.is_ascii_digit() || c == 'v')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

/// A year that a table of floats holds as `2016.0`.
fn whole_year(text: &str) -> &str {
    text.strip_suffix(".0").filter(|year| year.len() == 4).unwrap_or(text)
}

/// Reads a version from a file name: `x_v24_1.csv` and `x_v1.0.csv`; of UCDP also
/// `ucdp-x-241.csv` and `ged241-csv.zip`; else, with `bare_year`, a year such as in
/// `EPR-2021.csv`.
fn from_name(path: &str, ucdp: bool, bare_year: bool) -> Option<String> {
    let name = path.rsplit(['/', '\\']).next()?.to_ascii_lowercase();
    let runs = digit_runs(&name);
    let after_v = runs.iter().enumerate().find(|(_, (at, _))| {
        let before = name.get(..*at).unwrap_or_default();
        let mut letters = before.chars().rev();
        let first = letters.find(|c| !matches!(c, '_' | '.' | '-'));
        first == Some('v') && !letters.next().is_some_and(char::is_alphabetic)
    });
    if let Some((i, (at, major))) = after_v {
        let minor = runs.get(i + 1).filter(|(next, _)| *next == at + major.len() + 1);
        return match minor {
            Some((_, minor)) if major.len() <= 2 && minor.len() <= 2 => {
                Some(format!("{major}.{minor}"))
            }
            _ if ucdp && major.len() == 3 => Some(dotted(major)),
            _ => Some((*major).to_owned()),
        };
    }
    if ucdp && let Some((_, run)) = runs.iter().rev().find(|(_, run)| run.len() == 3) {
        return Some(dotted(run));
    }
    if !bare_year {
        return None;
    }
    let year = |run: &str| run.len() == 4 && (run.starts_with("19") || run.starts_with("20"));
    runs.iter().rev().find(|(_, run)| year(run)).map(|(_, run)| (*run).to_owned())
}

/// `241` as `24.1`.
fn dotted(run: &str) -> String {
    run.split_at_checked(2)
        .map_or_else(|| run.to_owned(), |(major, minor)| format!("{major}.{minor}"))
}

fn digit_runs(name: &str) -> Vec<(usize, &str)> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, c) in name.char_indices().chain([(name.len(), ' ')]) {
        match (start, c.is_ascii_digit()) {
            (None, true) => start = Some(at),
            (Some(s), false) => {
                runs.extend(name.get(s..at).map(|run| (s, run)));
                start = None;
            }
            _ => {}
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_state_versions() {
        let ucdp = [
            ("ucdp-esd-ay-181.csv.gz", "18.1"),
            ("Dyadic_v24_1.csv", "24.1"),
            ("a/ged241-csv.zip", "24.1"),
            ("GEDEvent_v26_0_4.csv", "26.0"),
            ("ucdp-prio-acd-221.csv", "22.1"),
        ];
        for (name, version) in ucdp {
            assert_eq!(from_name(name, true, true).as_deref(), Some(version), "{name}");
        }
        assert_eq!(from_name("forge_v1.0_public.csv", false, true).as_deref(), Some("1.0"));
        assert_eq!(from_name("EPR-2021.csv", false, true).as_deref(), Some("2021"));
        assert_eq!(from_name("ged_syria.csv.gz", true, true), None);
        assert_eq!(from_name("nsa_.asc", false, true), None);
        assert_eq!(from_name("atop_alliance_1946on.csv.gz", false, false), None);
    }
}
