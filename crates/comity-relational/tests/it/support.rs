//! What the tests share.

use comity_relational::{
    Combine, Contrast, Direction, Empty, Fit, Measure, Memory, Rank, Recency, Scaling, Shift, Side,
    Stream, StreamBuilder, Term,
};
use rand::RngExt;
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;
use std::path::{Path, PathBuf};

/// The folder of reference fits, if this machine has it.
pub(crate) fn reference(peer: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("COMITY_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("reference").join(peer);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no conformance data");
    None
}

/// Random numbers: from a seed, or from a list that a property test gives and makes smaller.
/// Behind the end of the list all are zero.
pub(crate) enum Draws {
    Seeded(Pcg64Mcg),
    Listed(std::vec::IntoIter<u32>),
}

impl Draws {
    pub(crate) fn new(seed: u64) -> Self {
        Self::Seeded(Pcg64Mcg::seed_from_u64(seed))
    }

    pub(crate) fn of(list: Vec<u32>) -> Self {
        Self::Listed(list.into_iter())
    }

    /// In [0, 1).
    pub(crate) fn uniform(&mut self) -> f64 {
        match self {
            Self::Seeded(rng) => rng.random::<f64>(),
            Self::Listed(list) => f64::from(list.next().unwrap_or(0)) / 4_294_967_296.0,
        }
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        match self {
            Self::Seeded(rng) => rng.random_range(0..n),
            Self::Listed(list) => ((u64::from(list.next().unwrap_or(0)) * n as u64) >> 32) as usize,
        }
    }

    pub(crate) fn yes(&mut self, p: f64) -> bool {
        self.uniform() < p
    }
}

/// Names of actors.
pub(crate) fn actor(k: usize) -> String {
    format!("a{k}")
}

/// A random stream of a few actors on two layers, with ties, weights, comings and goings,
/// attributes and covariates.
pub(crate) fn random_stream(d: &mut Draws, directed: bool) -> Stream {
    let n = 3 + d.below(5);
    let m = 2 + d.below(18);
    let mut b = if directed { StreamBuilder::directed() } else { StreamBuilder::undirected() };
    b.actors((0..n).map(actor));
    let weighted = d.yes(0.3);
    let tied = d.yes(0.6);
    let leaving = d.yes(0.4).then(|| d.below(n));
    let mut time: f64 = 0.0;
    for e in 0..m {
        if e > 0 && !(tied && d.yes(0.4)) {
            time += 0.1 + d.uniform() * 3.0;
        }
        let gone = |k: usize| leaving == Some(k) && !(2.0..6.0).contains(&time);
        let free: Vec<usize> = (0..n).filter(|&k| !gone(k)).collect();
        let i = free[d.below(free.len())];
        let others: Vec<usize> = free.iter().copied().filter(|&k| k != i).collect();
        let j = others[d.below(others.len())];
        let layer = if d.yes(0.4) { "fights" } else { "helps" };
        let weight = if weighted { 0.5 + d.uniform() } else { 1.0 };
        b.event_on(&actor(i), &actor(j), time, layer, weight).unwrap();
    }
    for layer in ["fights", "helps"] {
        b.event_on(
            &actor((leaving.unwrap_or(0) + 1) % n),
            &actor((leaving.unwrap_or(0) + 2) % n),
            time,
            layer,
            1.0,
        )
        .unwrap();
    }
    if let Some(k) = leaving {
        b.present(&actor(k), 2.0, 6.0).unwrap();
    }
    for k in 0..n {
        b.attribute("age", &actor(k), f64::NEG_INFINITY, (d.below(4)) as f64).unwrap();
        if d.yes(0.3) {
            b.attribute("age", &actor(k), 1.0 + d.uniform() * 8.0, d.uniform()).unwrap();
        }
    }
    for i in 0..n {
        for j in 0..n {
            if i != j && d.yes(0.15) {
                b.covariate("near", (&actor(i), &actor(j)), f64::NEG_INFINITY, d.uniform())
                    .unwrap();
            }
            if i != j && d.yes(0.05) {
                b.covariate("near", (&actor(i), &actor(j)), 4.0, d.uniform()).unwrap();
            }
        }
    }
    let mut far = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..i {
            far[i * n + j] = d.uniform() - 0.5;
            far[j * n + i] = if directed { d.uniform() - 0.5 } else { far[i * n + j] };
        }
    }
    b.table("far", far).unwrap();
    if d.yes(0.3) {
        b.observed(Some(0.0), Some(time + 1.0)).unwrap();
    }
    b.finish().unwrap()
}

