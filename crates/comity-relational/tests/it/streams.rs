//! Streams that are not what they should be, and those at the edge of what can be asked.

use arrow_array::{Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use comity_core::Code;
use comity_relational::{
    Columns, Kind, Model, Options, Scaling, Status, Stream, StreamBuilder, Term, Ties, fit, naive,
};
use std::sync::Arc;

fn code<T: std::fmt::Debug>(result: comity_core::Result<T>) -> Code {
    result.unwrap_err().code()
}

fn small(events: &[(&str, &str, f64)]) -> Stream {
    let mut b = StreamBuilder::directed();
    b.actors(["a", "b", "c"]);
    for (s, r, t) in events {
        b.event(s, r, *t).unwrap();
    }
    b.finish().unwrap()
}

#[test]
fn damaged_events_are_refused() {
    let mut b = StreamBuilder::directed();
    b.actors(["a", "b"]).event("a", "b", 2.0).unwrap();
    assert_eq!(code(b.event("a", "b", 1.0).map(|_| ())), Code::Unsorted);
    assert_eq!(code(b.event("a", "a", 3.0).map(|_| ())), Code::SelfLoop);
    assert_eq!(code(b.event("a", "x", 3.0).map(|_| ())), Code::UnknownActor);
    assert_eq!(code(b.event("a", "b", f64::NAN).map(|_| ())), Code::BadEventValue);
    assert_eq!(code(b.event_on("a", "b", 3.0, "l", -1.0).map(|_| ())), Code::BadEventValue);
    assert_eq!(code(b.attribute("age", "x", 0.0, 1.0).map(|_| ())), Code::UnknownActor);
    assert_eq!(code(b.present("a", 5.0, 5.0).map(|_| ())), Code::BadEventValue);
    assert_eq!(code(b.table("z", vec![0.0; 3]).map(|_| ())), Code::BadEventValue);
    assert_eq!(code(b.observed(Some(2.0), Some(1.0)).map(|_| ())), Code::BadEventValue);
    // What was refused left nothing behind.
    assert_eq!(b.finish().unwrap().len(), 1);
    assert_eq!(code(StreamBuilder::directed().finish()), Code::NoEvents);
    let mut absent = StreamBuilder::directed();
    absent.event("a", "b", 1.0).unwrap().present("a", 2.0, 3.0).unwrap();
    assert_eq!(code(absent.finish()), Code::NotAtRisk);
}

#[test]
fn batches_are_read_and_damaged_ones_refused() {
    let schema = Arc::new(Schema::new(vec![
        Field::new("sender", DataType::Utf8, false),
        Field::new("receiver", DataType::Utf8, false),
        Field::new("day", DataType::Int64, true),
        Field::new("kind", DataType::Utf8, false),
        Field::new("weight", DataType::Float64, false),
    ]));
    let batch = |days: Int64Array| {
        RecordBatch::try_new(
            Arc::clone(&schema),
            vec![
                Arc::new(StringArray::from(vec!["a", "b"])),
                Arc::new(StringArray::from(vec!["b", "c"])),
                Arc::new(days),
                Arc::new(StringArray::from(vec!["helps", "fights"])),
                Arc::new(Float64Array::from(vec![1.0, 2.0])),
            ],
        )
        .unwrap()
    };
    let columns = Columns {
        time: "day".into(),
        layer: Some("kind".into()),
        weight: Some("weight".into()),
        ..Columns::default()
    };
    let mut b = StreamBuilder::directed();
    b.batch(&batch(Int64Array::from(vec![1, 2])), &columns).unwrap();
    let missing = b.batch(&batch(Int64Array::from(vec![Some(3), None])), &columns);
    assert_eq!(code(missing.map(|_| ())), Code::BadEventColumn);
    let unknown = Columns { sender: "who".into(), ..columns.clone() };
    let refused = b.batch(&batch(Int64Array::from(vec![3, 4])), &unknown);
    assert_eq!(code(refused.map(|_| ())), Code::BadEventColumn);
    let text = Columns { time: "kind".into(), ..columns };
    let refused = b.batch(&batch(Int64Array::from(vec![3, 4])), &text);
    assert_eq!(code(refused.map(|_| ())), Code::BadEventColumn);
    let stream = b.finish().unwrap();
    assert_eq!(stream.layers(), ["helps", "fights"]);
    assert_eq!((stream.times(), stream.weights()), (&[1.0, 2.0][..], &[1.0, 2.0][..]));
}

#[test]
fn models_that_do_not_fit_are_refused() {
    let stream = small(&[("a", "b", 1.0), ("b", "a", 2.0)]);
    let ordinal = Options::default();
    let choice = Options { kind: Kind::Choice, ..Options::default() };
    let rate = Options { kind: Kind::Rate, ..Options::default() };
    let cases = [
        (Term::baseline(), &ordinal),
        (Term::inertia().on("nowhere"), &ordinal),
        (Term::inertia().decay(-1.0), &ordinal),
        (Term::otp().proportional(), &ordinal),
        (Term::covariate("none"), &ordinal),
        (Term::inertia(), &rate),
        (Term::degree(comity_relational::Side::Sender, comity_relational::Direction::Out), &choice),
    ];
    for (term, options) in cases {
        assert_eq!(
            code(fit(&stream, std::slice::from_ref(&term), options)),
            Code::BadTerm,
            "{term:?}"
        );
    }
    assert_eq!(code(fit(&stream, &[], &ordinal)), Code::BadTerm);
    let twice = [Term::inertia(), Term::inertia()];
    assert_eq!(code(fit(&stream, &twice, &ordinal)), Code::BadTerm);
    let bad = Options { ridge: f64::NAN, ..Options::default() };
    assert_eq!(code(fit(&stream, &[Term::inertia()], &bad)), Code::BadSetting);
    let all_skipped = Options { skip: 2, ..Options::default() };
    assert_eq!(code(fit(&stream, &[Term::inertia()], &all_skipped)), Code::NoEvents);
}

/// One event, or all at one time: no history, so nothing is learned, and that is said.
#[test]
fn streams_without_history_identify_nothing() {
    for stream in
        [small(&[("a", "b", 1.0)]), small(&[("a", "b", 1.0), ("b", "c", 1.0), ("c", "a", 1.0)])]
    {
        for ties in [Ties::Breslow, Ties::Efron, Ties::Exact] {
            let options = Options { ties, ..Options::default() };
            let found = fit(&stream, &[Term::inertia()], &options).unwrap();
            assert!(matches!(found.status, Status::Unidentified { .. }), "{found:?}");
            let text = serde_json::to_string(&found).unwrap();
            let back: comity_relational::Fit = serde_json::from_str(&text).unwrap();
            assert_eq!(back.status, found.status);
        }
    }
}

#[test]
fn repeated_events_of_a_moment_count_each() {
    let stream = small(&[("a", "b", 1.0), ("a", "b", 2.0), ("a", "b", 2.0), ("b", "c", 3.0)]);
    let options = Options { ties: Ties::Exact, ..Options::default() };
    assert_eq!(code(fit(&stream, &[Term::inertia()], &options)), Code::BadEventValue);
    let terms = [Term::inertia().scaled(Scaling::None)];
    let found = naive::statistics(&stream, &terms, &Options::default()).unwrap();
    assert_eq!(found[2].values[0], [3.0]);
}

#[test]
fn intervals_of_no_length_add_no_exposure() {
    let stream = small(&[("a", "b", 1.0), ("b", "a", 1.0), ("a", "c", 2.0)]);
    let found = fit(&stream, &[Term::baseline()], &Options::default().interval()).unwrap();
    // Three events, six dyads, one unit of time.
    assert!((found.coefficients[0] - 0.5_f64.ln()).abs() < 1e-9);
    assert!((found.null_log_likelihood - 3.0 * (0.5_f64.ln() - 1.0)).abs() < 1e-12);
}

/// Without effects events happen at one rate, or, without a baseline, each at a rate of one;
/// in an ordinal model each dyad is as likely.
#[test]
fn the_null_log_likelihood_is_that_of_no_effects() {
    let stream = small(&[("a", "b", 1.0), ("b", "a", 2.0), ("a", "b", 4.0), ("c", "a", 9.0)]);
    let (timed, ordinal) = (Options::default().interval(), Options::default());
    let with = [Term::inertia().scaled(Scaling::None), Term::baseline()];
    for (terms, options) in [(&with[..], &timed), (&with[..1], &timed), (&with[..1], &ordinal)] {
        let model = Model::new(&stream, terms, options).unwrap();
        let mut nothing = vec![0.0; terms.len()];
        if terms.len() == 2 {
            nothing[1] = (4.0 / (6.0 * 8.0_f64)).ln();
        }
        let expected = model.log_likelihood(&nothing).unwrap();
        let found = model.fit().unwrap().null_log_likelihood;
        assert!((found - expected).abs() < 1e-12 * expected.abs(), "{found} {expected}");
    }
}
