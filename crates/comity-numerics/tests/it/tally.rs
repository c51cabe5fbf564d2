//! Bias and coverage over simulated data sets.

/// Estimates of one quantity over data sets.
pub(crate) struct Tally {
    name: String,
    errors: Vec<f64>,
    covered: usize,
}

impl Tally {
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), errors: Vec::new(), covered: 0 }
    }

    /// One data set: the estimate, the interval and the truth.
    pub(crate) fn add(&mut self, estimate: f64, interval: (f64, f64), truth: f64) {
        assert!(estimate.is_finite() && !interval.0.is_nan() && !interval.1.is_nan());
        self.errors.push(estimate - truth);
        self.covered += usize::from(interval.0 <= truth && truth <= interval.1);
    }

    /// One data set, with the normal 95 % interval.
    pub(crate) fn add_normal(&mut self, estimate: f64, variance: f64, truth: f64) {
        let reach = 1.959_963_984_540_054 * variance.sqrt();
        self.add(estimate, (estimate - reach, estimate + reach), truth);
    }

    fn sets(&self) -> f64 {
        self.errors.len() as f64
    }

    pub(crate) fn bias(&self) -> f64 {
        self.errors.iter().sum::<f64>() / self.sets()
    }

    /// The standard deviation of the estimates.
    pub(crate) fn spread(&self) -> f64 {
        let bias = self.bias();
        let squares: f64 = self.errors.iter().map(|e| (e - bias) * (e - bias)).sum();
        (squares / (self.sets() - 1.0)).sqrt()
    }

    /// The Monte-Carlo standard error of the bias.
    pub(crate) fn bias_error(&self) -> f64 {
        self.spread() / self.sets().sqrt()
    }

    pub(crate) fn coverage(&self) -> f64 {
        self.covered as f64 / self.sets()
    }

    /// The Monte-Carlo standard error of a coverage of 95 %.
    pub(crate) fn coverage_error(&self) -> f64 {
        (0.95 * 0.05 / self.sets()).sqrt()
    }

    pub(crate) fn print(&self) {
        println!(
            "{:<44} sets {:>5}  bias {:>8.4} ± {:.4}  sd {:.4}  coverage {:.3} ± {:.3}",
            self.name,
            self.errors.len(),
            self.bias(),
            self.bias_error(),
            self.spread(),
            self.coverage(),
            self.coverage_error()
        );
    }

    /// Prints, and asserts coverage of 95 % within four Monte-Carlo standard errors.
    pub(crate) fn covers(&self) {
        self.print();
        let off = (self.coverage() - 0.95).abs();
        assert!(off < 4.0 * self.coverage_error(), "{}: {}", self.name, self.coverage());
    }

    /// Asserts no bias beyond four Monte-Carlo standard errors.
    pub(crate) fn is_unbiased(&self) {
        assert!(self.bias().abs() < 4.0 * self.bias_error(), "{}: {}", self.name, self.bias());
    }
}
