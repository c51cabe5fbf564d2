//! Times the estimators on data that `bench/estimators.py` writes for them and for their peers.
//!
//! `timing logit|firth|ame|dyads FOLDER` prints one line of JSON: seconds and, where a peer's
//! figures stand beside, ours.

use comity_numerics::Design;
use comity_numerics::estimators::ame::{self, AmeParams, AmePrior, Family, Relations};
use comity_numerics::estimators::information::multipliers;
use comity_numerics::estimators::{Link, Observations, ValidNewtonParams, firth, glm};
use comity_numerics::variance::dyadic::{Dyads, variance};
use serde_json::{Value, json};
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

type Done<T> = Result<T, Box<dyn Error>>;

fn main() -> Done<()> {
    let mut args = std::env::args().skip(1);
    let (Some(what), Some(folder)) = (args.next(), args.next()) else {
        return Err("timing logit|firth|ame|dyads FOLDER".into());
    };
    let found = match what.as_str() {
        "logit" => logit(Path::new(&folder))?,
        "firth" => penalised(Path::new(&folder))?,
        "ame" => network(Path::new(&folder))?,
        "dyads" => dyads(Path::new(&folder))?,
        other => return Err(format!("no such estimator: {other}").into()),
    };
    println!("{found}");
    Ok(())
}

/// Numbers as eight bytes each, the lowest first.
fn numbers(path: &Path) -> Done<Vec<f64>> {
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let (words, _) = bytes.as_chunks::<8>();
    Ok(words.iter().map(|w| f64::from_le_bytes(*w)).collect())
}

fn ids(path: &Path) -> Done<Vec<i64>> {
    Ok(numbers(path)?.into_iter().map(|x| x as i64).collect())
}

/// `x` column by column and `y`.
fn rows(folder: &Path) -> Done<(Design, Vec<bool>)> {
    let y: Vec<bool> = numbers(&folder.join("y"))?.into_iter().map(|v| v > 0.5).collect();
    let x = numbers(&folder.join("x"))?;
    let columns =
        x.chunks(y.len()).enumerate().map(|(j, c)| (format!("x{j}"), c.to_vec())).collect();
    Ok((Design::new(y.len(), columns)?, y))
}

/// The least time that runs are repeated for, as in `bench/peers/firth.R`.
const AT_LEAST: Duration = Duration::from_secs(1);

/// The shortest of several runs, in seconds, and what the last one gave.
fn shortest<T>(runs: usize, mut work: impl FnMut() -> Done<T>) -> Done<(f64, T)> {
    let (mut best, mut last) = (f64::INFINITY, None);
    let (first, mut done) = (Instant::now(), 0);
    while done < runs || first.elapsed() < AT_LEAST {
        done += 1;
        let begin = Instant::now();
        let found = work()?;
        best = best.min(begin.elapsed().as_secs_f64());
        last = Some(found);
    }
    Ok((best, last.ok_or("no run")?))
}

/// Logit with dyadic-robust variance; the numbering of the dyads is part of the time.
fn logit(folder: &Path) -> Done<Value> {
    let (design, y) = rows(folder)?;
    let (a, b) = (ids(&folder.join("a"))?, ids(&folder.join("b"))?);
    let (seconds, (coefficients, errors)) = shortest(20, || {
        let data = Observations::new(&design, &y)?;
        let outcome = glm::fit(&data, Link::Logit, &ValidNewtonParams::default());
        let fit = outcome.into_fit().ok_or("no fit")?;
        let scores = multipliers(&data, Link::Logit, &fit.coefficients)?;
        let v = variance(&design, &scores, &fit.covariance, &Dyads::new(&a, &b)?)?;
        Ok((fit.coefficients, v.standard_errors()))
    })?;
    Ok(json!({ "seconds": seconds, "coefficients": coefficients, "errors": errors }))
}

/// Firth's logit with profile-likelihood intervals of every coefficient.
fn penalised(folder: &Path) -> Done<Value> {
    let (design, y) = rows(folder)?;
    let params = ValidNewtonParams::default();
    let (seconds, (coefficients, lower, upper)) = shortest(20, || {
        let data = Observations::new(&design, &y)?;
        let fit = firth::fit(&data, &params).into_fit().ok_or("no fit")?;
        let profile = firth::profile(&data, &fit, 0.95, &params)?;
        let lower: Vec<Option<f64>> = profile.iter().map(|p| p.lower).collect();
        let upper: Vec<Option<f64>> = profile.iter().map(|p| p.upper).collect();
        Ok((fit.coefficients, lower, upper))
    })?;
    Ok(json!({
        "seconds": seconds, "coefficients": coefficients, "lower": lower, "upper": upper,
    }))
}

/// Additive and multiplicative effects, two dimensions, one covariate of dyads: 10,000 sweeps.
fn network(folder: &Path) -> Done<Value> {
    let (y, x) = (numbers(&folder.join("y"))?, numbers(&folder.join("x"))?);
    let actors = y.len().isqrt();
    let data = Relations::directed(Family::Probit, actors, &y)?.with_dyadic_covariate("x", &x)?;
    let params = AmeParams { rank: 2, burn_in: 0, sweeps: 10_000, ..AmeParams::default() };
    let (seconds, fit) = shortest(1, || {
        let outcome = ame::fit(&data, &AmePrior::amen(&data, 2), &params.check()?)?;
        outcome.into_fit().ok_or_else(|| "no fit".into())
    })?;
    let means: Vec<f64> = fit.coefficients.iter().map(|c| c.mean).collect();
    Ok(json!({ "seconds": seconds, "sweeps": 10_000, "means": means }))
}

/// The dyadic-robust variance by itself.
fn dyads(folder: &Path) -> Done<Value> {
    let (design, y) = rows(folder)?;
    let (a, b) = (ids(&folder.join("a"))?, ids(&folder.join("b"))?);
    let scores: Vec<f64> = y.iter().map(|y| f64::from(u8::from(*y)) - 0.5).collect();
    let dyads = Dyads::new(&a, &b)?;
    let bread =
        comity_numerics::Matrix::from_fn(design.width(), |i, j| f64::from(u8::from(i == j)));
    let (seconds, v) = shortest(5, || Ok(variance(&design, &scores, &bread, &dyads)?))?;
    Ok(json!({ "seconds": seconds, "dyads": v.dyads, "units": v.units }))
}
