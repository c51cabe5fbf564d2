//! In-place kernels on small matrices stored row by row, for loops that must not allocate.

/// Replaces the lower triangle of a symmetric matrix by its Cholesky factor; false when the
/// matrix is not positive definite.
pub(crate) fn factorise(a: &mut [f64], size: usize) -> bool {
    for i in 0..size {
        for j in 0..=i {
            let mut rest = a[i * size + j];
            for k in 0..j {
                rest -= a[i * size + k] * a[j * size + k];
            }
            if i == j {
                if rest.is_nan() || rest <= 0.0 {
                    return false;
                }
                a[i * size + i] = libm::sqrt(rest);
            } else {
                a[i * size + j] = rest / a[j * size + j];
            }
        }
    }
    true
}

/// Solves `L x = b` in place.
pub(crate) fn solve_lower(l: &[f64], x: &mut [f64]) {
    let size = x.len();
    for i in 0..size {
        let mut rest = x[i];
        for k in 0..i {
            rest -= l[i * size + k] * x[k];
        }
        x[i] = rest / l[i * size + i];
    }
}

/// Solves `L' x = b` in place.
pub(crate) fn solve_upper(l: &[f64], x: &mut [f64]) {
    let size = x.len();
    for i in (0..size).rev() {
        let mut rest = x[i];
        for k in i + 1..size {
            rest -= l[k * size + i] * x[k];
        }
        x[i] = rest / l[i * size + i];
    }
}

/// The total of four running sums.
pub(crate) fn fold(sums: [f64; 4]) -> f64 {
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

/// The sum, in four running sums.
pub(crate) fn lane_sum(values: &[f64]) -> f64 {
    let (four, rest) = values.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for x in four {
        for (s, x) in sums.iter_mut().zip(x) {
            *s += x;
        }
    }
    fold(sums) + rest.iter().sum::<f64>()
}

/// The inner product, in four running sums.
pub(crate) fn lane_dot(a: &[f64], b: &[f64]) -> f64 {
    let (a4, a_rest) = a.as_chunks::<4>();
    let (b4, b_rest) = b.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for (x, y) in a4.iter().zip(b4) {
        for ((s, x), y) in sums.iter_mut().zip(x).zip(y) {
            *s += x * y;
        }
    }
    fold(sums) + a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum::<f64>()
}
