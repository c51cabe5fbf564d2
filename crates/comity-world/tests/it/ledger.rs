//! The ledger of forecasts: several runs at once, and runs killed at any moment.

use crate::support::Place;
use comity_core::{ActorId, Dyad, Estimand, Forecast, Interval};
use comity_world::{LedgerEntry, World};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::time::Duration;

/// Kills of one test run.
const KILLS: u64 = 20;
const STORE: &str = "COMITY_TEST_LEDGER_STORE";
const FIRST: &str = "COMITY_TEST_LEDGER_FIRST";

/// Forecasts about the group 1 and each of some others.
fn entries(others: std::ops::Range<u32>) -> Vec<LedgerEntry> {
    let forecast = |b| Forecast {
        estimand: Estimand {
            dyad: Dyad::new(ActorId::ucdp(1), ActorId::ucdp(b)).unwrap(),
            domain: None,
            as_of: 2017,
            horizon: 1,
        },
        question: "Will they? ".repeat(40),
        resolution_rule: String::new(),
        probability: 0.5,
        interval80: Interval { low: 0.4, high: 0.6 },
        interval95: Interval { low: 0.3, high: 0.7 },
        base_rate: 0.01,
        reference_class: String::new(),
        weights: vec![("x".into(), 1.0)],
        resolution: None,
    };
    others
        .map(|b| LedgerEntry {
            issued_at: "2020-02-03T04:05:06Z".parse().unwrap(),
            known_to: None,
            program: "0.1.0".to_owned(),
            inputs: String::new(),
            spec: [("seed".to_owned(), "1".to_owned())].into(),
            forecast: forecast(b),
        })
        .collect()
}

#[test]
fn runs_at_once_leave_whole_lines_and_each_forecast_once() {
    let place = Place::new();
    let barrier = Barrier::new(4);
    let appended: usize = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let world = place.world();
                    barrier.wait();
                    (2..22)
                        .map(|i| world.record_forecasts(&entries(i..i + 5)).unwrap())
                        .sum::<usize>()
                })
            })
            .collect();
        runs.into_iter().map(|r| r.join().unwrap()).sum::<usize>()
    });
    assert_eq!(appended, 24);
    let world = place.world();
    assert_eq!(world.recorded_forecasts(None).unwrap().len(), 24);
    let report = world.verify().unwrap();
    assert!(report.ok() && report.forecasts.torn.is_none(), "{report:?}");
    assert_eq!(report.forecasts.records, 24);
}

#[test]
fn a_forecast_does_not_wait_for_an_import() {
    let place = Place::new();
    std::fs::create_dir_all(place.store()).unwrap();
    let held = std::fs::File::create(place.store().join("lock")).unwrap();
    held.lock().unwrap();
    assert_eq!(place.world().record_forecasts(&entries(2..3)).unwrap(), 1);
}

#[test]
fn the_bundled_extract_alone_has_no_ledger() {
    let world = World::bundled().unwrap();
    assert!(world.recorded_forecasts(None).unwrap().is_empty());
    let refused = world.record_forecasts(&entries(2..3)).unwrap_err();
    assert_eq!(refused.code(), comity_core::Code::BadSetting);
}

/// Not a test of its own: what the child process runs.
#[test]
fn child() {
    let (Ok(store), Ok(first)) = (std::env::var(STORE), std::env::var(FIRST)) else { return };
    let world = World::store_only(Path::new(&store)).unwrap();
    let first: u32 = first.parse().unwrap();
    for i in 0..200 {
        world.record_forecasts(&entries(first + i * 20..first + i * 20 + 20)).unwrap();
    }
}

#[test]
fn a_killed_run_leaves_a_ledger_that_reads_and_grows() {
    let place = Place::new();
    let mut killed = 0;
    let mut before = Vec::new();
    for kill in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "ledger::child", "--quiet"])
            .env(STORE, place.store())
            .env(FIRST, (2 + kill * 10_000).to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(10 + kill * 7 % 60));
        killed += u32::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        let report = place.world().verify().unwrap();
        assert!(report.ok(), "after kill {kill}: {:?}", report.forecasts);
        let now = place.world().recorded_forecasts(None).unwrap();
        assert!(now.starts_with(&before), "after kill {kill} a record was lost or changed");
        before = now;
    }
    assert!(killed > KILLS as u32 / 4, "only {killed} of {KILLS} runs were alive when killed");
    assert_eq!(place.world().record_forecasts(&entries(5_000_000..5_000_001)).unwrap(), 1);
    let report = place.world().verify().unwrap();
    assert!(report.ok() && report.forecasts.torn.is_none(), "{report:?}");
    assert_eq!(report.forecasts.records, before.len() + 1);
}
