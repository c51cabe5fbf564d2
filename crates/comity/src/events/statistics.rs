//! Statistics of every dyad at every event.

use super::{Asked, Loaded};
use crate::text::csv_cell;
use comity_core::{Code, Error, Result};
use comity_relational::naive;
use serde::Serialize;
use std::io::Write;

/// Most values that are written.
const MOST: usize = 50_000_000;

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Moments at which something is explained.
    pub moments: usize,
    /// Rows: one a dyad and moment.
    pub rows: usize,
    /// Terms, as formulas write them.
    pub terms: Vec<String>,
}

/// Writes the statistics of every dyad at risk at every moment as comma-separated values: the
/// moment from one, its time, sender, receiver, the events of the dyad at that moment, then one
/// column a term. For looking at definitions and for other programs; fits do not need it.
///
/// # Errors
/// `events/too-large` where that were more than 50 million values; those of [`super::fit()`];
/// [`Code::Io`].
pub fn statistics(asked: &Asked<'_>, to: &mut dyn Write) -> Result<Written> {
    let Loaded { stream, terms, .. } = Loaded::new(asked)?;
    let actors = stream.actors();
    let most = actors.len().saturating_mul(actors.len()).saturating_mul(terms.len());
    let values = most.saturating_mul(stream.len());
    if values > MOST {
        return Err(Error::new(Code::TooLarge, "there are too many statistics to write them all")
            .value(format!("about {values} values"))
            .expected(format!("at most {MOST}"))
            .hint("write those of a part of the events; a fit does not need them"));
    }
    let moments = naive::statistics(&stream, &terms, &asked.options)?;
    let failed = |e: std::io::Error| Error::new(Code::Io, e.to_string());
    let names: Vec<String> = terms.iter().map(comity_relational::Term::name).collect();
    let head = ["moment", "time", "sender", "receiver", "events"].map(str::to_owned);
    let header: Vec<String> = head.into_iter().chain(names.iter().map(|n| csv_cell(n))).collect();
    writeln!(to, "{}", header.join(",")).map_err(failed)?;
    let mut rows = 0;
    for (m, moment) in moments.iter().enumerate() {
        for (d, (&(s, r), values)) in moment.dyads.iter().zip(&moment.values).enumerate() {
            let name = |k: u32| actors.get(k as usize).map_or("", String::as_str);
            let events = moment.events.iter().filter(|&&e| e == d).count();
            let head =
                format!("{},{},{},{}", m + 1, moment.time, csv_cell(name(s)), csv_cell(name(r)));
            let values: String = values.iter().map(|v| format!(",{v}")).collect();
            writeln!(to, "{head},{events}{values}").map_err(failed)?;
            rows += 1;
        }
    }
    Ok(Written { moments: moments.len(), rows, terms: names })
}
