//! What the tests share.

use comity_numerics::Design;
use comity_numerics::sampling::normal::StandardNormal;
use comity_numerics::special::logistic;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The folder of reference fits, if this machine has it.
pub(crate) fn reference() -> Option<PathBuf> {
    let shared = std::env::var_os("COMITY_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("reference");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no conformance data");
    None
}

/// A comma-separated file as named columns of numbers; other columns are left out.
pub(crate) fn columns(path: PathBuf) -> BTreeMap<String, Vec<f64>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let mut columns: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for record in reader.records() {
        for (name, cell) in names.iter().zip(record.unwrap().iter()) {
            if let Ok(v) = cell.parse() {
                columns.entry(name.clone()).or_default().push(v);
            }
        }
    }
    columns
}

/// A reference fit.
pub(crate) fn fit(path: PathBuf) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// An intercept and the named columns.
pub(crate) fn design(data: &BTreeMap<String, Vec<f64>>, names: &[&str]) -> Design {
    let rows = data.values().next().unwrap().len();
    let mut all = vec![("(intercept)".to_owned(), vec![1.0; rows])];
    all.extend(names.iter().map(|n| ((*n).to_owned(), data[*n].clone())));
    Design::new(rows, all).unwrap()
}

pub(crate) fn outcome(values: &[f64]) -> Vec<bool> {
    values.iter().map(|v| *v != 0.0).collect()
}

/// The largest difference relative to 1 + |expected|.
pub(crate) fn worst(found: &[f64], expected: &[f64]) -> f64 {
    assert_eq!(found.len(), expected.len());
    found
        .iter()
        .zip(expected)
        .map(|(f, e)| (f - e).abs() / (1.0 + e.abs()))
        .fold(0.0, |m, d| if d.is_nan() { f64::INFINITY } else { f64::max(m, d) })
}

/// A logit sample: an intercept, `width − 1` covariates of several kinds, an outcome.
pub(crate) fn sample(rows: usize, width: usize, intercept: f64, seed: u64) -> (Design, Vec<bool>) {
    let mut source = StandardNormal::new(seed);
    let mut columns = vec![("(intercept)".to_owned(), vec![1.0; rows])];
    for j in 1..width {
        let values = (0..rows)
            .map(|_| match j % 3 {
                0 => source.next_normal(),
                1 => f64::from(u8::from(source.uniform() < 0.3)),
                _ => (source.uniform() * 40.0).floor(),
            })
            .collect();
        columns.push((format!("x{j}"), values));
    }
    let design = Design::new(rows, columns).unwrap();
    let beta: Vec<f64> = (0..width)
        .map(|j| match j {
            0 => intercept,
            j if j % 3 == 2 => 0.02,
            j => 0.4 * if j % 2 == 0 { 1.0 } else { -1.0 },
        })
        .collect();
    let y = design.times(&beta).into_iter().map(|e| source.uniform() < logistic(e)).collect();
    (design, y)
}

/// Square roots of the diagonal: standard errors.
pub(crate) fn roots(covariance: &comity_numerics::Matrix) -> Vec<f64> {
    covariance.diagonal().into_iter().map(f64::sqrt).collect()
}

/// Prints a peer's figures beside those found and checks their largest difference, relative
/// to the figure. Without names the field is one number.
pub(crate) fn compare(
    case: &str,
    expected: &serde_json::Value,
    field: &str,
    names: &[&str],
    found: &[f64],
    tolerance: f64,
) {
    let peer = expected["peer"].as_str().unwrap();
    let figures: Vec<f64> = match names {
        [] => vec![expected[field].as_f64().unwrap()],
        names => names.iter().map(|n| expected[field][*n].as_f64().unwrap()).collect(),
    };
    assert_eq!(found.len(), figures.len());
    let off = |(f, e): (&f64, &f64)| (f / e - 1.0).abs();
    let pairs = || found.iter().zip(&figures);
    let (ours, theirs) =
        pairs().max_by(|a, b| off(*a).total_cmp(&off(*b))).expect("one figure or more");
    let worst = off((ours, theirs));
    println!(
        "{case} {field}: {peer} {theirs:.12}, ours {ours:.12}, relative difference {worst:.1e}"
    );
    assert!(worst < tolerance, "{case} {field}: found {found:?}, expected {figures:?}");
}

/// What a simulation with known truth shows.
#[derive(Debug)]
pub(crate) struct Study {
    pub(crate) samples: usize,
    pub(crate) failed: usize,
    pub(crate) bias: f64,
    /// Monte-Carlo standard error of the bias.
    pub(crate) bias_error: f64,
    pub(crate) coverage: f64,
    /// Monte-Carlo standard error of a coverage of 0.95.
    pub(crate) coverage_error: f64,
}

/// Runs `samples` simulations (seeds from 0), each giving the estimate less the truth and the
/// standard error, or nothing when there was no fit.
pub(crate) fn study(samples: u64, run: impl Fn(u64) -> Option<(f64, f64)> + Sync + Send) -> Study {
    use rayon::prelude::*;
    let results: Vec<Option<(f64, f64)>> = (0..samples).into_par_iter().map(run).collect();
    let found: Vec<(f64, f64, bool)> =
        results.iter().flatten().map(|&(e, se)| (e, se, e.abs() <= 1.959_964 * se)).collect();
    summarise(results.len(), &found.iter().map(|f| (f.0, f.2)).collect::<Vec<_>>())
}

/// The same from errors and whether the interval held the truth.
pub(crate) fn summarise(asked: usize, found: &[(f64, bool)]) -> Study {
    let n = found.len() as f64;
    let bias = found.iter().map(|f| f.0).sum::<f64>() / n;
    let spread = found.iter().map(|f| (f.0 - bias) * (f.0 - bias)).sum::<f64>() / (n - 1.0);
    Study {
        samples: found.len(),
        failed: asked - found.len(),
        bias,
        bias_error: (spread / n).sqrt(),
        coverage: found.iter().filter(|f| f.1).count() as f64 / n,
        coverage_error: (0.95 * 0.05 / n).sqrt(),
    }
}

impl Study {
    pub(crate) fn print(&self, what: &str) {
        println!(
            "{what}: {} samples ({} without a fit), bias {:.4} ({:.4}), coverage {:.3} ({:.3})",
            self.samples,
            self.failed,
            self.bias,
            self.bias_error,
            self.coverage,
            self.coverage_error
        );
    }

    /// Asserts that coverage is within `errors` Monte-Carlo standard errors of 0.95.
    pub(crate) fn assert_covers(&self, errors: f64) {
        assert!((self.coverage - 0.95).abs() <= errors * self.coverage_error, "{self:?}");
    }
}

/// The largest difference relative to what is expected.
pub(crate) fn relative(found: &[f64], expected: &[f64]) -> f64 {
    assert_eq!(found.len(), expected.len());
    let each = found.iter().zip(expected).map(|(f, e)| (f / e - 1.0).abs());
    each.fold(0.0, |m, d| if d.is_nan() { f64::INFINITY } else { f64::max(m, d) })
}
