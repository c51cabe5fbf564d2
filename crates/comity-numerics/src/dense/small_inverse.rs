//! The factor of a small matrix and the rows of its inverse, over and over in the same memory.

use super::cholesky::PIVOT;
use super::lanes::{LANES, Lane};
use super::matrix::Matrix;
use pulp::{Arch, Simd, WithSimd};

/// What [`super::Cholesky`] computes, for loops that must not allocate: D A D = L L' and the
/// rows of L⁻¹D, with which x'A⁻¹x = |L⁻¹D x|².
///
/// The rows of L⁻¹ come from the same elimination as L, which takes all columns of a row at
/// once: with a few columns, what takes the time is that one pivot waits for the other. Roots
/// are those of the standard library, exact as libm's, whose instruction makes code in wide
/// registers wait.
pub(crate) struct SmallInverse {
    size: usize,
    /// Groups of eight columns in a row.
    groups: usize,
    scale: Vec<Lane>,
    /// One over the diagonal of L.
    unit: Vec<f64>,
    /// What elimination has left of D A D, row by row.
    rest: Vec<Lane>,
    /// The rows of L⁻¹D; one row of zeros more where the size is odd.
    rows: Vec<Lane>,
}

/// The rows of L⁻¹D: row i has i + 1 entries, and zeros behind them.
#[derive(Clone, Copy)]
pub(crate) struct InverseRows<'a> {
    size: usize,
    groups: usize,
    rows: &'a [Lane],
}

impl<'a> InverseRows<'a> {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.size
    }

    /// Rows i and i + 1 up to the diagonal of the second; zeros, where that is behind the last.
    #[inline(always)]
    pub(crate) fn two(self, i: usize) -> (&'a [f64], &'a [f64]) {
        let (one, other) = self.rows[i * self.groups..].split_at(self.groups);
        (&one.as_flattened()[..i + 2], &other.as_flattened()[..i + 2])
    }

    /// The entries of a row up to its diagonal.
    fn row(self, i: usize) -> &'a [f64] {
        &self.rows[i * self.groups..].as_flattened()[..=i]
    }
}

impl SmallInverse {
    pub(crate) fn new(size: usize) -> Self {
        let groups = size.div_ceil(LANES).max(1);
        let zeros = |rows: usize| vec![[0.0; LANES]; rows * groups];
        let unit = vec![0.0; size];
        Self {
            size,
            groups,
            scale: zeros(1),
            unit,
            rest: zeros(size),
            rows: zeros(size.next_multiple_of(2)),
        }
    }

    /// Takes another symmetric matrix; false when it is not positive definite.
    pub(crate) fn update(&mut self, matrix: &Matrix) -> bool {
        Arch::new().dispatch(Update { inverse: self, matrix })
    }

    /// The rows of L⁻¹D.
    pub(crate) fn rows(&self) -> InverseRows<'_> {
        InverseRows { size: self.size, groups: self.groups, rows: &self.rows }
    }

    /// Puts A⁻¹v into `out`.
    pub(crate) fn times(&self, v: &[f64], out: &mut [f64]) {
        out.fill(0.0);
        for i in 0..self.size {
            let row = self.rows().row(i);
            let z: f64 = row.iter().zip(v).map(|(r, v)| r * v).sum();
            for (o, r) in out.iter_mut().zip(row) {
                *o += z * r;
            }
        }
    }

    /// Puts one column of A⁻¹ into `out`.
    pub(crate) fn column(&self, j: usize, out: &mut [f64]) {
        out.fill(0.0);
        for i in j..self.size {
            let row = self.rows().row(i);
            for (o, r) in out.iter_mut().zip(row) {
                *o += row[j] * r;
            }
        }
    }

    /// The natural logarithm of the determinant.
    pub(crate) fn log_determinant(&self) -> f64 {
        // The scaled factor's diagonal lies between the pivots' bound and one, so that its product
        // is a number where there are few columns.
        let logs = |factors: &[f64]| {
            let product: f64 = factors.iter().product();
            if product.is_normal() {
                libm::log(product)
            } else {
                factors.iter().map(|f| libm::log(*f)).sum()
            }
        };
        -2.0 * (logs(&self.unit) + logs(&self.scale.as_flattened()[..self.size]))
    }
}

/// [`SmallInverse::update`] in the widest vector registers that the processor has.
struct Update<'a> {
    inverse: &'a mut SmallInverse,
    matrix: &'a Matrix,
}

impl WithSimd for Update<'_> {
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> bool {
        // With one group in a row there is no loop over groups.
        if self.inverse.groups == 1 {
            self.eliminate::<S, true>(simd)
        } else {
            self.eliminate::<S, false>(simd)
        }
    }
}

