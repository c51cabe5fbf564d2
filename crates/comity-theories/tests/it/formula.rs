//! Formulas and theory files: what is read, what is refused, what is fitted.

use crate::support::{panel, rows_before, theory};
use comity_core::Code;
use comity_panel::Panel;
use comity_theories::formula::parse;
use comity_theories::lookup::RowValues;
use comity_theories::{
    Change, Choices, Estimator, FitReport, FitSettings, FitStatus, Role, Sign, Theory, TheoryFile,
    TheoryKind, TimeControl, Training, Variance, fit, term_effects, user_theories,
};
use proptest::prelude::*;

fn terms(text: &str) -> Vec<String> {
    parse(text).map_or_else(
        |e| vec![format!("refused: {e:?}")],
        |f| f.terms.iter().map(ToString::to_string).collect(),
    )
}

/// Expansions as R 4.3 gives them: `attr(terms(y ~ …), "term.labels")`.
#[test]
fn terms_expand_as_in_r() {
    assert_eq!(terms("y ~ a*b"), ["a", "b", "a:b"]);
    assert_eq!(terms("y ~ a + b + a"), ["a", "b"]);
    assert_eq!(terms("y ~ (a + b + c)^2"), ["a", "b", "c", "a:b", "a:c", "b:c"]);
    assert_eq!(terms("y ~ a*b*c - a:b:c"), ["a", "b", "c", "a:b", "a:c", "b:c"]);
    assert_eq!(terms("y ~ a:b + b:a"), ["a:b"]);
    assert_eq!(terms("~ 1 + I(x^2) + log(k + 1)"), ["I(x^2)", "log(k + 1)"]);
    assert_eq!(terms("y ~ ns(year, df = 3):a"), ["ns(year, 3):a"]);
    assert_eq!(terms("~ poly(t, degree=2) + I(-(a - b) * 2)"), ["poly(t, 2)", "I(-(a - b) * 2)"]);
    assert_eq!(terms("~ I(2^x^2) + I((2^x)^2) + I(-x^2)"), ["I(2^x^2)", "I((2^x)^2)", "I(-x^2)"]);
}

#[test]
fn faults_name_their_place() {
    for (text, offset, found) in [
        ("", 0, ""),
        ("y", 1, ""),
        ("y ~", 3, ""),
        ("y ~ a +", 7, ""),
        ("y ~ a b", 6, "b"),
        ("y ~ (a + b", 10, ""),
        ("y ~ sin(a)", 4, "sin"),
        ("y ~ a + 2", 8, "2"),
        ("y ~ a - b", 8, ""),
        ("y ~ a - 1", 8, "1"),
        ("y ~ ns(a)", 8, ")"),
        ("y ~ poly(a, 0)", 12, "0"),
        ("y ~ a^2.5", 6, "2.5"),
        ("y ~ a; b", 5, ";"),
        ("y ~ 1.2.3", 4, "1.2.3"),
        ("y ~ ä + é é", 12, "é"),
        ("y ~ 1", 5, ""),
    ] {
        let e = parse(text).unwrap_err();
        assert_eq!((e.offset, e.found.as_str()), (offset, found), "{text}: {e:?}");
        assert!(!e.message.is_empty() && !e.expected.is_empty());
    }
    let deep = format!("~ {}a{}", "(".repeat(500), ")".repeat(500));
    assert!(parse(&deep).unwrap_err().message.contains("deeply"));
    assert!(parse("~ (a+b+c+d+e+f+g+h+i+j)^5").unwrap_err().message.contains("too many"));
    assert!(parse(&format!("~ a{}", "+b".repeat(9000))).is_err());
}

