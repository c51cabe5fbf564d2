//! `comity events stats`.

use super::{asked, csv_file};
use crate::args::EventsStatsArgs;
use crate::commands::write_file;
use crate::output::Output;
use comity::core::Result;
use comity::events::statistics;
use comity::text::thousands;

/// Writes the statistics of every dyad at every event.
pub(super) fn run(args: &EventsStatsArgs, out: &Output) -> Result<()> {
    csv_file(&args.output, "statistics")?;
    let mut bytes = Vec::new();
    let written = statistics(&asked(&args.of), &mut bytes)?;
    write_file(&args.output, &bytes)?;
    out.result(&written, || {
        format!(
            "wrote {}: {} rows, {} moments, {} statistics",
            args.output.display(),
            thousands(written.rows as u64),
            thousands(written.moments as u64),
            written.terms.len()
        )
    })
}
