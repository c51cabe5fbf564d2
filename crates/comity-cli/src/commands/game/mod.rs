//! `comity game`, one file a command.

mod draw;
mod list;
mod show;
mod solve;
mod source;
mod sweep;

use crate::args::GameCommand;
use crate::output::Output;
use comity::core::Result;

/// Runs the `game` command that was asked for.
pub(super) fn run(command: &GameCommand, out: &Output) -> Result<()> {
    match command {
        GameCommand::List => list::run(out),
        GameCommand::Show { game } => show::run(game, out),
        GameCommand::Solve(args) => solve::run(args, out),
        GameCommand::Sweep(args) => sweep::run(args, out),
        GameCommand::Draw(args) => draw::run(args, out),
    }
}
