//! Against remstats 4.1 and remstimate 3.1 on their own example (115 events, 10 actors):
//! statistics value by value, and fits. Ordinal fits are compared with exact Newton fits on
//! the peer's own arrays, since the peer's ordinal Hessian is not that of its likelihood.
//!
//! Statistics are sums of a few numbers and compared at 1e-12; fits as in `relevent`.

use crate::support::{Case, compare, numbers, records, reference};
use comity_relational::{
    Ages, Contrast, Direction, Options, Scaling, Side, Stream, StreamBuilder, Term, fit, naive,
};
use std::collections::BTreeMap;
use std::path::Path;

/// The events with their places as times.
fn numbered(folder: &Path) -> Stream {
    let mut b = StreamBuilder::directed();
    let mut names: Vec<String> =
        numbers(&folder.join("info_actors.csv")).iter().map(|r| r[0].to_string()).collect();
    names.dedup();
    b.actors(names);
    for (m, row) in numbers(&folder.join("history_events.csv")).iter().enumerate() {
        b.event(&row[1].to_string(), &row[2].to_string(), m as f64).unwrap();
    }
    b.finish().unwrap()
}

fn history(folder: &Path, directed: bool) -> Stream {
    let mut b = if directed { StreamBuilder::directed() } else { StreamBuilder::undirected() };
    let info = numbers(&folder.join("info_actors.csv"));
    let mut names: Vec<String> = info.iter().map(|r| r[0].to_string()).collect();
    names.dedup();
    b.actors(names);
    for row in &info {
        let name = row[0].to_string();
        b.attribute("age", &name, row[1], row[2]).unwrap();
        b.attribute("extraversion", &name, row[1], row[4]).unwrap();
    }
    for row in numbers(&folder.join("history_events.csv")) {
        b.event(&row[1].to_string(), &row[2].to_string(), row[0]).unwrap();
    }
    b.finish().unwrap()
}

/// The peer's models begin with the second event.
fn options(interval: bool) -> Options {
    let options = Options { skip: 1, ..Options::default() };
    if interval { options.interval() } else { options }
}

/// Compares the statistics of the first twelve moments and of the last with the peer's.
fn statistics(folder: &Path, case: &str, stream: &Stream, terms: &[Term], interval: bool) {
    // Only memories that end look at ages.
    let options = Options { ages: Ages::LastEvent, ..options(interval) };
    let moments = naive::statistics(stream, terms, &options).unwrap();
    let place: BTreeMap<&str, u32> =
        stream.actors().iter().enumerate().map(|(k, a)| (a.as_str(), k as u32)).collect();
    let mut compared = 0;
    for (file, last) in [("first12", false), ("last", true)] {
        let (_, rows) = records(&folder.join(format!("{case}_stats_{file}.csv")));
        for row in rows {
            let at = if last {
                moments.len() - 1
            } else {
                row.last().unwrap().parse::<usize>().unwrap() - 1
            };
            let moment = &moments[at];
            let dyad = (place[row[0].as_str()], place[row[1].as_str()]);
            let found = moment.dyads.iter().position(|d| *d == dyad).unwrap();
            for (k, value) in moment.values[found].iter().enumerate() {
                let expected: f64 = row[3 + k].parse().unwrap();
                let close = (value - expected).abs() <= 1e-12 * expected.abs().max(1.0);
                assert!(close, "{case} {} at {}: {value} {expected}", terms[k].name(), moment.time);
                compared += 1;
            }
        }
    }
    println!("{case}: {compared} values of statistics equal");
}

fn raw(term: Term) -> Term {
    term.scaled(Scaling::None)
}

fn sender_out() -> Term {
    raw(Term::degree(Side::Sender, Direction::Out))
}

fn receiver_in() -> Term {
    raw(Term::degree(Side::Receiver, Direction::In))
}

