//! A fast source of random variates for samplers that need millions of them.
//!
//! Normal and exponential numbers by the ziggurat of Marsaglia and Tsang (2000), "The
//! ziggurat method for generating random variables", *Journal of Statistical Software* 5(8),
//! with 256 layers and the layer and the position taken from different bits (Doornik 2005);
//! gamma numbers by Marsaglia and Tsang (2000), *ACM Transactions on Mathematical Software*
//! 26(3). The tables are computed with portable functions, so a seed gives the same bytes on
//! every machine.

use super::ziggurat::{
    EXPONENTIAL_TAIL, NORMAL_TAIL, TABLES, Tables, exponential_density, normal_density,
};
use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// Two to the power of −53.
const ULP: f64 = 1.110_223_024_625_156_5e-16;

/// A stream of random variates.
///
/// ```
/// use comity_numerics::sampling::variates::Variates;
/// let (mut a, mut b) = (Variates::new(7), Variates::new(7));
/// assert_eq!(a.normal(), b.normal());
/// assert!(a.normal_above(40.0) > 40.0);
/// ```
#[derive(Clone)]
pub struct Variates {
    bits: Pcg64Mcg,
    tables: &'static Tables,
}

impl std::fmt::Debug for Variates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Variates").field("bits", &self.bits).finish_non_exhaustive()
    }
}

impl Variates {
    /// The stream with this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { bits: Pcg64Mcg::seed_from_u64(seed), tables: &TABLES }
    }

    /// The stream of one of several chains that share a seed.
    #[must_use]
    pub fn of_chain(seed: u64, chain: usize) -> Self {
        // The golden ratio in 64 bits: seeds of chains are far apart for every seed.
        Self::new(seed.wrapping_add((chain as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    /// A uniform number strictly between 0 and 1.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        ((self.bits.next_u64() >> 11) as f64 + 0.5) * ULP
    }

    /// A uniform whole number below `end`; zero when `end` is zero.
    pub fn below(&mut self, end: usize) -> usize {
        ((self.uniform() * end as f64) as usize).min(end.saturating_sub(1))
    }

    /// A standard normal number.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        let bits = self.bits.next_u64();
        let layer = (bits & 255) as usize;
        let x =
            ((bits.cast_signed() >> 11) as f64 + 0.5) * (2.0 * ULP) * self.tables.normal.x[layer];
        if x.abs() < self.tables.normal.x[layer + 1] { x } else { self.normal_edge(layer, x) }
    }

    #[cold]
    fn normal_edge(&mut self, layer: usize, x: f64) -> f64 {
        if layer == 0 {
            let beyond = self.tail(NORMAL_TAIL);
            return if x < 0.0 { -beyond } else { beyond };
        }
        let z = &self.tables.normal;
        let (low, high) = (z.f[layer], z.f[layer + 1]);
        if low + (high - low) * self.uniform() < normal_density(x) { x } else { self.normal() }
    }

    /// An exponential number of mean one.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        let bits = self.bits.next_u64();
        let layer = (bits & 255) as usize;
        let x = ((bits >> 11) as f64 + 0.5) * ULP * self.tables.exponential.x[layer];
        if x < self.tables.exponential.x[layer + 1] { x } else { self.exponential_edge(layer, x) }
    }

    #[cold]
    fn exponential_edge(&mut self, layer: usize, x: f64) -> f64 {
        if layer == 0 {
            return EXPONENTIAL_TAIL - libm::log(self.uniform());
        }
        let z = &self.tables.exponential;
        let (low, high) = (z.f[layer], z.f[layer + 1]);
        if low + (high - low) * self.uniform() < exponential_density(x) {
            x
        } else {
            self.exponential()
        }
    }

    /// A standard normal number given that it exceeds `low`.
    ///
    /// Draws from the whole distribution while the condition holds often enough, else from
    /// the tail: Marsaglia (1964), "Generating a variable from the tail of the normal
    /// distribution", *Technometrics* 6(1).
    #[inline]
    pub fn normal_above(&mut self, low: f64) -> f64 {
        if low <= 0.0 {
            loop {
                let x = self.normal();
                if x > low {
                    return x;
                }
            }
        }
        if low < 0.75 {
            loop {
                let x = self.normal().abs();
                if x > low {
                    return x;
                }
            }
        }
        self.tail(low)
    }

    fn tail(&mut self, low: f64) -> f64 {
        let scale = 1.0 / low;
        loop {
            let x = self.exponential() * scale;
            if 2.0 * self.exponential() > x * x {
                return low + x;
            }
        }
    }

    /// A gamma number of this shape and scale one; `shape` must be positive.
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * libm::pow(self.uniform(), 1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let x = self.normal();
            let v = (1.0 + c * x) * (1.0 + c * x) * (1.0 + c * x);
            if v > 0.0 && -self.exponential() < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::special::normal_cdf;

    /// Counts in twenty cells of equal probability; the chi-square statistic has 19 degrees
    /// of freedom, and exceeds 50.8 with probability 1e-4.
    fn uniform_cells(draws: usize, mut probability: impl FnMut() -> f64) {
        let mut cells = [0.0_f64; 20];
        for _ in 0..draws {
            cells[((probability() * 20.0) as usize).min(19)] += 1.0;
        }
        let expected = draws as f64 / 20.0;
        let chi2: f64 = cells.iter().map(|c| (c - expected) * (c - expected) / expected).sum();
        assert!(chi2 < 50.8, "{chi2} {cells:?}");
    }

    #[test]
    fn distributions_are_those_promised() {
        let mut s = Variates::new(3);
        uniform_cells(400_000, || s.uniform());
        uniform_cells(400_000, || normal_cdf(s.normal()));
        uniform_cells(400_000, || 1.0 - libm::exp(-s.exponential()));
        for low in [-8.0, -1.0, -0.1, 0.0, 0.2, 0.74, 0.76, 2.0, 5.0] {
            let beyond = normal_cdf(-low);
            uniform_cells(100_000, || normal_cdf(-s.normal_above(low)) / beyond);
        }
        // A gamma of shape one is exponential; half a squared normal has shape one half.
        uniform_cells(100_000, || 1.0 - libm::exp(-s.gamma(1.0)));
        uniform_cells(100_000, || 2.0 * normal_cdf(libm::sqrt(2.0 * s.gamma(0.5))) - 1.0);
    }

    #[test]
    fn the_tails_are_reached() {
        let mut s = Variates::new(5);
        let beyond = (0..2_000_000).filter(|_| s.normal().abs() > NORMAL_TAIL).count() as f64;
        let expected = 2_000_000.0 * 2.0 * normal_cdf(-NORMAL_TAIL);
        assert!((beyond - expected).abs() < 5.0 * expected.sqrt(), "{beyond} {expected}");
        let far = (0..2_000_000).filter(|_| s.exponential() > EXPONENTIAL_TAIL).count() as f64;
        let expected = 2_000_000.0 * libm::exp(-EXPONENTIAL_TAIL);
        assert!((far - expected).abs() < 5.0 * expected.sqrt(), "{far} {expected}");
    }
}
