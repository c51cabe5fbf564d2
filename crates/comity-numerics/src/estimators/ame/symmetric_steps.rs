//! The steps of the symmetric sampler that need no multiplicative effects.

use super::data::{Family, Kind};
use super::linear::draw_normal;
use super::pairs::{dot, start, sum};
use super::symmetric::Symmetric;

impl Symmetric<'_> {
    pub(super) fn draw_data(&mut self) {
        let sd = libm::sqrt(self.s2);
        if self.family == Family::Normal {
            for &k in &self.missing {
                let e = sd * self.source.normal();
                self.z.upper[k] += e - self.e.upper[k];
                self.e.upper[k] = e;
            }
            return;
        }
        for ((z, e), &sign) in self.z.upper.iter_mut().zip(&mut self.e.upper).zip(&self.sign) {
            let mean = *z - *e;
            *e = if sign == 0.0 {
                self.source.normal()
            } else {
                sign * self.source.normal_above(-sign * mean)
            };
            *z = mean + *e;
        }
    }

    pub(super) fn draw_variances(&mut self) {
        if self.family == Family::Normal {
            let (df, scale) = (self.prior.error_df, self.prior.error_scale);
            let squares = dot(&self.e.upper, &self.e.upper);
            let shape = 0.5 * (self.e.upper.len() as f64 + df);
            self.s2 = 0.5 * (squares + df * scale) / self.source.gamma(shape);
        }
        let (df, scale) = (self.prior.additive_df, self.prior.additive_scale);
        let squares = dot(&self.a, &self.a);
        self.variance =
            0.5 * (squares + df * scale) / self.source.gamma(0.5 * (self.n as f64 + df));
    }

    /// Coefficients with the additive effects integrated out, then the effects: the matrices
    /// are those of `coefficients.rs` with one effect an actor.
    pub(super) fn draw_coefficients(&mut self) {
        let (n, p, s2) = (self.n as f64, self.beta.len(), self.s2);
        let across = (n - 2.0) / s2 + 1.0 / self.variance;
        let along = across + n / s2;
        let shared = 1.0 / (s2 * across * along);
        self.take_sums();
        let total = sum(&self.sums);
        for (k, kind) in self.x.kinds.iter().enumerate() {
            let plain = match kind {
                Kind::Intercept => 0.5 * total,
                Kind::Node(x) | Kind::Row(x) | Kind::Column(x) => dot(x, &self.sums),
                Kind::Dyad(x) => {
                    let effects = (0..self.n).map(|i| self.x.row_sums[i * p + k] * self.a[i]);
                    dot(&x.upper, &self.e.upper) + effects.sum::<f64>()
                }
            };
            let line = |i: usize| self.x.row_sums[i * p + k];
            let all: f64 = (0..self.n).map(line).sum();
            let explained: f64 = (0..self.n).map(|i| line(i) * self.sums[i]).sum();
            self.old[k] = all;
            self.linear[k] = plain / s2 - (explained / across - shared * all * total) / (s2 * s2);
        }
        for k in 0..p {
            for l in 0..=k {
                let at = k * p + l;
                let explained = self.x.lines[3 * at] / across - shared * self.old[k] * self.old[l];
                let data = self.x.xx[at] / s2 - explained / (s2 * s2);
                self.linear[k] += data * self.beta[l];
                if l < k {
                    self.linear[l] += data * self.beta[k];
                }
                self.precision[at] = data + self.x.prior_precision[at];
            }
        }
        if !draw_normal(&mut self.precision, &mut self.linear, &mut self.source) {
            self.linear.copy_from_slice(&self.beta);
        }
        for (new, old) in self.linear.iter_mut().zip(&mut self.beta) {
            (*new, *old) = (*old - *new, *new);
        }
        for (i, y) in self.sums.iter_mut().enumerate() {
            *y += dot(&self.x.row_sums[i * p..(i + 1) * p], &self.linear);
        }
        self.draw_additive(across, along);
        self.move_residuals();
    }

    /// Sums of each actor's residuals with additive effects put back.
    fn take_sums(&mut self) {
        let total = sum(&self.a);
        for (y, a) in self.sums.iter_mut().zip(&self.a) {
            *y = (self.n as f64 - 2.0) * a + total;
        }
        for j in 1..self.n {
            let up = &self.e.upper[start(j)..start(j) + j];
            for (y, e) in self.sums.iter_mut().zip(up) {
                *y += e;
            }
            self.sums[j] += sum(up);
        }
    }

    fn draw_additive(&mut self, across: f64, along: f64) {
        let n = self.n as f64;
        let mean = sum(&self.sums) / n;
        for (old, a) in self.old.iter_mut().zip(&mut self.a) {
            *old = *a;
            *a = self.source.normal();
        }
        let noise = sum(&self.a) / n;
        let (root_across, root_along) = (1.0 / libm::sqrt(across), 1.0 / libm::sqrt(along));
        let centre = mean / (self.s2 * along) + noise * root_along;
        for (a, y) in self.a.iter_mut().zip(&self.sums) {
            *a = centre + (y - mean) / (self.s2 * across) + (*a - noise) * root_across;
        }
    }

    /// Brings the residuals up to date: `linear` holds old minus new coefficients, `old` the
    /// old effects.
    fn move_residuals(&mut self) {
        for (s, (old, new)) in self.sums.iter_mut().zip(self.old.iter().zip(&self.a)) {
            *s = old - new;
        }
        let mut intercept = 0.0;
        for (kind, delta) in self.x.kinds.iter().zip(&self.linear) {
            match kind {
                Kind::Intercept => intercept += delta,
                Kind::Node(x) | Kind::Row(x) | Kind::Column(x) => {
                    for (s, x) in self.sums.iter_mut().zip(x) {
                        *s += delta * x;
                    }
                }
                Kind::Dyad(x) => {
                    for (e, x) in self.e.upper.iter_mut().zip(&x.upper) {
                        *e += delta * x;
                    }
                }
            }
        }
        for j in 1..self.n {
            let at = self.sums[j] + intercept;
            for (e, s) in self.e.upper[start(j)..start(j) + j].iter_mut().zip(&self.sums) {
                *e += s + at;
            }
        }
    }
}
