//! The model of coordination against goldfish 1.7 on its treaties of fisheries.
//!
//! Its statistics are taken as it takes them, and handed over as covariates of a directed
//! stream, since the degree of a partner without a treaty differs from side to side:
//! - treaties end, so that a tie is a running sum above zero;
//! - `ignore_repetitions` sets a statistic to zero for pairs with a tie; of that network (and
//!   only of it) the peer counts several changes of a pair at one time once;
//! - changes of covariates at the time of an event come after it, changes of who exists before;
//! - a missing attribute is the mean of the others.
//!
//! Standard errors are from the expected information on both sides. The peer stopped where the
//! largest score was 2.9e-4, which leaves its coefficients up to 3e-5 from its own maximum:
//! log-likelihood, scores and standard errors are compared at its coefficients, and its
//! coefficients after the step that its remaining scores ask for. Tolerances as in `relevent`.

use crate::support::{Case, records, reference};
use comity_numerics::Cholesky;
use comity_relational::{Contrast, Kind, Model, Options, Scaling, Stream, StreamBuilder, Term};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Seconds since 1970 of "2001-02-03" or "2001-02-03 04:05:06".
fn seconds(text: &str) -> f64 {
    let parts: Vec<i64> = text.split(['-', ' ', ':']).map(|p| p.parse().unwrap()).collect();
    let (y, m) = if parts[1] > 2 { (parts[0], parts[1] - 3) } else { (parts[0] - 1, parts[1] + 9) };
    let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + parts[2] - 1 - 719_468;
    let clock = parts.get(3..6).map_or(0, |c| 3600 * c[0] + 60 * c[1] + c[2]);
    (86_400 * days + clock) as f64
}

/// Just after.
const AFTER: f64 = 0.5;
const NEVER: f64 = f64::NEG_INFINITY;

struct World {
    names: Vec<String>,
    place: BTreeMap<String, usize>,
}

impl World {
    fn table(&self, path: &Path) -> Vec<f64> {
        let cells = records(path).1.into_iter().flat_map(|r| r.into_iter().skip(1));
        cells.map(|c| c.parse().unwrap()).collect()
    }

    fn pair(&self, row: &[String]) -> (usize, usize) {
        (self.place[&row[1]], self.place[&row[2]])
    }

    fn both(&self, (i, j): (usize, usize)) -> [usize; 2] {
        let n = self.names.len();
        [i * n + j, j * n + i]
    }

