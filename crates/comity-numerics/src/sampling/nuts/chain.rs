//! A chain: warm-up, then draws.

use super::LogDensity;
use super::adaptation::{Metric, StepSize, Windows};
use super::tree::{Point, transition};
use crate::error::{Result, in_range};
use crate::sampling::variates::Variates;

/// Attempts to find a start where the density is positive.
const STARTS: usize = 100;

/// Settings of the no-U-turn sampler, checked by [`NutsParams::check`].
///
/// | Name | Default | Purpose | Range |
/// |---|---|---|---|
/// | `chains` | 4 | independent chains, run side by side | 1 to 1,000 |
/// | `warm_up` | 1,000 | iterations that learn step size and metric | 20 and more |
/// | `draws` | 1,000 | draws kept of each chain | 1 and more |
/// | `thin` | 1 | every which iteration is kept | 1 and more |
/// | `target_acceptance` | 0.8 | acceptance rate aimed at; higher makes smaller steps | (0, 1) |
/// | `max_depth` | 10 | doublings of a trajectory | 1 to 15 |
/// | `seed` | 1 | seed of the random numbers | any |
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NutsParams {
    /// Independent chains.
    pub chains: usize,
    /// Iterations that learn step size and metric.
    pub warm_up: usize,
    /// Draws kept of each chain.
    pub draws: usize,
    /// Every which iteration is kept.
    pub thin: usize,
    /// Acceptance rate aimed at.
    pub target_acceptance: f64,
    /// Doublings of a trajectory.
    pub max_depth: usize,
    /// Seed of the random numbers.
    pub seed: u64,
}

impl Default for NutsParams {
    fn default() -> Self {
        Self {
            chains: 4,
            warm_up: 1000,
            draws: 1000,
            thin: 1,
            target_acceptance: 0.8,
            max_depth: 10,
            seed: 1,
        }
    }
}

impl NutsParams {
    /// The settings, if every one is within its range.
    ///
    /// # Errors
    /// [`crate::NumericsError::Parameter`] naming the first that is not.
    pub fn check(self) -> Result<ValidNutsParams> {
        let rate = self.target_acceptance;
        in_range("chains", self.chains as f64, "1 to 1000", (1..=1000).contains(&self.chains))?;
        in_range("warm_up", self.warm_up as f64, "at least 20", self.warm_up >= 20)?;
        in_range("draws", self.draws as f64, "at least 1", self.draws >= 1)?;
        in_range("thin", self.thin as f64, "at least 1", self.thin >= 1)?;
        in_range("target_acceptance", rate, "between 0 and 1", rate > 0.0 && rate < 1.0)?;
        let depth = self.max_depth;
        in_range("max_depth", depth as f64, "1 to 15", (1..=15).contains(&depth))?;
        Ok(ValidNutsParams(self))
    }
}

/// Settings that were checked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ValidNutsParams(NutsParams);

impl ValidNutsParams {
    /// The settings.
    #[must_use]
    pub fn get(&self) -> &NutsParams {
        &self.0
    }
}

/// The draws of one chain after its warm-up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chain {
    /// Positions.
    pub draws: Vec<Vec<f64>>,
    /// The energy of each kept draw.
    pub energies: Vec<f64>,
    /// Trajectories after the warm-up that diverged.
    pub divergences: usize,
    /// Trajectories after the warm-up that were cut off at the greatest depth.
    pub depth_limits: usize,
    /// Mean acceptance rate after the warm-up.
    pub acceptance: f64,
    /// The step size used after the warm-up.
    pub step_size: f64,
    /// Evaluations of the density, warm-up included.
    pub evaluations: usize,
}

