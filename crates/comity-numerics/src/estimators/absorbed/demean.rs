//! Removing weighted group means of several groupings at once.
//!
//! The residual of a column's projection on all dummies is the limit of removing one
//! grouping's means after the other (Halperin 1962). Running forth and back makes a sweep a
//! symmetric operator K, and I − K lends itself to conjugate gradients, which need far fewer
//! sweeps: Hernández-Ramos, Escalante and Raydan (2011), "Unconstrained optimization
//! techniques for the acceleration of alternating projection methods", as in reghdfe (Correia
//! 2017).

use crate::grouping::Grouping;

pub(super) struct Demeaner<'a> {
    groupings: &'a [Grouping],
    weights: &'a [f64],
    /// One over the total weight of each group of each grouping.
    inverse: Vec<Vec<f64>>,
    tolerance: f64,
    max_sweeps: usize,
}

impl<'a> Demeaner<'a> {
    pub(super) fn new(
        groupings: &'a [Grouping],
        weights: &'a [f64],
        tolerance: f64,
        max_sweeps: usize,
    ) -> Self {
        let inverse = groupings
            .iter()
            .map(|g| {
                let mut totals = g.sums(weights.iter().copied());
                for t in &mut totals {
                    *t = if *t > 0.0 { 1.0 / *t } else { 0.0 };
                }
                totals
            })
            .collect();
        Self { groupings, weights, inverse, tolerance, max_sweeps }
    }

    /// Demeans `v`, which may differ from the column whose squared weighted length is
    /// `scale` by any combination of dummies. Says whether the tolerance was met.
    pub(super) fn demean(&self, v: &mut [f64], scale: f64) -> bool {
        match self.groupings.len() {
            0 => true,
            1 => {
                self.annihilate(0, v);
                true
            }
            _ => self.conjugate_gradients(v, scale),
        }
    }

    /// Σ w v².
    pub(super) fn squared(&self, v: &[f64]) -> f64 {
        self.inner(v, v)
    }

    fn conjugate_gradients(&self, v: &mut [f64], scale: f64) -> bool {
        let enough = self.tolerance * self.tolerance * scale;
        let mut r = self.removed(v);
        let mut rr = self.inner(&r, &r);
        let mut u = r.clone();
        for _ in 0..self.max_sweeps {
            if rr <= enough {
                return true;
            }
            let w = self.removed(&u);
            let curvature = self.inner(&u, &w);
            if curvature.is_nan() || curvature <= 0.0 {
                return rr <= enough;
            }
            let alpha = rr / curvature;
            for ((v, r), (u, w)) in v.iter_mut().zip(&mut r).zip(u.iter().zip(&w)) {
                *v -= alpha * u;
                *r -= alpha * w;
            }
            let next = self.inner(&r, &r);
            let beta = next / rr;
            for (u, r) in u.iter_mut().zip(&r) {
                *u = r + beta * *u;
            }
            rr = next;
        }
        rr <= enough
    }

    /// (I − K) v with K = M₁ M₂ … M_Q … M₂ M₁, M_q removing the means of grouping q.
    fn removed(&self, v: &[f64]) -> Vec<f64> {
        let last = self.groupings.len().saturating_sub(1);
        let mut k = v.to_vec();
        for q in (0..=last).chain((0..last).rev()) {
            self.annihilate(q, &mut k);
        }
        for (k, v) in k.iter_mut().zip(v) {
            *k = v - *k;
        }
        k
    }

    fn annihilate(&self, q: usize, v: &mut [f64]) {
        let (Some(grouping), Some(inverse)) = (self.groupings.get(q), self.inverse.get(q)) else {
            return;
        };
        let mut means = grouping.sums(v.iter().zip(self.weights).map(|(v, w)| v * w));
        for (m, inverse) in means.iter_mut().zip(inverse) {
            *m *= inverse;
        }
        for (v, &g) in v.iter_mut().zip(grouping.of()) {
            *v -= means[g];
        }
    }

    fn inner(&self, a: &[f64], b: &[f64]) -> f64 {
        a.iter().zip(b).zip(self.weights).map(|((a, b), w)| w * a * b).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A demeaned column has weighted mean zero in every group of every grouping, and what
    /// was removed is a sum of group effects (its demeaned version is zero).
    #[test]
    fn means_vanish_in_every_group() {
        let labels = |f: &dyn Fn(i64) -> i64| (0..400).map(f).collect::<Vec<_>>();
        let groupings = [
            Grouping::new(&labels(&|i| i % 13)).unwrap(),
            Grouping::new(&labels(&|i| i * i % 29)).unwrap(),
            Grouping::new(&labels(&|i| i / 40)).unwrap(),
        ];
        let weights: Vec<f64> = (0..400).map(|i| 0.1 + f64::from(i % 7)).collect();
        let column: Vec<f64> = (0..400).map(|i| f64::from(i * 37 % 101)).collect();
        let d = Demeaner::new(&groupings, &weights, 1e-12, 1000);
        let scale = d.squared(&column);
        let mut v = column.clone();
        assert!(d.demean(&mut v, scale));
        for g in &groupings {
            let sums = g.sums(v.iter().zip(&weights).map(|(v, w)| v * w));
            assert!(sums.iter().all(|s| s.abs() < 1e-9 * scale.sqrt()));
        }
        let mut removed: Vec<f64> = column.iter().zip(&v).map(|(c, v)| c - v).collect();
        assert!(d.demean(&mut removed, scale));
        assert!(d.squared(&removed) < 1e-20 * scale);
        let few = Demeaner::new(&groupings, &weights, 1e-12, 1);
        assert!(!few.demean(&mut column.clone(), scale));
    }
}
