//! Coordinate descent on a penalised quadratic.

use crate::dense::Matrix;

/// Sweeps over all coordinates before the quadratic is left as it is; the next quadratic
/// approximation goes on from there.
const SWEEPS: usize = 2000;

/// The penalty of one coefficient: `lasso`·|b| + ½ `ridge`·b².
#[derive(Clone, Copy, Debug)]
pub(super) struct Penalty {
    pub(super) lasso: f64,
    pub(super) ridge: f64,
}

impl Penalty {
    pub(super) fn at(self, b: f64) -> f64 {
        self.lasso * b.abs() + 0.5 * self.ridge * b * b
    }

    /// How far `score`, the derivative of the mean log-likelihood, is from what is optimal at
    /// `b`.
    pub(super) fn violation(self, b: f64, score: f64) -> f64 {
        if b == 0.0 {
            (score.abs() - self.lasso).max(0.0)
        } else {
            (score - self.lasso * b.signum() - self.ridge * b).abs()
        }
    }
}

/// The minimum over b of ½(b − β)'H(b − β) − g'(b − β) + Σ penalty(b).
pub(super) fn minimise(
    beta: &[f64],
    gradient: &[f64],
    hessian: &Matrix,
    penalties: &[Penalty],
) -> Vec<f64> {
    let mut b = beta.to_vec();
    // g − H(b − β), kept up to date.
    let mut residual = gradient.to_vec();
    for _ in 0..SWEEPS {
        let mut moved = 0.0_f64;
        for (j, penalty) in penalties.iter().enumerate() {
            let curvature = hessian.get(j, j);
            if curvature + penalty.ridge <= 0.0 {
                continue;
            }
            let pull = residual[j] + curvature * b[j];
            let shrunk = (pull.abs() - penalty.lasso).max(0.0).copysign(pull);
            let next = shrunk / (curvature + penalty.ridge);
            let change = next - b[j];
            if change != 0.0 {
                b[j] = next;
                for (r, h) in residual.iter_mut().zip(hessian.row(j)) {
                    *r -= change * h;
                }
                moved = moved.max(change * change * curvature);
            }
        }
        // Squared moves in units of the mean log-likelihood: below its rounding.
        if moved <= 1e-26 {
            break;
        }
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With an identity Hessian the minimum is soft thresholding, shrunk.
    #[test]
    fn an_identity_is_soft_thresholding() {
        let h = Matrix::from_fn(3, |i, j| f64::from(u8::from(i == j)));
        let p = [Penalty { lasso: 0.5, ridge: 1.0 }; 3];
        let b = minimise(&[0.0; 3], &[2.0, -0.4, -1.0], &h, &p);
        assert_eq!(b, [0.75, 0.0, -0.25]);
    }
}
