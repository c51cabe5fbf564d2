//! Random parameters of the alliance game.

use comity_games::catalogue::alliance::Params;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

pub(crate) fn generator(seed: u64) -> Pcg64 {
    Pcg64::seed_from_u64(seed)
}

/// A number between two, evenly.
pub(crate) fn between(rng: &mut Pcg64, low: f64, high: f64) -> f64 {
    low + (high - low) * rng.random::<f64>()
}

/// Upper ends of the draws, parameter by parameter in the order of the page; the lower end is
/// zero but for strengths (0.05), the share of A (0.3) and credibility (0.3).
pub(crate) const UPPER: [f64; 22] = [
    0.4, 0.4, 1.0, 1.0, 1.0, 0.4, 0.7, 1.0, 0.2, 1.0, 1.0, 1.0, 0.3, 0.1, 1.0, 1.0, 0.3, 0.2, 1.0,
    1.0, 2.0, 0.1,
];

pub(crate) fn lower(place: usize) -> f64 {
    match place {
        0 | 1 => 0.05,
        6 | 11 => 0.3,
        _ => 0.0,
    }
}

/// Two different groups, a sponsor, the cap in force.
pub(crate) fn draw(rng: &mut Pcg64) -> Params {
    let mut values = UPPER;
    for (place, v) in values.iter_mut().enumerate() {
        *v = between(rng, lower(place), *v);
    }
    Params::default().with_values(values)
}

/// Two equal groups whose joint prize stays below its limit.
pub(crate) fn symmetric(rng: &mut Pcg64) -> Params {
    let p = draw(rng);
    let strength = p.strength_a * 0.75;
    Params {
        strength_a: strength,
        strength_b: strength,
        vulnerability_b: p.vulnerability_a,
        share_a: 0.5,
        ..p
    }
}
