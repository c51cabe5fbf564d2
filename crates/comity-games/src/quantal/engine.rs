//! Linear equations of one corrector step, with a border that keeps them regular where the
//! branch turns.

use super::lu::Lu;
use super::system::{System, centre};

/// Where a linearisation is taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'a> {
    pub(super) p: &'a [f64],
    pub(super) u: &'a [f64],
    pub(super) sigma: f64,
    /// A direction (dx, dσ) that the solution's product with is prescribed; without it σ is
    /// held fixed.
    pub(super) border: Option<&'a [f64]>,
}

/// Solves J·dx + F_σ·dσ = f, border·(dx, dσ) = c for the equations of
/// [`super::system::residuals`].
pub(super) trait Engine {
    /// Whether a factorisation stays valid when the system has since been evaluated elsewhere.
    fn keeps(&self) -> bool;

    /// Prepares the equations at a point; `false` when they are singular.
    fn prepare(&mut self, system: &mut dyn System, at: At<'_>) -> bool;

    /// The solution in `dx`, and dσ; nothing when none was found.
    fn solve(
        &mut self,
        system: &mut dyn System,
        at: At<'_>,
        right: (&[f64], f64),
        dx: &mut [f64],
    ) -> Option<f64>;

    /// Whether the determinant of the prepared equations is negative, if known.
    fn negative(&self) -> Option<bool>;
}

/// By elimination in the log-odds against the most probable action of each decision.
#[derive(Clone, Debug, Default)]
pub(super) struct Dense {
    slopes: Vec<f64>,
    lu: Lu,
    b: Vec<f64>,
    /// Of each log-odds, its action; and of each decision, the action it is against.
    free: Vec<usize>,
    reference: Vec<usize>,
    p: Vec<f64>,
}

impl Dense {
    fn choose(&mut self, offsets: &[usize], p: &[f64]) {
        self.free.clear();
        self.reference.clear();
        for w in offsets.windows(2) {
            let best = (w[0]..w[1]).fold(w[0], |b, i| if p[i] > p[b] { i } else { b });
            self.reference.push(best);
            self.free.extend((w[0]..w[1]).filter(|&i| i != best));
        }
        self.p.clear();
        self.p.extend_from_slice(p);
    }

    /// Rows of the derivative turn from one per action into one per log-odds.
    fn assemble(&mut self, offsets: &[usize], sigma: f64) {
        let n = self.p.len();
        for row in self.slopes.chunks_exact_mut(n) {
            for w in offsets.windows(2) {
                let (row, p) = (&mut row[w[0]..w[1]], &self.p[w[0]..w[1]]);
                let sum: f64 = row.iter().sum();
                if sum != 0.0 {
                    for (g, p) in row.iter_mut().zip(p) {
                        *g -= p * sum;
                    }
                }
            }
        }
        let mut next = 0;
        for (w, &reference) in offsets.windows(2).zip(&self.reference) {
            let against = &self.slopes[reference * n..(reference + 1) * n];
            for a in (w[0]..w[1]).filter(|&a| a != reference) {
                let own = &self.slopes[a * n..(a + 1) * n];
                let row = self.lu.row(next);
                for (r, &c) in row.iter_mut().zip(&self.free) {
                    *r = sigma * (against[c] - own[c]);
                }
                row[next] += 1.0;
                next += 1;
            }
        }
    }
}

impl Engine for Dense {
    fn keeps(&self) -> bool {
        true
    }

    fn prepare(&mut self, system: &mut dyn System, at: At<'_>) -> bool {
        let n = at.p.len();
        self.choose(system.offsets(), at.p);
        self.slopes.clear();
        self.slopes.resize(n * n, 0.0);
        system.slopes(at.p, at.u, &mut self.slopes);
        let size = self.free.len() + usize::from(at.border.is_some());
        self.lu.reset(size);
        self.assemble(system.offsets(), at.sigma);
        if let Some(border) = at.border {
            let mut next = 0;
            for (w, &reference) in system.offsets().windows(2).zip(&self.reference) {
                let sum: f64 = border[w[0]..w[1]].iter().sum();
                for a in (w[0]..w[1]).filter(|&a| a != reference) {
                    self.lu.row(next)[size - 1] = at.u[reference] - at.u[a];
                    self.lu.row(size - 1)[next] = border[a] - at.p[a] * sum;
                    next += 1;
                }
            }
            self.lu.row(size - 1)[size - 1] = border[n];
        }
        self.b.resize(size, 0.0);
        self.lu.factor()
    }

    fn solve(
        &mut self,
        system: &mut dyn System,
        at: At<'_>,
        right: (&[f64], f64),
        dx: &mut [f64],
    ) -> Option<f64> {
        let offsets = system.offsets();
        let mut next = 0;
        for (w, &reference) in offsets.windows(2).zip(&self.reference) {
            for a in (w[0]..w[1]).filter(|&a| a != reference) {
                self.b[next] = right.0[a] - right.0[reference];
                next += 1;
            }
        }
        if at.border.is_some() {
            self.b[next] = right.1;
        }
        self.lu.solve(&mut self.b);
        dx.fill(0.0);
        for (b, &a) in self.b.iter().zip(&self.free) {
            dx[a] = *b;
        }
        centre(offsets, &self.p, dx);
        let sigma = if at.border.is_some() { self.b[next] } else { 0.0 };
        (sigma.is_finite() && dx.iter().all(|d| d.is_finite())).then_some(sigma)
    }

    fn negative(&self) -> Option<bool> {
        Some(self.lu.negative())
    }
}
