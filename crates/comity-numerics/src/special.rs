//! Functions of one number, computed in portable code: the same bits on every processor.

/// The natural logarithm.
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// ln(1 + x), accurate for small x.
#[must_use]
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// The logistic function 1 / (1 + e^(−x)).
#[must_use]
pub fn logistic(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + libm::exp(-x))
    } else {
        let e = libm::exp(x);
        e / (1.0 + e)
    }
}

/// Beyond this, up or down, [`exp`] has reached its ends.
const LARGEST: f64 = 700.0;

/// e^x to two units in the last place; infinite above 700, e^(−700) below −700, NaN for NaN.
/// Without a branch or a call, so that a loop over it uses vector registers.
///
/// ```
/// use comity_numerics::special::exp;
/// assert_eq!((exp(0.0), exp(701.0)), (1.0, f64::INFINITY));
/// ```
#[must_use]
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let value = exp_within(if x > LARGEST { LARGEST } else { x });
    if x > LARGEST { f64::INFINITY } else { value }
}

/// [`exp`] for x ≤ 0.
#[inline(always)]
pub(crate) fn exp_below_zero(x: f64) -> f64 {
    exp_within(x)
}

/// Added to a small number, leaves it rounded to an integer in the low bits.
const TO_INTEGER: f64 = 6_755_399_441_055_744.0;
/// ln 2 in two parts, the first with zeros at its end, so that k times it is exact.
const LN_2: [f64; 2] = [0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10];
/// 1/n! from 13 down.
const TAYLOR: [f64; 14] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
    1.0,
    1.0,
];

/// [`exp_below_zero`] with fused sums, for loops that are compiled for processors that have them:
/// elsewhere each is a call.
#[inline(always)]
pub(crate) fn fused_exp_below_zero(x: f64) -> f64 {
    let x = if x < -LARGEST { -LARGEST } else { x };
    let shifted = x.mul_add(std::f64::consts::LOG2_E, TO_INTEGER);
    let k = shifted - TO_INTEGER;
    let r = k.mul_add(-LN_2[1], k.mul_add(-LN_2[0], x));
    let mut sum = TAYLOR[0];
    for term in &TAYLOR[1..] {
        sum = sum.mul_add(r, *term);
    }
    sum * f64::from_bits((shifted.to_bits() << 52).wrapping_add(1023 << 52))
}

/// [`exp`] for x ≤ 700: e^x = 2^k e^r with |r| ≤ ln 2 / 2 and the Taylor polynomial of degree 13 in
/// r, whose remainder is below 2^(−57).
#[inline(always)]
fn exp_within(x: f64) -> f64 {
    let x = if x < -LARGEST { -LARGEST } else { x };
    let shifted = x * std::f64::consts::LOG2_E + TO_INTEGER;
    let k = shifted - TO_INTEGER;
    let r = (x - k * LN_2[0]) - k * LN_2[1];
    let mut sum = TAYLOR[0];
    for term in &TAYLOR[1..] {
        sum = sum * r + term;
    }
    sum * f64::from_bits((shifted.to_bits() << 52).wrapping_add(1023 << 52))
}

/// The log-odds ln(p / (1 − p)); infinite at 0 and 1.
#[must_use]
pub fn log_odds(p: f64) -> f64 {
    libm::log(p) - libm::log1p(-p)
}

/// ln(1 + e^x) without overflow.
#[must_use]
pub fn log1p_exp(x: f64) -> f64 {
    x.max(0.0) + libm::log1p(libm::exp(-x.abs()))
}

/// Σ wᵢ ln fᵢ for factors in [1, 2], with one logarithm for all factors of weight 1.
pub(crate) struct LogProduct {
    product: f64,
    sum: f64,
}

impl LogProduct {
    pub(crate) const ONE: LogProduct = LogProduct { product: 1.0, sum: 0.0 };

    /// Takes one more factor; at most a thousand fit before the product overflows, and a
    /// block of rows has fewer.
    #[inline]
    pub(crate) fn times(&mut self, factor: f64, weight: f64) {
        if weight == 1.0 {
            self.product *= factor;
        } else {
            self.sum += weight * libm::log(factor);
        }
    }

    pub(crate) fn ln(&self) -> f64 {
        self.sum + libm::log(self.product)
    }
}

/// The standard normal distribution function.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// The standard normal density.
#[must_use]
pub fn normal_density(x: f64) -> f64 {
    // 1/√(2π).
    0.398_942_280_401_432_7 * libm::exp(-0.5 * x * x)
}

