//! State-based conflict-years, as Dyadic and Armed Conflict both give them.

use crate::keys::Keys;
use crate::names::Names;
use crate::output::{Claim, Output};
use crate::sheet::Sheet;
use crate::ucdp::{YEARS, regions, side, side_columns};
use comity_core::claim::attribute;
use comity_core::{ActorId, Relation, Result};

const SECONDARY: &str = "secondary parties are named without actor ids: no claim is made of them";

/// The unit of a row: its id column and its name in a claim's context.
pub(crate) struct Unit {
    pub(crate) column: &'static str,
    pub(crate) context: &'static str,
    pub(crate) key: &'static str,
}

/// Reads rows of opponents by year. Every pair of opponents gives two `fights` claims, with
/// side B as subject and side A as object: `state-based` with the intensity (1 minor, 2 war)
/// and `incompatibility` with its code; and coverage `state-based` for both.
///
/// # Errors
/// Those of the cells and of the sink.
pub(crate) fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>, unit: &Unit) -> Result<()> {
    let (id, year) = (sheet.col(unit.column)?, sheet.col("year")?);
    let (a, b) = (side_columns(sheet, 'a')?, side_columns(sheet, 'b')?);
    let (a_2nd, b_2nd) = (sheet.opt_col("side_a_2nd"), sheet.opt_col("side_b_2nd"));
    let (intensity, issue) = (sheet.col("intensity_level")?, sheet.col("incompatibility")?);
    let (conflict_type, region) = (sheet.col("type_of_conflict")?, sheet.opt_col("region"));
    let mut keys = Keys::new(unit.key);
    let mut names = Names::default();
    while let Some(row) = sheet.next()? {
        let (id, year) = (row.int_in(id, 0..=i64::MAX)?, row.year(year, YEARS)?);
        keys.insert(&row, (id, year))?;
        row.int_in(conflict_type, 1..=4)?;
        if row.opt_text(a_2nd)?.or(row.opt_text(b_2nd)?).is_some() {
            out.note(SECONDARY, row.number());
        }
        let fight = Fight {
            record: format!("{id}-{year}"),
            context: format!("{}:{id}", unit.context),
            year,
            side_a: side(&row, a, year, &mut names)?,
            side_b: side(&row, b, year, &mut names)?,
            region: regions(&row, region)?,
        };
        fight.claim(out, attribute::STATE_BASED, Some(row.int_in(intensity, 1..=2)? as f64))?;
        fight.claim(out, attribute::INCOMPATIBILITY, Some(row.int_in(issue, 1..=3)? as f64))?;
        fight.cover(out, "state-based")?;
    }
    names.emit(out)
}

/// One row: who fought whom in a year.
pub(crate) struct Fight {
    pub(crate) record: String,
    pub(crate) context: String,
    pub(crate) year: i16,
    pub(crate) side_a: Vec<ActorId>,
    pub(crate) side_b: Vec<ActorId>,
    pub(crate) region: Option<String>,
}

impl Fight {
    /// One `fights` claim for every pair of opponents. Where a side has several actors, the
    /// pairs have the records `ROW/B-A`.
    ///
    /// # Errors
    /// Those of the sink.
    pub(crate) fn claim(
        &self,
        out: &mut Output<'_>,
        attribute: &str,
        value: Option<f64>,
    ) -> Result<()> {
        let several = self.side_a.len() > 1 || self.side_b.len() > 1;
        for &b in &self.side_b {
            for &a in &self.side_a {
                let part = format!("{}/{}-{}", self.record, b.number(), a.number());
                out.claim(&Claim {
                    object: Some(a),
                    attribute: Some(attribute),
                    value,
                    context: Some(&self.context),
                    region: self.region.as_deref(),
                    ..Claim::new(if several { &part } else { &self.record }, b, Relation::Fights)
                        .in_year(self.year)
                })?;
            }
        }
        Ok(())
    }

    /// Coverage of every actor of the row.
    ///
    /// # Errors
    /// Those of the sink.
    pub(crate) fn cover(&self, out: &mut Output<'_>, topic: &'static str) -> Result<()> {
        self.side_a
            .iter()
            .chain(&self.side_b)
            .try_for_each(|actor| out.coverage(topic, *actor, Some(self.year)))
    }
}