#[test]
fn interval_with_reciprocity() {
    let Some(folder) = reference("remverse") else { return };
    let stream = history(&folder, true);
    let terms = [Term::baseline(), raw(Term::inertia()), raw(Term::reciprocity())];
    statistics(&folder, "h1_interval_min", &stream, &terms, true);
    let found = fit(&stream, &terms, &options(true)).unwrap();
    let names = ["baseline", "inertia", "reciprocity"];
    compare(&Case::new(&folder, "h1_interval_min"), &names, &found);
}

#[test]
fn ordinal_with_degrees_and_two_paths() {
    let Some(folder) = reference("remverse") else { return };
    let stream = history(&folder, true);
    let terms = [
        raw(Term::inertia()),
        raw(Term::reciprocity()),
        sender_out(),
        receiver_in(),
        raw(Term::otp()),
    ];
    statistics(&folder, "h2_ordinal_6stat", &stream, &terms, false);
    let found = fit(&stream, &terms, &options(false)).unwrap();
    let names = ["inertia", "reciprocity", "outdegreeSender", "indegreeReceiver", "otp"];
    compare(&Case::new(&folder, "h2_ordinal_6stat_refit"), &names, &found);
}

#[test]
fn interval_with_attributes() {
    let Some(folder) = reference("remverse") else { return };
    let stream = history(&folder, true);
    let terms = [
        Term::baseline(),
        Term::attribute("extraversion", Contrast::Send),
        Term::attribute("extraversion", Contrast::Receive),
        Term::attribute("extraversion", Contrast::Difference),
        Term::attribute("age", Contrast::Same),
        raw(Term::inertia()),
    ];
    statistics(&folder, "h4_interval_exo", &stream, &terms, true);
    let found = fit(&stream, &terms, &options(true)).unwrap();
    let names = [
        "baseline",
        "send_extraversion",
        "receive_extraversion",
        "difference_extraversion",
        "same_age",
        "inertia",
    ];
    compare(&Case::new(&folder, "h4_interval_exo"), &names, &found);
}

#[test]
fn ordinal_standardised() {
    let Some(folder) = reference("remverse") else { return };
    let stream = history(&folder, true);
    let standard = |t: Term| t.scaled(Scaling::Standardised);
    let terms = [standard(Term::inertia()), standard(Term::reciprocity()), standard(Term::otp())];
    statistics(&folder, "h5_ordinal_std", &stream, &terms, false);
    let found = fit(&stream, &terms, &options(false)).unwrap();
    let names = ["inertia", "reciprocity", "otp"];
    compare(&Case::new(&folder, "h5_ordinal_std_refit"), &names, &found);
}

#[test]
fn ordinal_with_decay() {
    let Some(folder) = reference("remverse") else { return };
    // The peer's ordinal models count time in events, and ages to the last one.
    let stream = numbered(&folder);
    let fading = |t: Term| raw(t).decay(5000.0);
    let terms = [fading(Term::inertia()), fading(Term::reciprocity()), fading(Term::otp())];
    statistics(&folder, "h7_ordinal_decay", &stream, &terms, false);
    let options = Options { ages: Ages::LastEvent, ..options(false) };
    let found = fit(&stream, &terms, &options).unwrap();
    let names = ["inertia", "reciprocity", "otp"];
    compare(&Case::new(&folder, "h7_ordinal_decay_refit"), &names, &found);
}

#[test]
fn undirected() {
    let Some(folder) = reference("remverse") else { return };
    let stream = history(&folder, false);
    let terms =
        [raw(Term::inertia()), raw(Term::degree(Side::Both, Direction::Total)), raw(Term::sp())];
    statistics(&folder, "h9_undirected_ordinal", &stream, &terms, false);
    let found = fit(&stream, &terms, &options(false)).unwrap();
    let names = ["inertia", "totaldegreeDyad", "sp"];
    compare(&Case::new(&folder, "h9_undirected_ordinal_refit"), &names, &found);
}
