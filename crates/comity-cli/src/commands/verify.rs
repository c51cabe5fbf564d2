//! `comity data verify`.

use crate::output::Output;
use comity::core::{Exit, Result};
use comity::world::{VerifyReport, World};
use std::path::Path;
use std::process::ExitCode;

/// Checks every stored file and the ledger of forecasts.
pub(super) fn run(dir: &Path, out: &Output) -> Result<ExitCode> {
    let report = World::open(dir)?.verify()?;
    out.result(&report, || text(&report))?;
    Ok(if report.ok() { ExitCode::SUCCESS } else { ExitCode::from(Exit::Store as u8) })
}

fn text(report: &VerifyReport) -> String {
    let mut lines: Vec<String> = report
        .problems
        .iter()
        .map(|p| format!("{} {}: {}: {} [{}]", p.source, p.version, p.file, p.message, p.code))
        .collect();
    for l in &report.leftovers {
        lines.push(format!("left over by an interrupted import, harmless: {}", l.display()));
    }
    let ledger = &report.forecasts;
    for p in &ledger.problems {
        lines.push(format!("{}, line {}: {} [{}]", ledger.file, p.line, p.message, p.code));
    }
    if let Some(line) = ledger.torn {
        lines.push(format!(
            "{}, line {line}: cut short by an interrupted run, harmless: passed over",
            ledger.file
        ));
    }
    let mut counted = format!(
        "{}: {} imports, {} files, {} bytes hashed",
        if report.ok() { "sound" } else { "damaged" },
        report.imports,
        report.files,
        comity::text::thousands(report.bytes)
    );
    if ledger.records > 0 {
        let records = comity::text::thousands(ledger.records as u64);
        counted.push_str(&format!(", {records} recorded forecasts"));
    }
    lines.push(counted);
    lines.join("\n")
}
