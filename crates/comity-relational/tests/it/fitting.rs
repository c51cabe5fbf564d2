//! How fits end, penalties, saved iterates, and updates that are put aside.
//!
//! A fit from a saved iterate ends within 1e-9 of one standard error of the fit in one go:
//! the last step squares an error of at most 1e-5 standard errors.

use crate::support::{Draws, random_stream};
use comity_core::Code;
use comity_relational::{
    Cluster, Forward, Model, Options, Process, Progress, Scaling, Shift, Status, Store, Stream,
    StreamBuilder, Term, fit, simulate,
};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::sync::{Arc, Mutex};

fn simulated(actors: usize, events: usize, seed: u64) -> Stream {
    let mut b = StreamBuilder::directed();
    let names: Vec<String> = (0..actors).map(|k| format!("a{k}")).collect();
    b.actors(&names).event("a0", "a1", 0.0).unwrap();
    let terms = [Term::inertia(), Term::reciprocity(), Term::otp()];
    let process = Process::Relational { terms: &terms, coefficients: &[0.7, 0.5, 0.2] };
    simulate(&b.finish().unwrap(), &process, &Forward::ordinal(events, seed)).unwrap()
}

fn terms() -> [Term; 3] {
    [Term::inertia(), Term::reciprocity(), Term::otp()]
}

/// Values of the crate itself on a stream that it simulates, so that a change of any number is
/// seen; the agreement with other programs is tested elsewhere.
#[test]
fn golden_case() {
    let found = fit(&simulated(12, 500, 11), &terms(), &Options::default()).unwrap();
    let expected = GOLDEN;
    for (f, e) in found.coefficients.iter().chain(&found.standard_errors).zip(expected.1) {
        assert!((f - e).abs() < 1e-9, "{found:?}");
    }
    assert!((found.log_likelihood - expected.0).abs() < 1e-8, "{found:?}");
}

const GOLDEN: (f64, [f64; 6]) = (
    -2_337.599_887_050_552,
    [
        0.759_645_646_164_864_1,
        0.342_807_744_437_207_6,
        0.114_216_205_703_621_55,
        0.073_393_814_459_468_99,
        0.072_043_348_687_526_67,
        0.100_508_389_329_445_61,
    ],
);

#[test]
fn a_saved_iterate_goes_on() {
    let stream = simulated(10, 300, 1);
    let model = Model::new(&stream, &terms(), &Options::default()).unwrap();
    let mut saved: Vec<Progress> = Vec::new();
    let whole = model.fit_from(None, &mut |p| saved.push(p.clone())).unwrap();
    assert!(saved.len() >= 2 && saved.len() == whole.iterations);
    let text = serde_json::to_string(&saved[1]).unwrap();
    let back: Progress = serde_json::from_str(&text).unwrap();
    let resumed = model.fit_from(Some(&back), &mut |_| {}).unwrap();
    assert_eq!(resumed.iterations, whole.iterations);
    for k in 0..3 {
        let off = resumed.coefficients[k] - whole.coefficients[k];
        assert!(off.abs() < 1e-9 * whole.standard_errors[k]);
    }
    let other = Model::new(&stream, &terms()[..2], &Options::default()).unwrap();
    assert_eq!(other.fit_from(Some(&back), &mut |_| {}).unwrap_err().code(), Code::BadResume);
}

/// Large enough to begin on a part of the events: cut off after any step, there or later, the fit
/// ends where the whole one did.
#[test]
fn a_fit_that_is_cut_off_goes_on_from_any_step() {
    let stream = simulated(12, 2_500, 3);
    let model = Model::new(&stream, &terms(), &Options::default()).unwrap();
    let mut saved: Vec<Progress> = Vec::new();
    let whole = model.fit_from(None, &mut |p| saved.push(p.clone())).unwrap();
    let first = saved.iter().filter(|p| p.beginning).count();
    assert!(first >= 2 && saved.len() == first + 1 + whole.iterations, "{saved:?}");
    for k in 0..saved.len() {
        let mut later = Vec::new();
        let resumed = model.fit_from(Some(&saved[k]), &mut |p| later.push(p.clone())).unwrap();
        assert_eq!(later, saved[k + 1..]);
        assert_eq!(resumed.coefficients, whole.coefficients);
        assert_eq!(resumed.standard_errors, whole.standard_errors);
        assert_eq!(resumed.iterations, whole.iterations);
    }
}

