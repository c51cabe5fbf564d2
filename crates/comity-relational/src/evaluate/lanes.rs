//! Eight numbers side by side, in as many vector registers as a processor needs for them.
//!
//! Loops stand where closures would be shorter: what a closure does is compiled without the
//! registers of the function around it, unless it happens to be inlined.

use pulp::Simd;

/// Running sums of a number.
pub(super) const LANES: usize = 8;

/// Eight numbers in `P` registers.
pub(super) type Lane<S, const P: usize> = [<S as Simd>::f64s; P];

/// The sum of the lanes: the upper half is added to the lower one until one is left, whether
/// the halves lie in registers of their own or not.
#[inline(always)]
pub(super) fn fold<S: Simd, const P: usize>(simd: S, sums: &Lane<S, P>) -> f64 {
    let mut sums = *sums;
    let mut half = P / 2;
    while half > 0 {
        for p in 0..half {
            sums[p] = simd.add_f64s(sums[p], sums[p + half]);
        }
        half /= 2;
    }
    simd.reduce_sum_f64s(sums[0])
}

/// The full lanes.
#[inline(always)]
pub(super) fn full<S: Simd, const P: usize>(values: &[f64]) -> &[Lane<S, P>] {
    let whole = values.len() / LANES * LANES;
    S::as_simd_f64s(&values[..whole]).0.as_chunks::<P>().0
}

/// The elements behind the last full lane, with zeros behind them.
#[inline(always)]
pub(super) fn rest<S: Simd, const P: usize>(simd: S, values: &[f64]) -> Lane<S, P> {
    let (whole, part) = S::as_simd_f64s(values.as_chunks::<LANES>().1);
    let mut lane = zero::<S, P>(simd);
    for p in 0..P {
        if p < whole.len() {
            lane[p] = whole[p];
        } else if p == whole.len() {
            lane[p] = simd.partial_load_f64s(part);
        }
    }
    lane
}

#[inline(always)]
pub(super) fn zero<S: Simd, const P: usize>(simd: S) -> Lane<S, P> {
    [simd.splat_f64s(0.0); P]
}

#[inline(always)]
pub(super) fn product<S: Simd, const P: usize>(
    simd: S,
    x: &Lane<S, P>,
    y: &Lane<S, P>,
) -> Lane<S, P> {
    let mut out = *x;
    for p in 0..P {
        out[p] = simd.mul_f64s(x[p], y[p]);
    }
    out
}

#[inline(always)]
pub(super) fn plus<S: Simd, const P: usize>(simd: S, sum: &mut Lane<S, P>, x: &Lane<S, P>) {
    for p in 0..P {
        sum[p] = simd.add_f64s(sum[p], x[p]);
    }
}

#[inline(always)]
pub(super) fn add_product<S: Simd, const P: usize>(
    simd: S,
    sum: &mut Lane<S, P>,
    x: &Lane<S, P>,
    y: &Lane<S, P>,
) {
    for p in 0..P {
        sum[p] = simd.mul_add_f64s(x[p], y[p], sum[p]);
    }
}

/// Sums of products of each of `a` with each of `b`, all of one length.
#[inline(always)]
pub(super) fn tile<S: Simd, const P: usize, const I: usize, const J: usize>(
    simd: S,
    a: [&[f64]; I],
    b: [&[f64]; J],
) -> [[f64; J]; I] {
    let mut sums = [[zero::<S, P>(simd); J]; I];
    let n = a[0].len();
    let whole = n / LANES;
    let mut x = [full::<S, P>(&[]); I];
    let mut y = [full::<S, P>(&[]); J];
    for i in 0..I {
        x[i] = &full::<S, P>(&a[i][..n])[..whole];
    }
    for j in 0..J {
        y[j] = &full::<S, P>(&b[j][..n])[..whole];
    }
    for c in 0..whole {
        for i in 0..I {
            for j in 0..J {
                add_product(simd, &mut sums[i][j], &x[i][c], &y[j][c]);
            }
        }
    }
    let some = !n.is_multiple_of(LANES);
    let mut out = [[0.0; J]; I];
    for i in 0..I {
        for j in 0..J {
            if some {
                let (x, y) = (rest::<S, P>(simd, &a[i][..n]), rest::<S, P>(simd, &b[j][..n]));
                add_product(simd, &mut sums[i][j], &x, &y);
            }
            out[i][j] = fold::<S, P>(simd, &sums[i][j]);
        }
    }
    out
}

/// The sum of the values.
#[inline(always)]
pub(super) fn sum<S: Simd, const P: usize>(simd: S, values: &[f64]) -> f64 {
    let mut sum = zero::<S, P>(simd);
    for lane in full::<S, P>(values) {
        plus(simd, &mut sum, lane);
    }
    plus(simd, &mut sum, &rest::<S, P>(simd, values));
    fold::<S, P>(simd, &sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulp::{Arch, Scalar, WithSimd};

    /// The sum of one lane, and of one that is not full.
    struct Folded<'a>(&'a [f64; LANES], &'a [f64]);

    impl Folded<'_> {
        fn both<S: Simd, const P: usize>(&self, simd: S) -> [f64; 2] {
            [&full::<S, P>(self.0)[0], &rest(simd, self.1)].map(|lane| fold::<S, P>(simd, lane))
        }
    }

    impl WithSimd for Folded<'_> {
        type Output = [f64; 2];

        fn with_simd<S: Simd>(self, simd: S) -> [f64; 2] {
            match S::F64_LANES {
                8 => self.both::<S, 1>(simd),
                4 => self.both::<S, 2>(simd),
                2 => self.both::<S, 4>(simd),
                _ => self.both::<S, 8>(simd),
            }
        }
    }

    /// In registers of any width the numbers are added in the same order, to the same bits.
    #[test]
    fn lanes_are_folded_in_one_order() {
        let s: [f64; LANES] = [1e16, 1.0, -1e16, 3.0, 0.5, 7.0, 1e16, 4.0];
        let of = |s: &[f64]| {
            let at = |k: usize| s.get(k).copied().unwrap_or(0.0);
            let half = |k| (at(k) + at(k + 4)) + (at(k + 2) + at(k + 6));
            half(0) + half(1)
        };
        assert_ne!(of(&s), s.iter().sum::<f64>(), "the order must matter");
        for some in 0..LANES {
            let expected = [of(&s), of(&s[..some])];
            assert_eq!(Arch::new().dispatch(Folded(&s, &s[..some])), expected);
            assert_eq!(Scalar.vectorize(Folded(&s, &s[..some])), expected);
            #[cfg(target_arch = "x86_64")]
            if let Some(simd) = pulp::x86::V3::try_new() {
                assert_eq!(Simd::vectorize(simd, Folded(&s, &s[..some])), expected);
            }
        }
    }
}
