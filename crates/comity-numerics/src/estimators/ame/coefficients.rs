//! Coefficients and additive effects of directed ties, drawn together.
//!
//! With Ω the inverse of the covariance of a dyad's errors, the pairs (aᵢ, bᵢ) have, given
//! the coefficients, precision I ⊗ (nΩ + Σ⁻¹) + 11' ⊗ KΩ, where K exchanges its two entries
//! and Σ is their prior covariance. Its inverse is I ⊗ M + 11' ⊗ C, so the effects are
//! integrated out in closed form and the coefficients drawn first (Hoff 2021, section 3).

use super::covariates::Covariates;
use super::data::Kind;
use super::directed::{Directed, Work};
use super::linear::{Sym2, draw_normal};
use super::pairs::{Pairs, dot, sum};

/// Matrices that depend on the variance parameters alone.
struct Moments {
    /// Ω.
    omega: Sym2,
    /// M, the inverse of nΩ + Σ⁻¹.
    own: Sym2,
    /// The inverse of nΩ + Σ⁻¹ + nKΩ: n times the covariance of the mean effects.
    mean: Sym2,
}

impl Directed<'_> {
    pub(super) fn draw_coefficients(&mut self) {
        let n = self.n as f64;
        let moments = self.moments();
        self.take_sums();
        self.fill_linear(&moments);
        self.fill_precision(&moments);
        self.work.old_beta.copy_from_slice(&self.beta);
        let w = &mut self.work;
        if draw_normal(&mut w.precision, &mut w.linear, &mut self.source) {
            self.beta.copy_from_slice(&w.linear);
        }
        // From the sums of what is left when only the coefficients are taken away.
        for (delta, (new, old)) in w.linear.iter_mut().zip(self.beta.iter().zip(&w.old_beta)) {
            *delta = new - old;
        }
        let p = self.beta.len();
        let mut total = [0.0; 2];
        for i in 0..self.n {
            w.rows[i] -= dot(&self.x.row_sums[i * p..(i + 1) * p], &w.linear);
            w.columns[i] -= dot(&self.x.column_sums[i * p..(i + 1) * p], &w.linear);
            total[0] += w.rows[i];
            total[1] += w.columns[i];
        }
        self.draw_additive(&moments, [total[0] / n, total[1] / n]);
        self.move_residuals();
    }

    fn moments(&self) -> Moments {
        let n = self.n as f64;
        let alpha = 1.0 / (self.s2 * (1.0 - self.rho * self.rho));
        let omega = Sym2::new(alpha, -self.rho * alpha, alpha);
        let own = omega.scaled(n).plus(self.additive.inverse());
        let flipped = Sym2::new(omega.b, omega.a, omega.b).scaled(n);
        Moments { omega, own: own.inverse(), mean: own.plus(flipped).inverse() }
    }

    /// Sums of rows and columns of the residuals with additive effects put back. The old
    /// coefficients are still taken away: everything here is relative to them.
    fn take_sums(&mut self) {
        let w = &mut self.work;
        w.rows.copy_from_slice(&self.e_diagonal);
        w.columns.copy_from_slice(&self.e_diagonal);
        self.e.add_sums(&mut w.rows, &mut w.columns);
        let n = self.n as f64;
        let (a_sum, b_sum) = (sum(&self.a), sum(&self.b));
        for (((r, c), a), b) in w.rows.iter_mut().zip(&mut w.columns).zip(&self.a).zip(&self.b) {
            *r += n * a + b_sum;
            *c += n * b + a_sum;
        }
    }

    /// The linear term of the coefficients' conditional distribution: that of the step from
    /// the old ones, plus the precision times the old ones (added in `fill_precision`).
    fn fill_linear(&mut self, m: &Moments) {
        let (alpha, gamma) = (m.omega.a, m.omega.b);
        let p = self.beta.len();
        let Work { rows, columns, linear, sums, .. } = &mut self.work;
        for (k, kind) in self.x.kinds.iter().enumerate() {
            // Inner products with the array and with its mirror image.
            let (plain, mirrored) = match kind {
                Kind::Intercept => {
                    let total = sum(rows);
                    (total, total)
                }
                Kind::Row(x) => (dot(x, rows), dot(x, columns)),
                Kind::Column(x) => (dot(x, columns), dot(x, rows)),
                Kind::Node(x) => {
                    let both = dot(x, rows) + dot(x, columns);
                    (both, both)
                }
                Kind::Dyad(x) => self.x.with_effects(k, dyadic(x, &self.e), [&self.a, &self.b]),
            };
            linear[k] = alpha * plain + gamma * mirrored;
        }
        // What the additive effects explain: Σᵢ tᵢ' M yᵢ + (Σ tᵢ)' C (Σ yᵢ).
        sums.fill(0.0);
        let own = m.own.between(m.omega);
        let shared = m.shared(self.n);
        let total = sum(rows);
        for i in 0..self.n {
            let [r, c] = own.times([rows[i], columns[i]]);
            let row = &self.x.row_sums[i * p..(i + 1) * p];
            let column = &self.x.column_sums[i * p..(i + 1) * p];
            for ((l, s), (x, y)) in
                linear.iter_mut().zip(sums.iter_mut()).zip(row.iter().zip(column))
            {
                *l -= x * r + y * c;
                *s += x;
            }
        }
        for (l, s) in linear.iter_mut().zip(sums.iter()) {
            *l -= shared * s * total;
        }
    }

    /// The precision matrix, and the linear term moved to the origin.
    fn fill_precision(&mut self, m: &Moments) {
        let (alpha, gamma) = (m.omega.a, m.omega.b);
        let p = self.beta.len();
        let own = m.own.between(m.omega);
        let shared = m.shared(self.n);
        let x = self.x;
        let Work { linear, precision, sums, .. } = &mut self.work;
        for k in 0..p {
            for l in 0..=k {
                let at = k * p + l;
                let [rr, rc, cc] = x.line_products(k, l);
                let data = alpha * x.xx[at] + gamma * x.xxt[at]
                    - own.a * rr
                    - own.b * rc
                    - own.c * cc
                    - shared * sums[k] * sums[l];
                linear[k] += data * self.beta[l];
                if l < k {
                    linear[l] += data * self.beta[k];
                }
                precision[at] = data + x.prior_precision[at];
            }
        }
    }

    /// Additive effects given the coefficients; `mean` holds the means of `work.rows` and
    /// `work.columns`, the sums of the residuals that the effects are to explain.
    fn draw_additive(&mut self, m: &Moments, mean: [f64; 2]) {
        let Work { rows, columns, old, .. } = &mut self.work;
        let n = self.n as f64;
        // Draws for actors and their mean; the part along the mean has its own covariance.
        let mut noise = [0.0; 2];
        for i in 0..self.n {
            let e = [self.source.normal(), self.source.normal()];
            noise = [noise[0] + e[0] / n, noise[1] + e[1] / n];
            old[i] = self.a[i];
            old[self.n + i] = self.b[i];
            self.a[i] = e[0];
            self.b[i] = e[1];
        }
        let centre = m.mean.times(m.omega.times(mean));
        let centre_noise = m.mean.root_times(noise);
        for i in 0..self.n {
            let off = [rows[i] - mean[0], columns[i] - mean[1]];
            let part = m.own.times(m.omega.times(off));
            let e = m.own.root_times([self.a[i] - noise[0], self.b[i] - noise[1]]);
            self.a[i] = centre[0] + centre_noise[0] + part[0] + e[0];
            self.b[i] = centre[1] + centre_noise[1] + part[1] + e[1];
        }
    }

    /// Brings the residuals up to date: `work.linear` holds the change of the coefficients.
    fn move_residuals(&mut self) {
        let Work { rows, columns, linear, old, .. } = &mut self.work;
        let (old_a, old_b) = old.split_at(self.n);
        for delta in linear.iter_mut() {
            *delta = -*delta;
        }
        for (out, (old, new)) in rows.iter_mut().zip(old_a.iter().zip(&self.a)) {
            *out = old - new;
        }
        for (out, (old, new)) in columns.iter_mut().zip(old_b.iter().zip(&self.b)) {
            *out = old - new;
        }
        self.x.actor_terms(linear, rows, columns);
        self.e.add_effects(rows, columns);
        for ((e, r), c) in self.e_diagonal.iter_mut().zip(rows.iter()).zip(columns.iter()) {
            *e += r + c;
        }
        for (k, x) in self.x.dyadic() {
            self.e.add_scaled(linear[k], x);
        }
    }
}

