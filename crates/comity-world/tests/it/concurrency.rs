//! Several runs at once.

use crate::support::{self, Place, add};
use comity_core::{AsOf, Code, SourceKey};
use comity_world::{AddOptions, Silent, World};
use std::sync::Barrier;
use std::time::Duration;

#[test]
fn two_imports_at_once_both_succeed() {
    let place = Place::new();
    let files: Vec<_> = (0_i16..8)
        .map(|i| {
            let version = format!("{}.1", 10 + i);
            let text = support::support(&version, &[(1, 2000 + i, 101, 100)]);
            place.file(&format!("{i}.csv"), &text)
        })
        .collect();
    let (left, right) = files.split_at(4);
    let barrier = Barrier::new(2);
    std::thread::scope(|scope| {
        for half in [left, right] {
            let (barrier, store) = (&barrier, place.store());
            scope.spawn(move || {
                let world = World::store_only(&store).unwrap();
                barrier.wait();
                for file in half {
                    assert_eq!(add(&world, std::slice::from_ref(file)).added.len(), 1);
                }
            });
        }
    });
    let world = place.world();
    assert_eq!(world.sources().unwrap().len(), 8);
    let report = world.verify().unwrap();
    assert!(report.ok() && report.leftovers.is_empty(), "{report:?}");
}

#[test]
fn the_same_file_imported_at_once_enters_once() {
    let place = Place::new();
    let file = place.file("a.csv", &support::support("18.1", &[(1, 2000, 101, 100)]));
    let added: usize = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| add(&place.world(), std::slice::from_ref(&file)).added.len()))
            .collect();
        runs.into_iter().map(|r| r.join().unwrap()).sum()
    });
    assert_eq!(added, 1);
    assert_eq!(place.world().sources().unwrap().len(), 1);
}

#[test]
fn a_held_lock_is_waited_for_and_then_reported() {
    let place = Place::new();
    std::fs::create_dir_all(place.store()).unwrap();
    let held = std::fs::File::create(place.store().join("lock")).unwrap();
    held.lock().unwrap();
    let file = place.file("a.csv", &support::support("18.1", &[(1, 2000, 101, 100)]));
    let options = AddOptions { lock_timeout: Duration::from_millis(100), ..AddOptions::default() };
    let world = place.world();
    let error = world.add_with(std::slice::from_ref(&file), &options, &Silent).unwrap_err();
    assert_eq!(error.code(), Code::Locked);
    assert!(world.sources().unwrap().is_empty(), "reading needs no lock");
    held.unlock().unwrap();
    world.add_with(&[file], &options, &Silent).unwrap();
}

#[test]
fn reading_goes_on_while_versions_come_and_go() {
    let place = Place::new();
    let world = place.world();
    let base = place.file("base.csv", &support::support("1.1", &[(1, 2000, 101, 100)]));
    add(&world, &[base]);
    let file = place.file("a.csv", &support::support("18.1", &[(1, 2000, 101, 100)]));
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for _ in 0..5 {
                add(&place.world(), std::slice::from_ref(&file));
                place.world().remove(SourceKey::Esd, Some("18.1")).unwrap();
            }
        });
        while !writer.is_finished() {
            let evidence = world.evidence(AsOf::LATEST).unwrap();
            assert_eq!(evidence.inputs().len(), 1);
        }
    });
}
