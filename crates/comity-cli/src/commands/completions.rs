//! `comity completions SHELL`.

use crate::args::Cli;
use clap::CommandFactory;
use comity::core::Result;

/// Prints the completion script of a shell.
pub(super) fn run(shell: clap_complete::Shell) -> Result<()> {
    clap_complete::generate(shell, &mut Cli::command(), "comity", &mut std::io::stdout());
    Ok(())
}
