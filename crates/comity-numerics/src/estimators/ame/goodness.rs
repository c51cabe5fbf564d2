//! Statistics of networks by which a model's fit is judged.

use super::data::Relations;
use super::pairs::dot;
use serde::{Deserialize, Serialize};

/// Five statistics of second- and third-order dependence, those of amen's `gofstats`
/// (Hoff 2021, section 2). Statistics that are not defined (no variation) are zero.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goodness {
    /// Standard deviation of the row means.
    pub row_means_sd: f64,
    /// Standard deviation of the column means.
    pub column_means_sd: f64,
    /// Correlation of ties with their mirror images.
    pub dyadic_dependence: f64,
    /// Σ eᵢⱼeⱼₖeₖᵢ over triples, relative to their number and the cubed standard deviation.
    pub cyclic_dependence: f64,
    /// Σ eᵢⱼeₖⱼeₖᵢ, likewise.
    pub transitive_dependence: f64,
}

/// The statistics' constant parts: which ties are known.
#[derive(Clone, Debug)]
pub(super) struct Statistics {
    n: usize,
    /// 1 where a tie is known, row by row.
    known: Vec<f64>,
    cyclic_triples: f64,
    transitive_triples: f64,
}

impl Statistics {
    pub(super) fn new(data: &Relations) -> Self {
        let n = data.n;
        let known: Vec<f64> = (0..n * n)
            .map(|k| (k / n, k % n))
            .map(|(i, j)| f64::from(u8::from(i != j && !data.y.get(i, j).is_nan())))
            .collect();
        let (cyclic_triples, transitive_triples) = triples(n, &known);
        Self { n, known, cyclic_triples, transitive_triples }
    }

    /// The statistics of a network, row by row; unknown ties are not read. The values are
    /// overwritten by deviations from their mean.
    pub(super) fn of(&self, values: &mut [f64]) -> Goodness {
        let n = self.n;
        let count: f64 = self.known.iter().sum();
        for (v, k) in values.iter_mut().zip(&self.known) {
            if *k == 0.0 {
                *v = 0.0;
            }
        }
        let line = |i: usize, column: bool| -> Option<f64> {
            let at = |j: usize| if column { j * n + i } else { i * n + j };
            let (sum, count) =
                (0..n).map(at).fold((0.0, 0.0), |(s, c), k| (s + values[k], c + self.known[k]));
            (count > 0.0).then(|| sum / count)
        };
        let row_means_sd = sd(&(0..n).filter_map(|i| line(i, false)).collect::<Vec<_>>());
        let column_means_sd = sd(&(0..n).filter_map(|i| line(i, true)).collect::<Vec<_>>());
        let mean = values.iter().sum::<f64>() / count.max(1.0);
        for (v, k) in values.iter_mut().zip(&self.known) {
            *v = (*v - mean) * k;
        }
        let squares = dot(values, values);
        let variance = squares / (count - 1.0).max(1.0);
        let cubed = variance * libm::sqrt(variance);
        let (cyclic, transitive) = triples(n, values);
        Goodness {
            row_means_sd,
            column_means_sd,
            dyadic_dependence: self.dyadic(values),
            cyclic_dependence: ratio(cyclic, self.cyclic_triples * cubed),
            transitive_dependence: ratio(transitive, self.transitive_triples * cubed),
        }
    }

    /// Correlation over the dyads known in both directions.
    fn dyadic(&self, values: &[f64]) -> f64 {
        let n = self.n;
        let (mut count, mut sum, mut squares, mut products) = (0.0, 0.0, 0.0, 0.0);
        for i in 0..n {
            for j in 0..i {
                let (k, l) = (i * n + j, j * n + i);
                let both = self.known[k] * self.known[l];
                count += 2.0 * both;
                sum += both * (values[k] + values[l]);
                squares += both * (values[k] * values[k] + values[l] * values[l]);
                products += 2.0 * both * values[k] * values[l];
            }
        }
        let centre = sum * ratio(sum, count);
        ratio(products - centre, squares - centre)
    }
}

/// trace(E E E) and trace(E E' E).
fn triples(n: usize, e: &[f64]) -> (f64, f64) {
    let mut transposed = vec![0.0; n * n];
    for (k, v) in e.iter().enumerate() {
        transposed[(k % n) * n + k / n] = *v;
    }
    let (mut cyclic, mut transitive) = (0.0, 0.0);
    for i in 0..n {
        let row = &e[i * n..(i + 1) * n];
        for k in 0..n {
            // (E E)ᵢₖ and (E E')ᵢₖ, each times eₖᵢ.
            let back = transposed[i * n + k];
            if back != 0.0 {
                cyclic += back * dot(row, &transposed[k * n..(k + 1) * n]);
                transitive += back * dot(row, &e[k * n..(k + 1) * n]);
            }
        }
    }
    (cyclic, transitive)
}

fn ratio(above: f64, below: f64) -> f64 {
    let r = above / below;
    if r.is_finite() { r } else { 0.0 }
}

fn sd(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n.max(1.0);
    let squares: f64 = x.iter().map(|v| (v - mean) * (v - mean)).sum();
    if n > 1.0 { libm::sqrt(squares / (n - 1.0)) } else { 0.0 }
}
