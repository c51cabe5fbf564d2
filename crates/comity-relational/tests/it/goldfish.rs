//! Against goldfish 1.7 on its Social Evolution data (439 calls, 84 actors).
//!
//! The peer's statistics are binary unless weighted, and its `trans` counts distinct
//! two-paths. It stops at a gradient of 1e-4 or less; tolerances as in `relevent`. Fisheries
//! treaties (69 events of 154 states) are in `treaties`.

use crate::support::{Case, compare, records, reference};
use comity_relational::{
    Direction, Kind, Measure, Options, Scaling, Side, Stream, StreamBuilder, Term, Ties, fit,
};
use std::path::Path;

fn calls(folder: &Path) -> Stream {
    let mut b = StreamBuilder::directed();
    b.actors(records(&folder.join("SE_actors.csv")).1.into_iter().map(|r| r[0].clone()));
    for row in records(&folder.join("SE_calls.csv")).1 {
        b.event(&row[1], &row[2], row[0].parse().unwrap()).unwrap();
    }
    for row in records(&folder.join("SE_friendship.csv")).1 {
        let (time, value) = (row[0].parse().unwrap(), row[3].parse().unwrap());
        b.covariate("friends", (&row[1], &row[2]), time, value).unwrap();
    }
    b.finish().unwrap()
}

fn binary(term: Term) -> Term {
    term.measured(Measure::Binary).scaled(Scaling::None)
}

#[test]
fn choice() {
    let Some(folder) = reference("goldfish") else { return };
    let terms = [binary(Term::inertia()), binary(Term::reciprocity()), binary(Term::otp())];
    let options = Options { kind: Kind::Choice, ..Options::default() };
    let found = fit(&calls(&folder), &terms, &options).unwrap();
    let names = ["inertia|callNetwork", "recip|callNetwork", "trans|callNetwork"];
    compare(&Case::new(&folder, "SE_choice_1"), &names, &found);
}

#[test]
fn rate() {
    let Some(folder) = reference("goldfish") else { return };
    let terms = [
        Term::baseline(),
        binary(Term::degree(Side::Sender, Direction::In)),
        binary(Term::degree(Side::Sender, Direction::Out)),
    ];
    let options = Options { kind: Kind::Rate, ..Options::default() }.interval();
    let found = fit(&calls(&folder), &terms, &options).unwrap();
    let names = ["Intercept|", "indeg|callNetwork", "outdeg|callNetwork"];
    compare(&Case::new(&folder, "SE_rate_1"), &names, &found);
}

#[test]
fn ordinal() {
    let Some(folder) = reference("goldfish") else { return };
    let terms = [
        binary(Term::inertia()),
        binary(Term::reciprocity()),
        binary(Term::otp()),
        Term::covariate("friends"),
    ];
    let options = Options { ties: Ties::Breslow, ..Options::default() };
    let found = fit(&calls(&folder), &terms, &options).unwrap();
    let names =
        ["inertia|callNetwork", "recip|callNetwork", "trans|callNetwork", "tie|friendshipNetwork"];
    compare(&Case::new(&folder, "SE_rem_ordinal"), &names, &found);
}

#[test]
fn interval() {
    let Some(folder) = reference("goldfish") else { return };
    let terms = [
        Term::baseline(),
        binary(Term::degree(Side::Sender, Direction::In)),
        binary(Term::degree(Side::Sender, Direction::Out)),
        binary(Term::inertia()),
        binary(Term::reciprocity()),
        binary(Term::otp()),
    ];
    let found = fit(&calls(&folder), &terms, &Options::default().interval()).unwrap();
    let names = [
        "Intercept||",
        "indeg|callNetwork|ego",
        "outdeg|callNetwork|ego",
        "inertia|callNetwork|",
        "recip|callNetwork|",
        "trans|callNetwork|",
    ];
    compare(&Case::new(&folder, "SE_rem_interval"), &names, &found);
}