/// Runs one chain on a density. The chain depends on the seed and the chain's number alone.
///
/// ```
/// use comity_numerics::sampling::nuts::{LogDensity, NutsParams, sample};
/// struct Normal;
/// impl LogDensity for Normal {
///     fn dimension(&self) -> usize { 1 }
///     fn evaluate(&mut self, x: &[f64], gradient: &mut [f64]) -> f64 {
///         gradient[0] = 3.0 - x[0];
///         -0.5 * (x[0] - 3.0) * (x[0] - 3.0)
///     }
/// }
/// let chain = sample(&mut Normal, &NutsParams::default().check()?, 0);
/// let mean = chain.draws.iter().map(|d| d[0]).sum::<f64>() / 1000.0;
/// assert!((mean - 3.0).abs() < 0.3);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
#[must_use]
pub fn sample(density: &mut impl LogDensity, params: &ValidNutsParams, chain: usize) -> Chain {
    sample_watched(density, params, chain, &|| ())
}

/// [`sample`], calling `watch` after each iteration, warm-up included. The draws do not depend
/// on it.
#[must_use]
pub fn sample_watched(
    density: &mut impl LogDensity,
    params: &ValidNutsParams,
    chain: usize,
    watch: &dyn Fn(),
) -> Chain {
    let p = params.get();
    let mut source = Variates::of_chain(p.seed, chain);
    let mut variances = vec![1.0; density.dimension()];
    let mut point = start(density, &mut source);
    let mut step = StepSize::new(
        first_step(&point, 1.0, &variances, density, &mut source),
        p.target_acceptance,
    );
    let mut metric = Metric::new(density.dimension());
    let windows = Windows::new(p.warm_up);
    let mut out = Chain::default();
    for iteration in 0..p.warm_up {
        let t = transition(point, step.current(), &variances, p.max_depth, density, &mut source);
        point = t.point;
        out.evaluations += t.steps;
        step.learn(t.acceptance);
        watch();
        if windows.teaches(iteration) {
            metric.learn(&point.position);
        }
        if windows.ends_after(iteration) {
            metric.finish(&mut variances);
            let again = first_step(&point, step.current(), &variances, density, &mut source);
            step = StepSize::new(again, p.target_acceptance);
        }
    }
    out.step_size = step.settled();
    for iteration in 1..=p.draws * p.thin {
        let t = transition(point, out.step_size, &variances, p.max_depth, density, &mut source);
        point = t.point;
        out.evaluations += t.steps;
        out.acceptance += t.acceptance / (p.draws * p.thin) as f64;
        out.divergences += usize::from(t.divergent);
        out.depth_limits += usize::from(t.reached_limit);
        watch();
        if iteration.is_multiple_of(p.thin) {
            out.draws.push(point.position.clone());
            out.energies.push(t.energy);
        }
    }
    out
}

/// A point near the origin where the density is positive, or the origin.
fn start(density: &mut impl LogDensity, source: &mut Variates) -> Point {
    let n = density.dimension();
    for _ in 0..STARTS {
        let position = (0..n).map(|_| 2.0 * source.uniform() - 1.0).collect();
        let point = Point::at(position, density);
        if point.log_density.is_finite() && point.gradient.iter().all(|g| g.is_finite()) {
            return point;
        }
    }
    Point::at(vec![0.0; n], density)
}

/// A step size whose first step is accepted with probability near 0.8, found by doubling or
/// halving (Hoffman and Gelman 2014, algorithm 4).
fn first_step(
    point: &Point,
    guess: f64,
    variances: &[f64],
    density: &mut impl LogDensity,
    source: &mut Variates,
) -> f64 {
    let mut step = guess.clamp(1e-8, 1e8);
    let mut up = None;
    for _ in 0..60 {
        let mut trial = point.clone();
        trial.refresh(variances, source);
        let before = trial.energy(variances);
        trial.leap(step, variances, density);
        let accepted = before - trial.energy(variances) > libm::log(0.8);
        if up.is_some_and(|up| up != accepted) {
            break;
        }
        up = Some(accepted);
        step *= if accepted { 2.0 } else { 0.5 };
    }
    step
}
