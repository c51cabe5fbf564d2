//! Warm-up: the step size and the metric.

/// Dual averaging of the logarithm of the step size towards an acceptance rate (Hoffman and
/// Gelman 2014, section 3.2, with their constants).
#[derive(Clone, Debug)]
pub(super) struct StepSize {
    target: f64,
    centre: f64,
    log_step: f64,
    averaged: f64,
    error: f64,
    count: f64,
}

impl StepSize {
    pub(super) fn new(step: f64, target: f64) -> Self {
        let log_step = libm::log(step);
        Self {
            target,
            centre: libm::log(10.0) + log_step,
            log_step,
            averaged: log_step,
            error: 0.0,
            count: 0.0,
        }
    }

    pub(super) fn learn(&mut self, acceptance: f64) {
        self.count += 1.0;
        let share = 1.0 / (self.count + 10.0);
        self.error += share * (self.target - acceptance - self.error);
        self.log_step = self.centre - libm::sqrt(self.count) / 0.05 * self.error;
        let weight = libm::pow(self.count, -0.75);
        self.averaged += weight * (self.log_step - self.averaged);
    }

    /// The step size to try next.
    pub(super) fn current(&self) -> f64 {
        libm::exp(self.log_step)
    }

    /// The step size to keep after the warm-up.
    pub(super) fn settled(&self) -> f64 {
        libm::exp(self.averaged)
    }
}

/// Running variances of positions (Welford's algorithm), shrunk towards a small value.
#[derive(Clone, Debug)]
pub(super) struct Metric {
    mean: Vec<f64>,
    squares: Vec<f64>,
    count: f64,
}

impl Metric {
    pub(super) fn new(dimension: usize) -> Self {
        Self { mean: vec![0.0; dimension], squares: vec![0.0; dimension], count: 0.0 }
    }

    pub(super) fn learn(&mut self, position: &[f64]) {
        self.count += 1.0;
        for ((m, s), x) in self.mean.iter_mut().zip(&mut self.squares).zip(position) {
            let before = x - *m;
            *m += before / self.count;
            *s += before * (x - *m);
        }
    }

    /// Writes the variances and starts anew.
    pub(super) fn finish(&mut self, variances: &mut [f64]) {
        let weight = self.count / (self.count + 5.0);
        for (v, s) in variances.iter_mut().zip(&self.squares) {
            *v = weight * s / (self.count - 1.0).max(1.0) + 1e-3 * (1.0 - weight);
        }
        *self = Self::new(self.mean.len());
    }
}

/// Which warm-up iterations teach the metric, and after which it is put to use.
#[derive(Clone, Debug)]
pub(super) struct Windows {
    /// First iteration that teaches, and the one after the last.
    slow: (usize, usize),
    ends: Vec<usize>,
}

impl Windows {
    /// Stan's schedule: 75 iterations for the step size, windows of 25, 50, 100, … for the
    /// metric, 50 for the step size; 15, 75 and 10 % of a short warm-up.
    pub(super) fn new(warm_up: usize) -> Self {
        let (first, base, last) = if warm_up >= 150 {
            (75, 25, 50)
        } else {
            let (first, last) = (warm_up * 15 / 100, warm_up / 10);
            (first, warm_up - first - last, last)
        };
        let end = warm_up - last;
        let (mut ends, mut at, mut length) = (Vec::new(), first, base.max(1));
        while at < end {
            // A window is drawn out when the next, twice as long, would not fit.
            at = if at + 3 * length > end { end } else { at + length };
            ends.push(at);
            length *= 2;
        }
        Self { slow: (first, end), ends }
    }

    pub(super) fn teaches(&self, iteration: usize) -> bool {
        (self.slow.0..self.slow.1).contains(&iteration)
    }

    /// Whether a window ends with this iteration.
    pub(super) fn ends_after(&self, iteration: usize) -> bool {
        self.ends.contains(&(iteration + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schedule_is_that_of_stan() {
        assert_eq!(Windows::new(1000).ends, [100, 150, 250, 450, 950]);
        assert_eq!(Windows::new(100).ends, [90]);
        assert!(Windows::new(0).ends.is_empty());
    }

    #[test]
    fn variances_are_learned() {
        let mut m = Metric::new(1);
        for i in 0..1000 {
            m.learn(&[f64::from(i % 2) * 2.0]);
        }
        let mut v = [0.0];
        m.finish(&mut v);
        assert!((v[0] - 1.0).abs() < 0.01);
    }
}