/// A random memory.
fn memory(d: &mut Draws) -> Memory {
    match d.below(5) {
        0 => Memory::Window { length: 0.5 + 4.0 * d.uniform() },
        1 => Memory::Interval { from: d.uniform(), until: 1.5 + 3.0 * d.uniform() },
        2 => Memory::Decay { half_life: 0.3 + 3.0 * d.uniform() },
        _ => Memory::Full,
    }
}

/// A random term that suits the stream. `moving` allows those whose values change with time.
pub(crate) fn random_term(d: &mut Draws, directed: bool, moving: bool) -> Term {
    let term = match d.below(16) {
        0 | 1 => Term::inertia(),
        2 if directed => Term::reciprocity(),
        3 | 4 => {
            let side = [Side::Sender, Side::Receiver, Side::Both][d.below(3)];
            let direction = [Direction::In, Direction::Out, Direction::Total][d.below(3)];
            Term::degree(if directed { side } else { Side::Both }, direction)
        }
        5 => Term::otp(),
        6 => [Term::itp(), Term::osp(), Term::isp()][d.below(3)].clone(),
        7 => Term::common_enemy("fights"),
        8 => Term::common_sponsor("helps"),
        9 => Term::balance("helps", "fights"),
        10 if directed => {
            let all = [
                Shift::AbBa,
                Shift::AbBy,
                Shift::AbXa,
                Shift::AbXb,
                Shift::AbXy,
                Shift::AbAy,
                Shift::AbAb,
            ];
            Term::shift(all[d.below(all.len())])
        }
        11 if moving => {
            let all = [
                Recency::Continue,
                Recency::Return,
                Recency::SenderSent,
                Recency::SenderReceived,
                Recency::ReceiverSent,
                Recency::ReceiverReceived,
            ];
            Term::recency(if directed { all[d.below(all.len())] } else { Recency::Continue })
        }
        12 if directed => Term::recency_rank([Rank::Sent, Rank::Received][d.below(2)]),
        13 => {
            let all = [
                Contrast::Sum,
                Contrast::Average,
                Contrast::Difference,
                Contrast::Same,
                Contrast::Minimum,
                Contrast::Maximum,
                Contrast::Product,
                Contrast::Send,
                Contrast::Receive,
                Contrast::Signed,
            ];
            Term::attribute("age", all[d.below(if directed { 10 } else { 7 })])
        }
        14 => Term::covariate("near"),
        15 if d.yes(0.3) => Term::covariate("far"),
        _ => Term::inertia().on("fights"),
    };
    decorate(term, d, directed, moving)
}

/// A random term of the sender only.
pub(crate) fn random_sender_term(d: &mut Draws, moving: bool) -> Term {
    let direction = [Direction::In, Direction::Out, Direction::Total][d.below(3)];
    let term = match d.below(4) {
        0 => Term::attribute("age", Contrast::Send),
        1 if moving => Term::recency([Recency::SenderSent, Recency::SenderReceived][d.below(2)]),
        _ => Term::degree(Side::Sender, direction),
    };
    decorate(term, d, true, moving)
}