/// The probability that a chi-squared variable with `degrees` degrees of freedom exceeds `x`.
///
/// The finite sums of Abramowitz and Stegun (1964), *Handbook of Mathematical Functions*,
/// 26.4.4 and 26.4.5. One for zero degrees and for `x` ≤ 0.
#[must_use]
pub fn chi_squared_tail(x: f64, degrees: u32) -> f64 {
    if degrees == 0 || x <= 0.0 {
        return 1.0;
    }
    let half = 0.5 * x;
    let odd = degrees % 2 == 1;
    // The terms are half^a e^(−half) / Γ(a + 1), a = 1/2, 3/2, … or 0, 1, …
    let (mut sum, mut a) = if odd { (libm::erfc(libm::sqrt(half)), 0.5) } else { (0.0, 0.0) };
    while a < 0.5 * f64::from(degrees) - 0.5 {
        sum += libm::exp(a * libm::log(half) - half - libm::lgamma(a + 1.0));
        a += 1.0;
    }
    sum.min(1.0)
}

/// The two-sided p-value of a standard normal statistic.
#[must_use]
pub fn two_sided_p(z: f64) -> f64 {
    libm::erfc(z.abs() * std::f64::consts::FRAC_1_SQRT_2)
}

/// The standard normal quantile of a probability in (0, 1); infinite at 0 and 1, NaN outside.
///
/// Wichura (1988), "Algorithm AS 241", *Applied Statistics* 37(3), routine PPND16; relative
/// accuracy about 1e-16.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(r, &CENTRE);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail == 0.0 {
        return if q < 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let r = libm::sqrt(-libm::log(tail));
    let value = if r <= 5.0 { ratio(r - 1.6, &MIDDLE) } else { ratio(r - 5.0, &TAIL) };
    if q < 0.0 { -value } else { value }
}

/// Coefficients of numerator and denominator, lowest power first.
type Rational = ([f64; 8], [f64; 8]);

fn ratio(r: f64, (above, below): &Rational) -> f64 {
    let horner = |c: &[f64; 8]| c.iter().rev().fold(0.0, |sum, v| sum * r + v);
    horner(above) / horner(below)
}

const CENTRE: Rational = (
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_545,
    ],
);
const MIDDLE: Rational = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);
const TAIL: Rational = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fast_exponential_is_the_exponential() {
        for k in 0..=700_000 {
            let x = -f64::from(k) * 1e-3 - 1e-7 * f64::from(k % 997);
            let (ours, theirs) = (exp_below_zero(x), libm::exp(x.max(-700.0)));
            assert!((ours / theirs - 1.0).abs() <= 2.0 * f64::EPSILON, "{x}: {ours} {theirs}");
        }
        assert_eq!(exp_below_zero(0.0), 1.0);
        assert_eq!(exp_below_zero(-0.0), 1.0);
        assert_eq!(exp_below_zero(f64::NEG_INFINITY), exp_below_zero(-700.0));
        assert!(exp_below_zero(f64::NAN).is_nan());
    }

    #[test]
    fn logistic_and_log_odds_undo_each_other() {
        for x in [-30.0, -2.5, 0.0, 1e-9, 4.0] {
            // ln(1 − p) loses nothing for small p; the bound is a few units in the last place.
            assert!((log_odds(logistic(x)) - x).abs() < 1e-12 * (1.0 + x.abs()), "{x}");
        }
        assert_eq!(logistic(-1000.0), 0.0);
        assert_eq!(log1p_exp(1000.0), 1000.0);
        assert!((log1p_exp(0.0) - std::f64::consts::LN_2).abs() < 1e-16);
    }

    /// Quantiles to sixteen digits, as in the tables that AS 241 was checked against.
    #[test]
    fn quantiles_match_published_values() {
        let cases = [
            (0.975, 1.959_963_984_540_054),
            (0.9, 1.281_551_565_544_600_4),
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
        ];
        for (p, z) in cases {
            assert!((normal_quantile(p) - z).abs() < 4e-15 * z.abs().max(1.0), "{p}");
            assert!((normal_cdf(z) - p).abs() < 1e-14 * p.max(1e-3), "{p}");
        }
        assert!(normal_quantile(0.0).is_infinite() && normal_quantile(-0.1).is_nan());
        assert!((two_sided_p(1.959_963_984_540_054) - 0.05).abs() < 1e-15);
    }

    /// Critical values of the tables of R (`qchisq(0.95, k)`), and a far tail.
    #[test]
    fn chi_squared_tails_match_published_values() {
        let critical = [
            (1, 3.841_458_820_694_124),
            (2, 5.991_464_547_107_979),
            (3, 7.814_727_903_251_179),
            (10, 18.307_038_053_275_146),
        ];
        for (degrees, x) in critical {
            assert!((chi_squared_tail(x, degrees) - 0.05).abs() < 1e-14, "{degrees}");
        }
        assert_eq!((chi_squared_tail(-1.0, 3), chi_squared_tail(2.0, 0)), (1.0, 1.0));
        assert!((chi_squared_tail(60.0, 2) / (-30.0_f64).exp() - 1.0).abs() < 1e-13);
    }
}
