//! Multiplicative effects of directed ties, one dimension at a time.
//!
//! Given the rest, a column u of row effects is normal with precision
//! (α|v|² + 1/v₀) I + γ v v' and linear term α R v + γ R' v + m₀/v₀, where R is the residual
//! without this dimension, v its column effects, α and γ the entries of the inverse
//! covariance of a dyad's errors, and m₀, v₀ the prior mean and variance given the other
//! dimensions (Hoff 2021, section 4). The precision is a multiple of the identity plus a
//! matrix of rank one, so nothing is factorised.

use super::directed::{Directed, Work};
use super::linear::draw_wishart;
use super::pairs::dot;

impl Directed<'_> {
    pub(super) fn draw_factors(&mut self) {
        self.draw_factor_precision();
        for r in 0..self.rank {
            self.draw_dimension(r);
        }
    }

    /// Inverse of the covariance of (uᵢ, vᵢ).
    fn draw_factor_precision(&mut self) {
        let (n, size) = (self.n, 2 * self.rank);
        if size == 0 {
            return;
        }
        let df = self.prior.factor_df;
        let Work { psi, bartlett, .. } = &mut self.work;
        for k in 0..size {
            for l in 0..=k {
                let (x, y) = (&self.factors[k * n..(k + 1) * n], &self.factors[l * n..(l + 1) * n]);
                let prior = if k == l { df * self.prior.factor_scale } else { 0.0 };
                psi[k * size + l] = prior + dot(x, y);
                psi[l * size + k] = psi[k * size + l];
            }
        }
        draw_wishart(psi, df + n as f64, bartlett, &mut self.factor_precision, &mut self.source);
    }

    /// Row and column effects of dimension `r`, then the residuals.
    fn draw_dimension(&mut self, r: usize) {
        let (n, rank) = (self.n, self.rank);
        let mut old = std::mem::take(&mut self.work.old);
        let (old_u, old_v) = old.split_at_mut(n);
        old_u.copy_from_slice(&self.factors[r * n..(r + 1) * n]);
        old_v.copy_from_slice(&self.factors[(rank + r) * n..(rank + r + 1) * n]);
        // R = E + u v' with the old u and v; first u given the old v, then v given the new u.
        self.multiply(old_v);
        let [ev, tv] = &mut self.work.products;
        let (vv, uv) = (dot(old_v, old_v), dot(old_u, old_v));
        for (((e, t), u), v) in ev.iter_mut().zip(tv.iter_mut()).zip(&*old_u).zip(&*old_v) {
            *e += u * vv;
            *t += v * uv;
        }
        self.draw_column(r, old_v);
        let mut new_u = std::mem::take(&mut self.work.rows);
        new_u.copy_from_slice(&self.factors[r * n..(r + 1) * n]);
        self.multiply(&new_u);
        let (uu, vu) = (dot(old_u, &new_u), dot(old_v, &new_u));
        let [eu, tu] = &mut self.work.products;
        for (((e, t), u), v) in eu.iter_mut().zip(tu.iter_mut()).zip(&*old_u).zip(&*old_v) {
            *e += u * vu;
            *t += v * uu;
        }
        // For column effects the residual and its mirror image change places.
        std::mem::swap(eu, tu);
        self.draw_column(rank + r, &new_u);
        let new_v = &self.factors[(rank + r) * n..(rank + r + 1) * n];
        self.e.exchange([old_u, old_v], [&new_u, new_v]);
        for (i, e) in self.e_diagonal.iter_mut().enumerate() {
            *e += old_u[i] * old_v[i] - new_u[i] * new_v[i];
        }
        self.work.rows = new_u;
        self.work.old = old;
    }

    /// `work.products` become E v and E' v, with the diagonal.
    fn multiply(&mut self, v: &[f64]) {
        let [ev, tv] = &mut self.work.products;
        for (((e, t), d), v) in ev.iter_mut().zip(tv.iter_mut()).zip(&self.e_diagonal).zip(v) {
            *e = d * v;
            *t = *e;
        }
        self.e.add_products(v, ev, tv);
    }

    /// Draws one column of effects given `v`, the column it is multiplied with, and the
    /// products R v and R' v.
    fn draw_column(&mut self, column: usize, v: &[f64]) {
        let (n, size) = (self.n, 2 * self.rank);
        let alpha = 1.0 / (self.s2 * (1.0 - self.rho * self.rho));
        let gamma = -self.rho * alpha;
        let row = &self.factor_precision[column * size..(column + 1) * size];
        let [linear, mirrored] = &mut self.work.products;
        for (l, m) in linear.iter_mut().zip(mirrored.iter()) {
            *l = alpha * *l + gamma * m;
        }
        for (other, &weight) in row.iter().enumerate().filter(|(other, _)| *other != column) {
            let x = &self.factors[other * n..(other + 1) * n];
            for (l, x) in linear.iter_mut().zip(x) {
                *l -= weight * x;
            }
        }
        let vv = dot(v, v);
        let across = alpha * vv + row[column];
        let along = across + gamma * vv;
        let (root_across, root_along) = (1.0 / libm::sqrt(across), 1.0 / libm::sqrt(along));
        let out = &mut self.factors[column * n..(column + 1) * n];
        for x in out.iter_mut() {
            *x = self.source.normal();
        }
        let (share, noise) =
            if vv > 0.0 { (dot(linear, v) / vv, dot(out, v) / vv) } else { (0.0, 0.0) };
        let shift = share * (1.0 / along - 1.0 / across) + noise * (root_along - root_across);
        for ((x, l), v) in out.iter_mut().zip(linear.iter()).zip(v) {
            *x = l / across + root_across * *x + shift * v;
        }
    }
}
