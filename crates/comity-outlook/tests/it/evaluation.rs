use crate::made::{AS_OF, Process, SPONSORED, panel, rows, settings};
use comity_core::Code;
use comity_outlook::{ENSEMBLE, Evaluation, Settings, evaluate, evaluate_all};
use comity_score::Metric;
use comity_theories::catalogue;

fn run(p: Process, s: &Settings) -> Evaluation {
    evaluate(&panel(&rows(p)), "coop_any", &catalogue().unwrap(), s, &|_, _| {}).unwrap()
}

#[test]
fn every_row_of_every_origin_is_forecast_once() {
    let e = run(SPONSORED, &settings());
    assert_eq!(e.happened.len(), 60 * 15);
    assert_eq!(
        e.origins.iter().map(|o| o.year).collect::<Vec<_>>(),
        (1990..=AS_OF).collect::<Vec<_>>()
    );
    for m in &e.models {
        assert_eq!(m.probability.len(), e.happened.len());
        assert!(m.probability.iter().all(|p| (1e-6..=1.0 - 1e-6).contains(p)), "{}", m.info.id);
        assert!(m.log.finite().is_some());
    }
    assert_eq!(e.models.last().unwrap().info.id, ENSEMBLE);
    assert_eq!(e.training.rows, 60 * 25);
    for o in &e.origins {
        assert_eq!(o.training.rows, 60 * usize::try_from(o.year - 1980).unwrap());
        assert_eq!(o.training.last_year, Some(o.year - 1));
        assert!((o.weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
}

#[test]
fn the_theory_behind_the_process_beats_the_base_rate_and_persistence() {
    let e = run(SPONSORED, &settings());
    for baseline in ["base-rate", "persistence"] {
        for metric in [Metric::Brier, Metric::Log] {
            let c = e.comparison("regional", baseline, metric).unwrap();
            assert!(c.skill.is_better(), "{metric:?} against {baseline}: {:?}", c.skill);
        }
    }
    // Nothing structural is at work and the panel has none of its columns.
    let c = e.comparison("structural", "persistence", Metric::Brier).unwrap();
    assert!(!c.skill.is_better(), "{:?}", c.skill);
}

#[test]
fn persistence_beats_the_base_rate_when_only_ties_matter() {
    let e = run(Process { dyads: 60, intercept: -3.0, sponsor: 0.0, tie: 4.0 }, &settings());
    assert!(e.comparison("persistence", "base-rate", Metric::Brier).unwrap().skill.is_better());
    assert!(!e.comparison("regional", "persistence", Metric::Log).unwrap().skill.is_better());
}

#[test]
fn the_ensemble_is_honest_and_close_to_the_best_model() {
    let e = run(SPONSORED, &settings());
    let first = &e.origins[0];
    assert!(first.weights.iter().all(|w| (w - 1.0 / first.weights.len() as f64).abs() < 1e-12));
    let log = |id: &str| e.model(id).unwrap().log.nats();
    let best = e.models.iter().filter(|m| m.weight.is_some()).map(|m| m.log.nats());
    let best = best.fold(f64::INFINITY, f64::min);
    // Learning weights costs a little: about (models − 1)/(2 n) nats, here 0.004; allow four.
    assert!(log(ENSEMBLE) < best + 0.016, "{} {best}", log(ENSEMBLE));
    // The ensemble's own forecast is the mixture under that origin's weights.
    let last = e.origins.last().unwrap();
    let row = e.happened.len() - 1;
    let mixed: f64 = last.weights.iter().zip(&e.models).map(|(w, m)| w * m.probability[row]).sum();
    assert!((e.model(ENSEMBLE).unwrap().probability[row] - mixed).abs() < 1e-12);
}

#[test]
fn bytes_come_back_to_the_last_bit() {
    let e = run(SPONSORED, &settings());
    let bytes = e.to_bytes().unwrap();
    let back = Evaluation::from_bytes(&bytes).unwrap();
    assert_eq!(back, e);
    assert_eq!(back.to_bytes().unwrap(), bytes);
    assert_eq!(Evaluation::from_bytes(b"{}").unwrap_err().code(), Code::Internal);
}

#[test]
fn threads_and_repetition_change_nothing() {
    let bytes = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| run(SPONSORED, &settings())).to_bytes().unwrap()
    };
    assert_eq!(bytes(1), bytes(3));
}

#[test]
fn what_cannot_be_evaluated_is_refused_or_left_out() {
    let p = panel(&rows(SPONSORED));
    let theories = catalogue().unwrap();
    let refuse = |outcome: &str, s: &Settings| {
        evaluate(&p, outcome, &theories, s, &|_, _| {}).unwrap_err().code()
    };
    assert_eq!(refuse("coop_military", &settings()), Code::NoSample);
    assert_eq!(refuse("coop_any", &Settings { horizon: 0, ..settings() }), Code::BadSetting);
    let both = Settings { outcomes: vec!["coop_any".into(), "coop_military".into()], ..settings() };
    assert_eq!(evaluate_all(&p, &theories, &both, &|_, _| {}).unwrap().len(), 1);
}

#[test]
fn years_with_too_few_earlier_events_are_skipped_with_the_reason() {
    let e = run(SPONSORED, &Settings { first_origin: 1980, ..settings() });
    assert_eq!(e.skipped[0].0, 1980);
    assert!(e.skipped[0].1.contains("10 are needed"), "{:?}", e.skipped);
    assert_eq!(e.skipped.len() + e.origins.len(), 25);
}
