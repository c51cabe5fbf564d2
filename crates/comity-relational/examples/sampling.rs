//! How estimates move with the number of sampled controls where the model is not the truth.
//!
//! Events come from an urn (half repeat a past event, a fifth return one, the rest are of
//! any dyad) and are explained by raw counts: a model that is wrong in a way that is common.
//! `sampling [ACTORS EVENTS]` prints the exact fit beside sampled ones.

use comity_relational::sampled::{SampledOptions, fit_sampled};
use comity_relational::{Options, Scaling, StreamBuilder, Term, fit};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let given: Vec<usize> =
        std::env::args().skip(1).map(|a| a.parse()).collect::<Result<_, _>>()?;
    let (n, m) = match given[..] {
        [n, m] => (n, m),
        _ => (100, 3_000),
    };
    let mut rng = Pcg64Mcg::seed_from_u64(1);
    let names: Vec<String> = (0..n).map(|k| k.to_string()).collect();
    let mut b = StreamBuilder::directed();
    b.actors(&names);
    let mut past: Vec<(usize, usize)> = Vec::new();
    for k in 0..m {
        let kind = rng.random::<f64>();
        let (i, j) = if k > 0 && kind < 0.7 {
            let (i, j) = past[rng.random_range(0..k)];
            if kind < 0.5 { (i, j) } else { (j, i) }
        } else {
            let i = rng.random_range(0..n);
            (i, (i + rng.random_range(1..n)) % n)
        };
        past.push((i, j));
        b.event(&names[i], &names[j], k as f64)?;
    }
    let stream = b.finish()?;
    let terms = [Term::inertia(), Term::reciprocity()].map(|t| t.scaled(Scaling::None));
    let options = Options { skip: 1, ..Options::default() };
    let exact = fit(&stream, &terms, &options)?;
    println!("controls      inertia (se)        reciprocity (se)");
    let line = |name: &str, b: &[f64], se: &[f64]| {
        println!("{name:>8} {:>9.4} ({:.4}) {:>12.4} ({:.4})", b[0], se[0], b[1], se[1]);
    };
    for controls in [1, 5, 10, 50, 200, 1_000] {
        let sampling = SampledOptions { controls, repetitions: 5, seed: 1 };
        let found = fit_sampled(&stream, &terms, &options, &sampling)?;
        line(&controls.to_string(), &found.coefficients, &found.standard_errors);
    }
    line("all", &exact.coefficients, &exact.standard_errors);
    Ok(())
}
