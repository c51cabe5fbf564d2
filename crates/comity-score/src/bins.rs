//! Bins of forecasts by quantile, with equal forecasts always in one bin.

/// The bin of every forecast, numbered from 0 in rising order of the forecast, and the
/// number of bins, which is at most `bins`.
///
/// The rows are ordered by forecast and cut where a count of `n·k/bins` rows is passed; a cut
/// that would part equal forecasts moves up to their end, so fewer bins than asked may result.
pub(crate) fn quantile_bins(p: &[f64], bins: usize) -> (Vec<usize>, usize) {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&i, &j| p[i].total_cmp(&p[j]));
    let mut bin_of = vec![0; p.len()];
    let mut bin = 0;
    for (rank, &row) in order.iter().enumerate() {
        if rank > 0 {
            let before = order[rank - 1];
            let target = (bin + 1) * p.len();
            if rank * bins >= target && p[row] > p[before] {
                bin += 1;
                while rank * bins >= (bin + 1) * p.len() {
                    bin += 1;
                }
            }
        }
        bin_of[row] = bin;
    }
    renumber(&order, &mut bin_of)
}

/// Closes the gaps that skipped cuts leave in the numbering.
fn renumber(order: &[usize], bin_of: &mut [usize]) -> (Vec<usize>, usize) {
    let mut next = 0;
    let mut last = None;
    for &row in order {
        let old = bin_of[row];
        if last.is_some_and(|l| l != old) {
            next += 1;
        }
        last = Some(old);
        bin_of[row] = next;
    }
    (bin_of.to_vec(), if order.is_empty() { 0 } else { next + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distinct_forecasts_share_the_rows_evenly() {
        let p: Vec<f64> = (0..10).rev().map(|i| f64::from(i) / 10.0).collect();
        let (bin_of, n) = quantile_bins(&p, 5);
        assert_eq!(n, 5);
        assert_eq!(bin_of, [4, 4, 3, 3, 2, 2, 1, 1, 0, 0]);
    }

    #[test]
    fn equal_forecasts_are_never_parted() {
        let p = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.9];
        let (bin_of, n) = quantile_bins(&p, 4);
        assert_eq!((bin_of, n), (vec![0, 0, 0, 0, 0, 0, 0, 1], 2));
        assert_eq!(quantile_bins(&[0.3; 5], 10), (vec![0; 5], 1));
        assert_eq!(quantile_bins(&[], 3), (vec![], 0));
    }
}
