//! `comity events simulate`.

use super::{asked, csv_file};
use crate::args::EventsSimulateArgs;
use crate::commands::write_file;
use crate::output::Output;
use comity::core::Result;
use comity::events::draw;
use comity::text::thousands;

/// Draws events from a fitted model and writes them.
pub(super) fn run(args: &EventsSimulateArgs, out: &Output) -> Result<()> {
    csv_file(&args.output, "events")?;
    let drawn = draw(&asked(&args.of), args.events, args.seed)?;
    write_file(&args.output, &drawn.csv())?;
    out.result(&drawn, || {
        let count = thousands(drawn.times.len() as u64);
        format!("wrote {}: {count} events, seed {}", args.output.display(), drawn.seed)
    })
}
