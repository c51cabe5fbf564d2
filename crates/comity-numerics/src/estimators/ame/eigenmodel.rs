//! Multiplicative effects of symmetric ties: each actor's position in turn, then Λ.
//!
//! Given the rest, uᵢ is normal with precision T + Λ(Σ_{j≠i} uⱼuⱼ')Λ/σ² and linear term
//! Λ Σ_{j≠i} uⱼrᵢⱼ/σ², where r are the residuals without multiplicative effects and T the
//! diagonal prior precision; Λ's diagonal is a normal regression given all positions.

use super::linear::draw_normal;
use super::pairs::dot;
use super::start::leading;
use super::symmetric::Symmetric;

impl Symmetric<'_> {
    /// Positions from the leading eigenvectors of the residuals.
    pub(super) fn start_factors(&mut self) {
        let n = self.actors();
        // Without effects, `open` copies the residuals.
        let mut basis = std::mem::take(&mut self.factors);
        self.factors = vec![0.0; basis.len()];
        self.open();
        let square = &self.square;
        let mut apply = |x: &[f64], out: &mut [f64]| {
            for (o, row) in out.iter_mut().zip(square.chunks_exact(n)) {
                *o = dot(row, x);
            }
        };
        let (u, lambda) = basis.split_at_mut(self.rank * n);
        leading(n, u, &mut apply);
        let mut product = vec![0.0; n];
        for (u, lambda) in u.chunks_exact_mut(n).zip(lambda) {
            apply(u, &mut product);
            let value = dot(u, &product);
            *lambda = value.signum();
            for u in u.iter_mut() {
                *u *= libm::sqrt(value.abs());
            }
        }
        self.factors = basis;
    }

    pub(super) fn draw_factors(&mut self) {
        let n = self.actors();
        let (df, scale) = self.factor_prior();
        for r in 0..self.rank {
            let u = &self.factors[r * n..(r + 1) * n];
            let rate = 0.5 * (df * scale + dot(u, u));
            self.factor_precision[r] = self.source.gamma(0.5 * (df + n as f64)) / rate;
        }
        self.open();
        for i in 0..n {
            self.draw_position(i);
        }
        self.draw_lambda();
        self.close();
    }

    fn draw_position(&mut self, i: usize) {
        let (n, rank, s2) = (self.actors(), self.rank, self.error_variance());
        let row = &self.square[i * n..(i + 1) * n];
        for r in 0..rank {
            let u = &self.factors[r * n..(r + 1) * n];
            let lambda = self.factors[rank * n + r];
            self.small_linear[r] = lambda * dot(u, row) / s2;
            for s in 0..=r {
                let w = &self.factors[s * n..(s + 1) * n];
                let others = dot(u, w) - u[i] * w[i];
                let prior = if r == s { self.factor_precision[r] } else { 0.0 };
                self.small[r * rank + s] =
                    prior + lambda * self.factors[rank * n + s] * others / s2;
            }
        }
        if draw_normal(&mut self.small, &mut self.small_linear, &mut self.source) {
            for r in 0..rank {
                self.factors[r * n + i] = self.small_linear[r];
            }
        }
    }

    fn draw_lambda(&mut self) {
        let (n, rank, s2) = (self.actors(), self.rank, self.error_variance());
        for r in 0..rank {
            let u = &self.factors[r * n..(r + 1) * n];
            let quadratic: f64 =
                (0..n).map(|i| u[i] * dot(&self.square[i * n..(i + 1) * n], u)).sum();
            self.small_linear[r] = 0.5 * quadratic / s2;
            for s in 0..=r {
                let w = &self.factors[s * n..(s + 1) * n];
                let uw = dot(u, w);
                let diagonal: f64 = u.iter().zip(w).map(|(u, w)| u * u * w * w).sum();
                let prior = f64::from(u8::from(r == s));
                self.small[r * rank + s] = prior + 0.5 * (uw * uw - diagonal) / s2;
            }
        }
        if draw_normal(&mut self.small, &mut self.small_linear, &mut self.source) {
            self.factors[rank * n..].copy_from_slice(&self.small_linear);
        }
    }
}
