//! The number and its arithmetic.

use std::ops::{Add, Mul, Neg, Sub};

/// A value with its gradient and second derivatives in `K` variables.
///
/// Sums, products and [`Dual::chain`] follow the rules of calculus exactly; nothing is
/// approximated.
///
/// ```
/// use comity_games::dual::Dual;
/// let [x, y] = Dual::variables(&[3.0, 2.0]);
/// let f = x * x * y;
/// assert_eq!((f.value(), f.gradient()), (18.0, &[12.0, 9.0]));
/// assert_eq!((f.second(0, 0), f.second(0, 1), f.second(1, 1)), (4.0, 6.0, 0.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dual<const K: usize> {
    value: f64,
    gradient: [f64; K],
    /// Second derivatives; entries above the diagonal are zero.
    lower: [[f64; K]; K],
}

impl<const K: usize> Dual<K> {
    /// A number that depends on no variable.
    #[must_use]
    #[inline(always)]
    pub fn constant(value: f64) -> Self {
        Self { value, gradient: [0.0; K], lower: [[0.0; K]; K] }
    }

    /// The variables themselves, at the given values.
    #[must_use]
    pub fn variables(values: &[f64; K]) -> [Self; K] {
        std::array::from_fn(|k| {
            let mut x = Self::constant(values[k]);
            x.gradient[k] = 1.0;
            x
        })
    }

    /// Makes this number zero and lends its gradient and its second derivatives, of which
    /// only those with `row ≥ column` count; the value is set to `value`.
    pub(crate) fn refill(&mut self, value: f64) -> (&mut [f64; K], &mut [[f64; K]; K]) {
        self.value = value;
        self.gradient.fill(0.0);
        self.lower.iter_mut().for_each(|row| row.fill(0.0));
        (&mut self.gradient, &mut self.lower)
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The first derivatives.
    #[must_use]
    pub fn gradient(&self) -> &[f64; K] {
        &self.gradient
    }

    /// The second derivative in variables `i` and `j`; zero for variables there are not.
    #[must_use]
    pub fn second(&self, i: usize, j: usize) -> f64 {
        let (i, j) = if i >= j { (i, j) } else { (j, i) };
        self.lower.get(i).and_then(|row| row.get(j)).copied().unwrap_or(0.0)
    }

    /// A function of this number, from the function's value, slope and second derivative.
    #[must_use]
    #[inline(always)]
    pub fn chain(&self, value: f64, slope: f64, second: f64) -> Self {
        let mut out = Self::constant(value);
        for i in 0..K {
            let g = self.gradient[i];
            out.gradient[i] = slope * g;
            let outer = second * g;
            for j in 0..=i {
                out.lower[i][j] = slope * self.lower[i][j] + outer * self.gradient[j];
            }
        }
        out
    }

    /// The number times a constant.
    #[must_use]
    #[inline(always)]
    pub fn scale(&self, by: f64) -> Self {
        self.chain(by * self.value, by, 0.0)
    }

    /// e to this number.
    #[must_use]
    pub fn exp(&self) -> Self {
        let e = libm::exp(self.value);
        self.chain(e, e, e)
    }

    /// The natural logarithm.
    #[must_use]
    pub fn ln(&self) -> Self {
        let r = 1.0 / self.value;
        self.chain(libm::log(self.value), r, -r * r)
    }

    /// One over this number.
    #[must_use]
    #[inline(always)]
    pub fn recip(&self) -> Self {
        let r = 1.0 / self.value;
        self.chain(r, -r * r, 2.0 * r * r * r)
    }

    /// The square root.
    #[must_use]
    pub fn sqrt(&self) -> Self {
        let root = libm::sqrt(self.value);
        let slope = 0.5 / root;
        self.chain(root, slope, -0.5 * slope / self.value)
    }

    /// This number times itself.
    #[must_use]
    #[inline(always)]
    pub fn square(&self) -> Self {
        self.chain(self.value * self.value, 2.0 * self.value, 2.0)
    }

    /// One minus this number: the other probability.
    #[must_use]
    #[inline(always)]
    pub fn complement(&self) -> Self {
        self.chain(1.0 - self.value, -1.0, 0.0)
    }
}

impl<const K: usize> Add for Dual<K> {
    type Output = Self;

    #[inline(always)]
    fn add(mut self, other: Self) -> Self {
        self.value += other.value;
        for i in 0..K {
            self.gradient[i] += other.gradient[i];
            for j in 0..=i {
                self.lower[i][j] += other.lower[i][j];
            }
        }
        self
    }
}

impl<const K: usize> Neg for Dual<K> {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        self.scale(-1.0)
    }
}

impl<const K: usize> Sub for Dual<K> {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self + (-other)
    }
}

impl<const K: usize> Mul for Dual<K> {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let (a, b) = (&self, &other);
        let mut out = Self::constant(a.value * b.value);
        for i in 0..K {
            out.gradient[i] = a.value * b.gradient[i] + b.value * a.gradient[i];
            for j in 0..=i {
                out.lower[i][j] = a.value * b.lower[i][j]
                    + b.value * a.lower[i][j]
                    + a.gradient[i] * b.gradient[j]
                    + a.gradient[j] * b.gradient[i];
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against central differences of the gradient, whose error is about step² = 1e-10.
    #[test]
    fn derivatives_agree_with_differences() {
        let f = |x: &[f64; 3]| {
            let [a, b, c] = Dual::variables(x);
            ((a * b).exp() + c.square()).ln() * (a.sqrt() - b.recip()) + c.complement()
        };
        let at = [1.3, 0.7, -0.4];
        let found = f(&at);
        for i in 0..3 {
            let (mut up, mut down) = (at, at);
            up[i] += 1e-5;
            down[i] -= 1e-5;
            let (up, down) = (f(&up), f(&down));
            let slope = (up.value() - down.value()) / 2e-5;
            assert!((found.gradient()[i] - slope).abs() < 1e-8, "{i}");
            for j in 0..3 {
                let second = (up.gradient()[j] - down.gradient()[j]) / 2e-5;
                assert!((found.second(i, j) - second).abs() < 1e-8, "{i} {j}");
            }
        }
    }
}
