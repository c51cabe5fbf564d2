//! The penalised likelihood and its score, many times on the same data.
//!
//! The columns are laid out once, block by block, and every evaluation writes over the same
//! memory: the linear predictors and the exponentials of the rows are computed once and
//! serve the likelihood, the information and the score.

use crate::dense::{Matrix, SmallInverse};
use crate::estimators::observations::Observations;
use crate::pass::{BLOCK, Gram, LANES, Lane, Lanes, ZEROS, add_products, fold, padded, predict};
use crate::special::exp_below_zero;
use pulp::{Arch, NullaryFnOnce};

/// Data in blocks of rows; rows behind the last have weight zero.
pub(super) struct Evaluator {
    width: usize,
    /// Block by block, column by column, whole tiles.
    columns: Vec<Lanes>,
    rows: Vec<RowsOf>,
    /// Whether every weight is one or zero.
    plain: bool,
}

/// What belongs to the rows of a block beside their columns.
struct RowsOf {
    y: Lanes,
    weight: Lanes,
    offset: Lanes,
}

/// Memory of one evaluation.
pub(super) struct Workspace {
    weighted: Vec<Lanes>,
    gram: Gram,
    /// The information's factor and the rows of its inverse.
    inverse: SmallInverse,
    score: Vec<Lane>,
    /// Each block's variances μ(1 − μ), and means μ.
    fitted: Vec<[Lanes; 2]>,
}

impl Workspace {
    /// The information at the last place evaluated.
    pub(super) fn information(&self) -> Matrix {
        self.gram.matrix()
    }
}

impl Evaluator {
    pub(super) fn new(data: &Observations<'_>) -> Self {
        let (n, width) = (data.design().rows(), data.design().width());
        let mut columns = Vec::new();
        let mut rows = Vec::new();
        let mut plain = true;
        for start in (0..n).step_by(BLOCK) {
            let range = start..(start + BLOCK).min(n);
            columns.extend(data.design().columns().iter().map(|c| padded(&c[range.clone()])));
            columns.resize((rows.len() + 1) * Gram::padded_width(width), ZEROS);
            let y: Vec<f64> =
                data.y()[range.clone()].iter().map(|y| f64::from(u8::from(*y))).collect();
            let weight: Vec<f64> = range.clone().map(|i| data.weight(i)).collect();
            let offset: Vec<f64> = range.map(|i| data.offset(i)).collect();
            plain &= weight.iter().all(|w| *w == 1.0 || *w == 0.0);
            rows.push(RowsOf { y: padded(&y), weight: padded(&weight), offset: padded(&offset) });
        }
        Self { width, columns, rows, plain }
    }

    pub(super) fn workspace(&self) -> Workspace {
        let padded = Gram::padded_width(self.width);
        Workspace {
            weighted: vec![ZEROS; padded],
            gram: Gram::new(self.width),
            inverse: SmallInverse::new(self.width),
            score: vec![[0.0; LANES]; padded],
            fitted: vec![[ZEROS; 2]; self.rows.len()],
        }
    }

    /// The penalised log-likelihood and its gradient; `None` where the information cannot be
    /// inverted.
    pub(super) fn evaluate(&self, beta: &[f64], work: &mut Workspace) -> Option<(f64, Vec<f64>)> {
        work.gram.clear();
        work.score.fill([0.0; LANES]);
        let mut value = 0.0;
        let padded = Gram::padded_width(self.width);
        let mut columns: Vec<&Lanes> = Vec::with_capacity(padded);
        for (b, (rows, block)) in
            self.rows.iter().zip(self.columns.chunks_exact(padded)).enumerate()
        {
            columns.clear();
            columns.extend(block);
            let fitted = work.fitted.get_mut(b)?;
            let plain = self.plain;
            let weighted = work.weighted.as_mut_slice();
            let step = Likelihood { rows, columns: &columns, beta, fitted, weighted, plain };
            value += Arch::new().dispatch(step);
            work.gram.add_block(&work.weighted, &columns);
        }
        let gram = &work.gram;
        work.inverse.update(|i, j| gram.entry(i, j)).then_some(())?;
        for (b, (rows, block)) in
            self.rows.iter().zip(self.columns.chunks_exact(padded)).enumerate()
        {
            columns.clear();
            columns.extend(block);
            let fitted = work.fitted.get(b)?;
            let (inverse_rows, score) = (work.inverse.rows(), work.score.as_mut_slice());
            Arch::new().dispatch(Score { rows, columns: &columns, fitted, inverse_rows, score });
        }
        let score = work.score.iter().take(self.width).map(|s| fold(*s)).collect();
        Some((value + 0.5 * work.inverse.log_determinant(), score))
    }

