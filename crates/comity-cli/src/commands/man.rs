//! `comity man DIR`: the manual pages, made from the arguments.

use crate::args::Cli;
use clap::CommandFactory;
use comity::core::{Code, Error, Result};
use std::path::Path;

/// Writes one manual page a command.
pub(super) fn run(dir: &Path) -> Result<()> {
    let failed = |e: std::io::Error| {
        Error::new(Code::Io, "the manual pages could not be written")
            .file(dir.display().to_string())
            .value(e.to_string())
            .expected("a folder that can be written to")
            .hint("give another folder: comity man DIR")
    };
    std::fs::create_dir_all(dir).map_err(failed)?;
    clap_mangen::generate_to(Cli::command(), dir).map_err(failed)
}