fn decorate(mut term: Term, d: &mut Draws, directed: bool, moving: bool) -> Term {
    use comity_relational::Statistic as S;
    let counts = term.statistic.is_count() || matches!(term.statistic, S::Balance { .. });
    if counts {
        term = term.remembering(memory(d));
        if d.yes(0.2) {
            term = term.measured([Measure::Events, Measure::Binary][d.below(2)]);
        }
        let fades = matches!(term.memory, Memory::Decay { .. });
        if fades && !moving {
            term = term.remembering(Memory::Full);
        }
        if matches!(term.memory, Memory::Decay { .. }) && term.measure == Measure::Binary {
            term.measure = Measure::Weights;
        }
        if d.yes(0.2) {
            term = term.combined(Combine::Product);
        }
    }
    let fades = matches!(term.memory, Memory::Decay { .. });
    let degree = matches!(term.statistic, S::Degree { .. });
    let shares =
        degree && moving || directed && matches!(term.statistic, S::Inertia | S::Reciprocity);
    let scaling = match d.below(5) {
        0 if term.statistic.is_count() => Scaling::Log1p,
        1 if shares => Scaling::Proportional { empty: [Empty::Equal, Empty::Zero][d.below(2)] },
        // Signed sums of decaying values may differ by rounding alone: no spread to speak of.
        2 if moving && !(fades && matches!(term.statistic, S::Balance { .. })) => {
            Scaling::Standardised
        }
        _ => Scaling::None,
    };
    term.scaled(scaling)
}

/// The largest difference relative to the largest of one and the figures.
pub(crate) fn worst(found: &[f64], expected: &[f64]) -> f64 {
    assert_eq!(found.len(), expected.len());
    let scale = expected.iter().fold(1.0_f64, |m, e| m.max(e.abs()));
    found
        .iter()
        .zip(expected)
        .map(|(f, e)| (f - e).abs() / scale)
        .fold(0.0, |m, d| if d.is_nan() { f64::INFINITY } else { f64::max(m, d) })
}

/// A comma-separated file: its header and its records.
pub(crate) fn records(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).unwrap();
    let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect());
    (header, rows.collect())
}

/// A comma-separated file of numbers; what is none is NaN.
pub(crate) fn numbers(path: &Path) -> Vec<Vec<f64>> {
    let cell = |c: &String| c.parse().unwrap_or(f64::NAN);
    records(path).1.iter().map(|r| r.iter().map(cell).collect()).collect()
}

/// A reference fit.
pub(crate) struct Case {
    name: String,
    pub(crate) fit: serde_json::Value,
}

impl Case {
    pub(crate) fn new(folder: &Path, name: &str) -> Self {
        let bytes = std::fs::read(folder.join(format!("{name}.json"))).unwrap();
        Self { name: name.to_owned(), fit: serde_json::from_slice(&bytes).unwrap() }
    }

    pub(crate) fn number(&self, field: &str) -> f64 {
        self.fit[field].as_f64().unwrap()
    }

    pub(crate) fn figures(&self, field: &str, names: &[&str]) -> Vec<f64> {
        names.iter().map(|n| self.fit[field][*n].as_f64().unwrap()).collect()
    }
}

/// Prints a peer's figures beside those found and checks them: coefficients and standard
/// errors at 1e-5 relative, the log-likelihood at 1e-6.
pub(crate) fn compare(case: &Case, names: &[&str], found: &Fit) {
    assert!(found.is_converged(), "{found:?}");
    let value = case.number("loglik");
    println!("{} log-likelihood: peer {value:.9}, ours {:.9}", case.name, found.log_likelihood);
    for (field, ours) in [("coef", &found.coefficients), ("se", &found.standard_errors)] {
        for ((name, peer), our) in names.iter().zip(case.figures(field, names)).zip(ours) {
            let off = (our / peer - 1.0).abs();
            println!("{} {field} {name}: peer {peer:.10}, ours {our:.10}, {off:.1e}", case.name);
            assert!(off < 1e-5, "{} {field} {name}: {our} {peer}", case.name);
        }
    }
    assert!((found.log_likelihood - value).abs() < 1e-6, "{}", case.name);
}
