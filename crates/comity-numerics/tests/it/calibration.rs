//! Simulation-based calibration: Talts, Betancourt, Simpson, Vehtari and Gelman (2018),
//! "Validating Bayesian inference algorithms with simulation-based calibration",
//! arXiv:1804.06788.

use comity_numerics::special::normal_cdf;

/// Cells that ranks are counted in.
const CELLS: usize = 10;

/// The chi-square statistic with nine degrees of freedom exceeds this with probability 1e-4:
/// with some ten quantities a fit and five fits, a correct sampler fails once in 200 runs if
/// seeds changed, and they do not.
pub(crate) fn chi_square_bound() -> f64 {
    33.72
}

/// One quantity: its name, its true value, posterior draws of it.
pub(crate) type Quantity = (String, f64, Vec<f64>);

pub(crate) struct Ranks;

impl Ranks {
    /// Prints, for each quantity, the chi-square statistic of its ranks, the bias of the
    /// posterior mean and the coverage of central 95 % intervals with Monte-Carlo standard
    /// errors, and asserts that each lies within its bounds. `None` is a data set that had
    /// nothing to fit.
    pub(crate) fn report(fits: &[Option<Vec<Quantity>>], draws: usize, bound: f64) {
        let kept: Vec<&Vec<Quantity>> = fits.iter().flatten().collect();
        println!("  {} of {} data sets could be fitted", kept.len(), fits.len());
        assert!(kept.len() * 100 >= fits.len() * 99, "too many without variation");
        let count = kept.len() as f64;
        let mut failures = Vec::new();
        for q in 0..kept[0].len() {
            let name = &kept[0][q].0;
            let (mut cells, mut covered, mut errors) = ([0.0_f64; CELLS], 0.0, Vec::new());
            for fit in &kept {
                let (_, truth, values) = &fit[q];
                assert_eq!(values.len(), draws);
                let rank = values.iter().filter(|v| *v < truth).count();
                cells[rank * CELLS / (draws + 1)] += 1.0;
                // 119 draws: 114 of the 120 ranks leave out the three at each end.
                let edge = (draws + 1) / 40;
                covered += f64::from(u8::from(rank >= edge && rank < draws + 1 - edge));
                errors.push(values.iter().sum::<f64>() / draws as f64 - truth);
            }
            let expected = count / CELLS as f64;
            let chi2: f64 = cells.iter().map(|c| (c - expected) * (c - expected) / expected).sum();
            let edge = 2.0 * ((draws + 1) / 40) as f64 / (draws + 1) as f64;
            let nominal = 1.0 - edge;
            let bias = errors.iter().sum::<f64>() / count;
            let sd = (errors.iter().map(|e| (e - bias) * (e - bias)).sum::<f64>() / count).sqrt();
            let (z, share) = (bias / (sd / count.sqrt()), covered / count);
            let se = (nominal * (1.0 - nominal) / count).sqrt();
            println!(
                "  {name:10} chi² {chi2:>6.2} (p {:.3}) bias {bias:>8.4} ± {:.4} coverage {share:.3} ± {se:.3} (nominal {nominal:.2})",
                upper_tail_9(chi2),
                sd / count.sqrt()
            );
            if chi2 > bound || z.abs() > 4.0 || (share - nominal).abs() > 4.0 * se {
                failures.push(name.clone());
            }
        }
        assert!(failures.is_empty(), "{failures:?}");
    }
}

/// The chance that a chi-square variable with nine degrees of freedom exceeds `x`, by Wilson
/// and Hilferty's normal approximation (three digits, for printing).
fn upper_tail_9(x: f64) -> f64 {
    let k = 9.0;
    1.0 - normal_cdf(((x / k).cbrt() - (1.0 - 2.0 / (9.0 * k))) / (2.0 / (9.0 * k)).sqrt())
}
