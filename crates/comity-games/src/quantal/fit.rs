//! λ by maximum likelihood from counts of choices.

use super::model::Quantal;
use super::point::Point;
use super::result::{Equilibrium, Method, Until};
use super::system::{centre, normalise, regret, residuals};
use super::tracer::Tracer;
use comity_core::{Code, Error, Result};

/// A precision λ estimated from choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// What is played at the estimate. Its residual is zero by construction for
    /// [`Method::Empirical`].
    pub equilibrium: Equilibrium,
    /// Σ count × ln p, without the constants of counting.
    pub log_likelihood: f64,
    /// 1/√information in λ, the counts at each decision taken as independent draws; nothing at
    /// the ends of the range, where it would mislead, or where the choices say nothing.
    pub standard_error: Option<f64>,
    /// Whether the estimate is the least or largest λ looked at.
    pub at_end: bool,
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).filter(|(a, _)| **a != 0.0).map(|(a, b)| a * b).sum()
}

impl Quantal {
    /// The point of the principal branch, up to `largest` λ, at which the observed choices are
    /// most likely. `counts` has a list for every list of [`Equilibrium::probabilities`];
    /// those of chance are not looked at.
    ///
    /// Source: P. Bland and T. Turocy, "Quantal response equilibrium as a structural model for
    /// estimation", 2023; the likelihood's maxima lie where its slope along the branch, Σ count
    /// × tangent, changes sign.
    ///
    /// # Errors
    /// `game/invalid` when counts are missing or negative, all are zero, or `largest` is not
    /// above zero.
    pub fn fit(&self, counts: &[Vec<f64>], largest: f64) -> Result<Fit> {
        let counts = self.checked(counts, largest)?;
        let mut tracer = self.tracer();
        let n = counts.len();
        let end = largest * tracer.solver.scale();
        let mut best = (dot(&counts, &tracer.now.x), tracer.now.clone(), 0, true);
        let mut steps = 0;
        let until = Until::default();
        while steps < until.steps && tracer.step() {
            steps += 1;
            let last = tracer.now.sigma >= end;
            let slope = |t: &Point| dot(&counts, &t.tangent[..n]);
            let (from, to) = (slope(&tracer.before), slope(&tracer.now));
            if from > 0.0 && to <= 0.0 && summit(&mut tracer, &counts) && tracer.trial.sigma <= end
            {
                keep(&mut best, &counts, &tracer.trial, steps, false);
            }
            if last {
                if tracer.fix(end) {
                    keep(&mut best, &counts, &tracer.trial, steps, true);
                } else if tracer.retreat() {
                    continue;
                }
                break;
            }
            if tracer.regret(&tracer.now) <= until.regret {
                keep(&mut best, &counts, &tracer.now, steps, to > 0.0);
                break;
            }
        }
        let (log_likelihood, point, steps, at_end) = best;
        let scale = tracer.solver.scale();
        let standard_error = (!at_end).then(|| self.error(&counts, &point, scale)).flatten();
        Ok(Fit {
            equilibrium: self.equilibrium(&tracer, &point, steps),
            log_likelihood,
            standard_error,
            at_end,
        })
    }

    fn checked(&self, counts: &[Vec<f64>], largest: f64) -> Result<Vec<f64>> {
        let flat = self.flatten(counts)?;
        let bad = |message: &str| Err(Error::new(Code::BadGame, message));
        if flat.iter().all(|c| *c == 0.0) {
            return bad("no choice was observed");
        }
        if !(largest > 0.0 && largest.is_finite()) {
            return bad("the largest λ is a finite number above zero");
        }
        Ok(flat)
    }

    /// Information Σ N_d Σ p (dx/dλ)² over decisions d observed N_d times.
    fn error(&self, counts: &[f64], point: &Point, scale: f64) -> Option<f64> {
        let n = counts.len();
        let rate = scale / point.tangent[n];
        let mut information = 0.0;
        for w in self.offsets().windows(2) {
            let seen: f64 = counts[w[0]..w[1]].iter().sum();
            for a in w[0]..w[1] {
                let slope = point.tangent[a] * rate;
                information += seen * point.p[a] * slope * slope;
            }
        }
        (information > 0.0 && information.is_finite()).then(|| 1.0 / information.sqrt())
    }

