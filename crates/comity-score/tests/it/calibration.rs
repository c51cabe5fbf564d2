use crate::{EXACT, P, Y, close};
use comity_core::Code;
use comity_score::{Resampling, calibration};

#[test]
fn bins_report_what_they_hold() {
    let c = calibration(&P, &Y, 3, &Resampling::default()).unwrap();
    assert_eq!(c.bins.iter().map(|b| b.n).sum::<usize>(), 10);
    assert_eq!(c.bins.iter().map(|b| b.events).sum::<usize>(), 4);
    let mean: f64 = c.bins.iter().map(|b| b.forecast * b.n as f64).sum::<f64>() / 10.0;
    close(mean, P.iter().sum::<f64>() / 10.0, EXACT);
    assert!(c.bins.windows(2).all(|w| w[0].to < w[1].from));
    assert!(c.bins.iter().all(|b| b.from <= b.forecast && b.forecast <= b.to));
}

#[test]
fn one_bin_of_equal_forecasts_has_a_binomial_band() {
    // 1000 rows at 0.3: the share has mean 0.3 and standard error 0.01449; the 90 % band is
    // ±1.645 of it. With 4000 draws a 5 % quantile is within 0.001 (four standard errors).
    let y: Vec<bool> = (0..1000).map(|i| i % 10 < 3).collect();
    let r = Resampling { replicates: 4000, seed: 1, level: 0.9 };
    let c = calibration(&[0.3; 1000], &y, 10, &r).unwrap();
    assert_eq!(c.bins.len(), 1);
    close(c.bins[0].band_low, 0.3 - 1.645 * 0.014_49, 0.002);
    close(c.bins[0].band_high, 0.3 + 1.645 * 0.014_49, 0.002);
    assert!(c.bins[0].consistent());
}

#[test]
fn overconfident_forecasts_leave_the_band() {
    let p: Vec<f64> = (0..1000).map(|i| if i % 2 == 0 { 0.05 } else { 0.95 }).collect();
    let y: Vec<bool> =
        (0..1000).map(|i| if i % 2 == 0 { i % 10 < 3 } else { i % 10 < 7 }).collect();
    let c = calibration(&p, &y, 10, &Resampling::default()).unwrap();
    assert_eq!(c.bins.len(), 2);
    assert!(c.bins.iter().all(|b| !b.consistent()), "{:?}", c.bins);
}

#[test]
fn bands_are_reproducible_and_checked() {
    let run = |seed| calibration(&P, &Y, 2, &Resampling { seed, ..Resampling::default() }).unwrap();
    assert_eq!(run(4), run(4));
    let bad = |r: Resampling| calibration(&P, &Y, 2, &r).unwrap_err().code();
    assert_eq!(bad(Resampling { replicates: 0, ..Resampling::default() }), Code::BadSetting);
    assert_eq!(bad(Resampling { level: 0.0, ..Resampling::default() }), Code::BadSetting);
    assert_eq!(
        calibration(&P, &Y, 0, &Resampling::default()).unwrap_err().code(),
        Code::BadSetting
    );
}
