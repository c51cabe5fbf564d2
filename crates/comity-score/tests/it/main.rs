//! One binary of integration tests: one module per metric.

mod average_precision;
mod bootstrap;
mod brier;
mod calibration;
mod corp;
mod crps;
mod log_score;
mod roc_area;
mod shapley;
mod skill;

/// Ten forecasts with ties, and their outcomes: the case scored by scikit-learn 1.9.1.
const P: [f64; 10] = [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.05, 0.9, 0.8, 0.2];
const Y: [bool; 10] = [false, false, true, true, false, true, false, true, false, false];

/// Rounding only: sums of ten terms below one.
const EXACT: f64 = 1e-12;

fn close(got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance, "got {got}, want {want} ± {tolerance}");
}
