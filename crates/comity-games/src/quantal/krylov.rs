//! The equations of [`super::engine`] without their matrix: generalised minimal residuals
//! (Saad and Schultz 1986), each product with the matrix one pass over the tree.

use super::engine::{At, Engine};
use super::system::{System, centre};

/// Largest number of directions before giving up.
const DIRECTIONS: usize = 250;

/// Iterates until the residual has fallen by `tolerance`.
#[derive(Clone, Debug)]
pub(super) struct Krylov {
    tolerance: f64,
    /// Orthonormal directions, one after the other.
    basis: Vec<f64>,
    /// Columns of the Hessenberg matrix, each `DIRECTIONS + 1` long, after rotations.
    h: Vec<f64>,
    rotations: Vec<(f64, f64)>,
    right: Vec<f64>,
    /// The border's column −(u − ū) and its image under the preconditioner.
    column: Vec<f64>,
    solved_column: Vec<f64>,
    /// border·solved − border_σ: what the preconditioner divides by.
    pivot: f64,
    negative: Option<bool>,
    work: Vec<f64>,
    image: Vec<f64>,
}

impl Krylov {
    pub(super) fn new(tolerance: f64) -> Self {
        Self {
            tolerance,
            basis: Vec::new(),
            h: vec![0.0; DIRECTIONS * (DIRECTIONS + 1)],
            rotations: vec![(1.0, 0.0); DIRECTIONS],
            right: vec![0.0; DIRECTIONS + 1],
            column: Vec::new(),
            solved_column: Vec::new(),
            pivot: 1.0,
            negative: None,
            work: Vec::new(),
            image: Vec::new(),
        }
    }

    /// The bordered matrix times `v`.
    fn apply(&mut self, system: &mut dyn System, at: At<'_>, v: &[f64], out: &mut [f64]) {
        let n = at.p.len();
        system.push(at.p, &v[..n], &mut out[..n]);
        centre(system.offsets(), at.p, &mut out[..n]);
        let s = if at.border.is_some() { v[n] } else { 0.0 };
        for ((o, v), c) in out.iter_mut().zip(&v[..n]).zip(&self.column) {
            *o = v - at.sigma * *o + c * s;
        }
        out[n] = at.border.map_or(v[n], |b| dot(b, v));
    }

    /// The bordered matrix with only later decisions in it, solved for `v`.
    fn precondition(&self, system: &mut dyn System, at: At<'_>, v: &[f64], out: &mut [f64]) {
        let n = at.p.len();
        system.downstream(at.p, at.sigma, &v[..n], &mut out[..n]);
        out[n] = v[n];
        if let Some(border) = at.border {
            let s = (v[n] - dot(&border[..n], &out[..n])) / self.pivot;
            for (o, c) in out.iter_mut().zip(&self.solved_column) {
                *o -= c * s;
            }
            out[n] = s;
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl Engine for Krylov {
    fn keeps(&self) -> bool {
        false
    }

    fn prepare(&mut self, system: &mut dyn System, at: At<'_>) -> bool {
        let n = at.p.len();
        let negative = system.prepare(at.p, at.u, at.sigma);
        self.column.clear();
        self.column.extend(at.u.iter().map(|u| -u));
        centre(system.offsets(), at.p, &mut self.column);
        self.solved_column.resize(n, 0.0);
        system.downstream(at.p, at.sigma, &self.column, &mut self.solved_column);
        self.pivot = at.border.map_or(1.0, |b| b[n] - dot(&b[..n], &self.solved_column));
        self.negative = negative.map(|negative| negative ^ (self.pivot < 0.0));
        if self.pivot.abs() < 1e-12 {
            self.pivot = 1e-12;
        }
        self.work.resize(n + 1, 0.0);
        self.image.resize(n + 1, 0.0);
        true
    }

    fn solve(
        &mut self,
        system: &mut dyn System,
        at: At<'_>,
        right: (&[f64], f64),
        dx: &mut [f64],
    ) -> Option<f64> {
        let n = at.p.len();
        let size = n + 1;
        self.basis.clear();
        self.basis.extend_from_slice(right.0);
        centre(system.offsets(), at.p, &mut self.basis);
        self.basis.push(right.1);
        let norm = dot(&self.basis, &self.basis).sqrt();
        dx.fill(0.0);
        if norm == 0.0 {
            return Some(0.0);
        }
        self.basis.iter_mut().for_each(|b| *b /= norm);
        self.right.fill(0.0);
        self.right[0] = norm;
        let mut image = std::mem::take(&mut self.image);
        let mut work = std::mem::take(&mut self.work);
        let mut used = 0;
        let mut reached = false;
        while used < DIRECTIONS && !reached {
            let j = used;
            self.precondition(system, at, &self.basis[j * size..], &mut work);
            self.apply(system, at, &work, &mut image);
            let Some(last) = self.extend(j, &mut image) else { break };
            reached = last || self.right[j + 1].abs() <= self.tolerance * norm;
            used += 1;
        }
        if reached {
            self.combine(used, size, &mut work);
            self.precondition(system, at, &work, &mut image);
            dx.copy_from_slice(&image[..n]);
        }
        let sigma = if at.border.is_some() { image[n] } else { 0.0 };
        self.image = image;
        self.work = work;
        (reached && sigma.is_finite() && dx.iter().all(|d| d.is_finite())).then_some(sigma)
    }

    fn negative(&self) -> Option<bool> {
        self.negative
    }
}

impl Krylov {
    /// Adds the direction `v` to the basis and column `j` to the triangle; whether nothing
    /// new was in it. Nothing when the matrix is singular as far as the directions show.
    fn extend(&mut self, j: usize, v: &mut [f64]) -> Option<bool> {
        let size = v.len();
        let h = &mut self.h[j * (DIRECTIONS + 1)..(j + 1) * (DIRECTIONS + 1)];
        let before = dot(v, v).sqrt();
        h[..=j].fill(0.0);
        // Twice is enough: the second time takes away what rounding left of the first.
        for _ in 0..2 {
            for (h, b) in h[..=j].iter_mut().zip(self.basis.chunks_exact(size)) {
                let along = dot(b, v);
                *h += along;
                for (v, b) in v.iter_mut().zip(b) {
                    *v -= along * b;
                }
            }
        }
        let left = dot(v, v).sqrt();
        for (i, &(c, s)) in self.rotations[..j].iter().enumerate() {
            (h[i], h[i + 1]) = (c * h[i] + s * h[i + 1], c * h[i + 1] - s * h[i]);
        }
        let radius = libm::hypot(h[j], left);
        if radius == 0.0 || !radius.is_finite() {
            return None;
        }
        let (c, s) = (h[j] / radius, left / radius);
        self.rotations[j] = (c, s);
        h[j] = radius;
        (self.right[j], self.right[j + 1]) = (c * self.right[j], -s * self.right[j]);
        if left <= 1e-14 * before {
            return Some(true);
        }
        self.basis.extend(v.iter().map(|v| v / left));
        Some(false)
    }

    /// The combination of `used` directions with the least residual.
    fn combine(&mut self, used: usize, size: usize, out: &mut [f64]) {
        for j in (0..used).rev() {
            let column = &self.h[j * (DIRECTIONS + 1)..];
            let y = self.right[j] / column[j];
            self.right[j] = y;
            for (r, h) in self.right[..j].iter_mut().zip(column) {
                *r -= y * h;
            }
        }
        out.fill(0.0);
        for (y, b) in self.right[..used].iter().zip(self.basis.chunks_exact(size)) {
            for (o, b) in out.iter_mut().zip(b) {
                *o += y * b;
            }
        }
    }
}
