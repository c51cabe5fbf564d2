//! The `comity` command line: parse, call the library, print.

mod args;
mod commands;
mod output;
mod progress;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = args::Cli::parse();
    let out = output::Output::new(&cli.global);
    match commands::run(&cli, &out) {
        Ok(exit) => exit,
        Err(error) => out.error(&error),
    }
}