impl Moments {
    /// 1'ΩCΩ1, where C = (mean − own)/n.
    fn shared(&self, n: usize) -> f64 {
        let difference = self.mean.plus(self.own.scaled(-1.0)).scaled(1.0 / n as f64);
        let d = difference.between(self.omega);
        d.a + 2.0 * d.b + d.c
    }
}

impl Covariates {
    /// Inner products of a covariate of dyads with E + a1' + 1b' and with its mirror image.
    fn with_effects(
        &self,
        k: usize,
        (plain, mirrored): (f64, f64),
        [a, b]: [&[f64]; 2],
    ) -> (f64, f64) {
        let p = self.width();
        let (mut plain, mut mirrored) = (plain, mirrored);
        for i in 0..self.n {
            let (r, c) = (self.row_sums[i * p + k], self.column_sums[i * p + k]);
            plain += r * a[i] + c * b[i];
            mirrored += c * a[i] + r * b[i];
        }
        (plain, mirrored)
    }

    /// Σᵢ rₖrₗ, Σᵢ (rₖcₗ + cₖrₗ) and Σᵢ cₖcₗ of sums over rows r and columns c.
    fn line_products(&self, k: usize, l: usize) -> [f64; 3] {
        let at = 3 * (k * self.width() + l);
        [self.lines[at], self.lines[at + 1], self.lines[at + 2]]
    }
}

fn dyadic(x: &Pairs, e: &Pairs) -> (f64, f64) {
    (
        dot(&x.upper, &e.upper) + dot(&x.lower, &e.lower),
        dot(&x.upper, &e.lower) + dot(&x.lower, &e.upper),
    )
}
