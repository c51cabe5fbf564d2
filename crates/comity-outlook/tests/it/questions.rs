use crate::made::{Row, panel_of, scatter};
use comity_core::Level;
use comity_outlook::Settings;
use comity_outlook::questions::{AnswerSoFar, Verdict, answer_all, questions};

const COLUMNS: [(&str, Option<Level>); 9] = [
    ("coop_any", None),
    ("coop_security", None),
    ("coop_any_onset", None),
    ("adversary_neighbour_closeness_lag1", Some(Level::Regional)),
    ("same_country", Some(Level::Regional)),
    ("degree_sum_lag1", Some(Level::History)),
    ("ideology_shared", Some(Level::Internal)),
    ("both_sponsored", Some(Level::Regional)),
    ("one_sponsored", Some(Level::Regional)),
];

/// 80 pairs over 30 years. With `strength` 1 every proposition holds; with −1 each is reversed;
/// with 0 there is nothing to find.
fn answers(strength: f64, as_of: i16, keep: impl Fn(&str) -> bool) -> Vec<AnswerSoFar> {
    let mut rows = Vec::new();
    for d in 0..80_i64 {
        let ideology = f64::from(u8::from(d % 2 == 0));
        for year in 1981..=2010_i16 {
            let t = i64::from(year);
            let now = (f64::from(year) - 1995.5) / 14.5;
            let close = scatter(&[d, t, 1]) * 2.0 - 1.0 + scatter(&[d, 7]) * 3.0;
            let draw = |k: i64, p: f64| f64::from(u8::from(scatter(&[d, t, k]) < p));
            let swing = 0.15 * strength;
            let lean = (scatter(&[d, t, 1]) * 2.0 - 1.0) - now * (2.0 * ideology - 1.0);
            let coop = draw(2, 0.4 + swing * lean);
            let degree = draw(3, 0.5);
            rows.push(Row {
                a: 1 + d,
                b: 1001 + d,
                year,
                values: vec![
                    coop,
                    draw(4, 0.5 + 2.0 * swing * now),
                    draw(5, 0.3 + swing * (degree * 2.0 - 1.0)),
                    close,
                    draw(6, 0.5 - 2.0 * swing * now),
                    degree,
                    ideology,
                    draw(8, 0.4 + swing * now),
                    0.0,
                ],
            });
        }
    }
    for r in &mut rows {
        for (value, column) in r.values.iter_mut().zip(COLUMNS) {
            if !keep(column.0) {
                *value = f64::NAN;
            }
        }
    }
    let settings = Settings { replicates: 300, ..Settings::new(as_of) };
    answer_all(&panel_of(&rows, &COLUMNS), &settings).unwrap()
}

#[test]
fn there_are_six_questions_with_distinct_ids() {
    let mut ids: Vec<_> = questions().unwrap().into_iter().map(|q| q.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 6);
}

#[test]
fn planted_effects_are_found_in_both_directions() {
    for (strength, want) in [(1.0, Verdict::Supported), (-1.0, Verdict::NotSupported)] {
        for a in answers(strength, 2010, |_| true) {
            assert_eq!(a.verdict, want, "{} at {strength}: {:?}", a.question.id, a.measured);
            let m = a.measured.unwrap();
            assert!(m.low <= m.estimate && m.estimate <= m.high && m.pairs == 80);
        }
    }
}

#[test]
fn without_an_effect_few_verdicts_are_reached() {
    // Each interval errs in one case of twenty; three or more of six would be 1 in 450.
    let wrong = answers(0.0, 2010, |_| true);
    assert!(wrong.iter().filter(|a| a.verdict != Verdict::CannotTell).count() < 3, "{wrong:?}");
}

#[test]
fn the_window_ends_with_the_as_of_year() {
    for a in answers(1.0, 2003, |_| true) {
        assert_eq!(a.measured.unwrap().last_year, 2003, "{}", a.question.id);
    }
}

#[test]
fn what_is_not_coded_cannot_be_told() {
    for a in answers(1.0, 2010, |c| c != "ideology_shared") {
        let missing = a.question.id == "ideology-fades";
        assert_eq!(a.verdict == Verdict::CannotTell, missing, "{}", a.question.id);
        assert_eq!(a.reason.is_some_and(|r| r.contains("ideology_shared")), missing);
    }
}
