//! Kernels on square relational arrays kept pair by pair.
//!
//! The entry of row i and column j, i < j, and its mirror image lie at the same place of two
//! arrays, `upper` and `lower`, ordered by j and within j by i. Both directions of a dyad are
//! needed together everywhere (they are correlated), and this way every pass is contiguous.

use crate::dense::fold;
pub(super) use crate::dense::{lane_dot as dot, lane_sum as sum};

/// First place of column `j`.
pub(super) fn start(j: usize) -> usize {
    j * j.saturating_sub(1) / 2
}

/// The two halves of a square array without its diagonal.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Pairs {
    pub(super) upper: Vec<f64>,
    pub(super) lower: Vec<f64>,
}

impl Pairs {
    pub(super) fn zeros(n: usize) -> Self {
        Self { upper: vec![0.0; start(n)], lower: vec![0.0; start(n)] }
    }

    /// From `n × n` values, row by row.
    pub(super) fn from_square(n: usize, values: &[f64]) -> Self {
        let mut pairs = Self::zeros(n);
        for j in 1..n {
            for i in 0..j {
                pairs.upper[start(j) + i] = values[i * n + j];
                pairs.lower[start(j) + i] = values[j * n + i];
            }
        }
        pairs
    }

    /// The entry of row `i` and column `j`, off the diagonal.
    pub(super) fn get(&self, i: usize, j: usize) -> f64 {
        if i < j { self.upper[start(j) + i] } else { self.lower[start(i) + j] }
    }

    /// Adds the sums of rows and of columns.
    pub(super) fn add_sums(&self, rows: &mut [f64], columns: &mut [f64]) {
        for j in 1..rows.len() {
            let at = start(j);
            let (up, lo) = (&self.upper[at..at + j], &self.lower[at..at + j]);
            let (rows_before, rows_from) = rows.split_at_mut(j);
            let (columns_before, columns_from) = columns.split_at_mut(j);
            for ((r, c), (u, l)) in
                rows_before.iter_mut().zip(columns_before.iter_mut()).zip(up.iter().zip(lo))
            {
                *r += u;
                *c += l;
            }
            rows_from[0] += sum(lo);
            columns_from[0] += sum(up);
        }
    }

    /// Adds `E v` to `ev` and `E' v` to `tv`, diagonal apart.
    pub(super) fn add_products(&self, v: &[f64], ev: &mut [f64], tv: &mut [f64]) {
        for j in 1..v.len() {
            let at = start(j);
            let (up, lo) = (&self.upper[at..at + j], &self.lower[at..at + j]);
            let (ev_before, ev_from) = ev.split_at_mut(j);
            let (tv_before, tv_from) = tv.split_at_mut(j);
            let (up_v, lo_v) = column_products(up, lo, v, j, ev_before, tv_before);
            ev_from[0] += lo_v;
            tv_from[0] += up_v;
        }
    }

    /// Adds `rᵢ + cⱼ` to every entry.
    pub(super) fn add_effects(&mut self, r: &[f64], c: &[f64]) {
        for j in 1..r.len() {
            let at = start(j);
            let (rj, cj) = (r[j], c[j]);
            let up = &mut self.upper[at..at + j];
            for (e, ri) in up.iter_mut().zip(r) {
                *e += ri + cj;
            }
            let lo = &mut self.lower[at..at + j];
            for (e, ci) in lo.iter_mut().zip(c) {
                *e += rj + ci;
            }
        }
    }

    /// Adds `scale` times another array.
    pub(super) fn add_scaled(&mut self, scale: f64, other: &Self) {
        for (e, o) in self.upper.iter_mut().zip(&other.upper) {
            *e += scale * o;
        }
        for (e, o) in self.lower.iter_mut().zip(&other.lower) {
            *e += scale * o;
        }
    }

    /// Adds `u₀ v₀' − u₁ v₁'`.
    pub(super) fn exchange(&mut self, [u0, v0]: [&[f64]; 2], [u1, v1]: [&[f64]; 2]) {
        for j in 1..u0.len() {
            let at = start(j);
            let (a0, b0, a1, b1) = (u0[j], v0[j], u1[j], v1[j]);
            let up = &mut self.upper[at..at + j];
            for (e, (x, y)) in up.iter_mut().zip(u0.iter().zip(u1)) {
                *e += x * b0 - y * b1;
            }
            let lo = &mut self.lower[at..at + j];
            for (e, (x, y)) in lo.iter_mut().zip(v0.iter().zip(v1)) {
                *e += x * a0 - y * a1;
            }
        }
    }
}

/// One column of [`Pairs::add_products`]: adds to the entries before it, returns its own.
fn column_products(
    up: &[f64],
    lo: &[f64],
    v: &[f64],
    j: usize,
    ev: &mut [f64],
    tv: &mut [f64],
) -> (f64, f64) {
    let vj = v[j];
    let v = &v[..j];
    let (mut up_sum, mut lo_sum) = ([0.0; 4], [0.0; 4]);
    let (up4, up_rest) = up.as_chunks::<4>();
    let (lo4, lo_rest) = lo.as_chunks::<4>();
    let (v4, v_rest) = v.as_chunks::<4>();
    let (ev4, ev_rest) = ev.as_chunks_mut::<4>();
    let (tv4, tv_rest) = tv.as_chunks_mut::<4>();
    for ((((u, l), v), e), t) in up4.iter().zip(lo4).zip(v4).zip(ev4).zip(tv4) {
        for k in 0..4 {
            e[k] += u[k] * vj;
            t[k] += l[k] * vj;
            up_sum[k] += u[k] * v[k];
            lo_sum[k] += l[k] * v[k];
        }
    }
    let (mut up_v, mut lo_v) = (fold(up_sum), fold(lo_sum));
    for ((((u, l), v), e), t) in up_rest.iter().zip(lo_rest).zip(v_rest).zip(ev_rest).zip(tv_rest) {
        *e += u * vj;
        *t += l * vj;
        up_v += u * v;
        lo_v += l * v;
    }
    (up_v, lo_v)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_agree_with_the_square_array() {
        let n = 11;
        let square: Vec<f64> = (0..n * n).map(|k| f64::from((k * 37 % 23) as u32) - 9.0).collect();
        let mut e = Pairs::from_square(n, &square);
        let v: Vec<f64> = (0..n).map(|i| i as f64 - 3.5).collect();
        let w: Vec<f64> = v.iter().map(|x| x * x).collect();
        let (mut ev, mut tv) = (vec![0.0; n], vec![0.0; n]);
        e.add_products(&v, &mut ev, &mut tv);
        let (mut rows, mut columns) = (vec![0.0; n], vec![0.0; n]);
        e.add_sums(&mut rows, &mut columns);
        let before = e.clone();
        e.exchange([&v, &w], [&w, &v]);
        e.add_effects(&v, &w);
        e.add_scaled(2.0, &before);
        for i in 0..n {
            let off = |f: &dyn Fn(usize) -> f64| -> f64 { (0..n).filter(|j| *j != i).map(f).sum() };
            assert_eq!(ev[i], off(&|j| square[i * n + j] * v[j]));
            assert_eq!(tv[i], off(&|j| square[j * n + i] * v[j]));
            assert_eq!(rows[i], off(&|j| square[i * n + j]));
            assert_eq!(columns[i], off(&|j| square[j * n + i]));
            for j in (0..n).filter(|j| *j != i) {
                let expected = 3.0 * square[i * n + j] + v[i] * w[j] - w[i] * v[j] + v[i] + w[j];
                assert!((e.get(i, j) - expected).abs() < 1e-9);
            }
        }
    }
}
