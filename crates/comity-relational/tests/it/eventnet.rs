//! Against eventnet 1.3 on a simulated signed sequence: statistics value by value over the
//! last moments. Its fits are not compared: it drops from the risk set every dyad with an
//! event of another type at the same time.
//!
//! Values are sums of whole numbers and covariates with three digits: equal at 1e-12.

use crate::support::{records, reference};
use comity_relational::{
    Direction, Leg, Options, Orientation, Scaling, Side, Statistic, Stream, StreamBuilder, Term,
    naive,
};
use std::collections::BTreeMap;
use std::path::Path;

fn signed(folder: &Path) -> Stream {
    let mut b = StreamBuilder::directed();
    let rows = records(&folder.join("signed_events.csv")).1;
    let mut names: Vec<&String> = rows.iter().flat_map(|r| [&r[1], &r[2]]).collect();
    names.sort();
    names.dedup();
    b.actors(names.iter().map(|n| n.as_str()));
    // States sponsor and are fought, but the events explained are among groups.
    for row in &rows {
        let (time, value): (f64, f64) = (row[0].parse().unwrap(), row[4].parse().unwrap());
        match row[3].as_str() {
            "set.distance" => {
                b.covariate("distance", (&row[1], &row[2]), time, value).unwrap();
            }
            "add.actor" => {}
            layer => {
                b.event_on(&row[1], &row[2], time, layer, value.abs()).unwrap();
            }
        }
    }
    b.finish().unwrap()
}

fn raw(term: Term, layer: &str) -> Term {
    term.on(layer).scaled(Scaling::None)
}

fn contact(first: &str, second: &str) -> Term {
    let leg = |layer: &str| Leg { layer: Some(layer.into()), orientation: Orientation::Either };
    let (first, second, combine) = (leg(first), leg(second), comity_relational::Combine::Min);
    Term::new(Statistic::TwoPath { first, second, combine }).scaled(Scaling::None)
}

#[test]
fn statistics_of_a_signed_sequence() {
    let Some(folder) = reference("eventnet") else { return };
    let stream = signed(&folder);
    let (coop, conflict) = ("cooperation", "conflict");
    let degree = |side, direction, layer| raw(Term::degree(side, direction), layer);
    let terms = [
        ("pos.repetition", raw(Term::inertia(), coop)),
        ("pos.reciprocation", raw(Term::reciprocity(), coop)),
        ("neg.repetition", raw(Term::inertia(), conflict)),
        ("neg.reciprocation", raw(Term::reciprocity(), conflict)),
        ("pos.outdeg.source", degree(Side::Sender, Direction::Out, coop)),
        ("pos.indeg.target", degree(Side::Receiver, Direction::In, coop)),
        ("neg.outdeg.source", degree(Side::Sender, Direction::Out, conflict)),
        ("neg.indeg.target", degree(Side::Receiver, Direction::In, conflict)),
        ("friend.of.friend", contact(coop, coop)),
        ("friend.of.enemy", contact(conflict, coop)),
        ("enemy.of.friend", contact(coop, conflict)),
        ("enemy.of.enemy", contact(conflict, conflict)),
        ("otp.coop", raw(Term::otp(), coop)),
        ("itp.coop", raw(Term::itp(), coop)),
        ("osp.coop", raw(Term::osp(), coop)),
        ("isp.coop", raw(Term::isp(), coop)),
        ("shared.sponsor", raw(Term::common_sponsor("sponsorship"), "sponsorship")),
        ("shared.target", raw(Term::osp(), conflict)),
        ("distance", Term::covariate("distance")),
    ];
    let (names, terms): (Vec<&str>, Vec<Term>) = terms.into_iter().unzip();
    let options = Options { dependent: Some(vec![coop.into()]), skip: 860, ..Options::default() };
    let moments = naive::statistics(&stream, &terms, &options).unwrap();
    let (header, rows) = records(&folder.join("stats_check_full_nodecay.csv"));
    let column = |name: &str| header.iter().position(|h| h == name).unwrap();
    let place: BTreeMap<&str, u32> =
        stream.actors().iter().enumerate().map(|(k, a)| (a.as_str(), k as u32)).collect();
    let mut compared = 0;
    for row in rows {
        let time: f64 = row[column("TIME")].parse().unwrap();
        let Some(moment) = moments.iter().find(|m| m.time == time) else { continue };
        let dyad = (place[row[column("SOURCE")].as_str()], place[row[column("TARGET")].as_str()]);
        let at = moment.dyads.iter().position(|d| *d == dyad).unwrap();
        for (value, name) in moment.values[at].iter().zip(&names) {
            let expected: f64 = row[column(name)].parse().unwrap();
            assert!((value - expected).abs() < 1e-12, "{name} {dyad:?} {time}: {value} {expected}");
            compared += 1;
        }
    }
    println!("eventnet: {compared} values of statistics equal");
    assert!(compared > 100);
}