#[derive(Default)]
struct InMemory(Arc<Mutex<BTreeMap<usize, Vec<u8>>>>);

struct Blob(Arc<Mutex<BTreeMap<usize, Vec<u8>>>>, usize);

impl Write for Blob {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().entry(self.1).or_default().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Store for InMemory {
    fn create(&self, number: usize) -> std::io::Result<Box<dyn Write>> {
        self.0.lock().unwrap().insert(number, Vec::new());
        Ok(Box::new(Blob(Arc::clone(&self.0), number)))
    }

    fn open(&self, number: usize) -> std::io::Result<Box<dyn Read>> {
        let found = self.0.lock().unwrap().get(&number).cloned();
        let bytes = found.ok_or_else(|| std::io::Error::other("no such blob"))?;
        Ok(Box::new(Cursor::new(bytes)))
    }
}

/// Updates beyond the limit are put aside, and the fit is the same to the last bit.
#[test]
fn updates_that_are_put_aside_change_nothing() {
    let stream = simulated(40, 4_000, 2);
    let here = fit(&stream, &terms(), &Options::default()).unwrap();
    let options = Options { memory_limit: Some(1 << 20), ..Options::default() };
    let store = InMemory::default();
    let blobs = Arc::clone(&store.0);
    let model = Model::spilling(&stream, &terms(), &options, Arc::new(store)).unwrap();
    let aside = blobs.lock().unwrap().len();
    assert!(aside > 3);
    assert_eq!(model.fit().unwrap(), here);
    // More room puts less aside, and enough nothing.
    for (limit, expected) in [(3 << 19, 0..aside), (1 << 30, 0..1)] {
        let options = Options { memory_limit: Some(limit), ..Options::default() };
        let store = InMemory::default();
        let blobs = Arc::clone(&store.0);
        let model = Model::spilling(&stream, &terms(), &options, Arc::new(store)).unwrap();
        assert!(expected.contains(&blobs.lock().unwrap().len()), "{limit}");
        assert_eq!(model.fit().unwrap(), here);
    }
    // A store that lost a blob is an error of its own.
    blobs.lock().unwrap().pop_last();
    assert_eq!(model.fit().unwrap_err().code(), Code::Spill);
    for bytes in blobs.lock().unwrap().values_mut() {
        bytes.truncate(bytes.len() / 2);
    }
    assert_eq!(model.fit().unwrap_err().code(), Code::Spill);
}

/// Events that are never returned at once separate the shift AB–BA; Firth's penalty gives it
/// a finite coefficient.
#[test]
fn separation_is_named_and_firth_answers() {
    let mut b = StreamBuilder::directed();
    let names = ["a", "b", "c", "d"];
    b.actors(names);
    let mut d = Draws::new(5);
    let mut last = (0, 1);
    for t in 0..120 {
        let (mut i, mut j) = (d.below(4), d.below(4));
        while i == j || (i, j) == (last.1, last.0) {
            (i, j) = (d.below(4), d.below(4));
        }
        b.event(names[i], names[j], f64::from(t)).unwrap();
        last = (i, j);
    }
    let stream = b.finish().unwrap();
    let terms = [Term::inertia(), Term::shift(Shift::AbBa)];
    let found = fit(&stream, &terms, &Options::default()).unwrap();
    assert_eq!(found.status, Status::Separated { terms: vec!["ps_abba".into()] }, "{found:?}");
    let firth = Options { firth: true, ..Options::default() };
    let found = fit(&stream, &terms, &firth).unwrap();
    assert!(found.is_converged(), "{found:?}");
    assert!((-8.0..-1.0).contains(&found.coefficients[1]), "{found:?}");
}

/// At the maximum of the penalised likelihood no small step raises it.
#[test]
fn ridge_and_firth_are_at_their_maximum() {
    let stream = simulated(8, 150, 3);
    for options in [
        Options { ridge: 2.0, ..Options::default() },
        Options { firth: true, ..Options::default() },
    ] {
        let model = Model::new(&stream, &terms(), &options).unwrap();
        let found = model.fit().unwrap();
        assert!(found.is_converged(), "{found:?}");
        let objective = |theta: &[f64]| {
            let e = model.derivatives(theta).unwrap();
            if options.firth {
                let c = comity_numerics::Cholesky::new(&e.information).unwrap();
                e.value + 0.5 * c.log_determinant()
            } else {
                e.value - theta.iter().map(|b| b * b).sum::<f64>()
            }
        };
        let top = objective(&found.coefficients);
        assert!((top - found.objective).abs() < 1e-8, "{found:?}");
        for k in 0..3 {
            for by in [-1e-2, 1e-2] {
                let mut theta = found.coefficients.clone();
                theta[k] += by * found.standard_errors[k];
                assert!(objective(&theta) < top);
            }
        }
    }
}

/// Under the model the robust standard errors are near the model's own: with 1,500 moments
/// within a fifth, with a dozen actors as clusters within a factor of two.
#[test]
fn robust_errors_are_near_the_models_own() {
    let stream = simulated(12, 1_500, 4);
    for cluster in [Cluster::Moment, Cluster::Dyad, Cluster::Sender, Cluster::Receiver] {
        let options = Options { cluster: Some(cluster), ..Options::default() };
        let found = fit(&stream, &terms(), &options).unwrap();
        let robust = found.robust_standard_errors.unwrap();
        for (r, s) in robust.iter().zip(&found.standard_errors) {
            let wide = if cluster == Cluster::Moment { 1.2 } else { 2.0 };
            assert!(
                r / s < wide && s / r < wide,
                "{cluster:?} {robust:?} {:?}",
                found.standard_errors
            );
        }
    }
}

/// The likelihood is the sum of its parts, to the last bit.
#[test]
fn parts_add_up() {
    let stream = simulated(40, 3_000, 6);
    let model = Model::new(&stream, &terms(), &Options::default()).unwrap();
    let theta = [0.5, 0.4, 0.1];
    let whole = model.derivatives(&theta).unwrap();
    assert!(model.shards() > 1);
    let parts: Vec<_> = (0..model.shards()).map(|k| model.shard(k, &theta).unwrap()).collect();
    assert_eq!(parts.iter().fold(0.0, |sum, p| sum + p.value), whole.value);
    for k in 0..3 {
        assert_eq!(parts.iter().fold(0.0, |sum, p| sum + p.gradient[k]), whole.gradient[k]);
    }
    assert_eq!(model.shard(parts.len(), &theta).unwrap_err().code(), Code::BadSetting);
}

/// The same bits whatever the number of threads.
#[test]
fn threads_change_nothing() {
    let stream = simulated(40, 3_000, 6);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| fit(&stream, &terms(), &Options::default()).unwrap())
    };
    assert_eq!(on(1), on(4));
}

/// Whatever the random stream, a fit ends in one of the stated ways.
#[test]
fn streams_of_every_kind_are_fitted_without_panic() {
    for seed in 0..40 {
        let mut d = Draws::new(seed);
        let stream = random_stream(&mut d, true);
        let terms = [Term::inertia().scaled(Scaling::None), Term::balance("helps", "fights")];
        let _ = fit(&stream, &terms, &Options::default()).unwrap();
    }
}
