//! Seeded random streams, one per replicate, so that results do not depend on threads.

use rand::{RngExt, SeedableRng};
use rand_distr::{Binomial, Distribution};
use rand_pcg::Pcg64;

/// The generator of replicate `index` under `seed`.
///
/// The two are mixed by SplitMix64 (Steele, Lea and Flood 2014), so that neighbouring seeds and
/// replicates give unrelated streams.
pub(crate) fn stream(seed: u64, index: u64) -> Pcg64 {
    let mut z = seed ^ index.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    Pcg64::seed_from_u64(z ^ (z >> 31))
}

/// A uniform index below `n` (`n` ≥ 1).
pub(crate) fn below(rng: &mut Pcg64, n: usize) -> usize {
    rng.random_range(0..n.max(1))
}

/// How often each of a few categories is drawn: one binomial draw a category, from what the
/// categories before it left (Davis 1993, *Computational Statistics and Data Analysis* 16(2)).
pub(crate) struct Multinomial {
    /// By category: its share of the weight of itself and the categories after it.
    shares: Vec<f64>,
}

impl Multinomial {
    /// Categories in proportion to `weights`, none of them negative.
    pub(crate) fn new(weights: &[f64]) -> Self {
        let mut rest = 0.0;
        let mut shares: Vec<f64> = weights
            .iter()
            .rev()
            .map(|w| {
                rest += w;
                if rest > 0.0 { (w / rest).clamp(0.0, 1.0) } else { 0.0 }
            })
            .collect();
        shares.reverse();
        Self { shares }
    }

    /// The counts of `n` draws; they sum to `n` when a weight is above zero.
    pub(crate) fn draw(&self, rng: &mut Pcg64, n: u64) -> Vec<u64> {
        let mut left = n;
        let draw = |share: &f64| {
            let drawn = Binomial::new(left, *share).map_or(0, |b| b.sample(rng));
            left -= drawn;
            drawn
        };
        self.shares.iter().map(draw).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_come_in_proportion_to_their_weights() {
        let cells = Multinomial::new(&[0.5, 0.0, 3.0, 1.5, 0.0]);
        let (draws, n) = (2000_u64, 400);
        let (mut sums, mut squares) = ([0.0; 5], [0.0; 5]);
        for index in 0..draws {
            let counts = cells.draw(&mut stream(1, index), n);
            assert_eq!(counts.iter().sum::<u64>(), n);
            for ((sum, square), count) in sums.iter_mut().zip(&mut squares).zip(counts) {
                *sum += count as f64;
                *square += (count as f64) * (count as f64);
            }
        }
        for (k, p) in [0.1, 0.0, 0.6, 0.3, 0.0].into_iter().enumerate() {
            let mean = sums[k] / draws as f64;
            let variance = squares[k] / draws as f64 - mean * mean;
            let truth = n as f64 * p * (1.0 - p);
            // Four standard errors of a mean; four of a variance are 13 % with 2000 draws.
            assert!(
                (mean - n as f64 * p).abs() <= 4.0 * (truth / draws as f64).sqrt(),
                "{k} {mean}"
            );
            assert!((variance - truth).abs() <= 0.13 * truth, "{k}: {variance}, not {truth}");
        }
    }
}
