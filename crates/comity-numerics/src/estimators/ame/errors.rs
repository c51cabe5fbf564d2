//! Latent variables of 0/1 ties, unknown ties, and variance parameters.

use super::data::Family;
use super::directed::Directed;
use super::linear::{Sym2, draw_wishart};
use super::pairs::dot;
use crate::sampling::variates::Variates;

/// The largest dyadic correlation that the prior allows, as in amen.
const MAX_RHO: f64 = 0.995;
/// Rounds of drawing the error variance and the dyadic correlation in turn.
const ROUNDS: usize = 2;

impl Directed<'_> {
    /// Latent variables given the signs of 0/1 ties, one of a dyad given the other; returns
    /// the sum of squared residuals and of their cross-products.
    pub(super) fn draw_latent(&mut self) -> (f64, f64) {
        let (rho, scale) = (self.rho, libm::sqrt(1.0 - self.rho * self.rho));
        let inverse = 1.0 / scale;
        let source = &mut self.source;
        let one = |z: &mut f64, e: &mut f64, mirror: f64, sign: f64, source: &mut Variates| {
            let mean = *z - *e;
            let shift = rho * mirror;
            let bound = -sign * (mean + shift) * inverse;
            let draw =
                if sign == 0.0 { source.normal() } else { sign * source.normal_above(bound) };
            *e = shift + scale * draw;
            *z = mean + *e;
        };
        let (mut squares, mut products) = (0.0, 0.0);
        let z = self.z.upper.iter_mut().zip(&mut self.z.lower);
        let e = self.e.upper.iter_mut().zip(&mut self.e.lower);
        let sign = self.sign.upper.iter().zip(&self.sign.lower);
        for (((z_up, z_lo), (e_up, e_lo)), (s_up, s_lo)) in z.zip(e).zip(sign) {
            one(z_up, e_up, *e_lo, *s_up, source);
            one(z_lo, e_lo, *e_up, *s_lo, source);
            squares += *e_up * *e_up + *e_lo * *e_lo;
            products += *e_up * *e_lo;
        }
        (squares, products)
    }

    /// Unknown continuous ties given their mirror images; returns sums as above.
    pub(super) fn draw_missing(&mut self) -> (f64, f64) {
        let sd = libm::sqrt(self.s2);
        let conditional = sd * libm::sqrt(1.0 - self.rho * self.rho);
        for &(k, up, lo) in &self.missing {
            let (before_up, before_lo) = (self.e.upper[k], self.e.lower[k]);
            if up && lo {
                self.e.lower[k] = sd * self.source.normal();
            }
            if up {
                self.e.upper[k] = self.rho * self.e.lower[k] + conditional * self.source.normal();
            } else {
                self.e.lower[k] = self.rho * self.e.upper[k] + conditional * self.source.normal();
            }
            self.z.upper[k] += self.e.upper[k] - before_up;
            self.z.lower[k] += self.e.lower[k] - before_lo;
        }
        let (up, lo) = (&self.e.upper, &self.e.lower);
        (dot(up, up) + dot(lo, lo), dot(up, lo))
    }

    /// Error variance and dyadic correlation given the residuals off the diagonal.
    pub(super) fn draw_errors(&mut self, squares: f64, products: f64) {
        let pairs = self.e.upper.len() as f64;
        let (df, scale) = (self.prior.error_df, self.prior.error_scale);
        for _ in 0..ROUNDS {
            if self.family == Family::Normal {
                let rho = self.rho;
                let whitened = (squares - 2.0 * rho * products) / (1.0 - rho * rho);
                let shape = 0.5 * (2.0 * pairs + df);
                self.s2 = 0.5 * (whitened + df * scale) / self.source.gamma(shape);
            }
            let (squares, products) = (squares / self.s2, products / self.s2);
            // The prior adds −½ ln(1 − ρ²).
            let density = |r: f64| {
                let rest = 1.0 - r * r;
                -0.5 * ((pairs + 1.0) * libm::log(rest) + (squares - 2.0 * r * products) / rest)
            };
            self.rho = slice(self.rho, density, &mut self.source);
        }
    }

    /// Covariance of additive effects.
    pub(super) fn draw_additive_covariance(&mut self) {
        let df = self.prior.additive_df;
        let scale = df * self.prior.additive_scale;
        let (aa, ab) = (dot(&self.a, &self.a), dot(&self.a, &self.b));
        let bb = dot(&self.b, &self.b);
        let mut psi = [scale + aa, ab, ab, scale + bb];
        let (mut work, mut out) = ([0.0; 4], [0.0; 4]);
        if draw_wishart(&mut psi, df + self.n as f64, &mut work, &mut out, &mut self.source) {
            self.additive = Sym2::new(out[0], out[1], out[3]).inverse();
        }
    }
}

/// A draw by slice sampling on the interval of admissible correlations: Neal (2003), *Annals
/// of Statistics* 31(3), with the shrinkage of his figure 5.
fn slice(at: f64, log_density: impl Fn(f64) -> f64, source: &mut Variates) -> f64 {
    let level = log_density(at) - source.exponential();
    let (mut low, mut high) = (-MAX_RHO, MAX_RHO);
    loop {
        let candidate = low + (high - low) * source.uniform();
        if log_density(candidate) >= level {
            return candidate;
        }
        if candidate < at {
            low = candidate;
        } else {
            high = candidate;
        }
        if high - low < 1e-12 {
            return at;
        }
    }
}
