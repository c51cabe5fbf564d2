//! Tables of the ziggurats.

use std::sync::LazyLock;

const LAYERS: usize = 256;
/// Where the tail of the normal ziggurat begins.
pub(super) const NORMAL_TAIL: f64 = 3.654_152_885_361_009;
/// Where the tail of the exponential ziggurat begins.
pub(super) const EXPONENTIAL_TAIL: f64 = 7.697_117_470_131_05;
pub(super) static TABLES: LazyLock<Tables> = LazyLock::new(Tables::new);

/// Right edges of the layers and the density there, from the base up.
pub(super) struct Ziggurat {
    pub(super) x: [f64; LAYERS + 1],
    pub(super) f: [f64; LAYERS + 1],
}

pub(super) struct Tables {
    pub(super) normal: Ziggurat,
    pub(super) exponential: Ziggurat,
}

impl Ziggurat {
    fn new(tail: f64, area: f64, density: fn(f64) -> f64, inverse: fn(f64) -> f64) -> Self {
        let (mut x, mut f) = ([0.0; LAYERS + 1], [0.0; LAYERS + 1]);
        x[0] = area / density(tail);
        x[1] = tail;
        for i in 2..LAYERS {
            x[i] = inverse(area / x[i - 1] + density(x[i - 1]));
        }
        for (f, &x) in f.iter_mut().zip(&x) {
            *f = density(x);
        }
        Self { x, f }
    }
}

pub(super) fn normal_density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x)
}

pub(super) fn exponential_density(x: f64) -> f64 {
    libm::exp(-x)
}

impl Tables {
    fn new() -> Self {
        let root = libm::sqrt(0.5 * std::f64::consts::PI);
        let beyond = root * libm::erfc(NORMAL_TAIL * std::f64::consts::FRAC_1_SQRT_2);
        Self {
            normal: Ziggurat::new(
                NORMAL_TAIL,
                NORMAL_TAIL * normal_density(NORMAL_TAIL) + beyond,
                normal_density,
                |f| libm::sqrt(-2.0 * libm::log(f)),
            ),
            exponential: Ziggurat::new(
                EXPONENTIAL_TAIL,
                (EXPONENTIAL_TAIL + 1.0) * exponential_density(EXPONENTIAL_TAIL),
                exponential_density,
                |f| -libm::log(f),
            ),
        }
    }
}
