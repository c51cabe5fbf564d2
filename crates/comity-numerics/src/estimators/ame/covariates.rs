//! Covariates with the cross-products that the sampler needs, computed once.

use super::data::{Kind, Relations};
use super::pairs::Pairs;
use super::params::CoefficientPrior;
use crate::dense::{Eigen, Matrix, factorise, independent_columns, solve_lower, solve_upper};

/// Share of a covariate's squared length that earlier ones must leave unexplained.
const RANK_TOLERANCE: f64 = 1e-11;

/// The covariates kept. Square cross-products are stored row by row.
#[derive(Clone, Debug)]
pub(super) struct Covariates {
    pub(super) n: usize,
    pub(super) names: Vec<String>,
    pub(super) kinds: Vec<Kind>,
    pub(super) dropped: Vec<String>,
    pub(super) condition_number: f64,
    /// Σ over cells of `x x'`: all cells when directed, pairs when symmetric.
    pub(super) xx: Vec<f64>,
    /// Σ over cells of `x` times the mirrored `x'`.
    pub(super) xxt: Vec<f64>,
    /// Sums over each row, `n × p`.
    pub(super) row_sums: Vec<f64>,
    /// Sums over each column, `n × p`.
    pub(super) column_sums: Vec<f64>,
    /// For each two covariates Σᵢ rₖrₗ, Σᵢ (rₖcₗ + cₖrₗ), Σᵢ cₖcₗ of those sums.
    pub(super) lines: Vec<f64>,
    /// Precision matrix of the coefficients' prior.
    pub(super) prior_precision: Vec<f64>,
}

impl Covariates {
    pub(super) fn new(data: &Relations, prior: &CoefficientPrior) -> Self {
        let all: Vec<&(String, Kind)> = data.covariates.iter().collect();
        let gram = cross_products(data, &all, false);
        let (kept, dropped) = independent_columns(&gram, RANK_TOLERANCE);
        let chosen: Vec<&(String, Kind)> = kept.iter().map(|&k| all[k]).collect();
        let gram = cross_products(data, &chosen, false);
        let flipped = cross_products(data, &chosen, true);
        let sums = |columns: bool| -> Vec<f64> {
            (0..data.n)
                .flat_map(|i| chosen.iter().map(move |(_, kind)| (i, kind)))
                .map(|(i, kind)| line_sum(data, kind, i, columns))
                .collect()
        };
        let (row_sums, column_sums) = (sums(false), sums(true));
        let chosen_prior = match prior {
            CoefficientPrior::G(g) => CoefficientPrior::G(*g),
            CoefficientPrior::Independent(sd) => {
                CoefficientPrior::Independent(kept.iter().map(|&k| sd[k]).collect())
            }
        };
        let intercept = matches!(chosen.first(), Some((_, Kind::Intercept)));
        Self {
            n: data.n,
            names: chosen.iter().map(|(name, _)| name.clone()).collect(),
            kinds: chosen.iter().map(|(_, kind)| kind.clone()).collect(),
            dropped: dropped.iter().map(|&k| all[k].0.clone()).collect(),
            condition_number: condition(&gram),
            xx: flat(&gram),
            xxt: flat(&flipped),
            lines: line_products(&row_sums, &column_sums, chosen.len()),
            row_sums,
            column_sums,
            prior_precision: prior_precision(data, &gram, &chosen_prior, intercept),
        }
    }

    pub(super) fn width(&self) -> usize {
        self.kinds.len()
    }

    /// The contribution of actors' covariates and the intercept to rows and columns.
    pub(super) fn actor_terms(&self, beta: &[f64], rows: &mut [f64], columns: &mut [f64]) {
        for (kind, &b) in self.kinds.iter().zip(beta) {
            let (on_rows, on_columns) = match kind {
                Kind::Intercept => {
                    for r in rows.iter_mut() {
                        *r += b;
                    }
                    (None, None)
                }
                Kind::Row(x) => (Some(x), None),
                Kind::Column(x) => (None, Some(x)),
                Kind::Node(x) => (Some(x), Some(x)),
                Kind::Dyad(_) => (None, None),
            };
            for (out, x) in [(&mut *rows, on_rows), (&mut *columns, on_columns)] {
                for (o, x) in out.iter_mut().zip(x.into_iter().flatten()) {
                    *o += b * x;
                }
            }
        }
    }

    /// The covariates of dyads with their places.
    pub(super) fn dyadic(&self) -> impl Iterator<Item = (usize, &Pairs)> {
        self.kinds.iter().enumerate().filter_map(|(k, kind)| match kind {
            Kind::Dyad(x) => Some((k, x)),
            _ => None,
        })
    }
}