    /// The third derivatives of the log-likelihood, twice along `direction`, at the last place
    /// evaluated: −Σ wᵢ μᵢ(1 − μᵢ)(1 − 2μᵢ)(xᵢ'd)² xᵢ.
    pub(super) fn third_along(&self, direction: &[f64], work: &Workspace) -> Vec<f64> {
        let padded = Gram::padded_width(self.width);
        let mut sums = vec![[0.0; LANES]; padded];
        for ((rows, block), fitted) in
            self.rows.iter().zip(self.columns.chunks_exact(padded)).zip(&work.fitted)
        {
            let columns: Vec<&Lanes> = block.iter().collect();
            let (columns, sums) = (columns.as_slice(), sums.as_mut_slice());
            Arch::new().dispatch(Third { rows, columns, direction, fitted, sums });
        }
        sums.iter().take(self.width).map(|s| fold(*s)).collect()
    }
}

/// The third derivatives of one block.
struct Third<'a> {
    rows: &'a RowsOf,
    columns: &'a [&'a Lanes],
    direction: &'a [f64],
    fitted: &'a [Lanes; 2],
    sums: &'a mut [Lane],
}

impl NullaryFnOnce for Third<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let [variances, means] = self.fitted;
        let mut along = ZEROS;
        predict(self.columns, self.direction, &mut along);
        for (r, along) in along.iter_mut().enumerate() {
            let (variance, mean, weight) = (&variances[r], &means[r], &self.rows.weight[r]);
            for k in 0..LANES {
                along[k] *= along[k] * weight[k] * variance[k] * (2.0 * mean[k] - 1.0);
            }
        }
        add_products(&along, self.columns, self.sums);
    }
}

/// Log-likelihood, variances, means and weighted columns of one block.
struct Likelihood<'a> {
    rows: &'a RowsOf,
    columns: &'a [&'a Lanes],
    beta: &'a [f64],
    fitted: &'a mut [Lanes; 2],
    weighted: &'a mut [Lanes],
    plain: bool,
}

impl NullaryFnOnce for Likelihood<'_> {
    type Output = f64;

    #[inline(always)]
    fn call(self) -> f64 {
        // Everything is worked out in arrays of this frame: through the references the compiler
        // could not tell that they do not overlap, and would take one row at a time.
        let RowsOf { y, weight, offset } = self.rows;
        let mut eta = *offset;
        predict(self.columns, self.beta, &mut eta);
        let (eta, y, weight) = (eta.as_flattened(), y.as_flattened(), weight.as_flattened());
        let (mut variances, mut means, mut weights) = (ZEROS, ZEROS, ZEROS);
        let (mut against, mut odds) = (ZEROS, ZEROS);
        let variance = variances.as_flattened_mut();
        let mean = means.as_flattened_mut();
        let (scaled, lost) = (weights.as_flattened_mut(), against.as_flattened_mut());
        let less_likely = odds.as_flattened_mut();
        for k in 0..BLOCK {
            let distance = eta[k].abs();
            let o = exp_below_zero(-distance);
            let likely = 1.0 / (1.0 + o);
            let above = if eta[k] >= 0.0 { 1.0 } else { 0.0 };
            mean[k] = if eta[k] >= 0.0 { likely } else { o * likely };
            variance[k] = o * likely * likely;
            scaled[k] = weight[k] * variance[k];
            lost[k] = weight[k] * ((y[k] - above).abs() * distance);
            less_likely[k] = o;
        }
        for (weighted, column) in self.weighted.iter_mut().zip(self.columns) {
            let mut products = ZEROS;
            for ((to, x), w) in products.iter_mut().zip(*column).zip(&weights) {
                for ((to, x), w) in to.iter_mut().zip(x).zip(w) {
                    *to = x * w;
                }
            }
            *weighted = products;
        }
        *self.fitted = [variances, means];
        let logs =
            if self.plain { plain_logs(&odds, weight) } else { weighted_logs(&odds, weight) };
        let mut sum = [0.0; LANES];
        for lost in &against {
            for (s, l) in sum.iter_mut().zip(lost) {
                *s += l;
            }
        }
        -fold(sum) - logs
    }
}

