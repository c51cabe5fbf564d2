//! Against relevent 1.2 on the WTC police calls (ordinal) and McFarland's classroom
//! (interval).
//!
//! The peer's optimiser stops at 1e-15 of the deviance and its standard errors come from
//! finite differences: coefficients at 1e-5 and standard errors at 1e-5 relative, the
//! log-likelihood at 1e-6.

use crate::support::{Case, compare, numbers, reference};
use comity_relational::{Contrast, Options, Rank, Stream, StreamBuilder, Term, fit};
use std::path::Path;

fn wtc(folder: &Path) -> Stream {
    let actors = numbers(&folder.join("wtc_actors.csv"));
    let mut b = StreamBuilder::directed();
    b.actors(actors.iter().map(|r| r[0].to_string()));
    for row in &actors {
        b.attribute("icr", &row[0].to_string(), f64::NEG_INFINITY, row[1]).unwrap();
    }
    for row in numbers(&folder.join("wtc_events.csv")) {
        b.event(&row[1].to_string(), &row[2].to_string(), row[0]).unwrap();
    }
    b.finish().unwrap()
}

#[test]
fn police_calls_by_coordinator() {
    let Some(folder) = reference("relevent") else { return };
    let stream = wtc(&folder);
    let terms = [Term::attribute("icr", Contrast::Sum)];
    let found = fit(&stream, &terms, &Options::default()).unwrap();
    compare(&Case::new(&folder, "wtc_1_covint"), &["CovInt.1"], &found);
}

#[test]
fn police_calls_by_sender_and_receiver() {
    let Some(folder) = reference("relevent") else { return };
    let stream = wtc(&folder);
    let terms = [Term::attribute("icr", Contrast::Send), Term::attribute("icr", Contrast::Receive)];
    let found = fit(&stream, &terms, &Options::default()).unwrap();
    compare(&Case::new(&folder, "wtc_2_sndrec"), &["CovSnd.1", "CovRec.1"], &found);
}

#[test]
fn police_calls_by_recency() {
    let Some(folder) = reference("relevent") else { return };
    let stream = wtc(&folder);
    let terms = [
        Term::recency_rank(Rank::Received),
        Term::recency_rank(Rank::Sent),
        Term::attribute("icr", Contrast::Sum),
    ];
    let found = fit(&stream, &terms, &Options::default()).unwrap();
    compare(&Case::new(&folder, "wtc_3_rrl"), &["RRecSnd", "RSndSnd", "CovInt.1"], &found);
}

/// Observation begins at zero and ends with the row that names nobody.
fn class(folder: &Path) -> Stream {
    let actors = numbers(&folder.join("class_actors.csv"));
    let mut b = StreamBuilder::directed();
    b.actors(actors.iter().map(|r| r[0].to_string()));
    for row in &actors {
        let name = row[0].to_string();
        b.attribute("teacher", &name, f64::NEG_INFINITY, row[1]).unwrap();
        b.attribute("female", &name, f64::NEG_INFINITY, row[2]).unwrap();
    }
    let mut end = 0.0;
    for row in numbers(&folder.join("class_events.csv")) {
        end = row[0];
        if !row[1].is_nan() {
            b.event(&row[1].to_string(), &row[2].to_string(), row[0]).unwrap();
        }
    }
    b.observed(Some(0.0), Some(end)).unwrap();
    b.finish().unwrap()
}

#[test]
fn classroom_baseline() {
    let Some(folder) = reference("relevent") else { return };
    let found = fit(&class(&folder), &[Term::baseline()], &Options::default().interval()).unwrap();
    compare(&Case::new(&folder, "class_1_interval"), &["CovSnd.1"], &found);
}

#[test]
fn classroom_roles() {
    let Some(folder) = reference("relevent") else { return };
    let of = |name, contrast| Term::attribute(name, contrast);
    let terms = [
        Term::baseline(),
        of("teacher", Contrast::Send),
        of("female", Contrast::Send),
        of("teacher", Contrast::Receive),
        of("female", Contrast::Receive),
    ];
    let found = fit(&class(&folder), &terms, &Options::default().interval()).unwrap();
    let names = ["CovSnd.1", "CovSnd.2", "CovSnd.3", "CovRec.1", "CovRec.2"];
    compare(&Case::new(&folder, "class_2_interval"), &names, &found);
}
