//! UN General Assembly ideal points (Bailey, Strezhnev and Voeten 2017), from all votes and
//! from Middle-East votes only: one row per state and session.
//!
//! Emits `state_facts` (system `cow`, year = 1945 + session):
//!
//! | variable | value |
//! |---|---|
//! | `ideal_point` | posterior mean, all votes; higher is closer to the western pole |
//! | `n_votes` | votes the state cast in the session |
//! | `ideal_point_mideast`, `n_votes_mideast` | the same on Middle-East votes alone |

use crate::keys::Keys;
use crate::output::{Output, StateFact};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::states_common::{SHIFTED, state};
use crate::types::Layout;
use comity_core::{Code, Result, SourceKey};

/// Made-up rows in the layout of the file of all votes.
#[cfg(test)]
pub(crate) const FIXTURE: &[u8] = include_bytes!("../tests/fixtures/un-ideal-points.csv");
/// Made-up rows in the layout of the file of Middle-East votes.
#[cfg(test)]
pub(crate) const FIXTURE_MIDEAST: &[u8] =
    include_bytes!("../tests/fixtures/un-ideal-points-mideast.csv");

/// The first session began in January 1946 and counts as that year.
const YEAR_BEFORE_FIRST: i16 = 1945;

/// All votes.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::IdealPoints,
    layout: Layout::Standard,
    signature: &["ccode", "session", "NVotes|NVotesAll", "IdealPoint|IdealPointAll"],
    absent: &["IdealPointMiddleEast"],
    version_column: None,
    only_version: None,
    read: |sheet, out| {
        read(
            sheet,
            out,
            [("IdealPoint|IdealPointAll", "ideal_point"), ("NVotes|NVotesAll", "n_votes")],
        )
    },
};

/// Middle-East votes.
pub(crate) const IMPORTER_MIDEAST: Importer = Importer {
    key: SourceKey::IdealPointsMideast,
    layout: Layout::Standard,
    signature: &["ccode", "session", "NVotesMiddleEast", "IdealPointMiddleEast"],
    absent: &[],
    version_column: None,
    only_version: None,
    read: |sheet, out| {
        read(
            sheet,
            out,
            [
                ("IdealPointMiddleEast", "ideal_point_mideast"),
                ("NVotesMiddleEast", "n_votes_mideast"),
            ],
        )
    },
};

fn read(
    sheet: &mut Sheet<'_>,
    out: &mut Output<'_>,
    [(point, point_name), (votes, votes_name)]: [(&str, &'static str); 2],
) -> Result<()> {
    let (ccode, session) = (sheet.col("ccode")?, sheet.col("session")?);
    let (point, votes) = (sheet.col(point)?, sheet.col(votes)?);
    let mut keys = Keys::new("ccode and session");
    while let Some(row) = sheet.next()? {
        let a = state(&row, ccode)?;
        let number = row.int_in(session, 1..=155)?;
        let year = YEAR_BEFORE_FIRST + i16::try_from(number).unwrap_or(0);
        keys.insert(&row, (a, year))?;
        if let Some(x) = row.opt_float(point)? {
            if x.abs() > 10.0 {
                return Err(row
                    .error(Code::BadCode, point, "no ideal point is so far from the centre")
                    .expected("a number from -10 to 10")
                    .hint(SHIFTED));
            }
            out.state_fact(&StateFact {
                system: "cow",
                variable: point_name,
                a,
                b: None,
                year,
                value: x,
            })?;
        }
        if let Some(n) = row.opt_int_in(votes, 0..=10_000)? {
            let value = f64::from(i32::try_from(n).unwrap_or(0));
            out.state_fact(&StateFact {
                system: "cow",
                variable: votes_name,
                a,
                b: None,
                year,
                value,
            })?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::states_common::testing::{refused, rows};
    use comity_core::schema::Table;

    #[test]
    fn sessions_become_years() {
        let (imported, lines) = rows(FIXTURE, Table::StateFacts);
        assert_eq!((imported.source, imported.rows), (SourceKey::IdealPoints, 4));
        assert_eq!((imported.first_year, imported.last_year), (Some(1946), Some(2019)));
        assert_eq!(lines[0], "system=cow variable=ideal_point a=2 year=1946 value=1.5");
        assert_eq!(lines[1], "system=cow variable=n_votes a=2 year=1946 value=42");
        // The third row has no ideal point: one fact.
        assert_eq!(lines.len(), 7);
    }

    #[test]
    fn the_file_of_mideast_votes_is_told_apart() {
        let (imported, lines) = rows(FIXTURE_MIDEAST, Table::StateFacts);
        assert_eq!((imported.source, imported.rows), (SourceKey::IdealPointsMideast, 3));
        assert_eq!(lines[0], "system=cow variable=ideal_point_mideast a=2 year=1974 value=3.25");
    }

    #[test]
    fn damaged_cells_are_named() {
        refused(FIXTURE, "1.5,", "fifteen,", Code::NotANumber, "IdealPoint");
        refused(FIXTURE, "1.5,", "150,", Code::BadCode, "IdealPoint");
        refused(FIXTURE, "1,2,1,42", "1,2,1946,42", Code::BadCode, "session");
        refused(FIXTURE, "1,2,1,42", "1,,1,42", Code::MissingValue, "ccode");
        refused(FIXTURE, "2,2,2,38", "2,2,1,38", Code::DuplicateKey, "ccode");
    }
}