impl Update<'_> {
    #[inline(always)]
    fn eliminate<S: Simd, const ONE: bool>(self, simd: S) -> bool {
        let SmallInverse { size, groups, scale, unit, rest, rows } = self.inverse;
        let (size, groups) = (*size, if ONE { 1 } else { *groups });
        for j in 0..size {
            let d = self.matrix.get(j, j);
            if !(d > 0.0 && d.is_finite()) {
                return false;
            }
            scale.as_flattened_mut()[j] = 1.0 / d.sqrt();
        }
        for i in 0..size {
            let rest = &mut rest[i * groups..(i + 1) * groups];
            load(simd, rest, self.matrix.row(i));
            times(simd, rest, scale.as_flattened()[i], &scale[..groups]);
            let row = &mut rows[i * groups..(i + 1) * groups];
            row.fill([0.0; LANES]);
            row.as_flattened_mut()[i] = 1.0;
        }
        for k in 0..size {
            let first = if ONE { 0 } else { k / LANES };
            let (rest, below) = rest.split_at_mut((k + 1) * groups);
            let rest = &rest[k * groups..];
            let (done, after) = rows.split_at_mut((k + 1) * groups);
            let done = &mut done[k * groups..];
            let pivot = rest.as_flattened()[k];
            if pivot.is_nan() || pivot <= PIVOT {
                return false;
            }
            let inverse = 1.0 / pivot;
            let pairs = below.chunks_exact_mut(groups).zip(after.chunks_exact_mut(groups));
            for (i, (below, after)) in (k + 1..size).zip(pairs) {
                let factor = rest.as_flattened()[i] * inverse;
                subtract(simd, &mut below[first..], factor, &rest[first..]);
                subtract(simd, &mut after[..=first], factor, &done[..=first]);
            }
            unit[k] = inverse.sqrt();
            times(simd, &mut done[..=first], unit[k], &scale[..=first]);
        }
        true
    }
}

/// Fills a row with numbers, and with zeros behind them.
#[inline(always)]
fn load<S: Simd>(simd: S, row: &mut [Lane], from: &[f64]) {
    let (whole, part) = S::as_simd_f64s(from);
    let row = S::as_mut_simd_f64s(row.as_flattened_mut()).0;
    let (first, last) = row.split_at_mut(whole.len());
    first.copy_from_slice(whole);
    last.fill(simd.partial_load_f64s(&[]));
    if let Some(row) = last.first_mut() {
        *row = simd.partial_load_f64s(part);
    }
}

/// Takes `factor` times one row from another.
#[inline(always)]
fn subtract<S: Simd>(simd: S, from: &mut [Lane], factor: f64, what: &[Lane]) {
    let negative = simd.splat_f64s(-factor);
    let from = S::as_mut_simd_f64s(from.as_flattened_mut()).0;
    let what = S::as_simd_f64s(what.as_flattened()).0;
    for (from, what) in from.iter_mut().zip(what) {
        *from = simd.mul_add_f64s(negative, *what, *from);
    }
}

/// Multiplies a row by `factor` and, entry by entry, by another row.
#[inline(always)]
fn times<S: Simd>(simd: S, row: &mut [Lane], factor: f64, by: &[Lane]) {
    let factor = simd.splat_f64s(factor);
    let row = S::as_mut_simd_f64s(row.as_flattened_mut()).0;
    for (row, by) in row.iter_mut().zip(S::as_simd_f64s(by.as_flattened()).0) {
        *row = simd.mul_f64s(*row, simd.mul_f64s(factor, *by));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dense::Cholesky;
    use pulp::Scalar;

    #[test]
    fn it_agrees_with_the_decomposition() {
        for size in [1, 4, 8, 9, 19] {
            agrees(size);
        }
    }

    fn agrees(size: usize) {
        let entry = |i, j| 1.0 / (i + j + 1) as f64 + f64::from(u8::from(i == j));
        let a = Matrix::from_fn(size, entry);
        let whole = Cholesky::new(&a).unwrap();
        let mut small = SmallInverse::new(size);
        for bad in [-1.0, f64::NAN] {
            assert!(!small.update(&Matrix::from_fn(size, |_, _| bad)));
        }
        assert!(small.update(&a));
        assert!((small.log_determinant() - whole.log_determinant()).abs() < 1e-14);
        let x: Vec<f64> = (0..size).map(|k| [0.3, -1.0, 2.0, 0.7][k % 4]).collect();
        let rows = small.rows();
        assert_eq!(rows.len(), size);
        let forms = (0..size).map(|i| rows.row(i).iter().zip(&x).map(|(a, b)| a * b).sum::<f64>());
        let form: f64 = forms.map(|z| z * z).sum();
        let expected: f64 = whole.solve(&x).iter().zip(&x).map(|(a, b)| a * b).sum();
        assert!((form - expected).abs() < 1e-13, "{form} {expected}");
        let same = |found: &[f64], expected: &[f64]| {
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-13, "{found} {expected}");
            }
        };
        let mut out = vec![1.0; size];
        small.times(&x, &mut out);
        same(&out, &whole.solve(&x));
        for j in 0..size {
            let unit: Vec<f64> = (0..size).map(|k| f64::from(u8::from(k == j))).collect();
            small.column(j, &mut out);
            same(&out, &whole.solve(&unit));
        }
        if size > 1 {
            assert!(!small.update(&Matrix::from_fn(size, |_, _| 1.0)));
        }
    }

    /// In registers of any width the same bits come out.
    #[test]
    fn registers_of_any_width_agree() {
        for size in [3, 8, 13] {
            let entry = |i, j| 1.0 / (i + j + 1) as f64 + f64::from(u8::from(i == j));
            let matrix = &Matrix::from_fn(size, entry);
            let mut wide = SmallInverse::new(size);
            assert!(wide.update(matrix));
            let mut narrow = vec![SmallInverse::new(size)];
            assert!(Scalar.vectorize(Update { inverse: &mut narrow[0], matrix }));
            #[cfg(target_arch = "x86_64")]
            if let Some(simd) = pulp::x86::V3::try_new() {
                let mut inverse = SmallInverse::new(size);
                assert!(Simd::vectorize(simd, Update { inverse: &mut inverse, matrix }));
                narrow.push(inverse);
            }
            for other in &narrow {
                assert_eq!((&wide.rows, &wide.unit), (&other.rows, &other.unit), "{size}");
            }
        }
    }
}
