//! Seeded random streams, one per replicate, so that results do not depend on threads.

use rand::{RngExt, SeedableRng};
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

/// Draws from a few categories of given weights with one random number a draw: Walker's alias
/// method in the form of Vose (1991), *IEEE Transactions on Software Engineering* 17(9).
pub(crate) struct Alias {
    /// By column: the share of its own category, and the category that has the rest.
    columns: Vec<(f64, usize)>,
}

impl Alias {
    /// Categories in proportion to `weights`, none of them negative.
    pub(crate) fn new(weights: &[f64]) -> Self {
        let total: f64 = weights.iter().sum();
        let scale = weights.len() as f64 / total;
        let mut columns: Vec<(f64, usize)> =
            weights.iter().enumerate().map(|(i, w)| (w * scale, i)).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..columns.len()).partition(|&i| columns.get(i).is_some_and(|c| c.0 < 1.0));
        while let (Some(&s), Some(&l)) = (small.last(), large.last()) {
            let need = 1.0 - columns.get(s).map_or(0.0, |c| c.0);
            if let Some(column) = columns.get_mut(s) {
                column.1 = l;
            }
            small.pop();
            if let Some(giver) = columns.get_mut(l) {
                giver.0 -= need;
                if giver.0 < 1.0 {
                    large.pop();
                    small.push(l);
                }
            }
        }
        for i in small.into_iter().chain(large) {
            if let Some(column) = columns.get_mut(i) {
                *column = (1.0, i);
            }
        }
        Self { columns }
    }

    /// One category.
    pub(crate) fn draw(&self, rng: &mut Pcg64) -> usize {
        let place = uniform(rng) * self.columns.len() as f64;
        let column = (place as usize).min(self.columns.len().saturating_sub(1));
        match self.columns.get(column) {
            Some(&(own, _)) if place - (column as f64) < own => column,
            Some(&(_, other)) => other,
            None => 0,
        }
    }
}

/// A uniform number in [0, 1).
pub(crate) fn uniform(rng: &mut Pcg64) -> f64 {
    rng.random()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_come_in_proportion_to_their_weights() {
        let weights = [0.5, 0.0, 3.0, 1.5];
        let cells = Alias::new(&weights);
        let mut rng = stream(1, 1);
        let mut counts = [0_u32; 4];
        for _ in 0..100_000 {
            counts[cells.draw(&mut rng)] += 1;
        }
        assert_eq!(counts[1], 0);
        for (count, weight) in counts.iter().zip(weights) {
            // Four standard errors of a share in 100,000 draws are below 0.0064.
            assert!((f64::from(*count) / 1e5 - weight / 5.0).abs() < 0.0064, "{counts:?}");
        }
    }
}
