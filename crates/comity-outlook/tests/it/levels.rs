use crate::made::{AS_OF, COLUMNS, SPONSORED, at, panel, panel_of, rows, scatter, settings};
use comity_core::{Code, Level};
use comity_outlook::Settings;
use comity_outlook::levels::{LevelsTest, MeasureKind, Weigh, levels_test};
use comity_panel::Panel;
use comity_theories::catalogue;

/// The made-up process with one internal covariate that has nothing to do with it, or takes
/// the sponsor's place.
fn with_internal(internal_matters: bool) -> Panel {
    let mut made = rows(SPONSORED);
    let sponsor = at("shared_sponsor_lag1");
    for r in &mut made {
        let noise = scatter(&[r.a, r.year.into(), 9]);
        let drawn = f64::from(u8::from(scatter(&[r.a, i64::from(r.year) / 4, 8]) < 0.3));
        let old = r.values[sponsor];
        r.values.push(if internal_matters { old } else { noise });
        if internal_matters {
            r.values[sponsor] = drawn;
        }
    }
    let columns: Vec<_> =
        COLUMNS.into_iter().chain([("ideology_shared", Some(Level::Internal))]).collect();
    panel_of(&made, &columns)
}

fn run(panel: &Panel, parts: bool) -> LevelsTest {
    levels_test(panel, "coop_any", &catalogue().unwrap(), &settings(), parts, &|_, _| {}).unwrap()
}

#[test]
fn contributions_sum_to_the_gain_of_all_levels() {
    let t = run(&panel(&rows(SPONSORED)), true);
    assert_eq!((t.training.rows, t.forecasts.rows, t.dyads), (60 * 25, 60 * 15, 60));
    let regional = |kind| {
        let game = t.game("levels").unwrap();
        let at = game.players.iter().position(|p| p.id == "regional").unwrap();
        game.measure(kind).unwrap().players[at].gain.value
    };
    for kind in [MeasureKind::InSample, MeasureKind::LogScore, MeasureKind::AveragePrecision] {
        let m = t.game("levels").unwrap().measure(kind).unwrap();
        let sum: f64 = m.players.iter().map(|p| p.gain.value).sum();
        assert!((sum - m.total.value).abs() < 1e-12, "{kind:?}");
        assert!((m.full - m.null - m.total.value).abs() < 1e-12, "{kind:?}");
        let shares: f64 = m.players.iter().filter_map(|p| p.share).map(|s| s.value).sum();
        assert!((shares - 1.0).abs() < 1e-12, "{kind:?}: {shares}");
        for p in &m.players {
            assert!(p.gain.low <= p.gain.value && p.gain.value <= p.gain.high, "{p:?}");
        }
        // The parts of the regional level divide its share.
        let parts = t.game("regional-parts").unwrap().measure(kind).unwrap();
        let sum: f64 = parts.players.iter().map(|p| p.gain.value).sum();
        assert!((sum - regional(kind)).abs() < 1e-12, "{kind:?}");
    }
}

#[test]
fn a_level_without_a_covariate_adds_nothing_and_the_contest_says_so() {
    let t = run(&panel(&rows(SPONSORED)), false);
    let game = t.game("levels").unwrap();
    let m = game.measure(MeasureKind::LogScore).unwrap();
    for (player, measured) in game.players.iter().zip(&m.players) {
        let empty = ["structural", "internal"].contains(&player.id.as_str());
        assert_eq!(player.terms == 0, empty, "{player:?}");
        if empty {
            assert!(measured.gain.value.abs() < 1e-15 && measured.gain.high < 1e-15);
        }
    }
    assert_eq!(m.contests[0].verdict, Weigh::Absent);
    assert!(t.game("regional-parts").is_none() && t.game("levels-without-ideology").is_none());
    // Two levels have a term: four models, each at fifteen origins.
    assert_eq!((t.fits.models, t.fits.fits), (4, 60));
}

/// The side that drives the made-up process is found, whichever it is.
#[test]
fn the_side_behind_the_process_outweighs() {
    for (internal, wanted) in [(false, Weigh::First), (true, Weigh::Second)] {
        let t = run(&with_internal(internal), true);
        let contest =
            &t.game("levels").unwrap().measure(MeasureKind::LogScore).unwrap().contests[0];
        assert_eq!(contest.verdict, wanted, "{contest:?}");
        assert!(contest.dyadic.is_some());
        // Without ideology there is no internal covariate left.
        let without = t.game("levels-without-ideology").unwrap();
        let m = without.measure(MeasureKind::LogScore).unwrap();
        assert_eq!(m.contests[0].verdict, Weigh::Absent);
        let patron = t.game("regional-parts").unwrap().measure(MeasureKind::LogScore).unwrap();
        let (beyond, first) = (&patron.contests[0], &patron.contests[1]);
        assert_eq!(beyond.first, "external-not-near");
        assert_eq!(beyond.verdict, wanted, "{beyond:?}");
        assert_eq!((first.first.as_str(), first.second.as_str()), ("patron", "common-enemy"));
        assert_eq!(first.verdict == Weigh::First, !internal, "{first:?}");
        assert!(t.tests.iter().any(|x| x.first == "external" && x.second == "internal"));
    }
}

#[test]
fn bytes_come_back_and_threads_change_nothing() {
    let panel = panel(&rows(SPONSORED));
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| run(&panel, true)).to_bytes().unwrap()
    };
    let bytes = on(1);
    assert_eq!(bytes, on(3));
    assert_eq!(LevelsTest::from_bytes(&bytes).unwrap().to_bytes().unwrap(), bytes);
    assert_eq!(LevelsTest::from_bytes(b"{}").unwrap_err().code(), Code::Internal);
}

#[test]
fn too_little_to_forecast_is_an_error_with_its_code() {
    let panel = panel(&rows(SPONSORED));
    let run = |outcome: &str, s: &Settings| {
        levels_test(&panel, outcome, &catalogue().unwrap(), s, false, &|_, _| {})
    };
    assert_eq!(run("coop_political", &settings()).unwrap_err().code(), Code::NoSample);
    let late = Settings { first_origin: AS_OF + 1, ..settings() };
    assert_eq!(run("coop_any", &late).unwrap_err().code(), Code::BadSetting);
}
