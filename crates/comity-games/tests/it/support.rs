//! What the tests share.

use comity_games::Rational;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) fn ratio(above: i64, below: i64) -> Rational {
    Rational::new(above.into(), below.into())
}

/// The `.efg` and `.nfg` files below the folder named by `COMITY_GAMBIT_GAMES` or, without it,
/// below that of the installed pygambit. None, with a printed line, if there is neither.
pub(crate) fn gambit_games() -> Vec<(PathBuf, String)> {
    let folder = std::env::var_os("COMITY_GAMBIT_GAMES").map(PathBuf::from).or_else(installed);
    let mut games = Vec::new();
    if let Some(folder) = folder {
        gather(&folder, &mut games);
    }
    if games.is_empty() {
        println!("skipped: pygambit is not installed");
    }
    games.sort();
    games
}

fn installed() -> Option<PathBuf> {
    let program = "import pygambit, pathlib; print(pathlib.Path(pygambit.__file__).parent)";
    let run = Command::new("python3").args(["-c", program]).output().ok()?;
    let folder = String::from_utf8(run.stdout).ok()?;
    run.status.success().then(|| PathBuf::from(folder.trim()))
}

fn gather(folder: &Path, games: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, games);
        } else if path.extension().is_some_and(|e| e == "efg" || e == "nfg") {
            let bytes = std::fs::read(&path).unwrap();
            games.push((path, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
}