proptest! {
    /// Whatever the text, there is an answer, and an error's place lies within it.
    #[test]
    fn no_text_breaks_the_parser(text in "\\PC{0,60}") {
        if let Err(e) = parse(&text) {
            prop_assert!(e.offset <= text.len() && text.is_char_boundary(e.offset));
        }
    }

    #[test]
    fn no_mixture_of_tokens_breaks_it(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "y", "a", "b_lag1", "~", "+", "-", "*", ":", "^", "(", ")", ",", "2", "1e9", "I",
                "log", "ns", "poly", "df", "=", "<", ">=", ".", "\n", "\"", "é",
            ]),
            0..40,
        ),
    ) {
        let text = parts.join(" ");
        if let Ok(formula) = parse(&format!("y ~ {text}")) {
            // What is printed is read as the same terms.
            let printed: Vec<String> = formula.terms.iter().map(ToString::to_string).collect();
            let again = parse(&format!("y ~ {}", printed.join(" + "))).unwrap();
            prop_assert_eq!(again.terms, formula.terms);
        }
    }

    #[test]
    fn no_file_breaks_the_reader(text in "\\PC{0,80}") {
        let p = panel(3, 1);
        let files = [TheoryFile { name: "my.toml".into(), text }];
        let _ = user_theories(&files, &p, "coop_any");
    }
}

fn read(p: &Panel, text: &str) -> comity_core::Result<Vec<Theory>> {
    let file = TheoryFile { name: "dir/my.toml".into(), text: text.into() };
    user_theories(&[file], p, "coop_any")
}

fn run(p: &Panel, theory: &Theory) -> FitReport {
    let rows = rows_before(p, 1996);
    let data = Training { panel: p, outcome: "coop_any", rows: &rows };
    fit(theory, &data, &FitSettings::default())
}

fn coef(report: &FitReport, name: &str) -> f64 {
    report.estimates.iter().find(|e| e.variable == name).map_or(f64::NAN, |e| e.coef)
}

#[test]
fn a_file_states_theories_by_terms_or_by_formula() {
    let p = panel(12, 1);
    let one = read(
        &p,
        "formula = \"coop_any ~ warm * near + ns(year, 3)\"\n\
         predicted = { warm = \"positive\", \"near:warm\" = \"negative\" }\n\
         estimator = \"rare-events\"\nvariance = \"cluster\"\n",
    )
    .unwrap();
    let t = &one[0];
    assert_eq!((t.id.as_str(), t.role), ("my", Role::User));
    assert_eq!(
        t.terms.iter().map(|t| t.predicted).collect::<Vec<_>>()[..2],
        [Sign::Positive, Sign::None]
    );
    assert_eq!(t.terms[3].variable, "warm:near");
    assert_eq!(t.terms[3].predicted, Sign::Negative);
    // The formula has its own function of the year.
    let time = TimeControl { calendar: 0, ..TimeControl::default() };
    assert_eq!(
        t.choices,
        Choices {
            estimator: Some(Estimator::RareEvents),
            variance: Some(Variance::Cluster),
            time: Some(time),
        }
    );
    let two = read(
        &p,
        "[references]\nown = \"A work of one's own.\"\n\
         [[theory]]\nid = \"first\"\ncites = [\"own\", \"bapat-2012\"]\n\
         [[theory.term]]\nvariable = \"warm\"\npredicted = \"positive\"\n\
         [[theory]]\nid = \"second\"\ntime = \"none\"\nformula = '''\n~ near'''\n",
    )
    .unwrap();
    assert_eq!(two.iter().map(|t| t.id.as_str()).collect::<Vec<_>>(), ["first", "second"]);
    assert_eq!(two[0].citations.len(), 2);
    assert_eq!(two[1].choices.time, Some(TimeControl::NONE));
}

