//! What the tests of the strategic models share.

use comity_games::strategic::{Fit, Outcome};
use comity_numerics::Design;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The golden cases of this crate.
pub(crate) fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/strategic")
}

/// The folder of reference fits of the package games, if this machine has it.
pub(crate) fn reference() -> Option<PathBuf> {
    let shared = std::env::var_os("COMITY_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("reference/games");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no conformance data");
    None
}

/// A table by column, as text.
pub(crate) struct Table(BTreeMap<String, Vec<String>>);

impl Table {
    pub(crate) fn read(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for record in reader.records() {
            for (name, cell) in names.iter().zip(record.unwrap().iter()) {
                columns.entry(name.clone()).or_default().push(cell.to_owned());
            }
        }
        Self(columns)
    }

    /// The rows that have a value in each of these columns.
    pub(crate) fn complete(mut self, names: &[&str]) -> Self {
        let rows = self.0.values().next().unwrap().len();
        let keep: Vec<usize> =
            (0..rows).filter(|&i| names.iter().all(|n| self.0[*n][i] != "NA")).collect();
        for column in self.0.values_mut() {
            *column = keep.iter().map(|&i| column[i].clone()).collect();
        }
        self
    }

    pub(crate) fn rows(&self) -> usize {
        self.0.values().next().unwrap().len()
    }

    pub(crate) fn text(&self, name: &str) -> &[String] {
        &self.0[name]
    }

    pub(crate) fn numbers(&self, name: &str) -> Vec<f64> {
        self.0[name].iter().map(|v| v.parse().unwrap()).collect()
    }

    /// Columns as a design: `1` is the constant, `name=value` an indicator.
    pub(crate) fn design(&self, columns: &[&str]) -> Design {
        let values = |c: &str| match c.split_once('=') {
            _ if c == "1" => vec![1.0; self.rows()],
            Some((name, value)) => {
                self.text(name).iter().map(|v| f64::from(u8::from(v == value))).collect()
            }
            None => self.numbers(c),
        };
        let named = columns.iter().map(|c| ((*c).to_owned(), values(c))).collect();
        Design::new(self.rows(), named).unwrap()
    }
}

/// A peer's figures.
pub(crate) struct Peer {
    pub(crate) coefficients: Vec<f64>,
    pub(crate) errors: Vec<f64>,
    pub(crate) log_likelihood: f64,
}

pub(crate) fn json(path: &Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

pub(crate) fn converged(outcome: Outcome) -> Fit {
    match outcome {
        Outcome::Converged(fit) => fit,
        other => panic!("{other:?}"),
    }
}

/// The bounds of a comparison.
pub(crate) struct Bounds {
    /// Of a coefficient, in standard errors.
    pub(crate) coefficient: f64,
    /// Of a standard error, relative.
    pub(crate) error: f64,
    /// How far our log-likelihood may be above the peer's.
    pub(crate) gain: f64,
}

/// Compares a fit with a peer's and prints the largest differences.
pub(crate) fn compare(case: &str, fit: &Fit, peer: &Peer, bounds: &Bounds) {
    assert_eq!(fit.coefficients.len(), peer.coefficients.len(), "{case}: {:?}", fit.names);
    let errors = fit.standard_errors();
    let most = |all: &mut dyn Iterator<Item = f64>| {
        all.fold(0.0, |m: f64, d| if d.is_nan() { f64::INFINITY } else { m.max(d) })
    };
    let pairs = fit.coefficients.iter().zip(&peer.coefficients).zip(&errors);
    let coefficient = most(&mut pairs.map(|((f, p), e)| (f - p).abs() / e));
    let error = most(&mut errors.iter().zip(&peer.errors).map(|(f, p)| (f / p - 1.0).abs()));
    let gain = fit.log_likelihood - peer.log_likelihood;
    println!(
        "{case}: log-likelihood {:.9} (peer's {:+.1e}), coefficients within {coefficient:.1e} \
         standard errors, standard errors within {error:.1e}, gradient {:.1e}, steps {}",
        fit.log_likelihood, -gain, fit.gradient_norm, fit.iterations
    );
    assert!(gain >= -1e-9 * fit.log_likelihood.abs(), "{case}: the peer's maximum is higher");
    assert!(gain <= bounds.gain, "{case}: {gain}");
    assert!(
        coefficient <= bounds.coefficient,
        "{case}: {:?} {:?}",
        fit.coefficients,
        peer.coefficients
    );
    assert!(error <= bounds.error, "{case}: {errors:?} {:?}", peer.errors);
    // Newton's steps end with a gradient that is rounding: n terms of size one.
    assert!(fit.gradient_norm < 1e-6 * (1.0 + fit.rows as f64), "{case}");
    assert!(fit.next_step <= 1e-8 && fit.identification.at_estimate > 0.0, "{case}");
}

/// What simulations with a known truth show, one entry a coefficient.
pub(crate) struct Study {
    truth: Vec<f64>,
    /// Error of each estimate, in the order of the samples.
    errors: Vec<Vec<f64>>,
    /// Whether each interval holds the truth.
    holds: Vec<Vec<bool>>,
    samples: usize,
}

impl Study {
    /// Runs `samples` simulations, seeds from one.
    pub(crate) fn run(
        samples: u64,
        truth: &[f64],
        run: impl Fn(u64) -> Option<Fit> + Sync + Send,
    ) -> Self {
        use rayon::prelude::*;
        let fits: Vec<Option<Fit>> = (1..=samples).into_par_iter().map(run).collect();
        let fits: Vec<Fit> = fits.into_iter().flatten().collect();
        let error = |f: &Fit| -> Vec<f64> {
            f.coefficients.iter().zip(truth).map(|(c, t)| c - t).collect()
        };
        let hold = |f: &Fit| -> Vec<bool> {
            let each = error(f).into_iter().zip(f.standard_errors());
            each.map(|(e, s)| e.abs() <= 1.959_964 * s).collect()
        };
        Self {
            truth: truth.to_vec(),
            errors: fits.iter().map(error).collect(),
            holds: fits.iter().map(hold).collect(),
            samples: samples as usize,
        }
    }

    /// Prints bias and coverage and checks them against the bounds of the file.
    pub(crate) fn check(&self, case: &str) {
        let n = self.errors.len() as f64;
        println!(
            "{case}: {} samples, {} without a maximum",
            self.samples,
            self.samples - self.errors.len()
        );
        assert!(n >= 0.98 * self.samples as f64, "{case}");
        let noise = (0.95 * 0.05 / n).sqrt();
        for (j, truth) in self.truth.iter().enumerate() {
            let bias = self.errors.iter().map(|e| e[j]).sum::<f64>() / n;
            let squares: f64 = self.errors.iter().map(|e| (e[j] - bias).powi(2)).sum();
            let spread = (squares / (n - 1.0)).sqrt();
            let coverage = self.holds.iter().filter(|h| h[j]).count() as f64 / n;
            println!(
                "  {truth:6.2}: bias {bias:+.4} ({:.4}), deviation {spread:.3}, coverage {coverage:.3} ({noise:.3})",
                spread / n.sqrt()
            );
            assert!(bias.abs() <= 0.1 * spread + 4.0 * spread / n.sqrt(), "{case} {j}: {bias}");
            assert!((coverage - 0.95).abs() <= 0.02 + 4.0 * noise, "{case} {j}: {coverage}");
        }
    }
}