    /// λ at which logit choice against the payoffs at the observed frequencies makes the
    /// observed choices most likely: fast, and biased away from [`Quantal::fit`] because
    /// observed frequencies are not those of the equilibrium. Decisions never observed count
    /// as uniform when payoffs are computed.
    ///
    /// # Errors
    /// As [`Quantal::fit`].
    pub fn fit_empirical(&self, counts: &[Vec<f64>], largest: f64) -> Result<Fit> {
        let counts = self.checked(counts, largest)?;
        let mut system = self.system();
        let n = counts.len();
        let (mut p, mut u) = (vec![0.0; n], vec![0.0; n]);
        let offsets = self.offsets();
        for w in offsets.windows(2) {
            let seen: f64 = counts[w[0]..w[1]].iter().sum();
            for a in w[0]..w[1] {
                p[a] = if seen > 0.0 { counts[a] / seen } else { 1.0 / (w[1] - w[0]) as f64 };
            }
        }
        let mut x: Vec<f64> = p.iter().map(|&p| libm::log(p)).collect();
        system.values(&x, &p, &mut u);
        let end = largest * system.scale();
        let mut choose = |sigma: f64| {
            x.iter_mut().zip(&u).for_each(|(x, u)| *x = sigma * u);
            normalise(offsets, &mut x, &mut p);
            let mut left = u.clone();
            centre(offsets, &p, &mut left);
            let mut information = 0.0;
            for w in offsets.windows(2) {
                let seen: f64 = counts[w[0]..w[1]].iter().sum();
                information += seen * (w[0]..w[1]).map(|a| p[a] * left[a] * left[a]).sum::<f64>();
            }
            (dot(&counts, &left), information)
        };
        let (mut low, mut high) = (0.0, end);
        let at_end = choose(low).0 <= 0.0 || choose(high).0 >= 0.0;
        let mut sigma = if choose(low).0 <= 0.0 { low } else { high };
        // The likelihood is concave in σ: Newton's method, halving where it leaves the bracket.
        if !at_end {
            sigma = 1.0_f64.min(0.5 * end);
            for _ in 0..200 {
                let (slope, information) = choose(sigma);
                if slope > 0.0 {
                    low = sigma;
                } else {
                    high = sigma;
                }
                let next = sigma + slope / information;
                let next = if next > low && next < high { next } else { 0.5 * (low + high) };
                let done = (next - sigma).abs() <= 1e-13 * (1.0 + sigma);
                sigma = next;
                if done {
                    break;
                }
            }
        }
        let (_, information) = choose(sigma);
        let scale = system.scale();
        let mut f = vec![0.0; n];
        residuals(offsets, &x, &u, sigma, (0, 0.0), &mut f);
        let error = scale / information.sqrt();
        Ok(Fit {
            log_likelihood: dot(&counts, &x),
            standard_error: (!at_end && error.is_finite()).then_some(error),
            at_end,
            equilibrium: Equilibrium {
                method: Method::Empirical,
                lambda: sigma / scale,
                probabilities: self.lists(&p, |p| p),
                logs: self.lists(&x, libm::log),
                residual: f.iter().fold(0.0, |m, f| f64::max(m, f.abs())),
                steps: 0,
                regret: regret(offsets, &p, &u) * scale,
            },
        })
    }
}

fn keep(
    best: &mut (f64, Point, usize, bool),
    counts: &[f64],
    point: &Point,
    steps: usize,
    end: bool,
) {
    let value = dot(counts, &point.x);
    if value > best.0 {
        *best = (value, point.clone(), steps, end);
    }
}

/// The point between the last two at which the likelihood's slope along the branch is zero,
/// into the tracer's trial, by bisection and secants on arc length.
fn summit(tracer: &mut Tracer, counts: &[f64]) -> bool {
    let n = counts.len();
    let slope = |p: &Point| dot(counts, &p.tangent[..n]);
    let (mut low, mut high) = (0.0, tracer.length);
    let (mut at_low, mut at_high) = (slope(&tracer.before), slope(&tracer.now));
    for turn in 0..80 {
        let h = if turn % 3 == 2 || at_low <= at_high {
            0.5 * (low + high)
        } else {
            (low * at_high - high * at_low) / (at_high - at_low)
        };
        if !tracer.between(h) {
            return false;
        }
        let at = slope(&tracer.trial);
        if at > 0.0 {
            (low, at_low) = (h, at);
        } else {
            (high, at_high) = (h, at);
        }
        if high - low <= 1e-12 * tracer.length || at == 0.0 {
            return true;
        }
        // A secant that lands on the summit moves one end only.
        if at.abs() <= 1e-13 * counts.iter().sum::<f64>() {
            return true;
        }
    }
    true
}