#[test]
fn faults_of_a_file_name_line_column_and_what_was_meant() {
    let p = panel(3, 1);
    let formula = |f: &str| format!("id = \"mine\"\nformula = \"{f}\"\n");
    for (text, code, row, column, candidate) in [
        (formula("coop_any ~ wram"), Code::BadFormula, 2, "23", Some("warm")),
        (formula("coop_any ~ warm +"), Code::BadFormula, 2, "29", None),
        (formula("coop_any ~ coop_any"), Code::BadFormula, 2, "23", None),
        (formula("luck ~ warm"), Code::BadFormula, 2, "12", None),
        ("id = \"all\"\nformula = \"~ warm\"".into(), Code::BadTheory, 1, "6", None),
        ("id = \"Mine!\"\nformula = \"~ warm\"".into(), Code::BadTheory, 1, "6", None),
        ("id = \"mine\"\ntitel = \"x\"".into(), Code::BadTheory, 2, "1", None),
        ("id = \"mine\"\n\nx = = 1".into(), Code::BadTheory, 3, "5", None),
        ("id = \"mine\"\n".into(), Code::BadTheory, 1, "6", None),
        ("".into(), Code::BadTheory, 1, "1", None),
        (formula("~ warm") + "predicted = { near = \"positive\" }", Code::BadTheory, 3, "15", None),
        (
            formula("~ warm") + "cites = [\"bapat-2021\"]",
            Code::BadTheory,
            3,
            "10",
            Some("bapat-2012"),
        ),
        (formula("~ warm") + "estimator = \"magic\"", Code::BadTheory, 3, "13", None),
        (
            "[[theory]]\nid=\"m\"\n[[theory.term]]\nvariable = \"nera\"".into(),
            Code::BadTheory,
            4,
            "13",
            Some("near"),
        ),
    ] {
        let e = read(&p, &text).unwrap_err();
        let place = (e.code(), e.row_number(), e.column_name());
        assert_eq!(place, (code, Some(row), Some(column)), "{text}\n{e}");
        assert_eq!(e.file_name(), Some("dir/my.toml"));
        if let Some(candidate) = candidate {
            assert!(e.candidate_names().contains(&candidate.to_owned()), "{e}");
        }
    }
}

/// A plain theory and a formula with the same terms are the same fit to the last bit.
#[test]
fn a_formula_of_columns_is_the_theory_of_its_terms() {
    let p = panel(12, 5);
    let stated = read(&p, "id = \"made-up\"\nformula = \"~ warm + near + tie_lag1\"").unwrap();
    let plain = run(&p, &theory(TheoryKind::Logit, &["warm", "near", "tie_lag1"]));
    let by_formula = run(&p, &stated[0]);
    for (a, b) in plain.estimates.iter().zip(&by_formula.estimates) {
        assert_eq!((a.coef, a.se, &a.variable), (b.coef, b.se, &b.variable));
    }
    assert_eq!(plain.loglik, by_formula.loglik);
}

/// Two forms of the same model agree: the product of the two columns is one column, and a
/// quadratic in any basis has one likelihood.
#[test]
fn computed_columns_are_what_they_say() {
    let p = panel(12, 5);
    let fitted = |f: &str| {
        run(&p, &read(&p, &format!("id = \"m\"\ntime = \"none\"\nformula = \"{f}\"")).unwrap()[0])
    };
    let (a, b) = (fitted("~ near * tie_lag1"), fitted("~ near + tie_lag1 + I(near * tie_lag1)"));
    assert!((a.loglik - b.loglik).abs() < 1e-8);
    let interaction = coef(&a, "near:tie_lag1");
    assert!((interaction - coef(&b, "I(near * tie_lag1)")).abs() < 1e-6);
    let (a, b) = (fitted("~ warm + I(warm^2)"), fitted("~ poly(warm, 2)"));
    assert!((a.loglik - b.loglik).abs() < 1e-8, "{} {}", a.loglik, b.loglik);
    assert!(a.estimates.iter().any(|e| e.variable == "warm:missing"));
    // A logarithm of what is not positive is refused, not filled in.
    let broken = fitted("~ near + log(warm)");
    assert_eq!(broken.dropped[0].variable, "log(warm)");
    assert!(broken.dropped[0].reason.contains("no number"), "{:?}", broken.dropped);
    let absent = fitted("~ near + I(empty * near)");
    assert_eq!(absent.unavailable, ["I(empty * near)"]);
}

#[test]
fn a_model_of_computed_columns_forecasts_row_by_row() {
    let p = panel(12, 5);
    let text =
        "id = \"m\"\nformula = \"~ warm * near + poly(years_since_tie, 2) + ns(year, 2):near\"";
    let report = run(&p, &read(&p, text).unwrap()[0]);
    assert_eq!(report.status, FitStatus::Converged);
    let json = serde_json::to_string(&report).unwrap();
    let back: FitReport = serde_json::from_str(&json).unwrap();
    let (m, stored) = (report.model.unwrap(), back.model.unwrap());
    let rows: Vec<u32> = (0..200).collect();
    for (&row, together) in rows.iter().zip(m.predict(&p, &rows)) {
        let values = RowValues::new(&p, row as usize);
        assert_eq!(m.predict_row(&|n| values.get(n)), together);
        assert!(together > 0.0 && together < 1.0);
    }
    assert_eq!(stored.predict(&p, &rows), m.predict(&p, &rows));
}