    fn cover(&self, b: &mut StreamBuilder, name: &str, k: usize, time: f64, value: f64) {
        let n = self.names.len();
        b.covariate(name, (&self.names[k / n], &self.names[k % n]), time, value).unwrap();
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (n, sum) = values.filter(|v| !v.is_nan()).fold((0.0, 0.0), |t, v| (t.0 + 1.0, t.1 + v));
    sum / n
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or(f64::NAN)
}

fn attribute(b: &mut StreamBuilder, w: &World, name: &str, first: Vec<f64>, path: &Path) {
    let middle = mean(first.iter().copied());
    let mut now: Vec<f64> = first.iter().map(|v| if v.is_nan() { middle } else { *v }).collect();
    for (k, value) in now.iter().enumerate() {
        b.attribute(name, &w.names[k], NEVER, *value).unwrap();
    }
    for row in records(path).1 {
        let k = w.place[&row[1]];
        let others = now.iter().enumerate().filter(|(h, _)| *h != k).map(|(_, v)| *v);
        let value = Some(number(&row[2])).filter(|v| !v.is_nan()).unwrap_or_else(|| mean(others));
        now[k] = value;
        b.attribute(name, &w.names[k], seconds(&row[0]) + AFTER, value).unwrap();
    }
}

/// The statistics of a network of treaties: ties, degrees of partners, partners in common.
fn network(w: &World, running: &[f64], plain: &[f64]) -> [Vec<f64>; 3] {
    let n = w.names.len();
    let tie: Vec<f64> = running.iter().map(|v| f64::from(u8::from(*v > 0.0))).collect();
    let degree: Vec<f64> = (0..n).map(|j| (0..n).map(|i| tie[i * n + j]).sum()).collect();
    let new = |k: usize| plain[k] <= 0.0 && k / n != k % n;
    let degrees = (0..n * n).map(|k| if new(k) { degree[k % n] } else { 0.0 }).collect();
    let common = |k: usize| (0..n).map(|h| tie[k / n * n + h] * tie[h * n + k % n]).sum();
    let shared = (0..n * n).map(|k| if new(k) { common(k) } else { 0.0 }).collect();
    [tie, degrees, shared]
}

fn treaties(folder: &Path) -> Stream {
    let states = records(&folder.join("FT_states.csv")).1;
    let names: Vec<String> = states.iter().map(|s| s[0].clone()).collect();
    let place = names.iter().enumerate().map(|(k, s)| (s.clone(), k)).collect();
    let w = World { names, place };
    let mut b = StreamBuilder::directed();
    b.actors(&w.names);
    let mut since: BTreeMap<usize, f64> = BTreeMap::new();
    for (k, state) in states.iter().enumerate() {
        if state[1] == "TRUE" {
            since.insert(k, NEVER);
        }
    }
    for row in records(&folder.join("FT_sovchanges.csv")).1 {
        let (time, k) = (seconds(&row[0]), w.place[&row[1]]);
        match (row[2].as_str(), since.get(&k).copied()) {
            ("TRUE", None) => {
                since.insert(k, time);
            }
            ("FALSE", Some(from)) => {
                b.present(&w.names[k], from, time).unwrap();
                since.remove(&k);
            }
            _ => {}
        }
    }
    let mut existing: BTreeSet<usize> = BTreeSet::new();
    for (&k, &from) in &since {
        existing.insert(k);
        b.present(&w.names[k], from, f64::INFINITY).unwrap();
    }
    println!("{} of {} states exist at the end", existing.len(), w.names.len());
    let column = |c: usize| states.iter().map(|s| number(&s[c])).collect();
    attribute(&mut b, &w, "regime", column(2), &folder.join("FT_regchanges.csv"));
    attribute(&mut b, &w, "gdp", column(3), &folder.join("FT_gdpchanges.csv"));
    for (k, v) in w.table(&folder.join("FT_contignet0.csv")).into_iter().enumerate() {
        if v != 0.0 {
            w.cover(&mut b, "border", k, NEVER, v);
        }
    }
    for row in records(&folder.join("FT_contigchanges.csv")).1 {
        for k in w.both(w.pair(&row)) {
            w.cover(&mut b, "border", k, seconds(&row[0]) + AFTER, number(&row[3]));
        }
    }
    let mut running = w.table(&folder.join("FT_bilatnet0.csv"));
    let mut plain = running.clone();
    let named = ["tie", "degree", "shared"];
    let mut shown = network(&w, &running, &plain);
    for (name, values) in named.iter().zip(&shown) {
        for (k, v) in values.iter().enumerate().filter(|(_, v)| **v != 0.0) {
            w.cover(&mut b, name, k, NEVER, *v);
        }
    }
    let changes = records(&folder.join("FT_bilatchanges.csv")).1;
    for (m, row) in changes.iter().enumerate() {
        let (time, pair, by) = (seconds(&row[0]), w.pair(row), number(&row[3]));
        if by == 1.0 {
            b.event(&row[1], &row[2], time).unwrap();
        }
        let again = m > 0 && changes[m - 1][..3] == row[..3];
        for k in w.both(pair) {
            running[k] += by;
            plain[k] += if again { 0.0 } else { by };
        }
        if changes.get(m + 1).is_some_and(|next| next[0] == row[0]) {
            continue;
        }
        let next = network(&w, &running, &plain);
        for ((name, old), new) in named.iter().zip(&shown).zip(&next) {
            for k in (0..new.len()).filter(|&k| old[k] != new[k]) {
                w.cover(&mut b, name, k, time + AFTER, new[k]);
            }
        }
        shown = next;
    }
    b.finish().unwrap()
}

#[test]
fn coordination() {
    let Some(folder) = reference("goldfish") else { return };
    let terms = [
        Term::covariate("tie"),
        Term::covariate("degree"),
        Term::covariate("shared"),
        Term::covariate("border"),
        Term::attribute("regime", Contrast::Receive),
        Term::attribute("regime", Contrast::Difference),
        Term::attribute("gdp", Contrast::Receive),
        Term::attribute("gdp", Contrast::Difference),
    ]
    .map(|t| t.scaled(Scaling::None));
    let options = Options { kind: Kind::Coordination, tolerance: 1e-14, ..Options::default() };
    let model = Model::new(&treaties(&folder), &terms, &options).unwrap();
    let names = [
        "inertia|bilatnet|",
        "indeg|bilatnet|B",
        "trans|bilatnet|B",
        "tie|contignet|",
        "alter|states$regime|",
        "diff|states$regime|",
        "alter|states$gdp|",
        "diff|states$gdp|",
    ];
    let case = Case::new(&folder, "FT_coord_1");
    let (b, se) = (case.figures("coef", &names), case.figures("se", &names));
    let there = model.derivatives(&b).unwrap();
    assert!((there.value - case.number("loglik")).abs() < 1e-6, "{there:?}");
    let score = there.gradient.iter().fold(0.0_f64, |m, g| m.max(g.abs()));
    assert!((score / case.fit["convergence"]["maxAbsScore"].as_f64().unwrap() - 1.0).abs() < 1e-5);
    let information = Cholesky::new(&there.information).unwrap();
    let step = information.solve(&there.gradient);
    let found = model.fit().unwrap();
    assert!(found.is_converged(), "{found:?}");
    println!(
        "log-likelihood at the peer's coefficients {}, ours {}",
        there.value, found.log_likelihood
    );
    let variances = information.inverse().diagonal();
    for (k, name) in names.iter().enumerate() {
        let peer = b[k] + step[k];
        let off = (found.coefficients[k] / peer - 1.0).abs();
        let off_se = (variances[k].sqrt() / se[k] - 1.0).abs();
        println!(
            "{name}: peer {} ({}), after a step {peer}, ours {}, {off:.1e}; s.e. {off_se:.1e}",
            b[k], se[k], found.coefficients[k]
        );
        assert!(off < 1e-5 && off_se < 1e-5, "{name}");
    }
}
