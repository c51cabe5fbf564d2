//! Sums over all subsets of a given size, with their first two derivatives.
//!
//! B(k, n) = Σ over subsets S of size k of the first n rows of exp Σ_{i∈S} ηᵢ obeys
//! B(k, n) = B(k, n − 1) + e^{ηₙ} B(k − 1, n − 1): Gail, Lubin and Rubinstein (1981),
//! *Biometrika* 68(3), Howard (1972). Seen as probabilities, the two terms are a mixture: a
//! subset holds row n with probability p = e^{ηₙ} B(k − 1, n − 1)/B(k, n). Mean and covariance of
//! Σ_{i∈S} xᵢ, which are the first and second derivative of ln B, follow as those of a
//! mixture. Every step is a convex combination, so nothing cancels or overflows.

/// ln B, and mean and covariance of the covariates' sum, for one subset size.
#[derive(Clone)]
struct Cell {
    log_sum: f64,
    mean: Vec<f64>,
    /// Lower triangle, row by row.
    covariance: Vec<f64>,
}

impl Cell {
    fn empty(width: usize) -> Self {
        Self {
            log_sum: 0.0,
            mean: vec![0.0; width],
            covariance: vec![0.0; width * (width + 1) / 2],
        }
    }

    /// The certain subset: `less` with a row added.
    fn with(less: &Self, eta: f64, x: &[f64]) -> Self {
        Self {
            log_sum: less.log_sum + eta,
            mean: less.mean.iter().zip(x).map(|(m, x)| m + x).collect(),
            covariance: less.covariance.clone(),
        }
    }

    /// Mixes the subsets without the row (`self`) with those that hold it.
    fn mix(&mut self, less: &Self, eta: f64, x: &[f64], gap: &mut [f64]) {
        let with = less.log_sum + eta;
        let (high, low) = (self.log_sum.max(with), self.log_sum.min(with));
        let e = libm::exp(low - high);
        let (small, large) = (e / (1.0 + e), 1.0 / (1.0 + e));
        let p = if with >= self.log_sum { large } else { small };
        let q = if with >= self.log_sum { small } else { large };
        self.log_sum = high + libm::log1p(e);
        for ((g, m), (l, x)) in gap.iter_mut().zip(&self.mean).zip(less.mean.iter().zip(x)) {
            *g = l + x - m;
        }
        let mut cells = self.covariance.iter_mut().zip(&less.covariance);
        for (i, gi) in gap.iter().enumerate() {
            let scaled = p * q * gi;
            for ((c, l), gj) in cells.by_ref().take(i + 1).zip(gap.iter()) {
                *c = q * *c + p * l + scaled * gj;
            }
        }
        for (m, g) in self.mean.iter_mut().zip(gap.iter()) {
            *m += p * g;
        }
    }
}

/// ln B(k, n) with its derivatives.
pub(super) struct Subsets {
    pub(super) log_sum: f64,
    pub(super) mean: Vec<f64>,
    /// Lower triangle, row by row.
    pub(super) covariance: Vec<f64>,
}

/// Sums over the subsets of size `k` of rows with linear predictors `eta` and covariates
/// `x(i)`. Cost: about k (n − k) times the square of the number of covariates.
pub(super) fn subsets(
    k: usize,
    eta: &[f64],
    width: usize,
    x: impl Fn(usize, &mut [f64]),
) -> Subsets {
    let n = eta.len();
    // Cell j holds the subsets of size j of the rows so far; sizes that can no longer grow to
    // k are not needed.
    let mut cells: Vec<Cell> = Vec::with_capacity(k + 1);
    cells.push(Cell::empty(width));
    let (mut row, mut gap) = (vec![0.0; width], vec![0.0; width]);
    for (i, &eta) in eta.iter().enumerate() {
        x(i, &mut row);
        let lowest = k.saturating_sub(n - i - 1).max(1);
        if let Some(last) = cells.last().filter(|_| cells.len() <= k) {
            let grown = Cell::with(last, eta, &row);
            mix_down(&mut cells, lowest, eta, &row, &mut gap);
            cells.push(grown);
        } else {
            mix_down(&mut cells, lowest, eta, &row, &mut gap);
        }
    }
    match cells.pop() {
        Some(c) if cells.len() == k => {
            Subsets { log_sum: c.log_sum, mean: c.mean, covariance: c.covariance }
        }
        _ => Subsets {
            log_sum: f64::NEG_INFINITY,
            mean: vec![0.0; width],
            covariance: vec![0.0; width * (width + 1) / 2],
        },
    }
}

/// Adds a row to every size, the largest first, so that each sees the smaller one without it.
fn mix_down(cells: &mut [Cell], lowest: usize, eta: f64, x: &[f64], gap: &mut [f64]) {
    for j in (lowest..cells.len()).rev() {
        let (below, here) = cells.split_at_mut(j);
        if let (Some(less), Some(cell)) = (below.last(), here.first_mut()) {
            cell.mix(less, eta, x, gap);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against all subsets, one by one.
    #[test]
    fn equals_the_enumeration() {
        let eta = [0.3, -1.2, 2.0, 0.0, -0.7, 1.1];
        let x = [[1.0, 0.5], [-2.0, 1.0], [0.0, 3.0], [4.0, -1.0], [1.5, 1.5], [-0.5, 2.0]];
        for k in 0..=6_usize {
            let found = subsets(k, &eta, 2, |i, row| row.copy_from_slice(&x[i]));
            let (mut total, mut first, mut second) = (0.0, [0.0; 2], [0.0; 3]);
            for s in (0_u32..64).filter(|s| s.count_ones() as usize == k) {
                let members = (0..6).filter(|i| s & (1 << i) != 0);
                let (mut e, mut v) = (0.0, [0.0; 2]);
                for i in members {
                    e += eta[i];
                    v = [v[0] + x[i][0], v[1] + x[i][1]];
                }
                let w = f64::exp(e);
                total += w;
                first = [first[0] + w * v[0], first[1] + w * v[1]];
                for (s, t) in second.iter_mut().zip([v[0] * v[0], v[1] * v[0], v[1] * v[1]]) {
                    *s += w * t;
                }
            }
            let mean = first.map(|f| f / total);
            assert!((found.log_sum - total.ln()).abs() < 1e-13);
            assert!(
                (found.mean[0] - mean[0]).abs() < 1e-13 && (found.mean[1] - mean[1]).abs() < 1e-13
            );
            let pairs = [(0, 0), (1, 0), (1, 1)];
            for (c, (s, (i, j))) in found.covariance.iter().zip(second.iter().zip(pairs)) {
                assert!((c - (s / total - mean[i] * mean[j])).abs() < 1e-12, "{k}");
            }
        }
    }

    /// With equal predictors B is a binomial coefficient; 500 choose 250 is about 1e149 and
    /// e^{250 × 5} overflows, the logarithm does not.
    #[test]
    fn large_groups_do_not_overflow() {
        let eta = [5.0; 500];
        let found = subsets(250, &eta, 1, |i, row| row[0] = if i < 250 { 1.0 } else { -1.0 });
        let log_choose = libm::lgamma(501.0) - 2.0 * libm::lgamma(251.0);
        assert!((found.log_sum - (1250.0 + log_choose)).abs() < 1e-9);
        // Hypergeometric: the variance of the number from the first half is 250·250·250·250 /
        // (500²·499), times 4 for the spread of 2.
        let expected = 4.0 * 250.0_f64.powi(4) / (500.0 * 500.0 * 499.0);
        assert!(found.mean[0].abs() < 1e-9 && (found.covariance[0] - expected).abs() < 1e-9);
    }
}