/// The value of a covariate in one cell; dyadic ones are zero on the diagonal.
fn cell(kind: &Kind, i: usize, j: usize) -> f64 {
    match kind {
        Kind::Intercept => 1.0,
        Kind::Row(x) => x[i],
        Kind::Column(x) => x[j],
        Kind::Node(x) => x[i] + x[j],
        Kind::Dyad(x) => {
            if i == j {
                0.0
            } else {
                x.get(i, j)
            }
        }
    }
}

/// Cells that count: the diagonal does when ties are directed, because the sampler completes
/// it; symmetric ties count once.
fn cells(data: &Relations) -> impl Iterator<Item = (usize, usize)> {
    let (n, symmetric) = (data.n, data.symmetric);
    (0..n).flat_map(move |j| (0..if symmetric { j } else { n }).map(move |i| (i, j)))
}

fn cross_products(data: &Relations, chosen: &[&(String, Kind)], mirrored: bool) -> Matrix {
    let value = |k: usize, l: usize| -> f64 {
        let (x, y) = (&chosen[k].1, &chosen[l].1);
        cells(data)
            .map(|(i, j)| cell(x, i, j) * if mirrored { cell(y, j, i) } else { cell(y, i, j) })
            .sum()
    };
    let mut out = Matrix::zeros(chosen.len());
    for k in 0..chosen.len() {
        for l in 0..=k {
            let v = value(k, l);
            out.set(k, l, v);
            out.set(l, k, v);
        }
    }
    out
}

fn line_sum(data: &Relations, kind: &Kind, i: usize, column: bool) -> f64 {
    (0..data.n)
        .filter(|&j| !(data.symmetric && j == i))
        .map(|j| if column { cell(kind, j, i) } else { cell(kind, i, j) })
        .sum()
}

fn line_products(rows: &[f64], columns: &[f64], p: usize) -> Vec<f64> {
    let mut out = vec![0.0; 3 * p * p];
    if p == 0 {
        return out;
    }
    for (r, c) in rows.chunks_exact(p).zip(columns.chunks_exact(p)) {
        for k in 0..p {
            for l in 0..p {
                let at = 3 * (k * p + l);
                out[at] += r[k] * r[l];
                out[at + 1] += r[k] * c[l] + c[k] * r[l];
                out[at + 2] += c[k] * c[l];
            }
        }
    }
    out
}

fn flat(m: &Matrix) -> Vec<f64> {
    (0..m.size()).flat_map(|i| m.row(i).to_vec()).collect()
}

fn condition(gram: &Matrix) -> f64 {
    if gram.size() == 0 {
        return 1.0;
    }
    let d = gram.diagonal();
    Eigen::new(&Matrix::from_fn(gram.size(), |i, j| gram.get(i, j) / libm::sqrt(d[i] * d[j])))
        .condition()
}

fn prior_precision(
    data: &Relations,
    gram: &Matrix,
    prior: &CoefficientPrior,
    intercept: bool,
) -> Vec<f64> {
    let p = gram.size();
    let g = match prior {
        CoefficientPrior::Independent(sd) => {
            let precision = |i: usize, j: usize| if i == j { 1.0 / (sd[i] * sd[i]) } else { 0.0 };
            return flat(&Matrix::from_fn(p, precision));
        }
        CoefficientPrior::G(g) => *g,
    };
    // Symmetric ties are one observation each, here as in the array both ways.
    let twice = if data.symmetric { 2.0 } else { 1.0 };
    let ridge = |i: usize| twice * gram.get(i, i) / (g * g);
    let precision =
        Matrix::from_fn(p, |i, j| twice * gram.get(i, j) / g + if i == j { ridge(i) } else { 0.0 });
    if intercept && let Some(flatter) = flatten_first(&precision, g, data.n) {
        return flatter;
    }
    flat(&precision)
}

/// The precision after √g − g/n² was added to the variance of the first coefficient
/// (Sherman and Morrison's formula).
fn flatten_first(precision: &Matrix, g: f64, n: usize) -> Option<Vec<f64>> {
    let p = precision.size();
    let delta = libm::sqrt(g) - g / (n * n) as f64;
    let mut factor = flat(precision);
    if !factorise(&mut factor, p) {
        return None;
    }
    let mut unit = vec![0.0; p];
    *unit.first_mut()? = 1.0;
    solve_lower(&factor, &mut unit);
    solve_upper(&factor, &mut unit);
    let first = unit.first().copied()?;
    // P' = P − δ P e e'P / (1 + δ e'Pe) with P the precision; V' = P⁻¹ + δ e e'.
    let top = precision.get(0, 0);
    let changed = Matrix::from_fn(p, |i, j| {
        precision.get(i, j)
            - delta * precision.get(i, 0) * precision.get(0, j) / (1.0 + delta * top)
    });
    (first + delta > 0.0).then(|| flat(&changed))
}