/// Σ w ln(1 + o) where every weight is zero or one: the factors are at most 2, so that their
/// product is at most 2^128.
#[inline(always)]
fn plain_logs(odds: &Lanes, weight: &[f64]) -> f64 {
    let mut product = [1.0; LANES];
    for (odds, weight) in odds.iter().zip(weight.as_chunks::<LANES>().0) {
        for ((p, o), w) in product.iter_mut().zip(odds).zip(weight) {
            *p *= 1.0 + w * o;
        }
    }
    libm::log(product.iter().product())
}

fn weighted_logs(odds: &Lanes, weight: &[f64]) -> f64 {
    odds.as_flattened().iter().zip(weight).map(|(o, w)| w * libm::log1p(*o)).sum()
}

/// Lanes of rows whose leverages are computed together.
pub(super) const GROUP: usize = 2;

/// The score of one block.
struct Score<'a> {
    rows: &'a RowsOf,
    columns: &'a [&'a Lanes],
    fitted: &'a [Lanes; 2],
    inverse_rows: &'a [Vec<f64>],
    score: &'a mut [Lane],
}

impl NullaryFnOnce for Score<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let RowsOf { y, weight, .. } = self.rows;
        let [variances, means] = self.fitted;
        let mut leverages = ZEROS;
        for first in (0..BLOCK / LANES).step_by(GROUP) {
            let found = quadratic_forms(self.columns, self.inverse_rows, first);
            for (to, found) in leverages[first..].iter_mut().zip(found) {
                *to = found;
            }
        }
        let mut multipliers = ZEROS;
        for (r, to) in multipliers.iter_mut().enumerate() {
            let (variance, mean, leverage) = (&variances[r], &means[r], &leverages[r]);
            let (y, weight) = (&y[r], &weight[r]);
            for k in 0..LANES {
                let h = variance[k] * leverage[k];
                to[k] = weight[k] * ((y[k] - mean[k]) + h * (0.5 - mean[k]));
            }
        }
        add_products(&multipliers, self.columns, self.score);
    }
}

/// x'I⁻¹x of the rows of [`GROUP`] lanes, from the rows of L⁻¹D.
#[inline(always)]
pub(super) fn quadratic_forms(
    columns: &[&Lanes],
    inverse_rows: &[Vec<f64>],
    first: usize,
) -> [Lane; GROUP] {
    let mut sums = [[0.0; LANES]; GROUP];
    // Two rows at a time share the loads of the data.
    for pair in inverse_rows.chunks(2) {
        let (short, long) = match pair {
            [short, long] => (short.as_slice(), long.as_slice()),
            [single] => (&[][..], single.as_slice()),
            _ => (&[][..], &[][..]),
        };
        let mut z = [[[0.0; LANES]; GROUP]; 2];
        for ((a, b), column) in short.iter().zip(long).zip(columns) {
            for m in 0..GROUP {
                let x = column[first + m];
                for k in 0..LANES {
                    z[0][m][k] += a * x[k];
                    z[1][m][k] += b * x[k];
                }
            }
        }
        for (b, column) in long.iter().zip(columns).skip(short.len()) {
            for m in 0..GROUP {
                let x = column[first + m];
                for k in 0..LANES {
                    z[1][m][k] += b * x[k];
                }
            }
        }
        for m in 0..GROUP {
            for k in 0..LANES {
                sums[m][k] += z[0][m][k] * z[0][m][k];
                sums[m][k] += z[1][m][k] * z[1][m][k];
            }
        }
    }
    sums
}
