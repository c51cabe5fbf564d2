//! Actors of events that are history only: never at risk, but third parties of two-paths.

use comity_core::Code;
use comity_relational::{Model, Options, StreamBuilder, Term, naive};

/// Two groups in a list, a third that comes later, a government outside.
fn stream(explained: bool) -> StreamBuilder {
    let mut b = StreamBuilder::undirected();
    if explained {
        b.explaining(["cooperation"]);
    }
    b.actors(["A", "B", "C"]);
    b
}

fn events(b: &mut StreamBuilder) -> comity_core::Result<()> {
    for (s, r, time, layer) in [
        ("gov", "A", 1.0, "fights"),
        ("gov", "B", 1.0, "fights"),
        ("A", "B", 2.0, "cooperation"),
        ("gov", "C", 2.0, "fights"),
        ("A", "C", 3.0, "cooperation"),
        ("B", "C", 4.0, "fights"),
        ("A", "B", 5.0, "cooperation"),
        ("B", "C", 6.0, "cooperation"),
    ] {
        b.event_on(s, r, time, layer, 1.0)?;
    }
    Ok(())
}

fn options() -> Options {
    Options { dependent: Some(vec!["cooperation".to_owned()]), ..Options::default() }
}

#[test]
fn outsiders_are_common_enemies_and_never_at_risk() {
    let mut b = stream(true);
    events(&mut b).unwrap();
    b.present("C", 3.0, f64::INFINITY).unwrap();
    let stream = b.finish().unwrap();
    let terms = [Term::common_enemy("fights"), Term::inertia().on("cooperation")];
    let moments = naive::statistics(&stream, &terms, &options()).unwrap();
    let pairs: Vec<usize> = moments.iter().map(|m| m.dyads.len()).collect();
    // A and B alone, then with C; the government is in no pair.
    assert_eq!(pairs, [1, 3, 3, 3]);
    // A and B fought the government; so did C, while it was not at risk.
    assert_eq!(moments[1].values[0][0], 2.0_f64.ln());
    assert_eq!(moments[1].values[1][0], 2.0_f64.ln());
    let model = Model::new(&stream, &terms, &options()).unwrap();
    for theta in [[0.0, 0.0], [0.7, -0.3]] {
        let (sparse, plain) = (
            model.derivatives(&theta).unwrap(),
            naive::log_likelihood(&stream, &terms, &options(), &theta).unwrap(),
        );
        // A dozen sums of numbers of order one.
        assert!((sparse.value - plain.value).abs() < 1e-12);
        for (s, p) in sparse.gradient.iter().zip(&plain.gradient) {
            assert!((s - p).abs() < 1e-12, "{s} {p}");
        }
    }
}

#[test]
fn without_being_told_so_an_outsider_is_unknown() {
    let e = events(&mut stream(false)).unwrap_err();
    assert_eq!((e.code(), e.row_number()), (Code::UnknownActor, Some(1)));
}

#[test]
fn explained_events_need_actors_at_risk() {
    let mut b = stream(true);
    events(&mut b).unwrap();
    b.present("C", 4.0, f64::INFINITY).unwrap();
    let e = b.finish().unwrap_err();
    assert_eq!((e.code(), e.row_number()), (Code::NotAtRisk, Some(5)));
    let mut b = stream(true);
    let e = b.event_on("gov", "A", 1.0, "cooperation", 1.0).unwrap_err();
    assert_eq!(e.code(), Code::UnknownActor);
}
