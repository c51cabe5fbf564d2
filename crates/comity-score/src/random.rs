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

/// A uniform number in [0, 1).
pub(crate) fn uniform(rng: &mut Pcg64) -> f64 {
    rng.random()
}