/// Probit coefficients are near the logit's divided by 1.6 to 1.8 (Amemiya 1981); the other
/// estimators are logits, close to the maximum with this many events.
#[test]
fn estimators_and_variances_are_those_asked_for() {
    let p = panel(20, 1);
    let with = |estimator, variance| {
        let mut t = theory(TheoryKind::Logit, &["warm", "near", "tie_lag1"]);
        t.choices = Choices { estimator: Some(estimator), variance: Some(variance), time: None };
        run(&p, &t)
    };
    let logit = with(Estimator::Logit, Variance::Dyadic);
    let probit = with(Estimator::Probit, Variance::Dyadic);
    let ratio = coef(&logit, "warm") / coef(&probit, "warm");
    assert!((1.55..1.85).contains(&ratio), "{ratio}");
    for estimator in [Estimator::Firth, Estimator::RareEvents] {
        let other = with(estimator, Variance::Dyadic);
        let difference = coef(&logit, "warm") - coef(&other, "warm");
        assert!(difference > 0.0 && difference < 0.02, "{estimator:?} {difference}");
    }
    assert!(coef(&with(Estimator::Cloglog, Variance::Dyadic), "warm") > 0.5);
    let se = |r: &FitReport| r.estimates[0].se;
    let mut seen = vec![se(&logit)];
    for (variance, words) in [
        (Variance::Model, "model-based"),
        (Variance::Cluster, "clustered by pair, 190 pairs"),
        (Variance::Multiway, "clustered by first and by second member, 19 and 19 groups"),
    ] {
        let r = with(Estimator::Logit, variance);
        assert_eq!(coef(&r, "warm"), coef(&logit, "warm"));
        assert!(r.variance_note.as_ref().unwrap().contains(words), "{:?}", r.variance_note);
        assert!(!seen.contains(&se(&r)) && se(&r) > 0.0);
        seen.push(se(&r));
    }
}

/// The separating column has a finite estimate under every estimator.
#[test]
fn separation_is_answered_by_every_estimator() {
    let p = panel(12, 3);
    for estimator in Estimator::ALL {
        let mut t = theory(TheoryKind::Logit, &["warm", "silent"]);
        t.choices.estimator = Some(estimator);
        let report = run(&p, &t);
        if estimator != Estimator::Firth {
            assert!(matches!(report.status, FitStatus::Separated { .. }), "{estimator:?}");
        }
        assert!(coef(&report, "silent").abs() < 15.0, "{estimator:?}");
    }
}

/// For a logit without interactions the two ways to an effect are the same numbers; with an
/// interaction the effect passes through both terms.
#[test]
fn effects_pass_through_every_term_of_a_column() {
    let p = panel(20, 1);
    let rows = rows_before(&p, 1996);
    let data = Training { panel: &p, outcome: "coop_any", rows: &rows };
    let effects = |f: &str| {
        let t = read(&p, &format!("id = \"m\"\nformula = \"{f}\"")).unwrap().remove(0);
        term_effects(&fit(&t, &data, &FitSettings::default()), &data).unwrap()
    };
    let plain = effects("~ warm + near");
    let dressed = effects("~ I(warm * 1) + I(near + 0)");
    for (a, b) in plain.iter().zip(&dressed) {
        assert_eq!(a.variable, b.variable);
        // Central differences with steps of 1e-4 of the range.
        assert!((a.marginal.estimate - b.marginal.estimate).abs() < 1e-7);
        assert!((a.difference.estimate - b.difference.estimate).abs() < 1e-12);
        let se = |e: &comity_theories::EffectSize| e.se.unwrap();
        assert!((se(&a.marginal) - se(&b.marginal)).abs() < 1e-7);
    }
    assert_eq!(plain[1].change, Change::ZeroToOne);
    assert!(plain[0].difference.estimate > 0.1 && plain[0].difference.low.unwrap() > 0.0);
    let crossed = effects("~ warm * near");
    assert_eq!(crossed.iter().map(|e| e.variable.as_str()).collect::<Vec<_>>(), ["warm", "near"]);
    assert!((crossed[0].difference.estimate - plain[0].difference.estimate).abs() < 0.02);
}
