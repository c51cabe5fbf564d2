//! e^x over arrays, the same bits on every processor.

use pulp::{Arch, NullaryFnOnce};

/// Beyond this the exponential is taken to be infinite.
const LARGEST: f64 = 700.0;

/// e^x to two units in the last place, infinite above 700 and e^(−700) below −700: x is
/// k ln 2 + r, and e^r the Taylor polynomial of degree 13, whose remainder is below 2^(−57)
/// for |r| ≤ ln 2 / 2.
#[inline(always)]
pub(crate) fn exp(x: f64) -> f64 {
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
    let low = if x < -LARGEST { -LARGEST } else { x };
    let t = if low > LARGEST { LARGEST } else { low };
    let shifted = t * std::f64::consts::LOG2_E + TO_INTEGER;
    let k = shifted - TO_INTEGER;
    let r = (t - k * LN_2[0]) - k * LN_2[1];
    let mut sum = TAYLOR[0];
    for term in &TAYLOR[1..] {
        sum = sum * r + term;
    }
    let value = sum * f64::from_bits((shifted.to_bits() << 52).wrapping_add(1023 << 52));
    if x > LARGEST { f64::INFINITY } else { value }
}

/// Replaces every number by its exponential.
pub(crate) fn exp_all(values: &mut [f64]) {
    struct All<'a>(&'a mut [f64]);
    impl NullaryFnOnce for All<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            self.0.iter_mut().for_each(|v| *v = exp(*v));
        }
    }
    Arch::new().dispatch(All(values));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_portable_exponential() {
        for k in -6999..6999 {
            let x = f64::from(k) * 0.1 + 0.013;
            assert!((exp(x) / libm::exp(x) - 1.0).abs() < 1e-15, "{x}");
        }
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(701.0), f64::INFINITY);
    }
}
