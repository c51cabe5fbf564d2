//! One file a command.

mod completions;
mod curve;
mod data;
mod estimate;
mod events;
mod find;
mod forecasts;
mod game;
mod levels;
mod man;
mod outlook;
mod pack;
mod pair;
mod panel;
mod questions;
mod score;
mod show;
mod theories;
mod verify;

use crate::args::{Cli, Command, Global, RiskSet, Spec as SpecArgs};
use crate::output::Output;
use comity::Session;
use comity::core::{Code, Error, Result};
use comity::theories::TheoryFile;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs the command that was asked for.
///
/// # Errors
/// Whatever the command fails with.
pub(crate) fn run(cli: &Cli, out: &Output) -> Result<ExitCode> {
    let done = || Ok(ExitCode::SUCCESS);
    match &cli.command {
        Command::Completions { shell } => completions::run(*shell).and_then(|()| done()),
        Command::Man { dir } => man::run(dir).and_then(|()| done()),
        Command::Find(args) => find::run(&open(&cli.global)?, args, out).and_then(|()| done()),
        Command::Show(args) => show::run(&open(&cli.global)?, args, out).and_then(|()| done()),
        Command::Pair(args) => pair::run(&open(&cli.global)?, args, out).and_then(|()| done()),
        Command::Panel(args) => panel::run(&open(&cli.global)?, args, out).and_then(|()| done()),
        Command::Outlook(args) => {
            outlook::run(&open(&cli.global)?, args, out).and_then(|()| done())
        }
        Command::Theories(args) => {
            theories::run(&open(&cli.global)?, args, out).and_then(|()| done())
        }
        Command::Estimate(args) => {
            estimate::run(&open(&cli.global)?, args, out).and_then(|()| done())
        }
        Command::Score(args) => score::run(&open(&cli.global)?, args, out).and_then(|()| done()),
        Command::Curve(args) => curve::run(&open(&cli.global)?, args, out).and_then(|()| done()),
        Command::Levels(args) => levels::run(&open(&cli.global)?, args, out).and_then(|()| done()),
        Command::Game(args) => game::run(&args.command, out).and_then(|()| done()),
        Command::Events(args) => events::run(&cli.global, &args.command, out).and_then(|()| done()),
        Command::Questions(args) => {
            questions::run(&open(&cli.global)?, args, out).and_then(|()| done())
        }
        Command::Forecasts(args) => {
            forecasts::run(&open(&cli.global)?, args, out).and_then(|()| done())
        }
        Command::Pack(args) => pack::run(&open(&cli.global)?, args, out).and_then(|()| done()),
        Command::Data(args) => data::run(&cli.global, &args.command, out),
    }
}

/// The folder of the evidence store.
///
/// # Errors
/// [`Code::BadSetting`] when the platform names no data folder and none was given.
pub(crate) fn store_dir(global: &Global) -> Result<PathBuf> {
    use etcetera::BaseStrategy;
    if let Some(dir) = &global.data_dir {
        return Ok(dir.clone());
    }
    etcetera::choose_base_strategy().map(|s| s.data_dir().join("comity")).map_err(|e| {
        Error::new(Code::BadSetting, format!("no data folder: {e}"))
            .hint("name one with --data-dir DIR or COMITY_DATA_DIR")
    })
}

fn open(global: &Global) -> Result<Session> {
    Session::open(&store_dir(global)?)
}

/// The library's specification from the command line's.
///
/// # Errors
/// [`Code::BadSetting`] when a date or a range is wrong.
pub(crate) fn spec(args: &SpecArgs) -> Result<comity::Spec> {
    comity::Spec {
        as_of: args.as_of,
        released_by: args.released_by.as_deref().map(date).transpose()?,
        risk_set: risk_set(args.risk_set),
        seed: args.seed,
        ..comity::Spec::default()
    }
    .check()
}

/// A date from the command line.
///
/// # Errors
/// [`Code::BadSetting`] when the text is not a date.
pub(crate) fn date(text: &str) -> Result<comity::Date> {
    text.parse().map_err(|_| {
        Error::new(Code::BadSetting, "not a date").value(text).expected("a date such as 2022-06-30")
    })
}

/// The library's risk set from the command line's.
pub(crate) const fn risk_set(r: RiskSet) -> comity::panel::RiskSet {
    match r {
        RiskSet::All => comity::panel::RiskSet::All,
        RiskSet::Region => comity::panel::RiskSet::Region,
        RiskSet::Relevant => comity::panel::RiskSet::Relevant,
    }
}

/// The files of theories that `--with` names.
///
/// # Errors
/// [`Code::NoSuchFile`] naming the file, [`Code::BadEncoding`] when it is not UTF-8.
pub(crate) fn theory_files(paths: &[PathBuf]) -> Result<Vec<TheoryFile>> {
    paths
        .iter()
        .map(|path| {
            let name = path.display().to_string();
            let bytes = std::fs::read(path).map_err(|e| {
                Error::new(Code::NoSuchFile, e.to_string())
                    .file(&name)
                    .hint("--with takes a TOML file of theories")
            })?;
            let text = String::from_utf8(bytes)
                .map_err(|_| Error::new(Code::BadEncoding, "the text is not UTF-8").file(&name))?;
            Ok(TheoryFile { name, text })
        })
        .collect()
}

/// Makes a folder if there is none.
///
/// # Errors
/// [`Code::Io`] naming the folder.
pub(crate) fn make_folder(path: &Path) -> Result<()> {
    std::fs::create_dir_all(path)
        .map_err(|e| Error::new(Code::Io, e.to_string()).file(path.display().to_string()))
}

/// Writes a file whole or not at all: to a neighbour first, then renamed.
///
/// # Errors
/// [`Code::Io`] naming the file.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |e: std::io::Error| {
        Error::new(Code::Io, e.to_string())
            .file(path.display().to_string())
            .hint("name another file with --output")
    };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut new = tempfile::Builder::new();
    #[cfg(unix)]
    {
        // As any other program's output: readable as the person's umask says.
        use std::os::unix::fs::PermissionsExt;
        new.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = new.tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.persist(path).map_err(|e| failed(e.error))?;
    Ok(())
}
