//! Seeded random streams, so that results do not depend on threads or on order.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

/// A seed for one purpose, mixed from the run's seed and a label by FNV-1a and SplitMix64.
pub(crate) fn seed_for(seed: u64, label: &str) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for byte in label.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    }
    mix(seed ^ mix(hash))
}

/// The generator of item `index` under `seed`.
pub(crate) fn stream(seed: u64, index: u64) -> Pcg64 {
    Pcg64::seed_from_u64(mix(seed ^ index.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15)))
}

/// SplitMix64's finaliser (Steele, Lea and Flood 2014).
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A uniform number in [0, 1).
pub(crate) fn uniform(rng: &mut Pcg64) -> f64 {
    rng.random()
}

/// A uniform index below `n` (0 when `n` is 0).
pub(crate) fn below(rng: &mut Pcg64, n: usize) -> usize {
    rng.random_range(0..n.max(1))
}
