//! Imports killed at any moment.

use crate::support::{self, Place, add};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Kills of one test run.
const KILLS: u32 = 20;
const STORE: &str = "COMITY_TEST_CRASH_STORE";
const FILES: &str = "COMITY_TEST_CRASH_FILES";

/// Not a test of its own: what the child process runs.
#[test]
fn child() {
    let (Ok(store), Ok(files)) = (std::env::var(STORE), std::env::var(FILES)) else { return };
    let world = comity_world::World::store_only(Path::new(&store)).unwrap();
    add(&world, &[PathBuf::from(files)]);
}

#[test]
fn a_killed_import_leaves_a_sound_store_that_the_next_import_completes() {
    let place = Place::new();
    for i in 0_i16..6 {
        let rows: Vec<_> = (0_u32..400).map(|r| (r, 1990 + i, 101, 1000 + r)).collect();
        place.file(&format!("{i}.csv"), &support::support(&format!("{}.1", 10 + i), &rows));
    }
    let mut killed = 0;
    for kill in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::child", "--quiet"])
            .env(STORE, place.store())
            .env(FILES, place.files())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Spread over start, reading, writing and committing of six files.
        std::thread::sleep(Duration::from_millis(u64::from(kill) * 7 % 90));
        killed += u32::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        let report = place.world().verify().unwrap();
        assert!(report.ok(), "after kill {kill}: {:?}", report.problems);
        if place.world().sources().unwrap().len() == 6 {
            std::fs::remove_dir_all(place.store()).unwrap();
        }
    }
    assert!(killed > KILLS / 4, "only {killed} of {KILLS} runs were still alive when killed");
    let report = add(&place.world(), &[place.files()]);
    assert_eq!(report.added.len() + report.unchanged.len(), 6);
    let report = place.world().verify().unwrap();
    assert!(report.ok() && report.leftovers.is_empty(), "{report:?}");
    assert_eq!(place.world().sources().unwrap().len(), 6);
}
