//! Arguments of `game` and its commands.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Arguments of `game`.
#[derive(Debug, Args)]
pub(crate) struct GameArgs {
    #[command(subcommand)]
    pub(crate) command: GameCommand,
}

/// The `game` commands.
#[derive(Debug, Subcommand)]
pub(crate) enum GameCommand {
    /// The games of the catalogue
    List,
    /// What a game is: what is documented of it and what reconstructed, parameters, classes
    Show {
        /// A slug such as alliance, or a file: .toml, .efg or .nfg
        game: String,
    },
    /// Solve a game
    Solve(GameSolveArgs),
    /// Which solution holds where, over one parameter or two
    Sweep(GameSweepArgs),
    /// Draw a game tree with its solution
    Draw(GameDrawArgs),
}

/// A game and values of its parameters.
#[derive(Debug, Args)]
pub(crate) struct Chosen {
    /// A slug such as alliance, or a file: .toml, .efg or .nfg
    pub(crate) game: String,
    /// Set a parameter by its name or symbol, such as v=0.26 or kappa=0.8; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,
}

/// Arguments of `game solve`.
#[derive(Debug, Args)]
pub(crate) struct GameSolveArgs {
    #[command(flatten)]
    pub(crate) chosen: Chosen,
    #[command(flatten)]
    pub(crate) how: How,
    /// With --method quantal: the whole branch from chance up to there
    #[arg(long)]
    pub(crate) path: bool,
}

/// How a tree or a strategic form is solved.
#[derive(Debug, Args)]
pub(crate) struct How {
    /// How to solve a tree or a strategic form [default: what suits it]
    #[arg(long, value_enum, value_name = "METHOD")]
    pub(crate) method: Option<MethodArg>,
    /// With --method quantal: the precision per unit of payoff [default: the limit]
    #[arg(long, value_name = "X")]
    pub(crate) lambda: Option<f64>,
}

/// A method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MethodArg {
    /// Backward induction, with all ties: trees of perfect information
    Backward,
    /// Every equilibrium in pure strategies
    Pure,
    /// Equilibria in mixed strategies: all extreme ones of two players, else by supports
    Mixed,
    /// One subgame-perfect equilibrium of two players, by the sequence form
    Sequence,
    /// Logit quantal response
    Quantal,
}

/// Arguments of `game sweep`.
#[derive(Debug, Args)]
pub(crate) struct GameSweepArgs {
    #[command(flatten)]
    pub(crate) chosen: Chosen,
    /// A parameter and its range, such as v=0..1 or v=0..1:200 with the number of cells; a
    /// second axis makes a phase diagram
    #[arg(long, value_name = "NAME=LOW..HIGH[:CELLS]", required = true)]
    pub(crate) axis: Vec<String>,
    /// Where to write it: .svg (its data go to the .csv beside it), .csv, .json or .html
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `game draw`.
#[derive(Debug, Args)]
pub(crate) struct GameDrawArgs {
    #[command(flatten)]
    pub(crate) chosen: Chosen,
    #[command(flatten)]
    pub(crate) how: How,
    /// Where to write the drawing: .svg or .txt [default: print it as text]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
