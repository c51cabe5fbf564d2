//! What the tracer returns.

/// How a quantal response equilibrium was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// One backward pass over a tree of perfect information, where it is unique.
    Backward,
    /// Predictor and corrector along the principal branch, equations solved by elimination.
    Elimination,
    /// The same with equations solved by generalised minimal residuals, for large games.
    Krylov,
    /// Logit choice against the payoffs at observed frequencies: no equilibrium.
    Empirical,
}

/// A quantal response equilibrium on the principal branch.
#[derive(Clone, Debug, PartialEq)]
pub struct Equilibrium {
    /// How it was found.
    pub method: Method,
    /// Precision λ, per unit of payoff.
    pub lambda: f64,
    /// Probabilities of actions: one list for each of [`crate::tree::Tree::infosets`] (those
    /// of chance have chance's probabilities, as [`crate::solve::Profile`] expects), or for
    /// each player of a strategic form.
    pub probabilities: Vec<Vec<f64>>,
    /// Natural logarithms of the same, which stay exact where probabilities are too small.
    pub logs: Vec<Vec<f64>>,
    /// Largest error of ln p = λu − ln Σ exp(λu) over all actions.
    pub residual: f64,
    /// Steps along the branch up to here; zero when it was found directly.
    pub steps: usize,
    /// The most to be gained in payoff by choosing the best action at one information set
    /// (given that it is reached) or as one player of a strategic form. Where it is small the
    /// profile approximates a sequential or a Nash equilibrium.
    pub regret: f64,
}

/// When to stop following the branch: at whichever comes first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Until {
    /// Regret relative to the largest range of a player's payoffs.
    pub regret: f64,
    /// Precision λ; the last point then has exactly this λ.
    pub lambda: f64,
    /// Steps; a branch whose points would take more than a gibibyte ends before.
    pub steps: usize,
}

impl Default for Until {
    /// Regret of 10⁻⁸, any λ, 100,000 steps.
    fn default() -> Self {
        Self { regret: 1e-8, lambda: f64::INFINITY, steps: 100_000 }
    }
}

/// Why a branch ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The regret asked for was reached: the last point approximates the limit.
    Regret,
    /// The λ asked for was reached.
    Lambda,
    /// The steps, or the memory for their points, were used up.
    Steps,
    /// No further step succeeded, or rounding would move payoffs by more than 2.5 × 10⁻⁹ of their
    /// range: what follows is unknown.
    Stuck,
}

/// One point of a [`Branch`], as numbers in one array.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Precision λ, per unit of payoff.
    pub lambda: f64,
    /// As [`Equilibrium::regret`].
    pub regret: f64,
    /// As [`Equilibrium::residual`].
    pub residual: f64,
    /// Natural logarithms of the probabilities of all players' actions, decision by decision.
    pub logs: Box<[f64]>,
}

/// The principal branch from λ = 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// The points in their order along the branch, the first at λ = 0; λ may fall between
    /// them.
    pub steps: Vec<Step>,
    /// Why the last point is the last.
    pub ended: Ended,
    /// λ near which the branch turns back, in order.
    pub turns: Vec<f64>,
    /// λ near which another branch crosses: in games with symmetries. Not known when the
    /// method is [`Method::Krylov`].
    pub crossings: Vec<f64>,
    /// Where the branch leads, if it got near.
    pub(super) limit: Option<Step>,
    pub(super) method: Method,
    pub(super) layout: Layout,
}

impl Branch {
    /// A point of the branch as an equilibrium; nothing if there are fewer.
    #[must_use]
    pub fn point(&self, number: usize) -> Option<Equilibrium> {
        Some(self.equilibrium(self.steps.get(number)?, number))
    }

    /// The equilibrium that the branch leads to where it ended by [`Ended::Regret`]: λ raised
    /// from the last point as far as numbers carry, to a regret of about 10⁻¹³ of the payoffs'
    /// range. Otherwise the last point.
    #[must_use]
    pub fn limit(&self) -> Option<Equilibrium> {
        let last = self.steps.len().checked_sub(1)?;
        match &self.limit {
            Some(step) => Some(self.equilibrium(step, last)),
            None => self.point(last),
        }
    }

    fn equilibrium(&self, step: &Step, steps: usize) -> Equilibrium {
        let p: Vec<f64> = step.logs.iter().map(|&x| libm::exp(x)).collect();
        Equilibrium {
            method: self.method,
            lambda: step.lambda,
            probabilities: self.layout.lists(&p, |p| p),
            logs: self.layout.lists(&step.logs, libm::log),
            residual: step.residual,
            steps,
            regret: step.regret,
        }
    }
}

/// How arrays over all players' actions fall into lists.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layout {
    /// Where the actions of each decision start, and their number.
    pub(super) offsets: Vec<usize>,
    /// For every list the decision whose numbers it holds, or what chance does.
    pub(super) lists: Vec<Result<usize, Vec<f64>>>,
}

impl Layout {
    /// The numbers of each decision as the lists that callers see.
    pub(super) fn lists(&self, flat: &[f64], chance: impl Fn(f64) -> f64) -> Vec<Vec<f64>> {
        let list = |l: &Result<usize, Vec<f64>>| match l {
            Ok(d) => flat[self.offsets[*d]..self.offsets[d + 1]].to_vec(),
            Err(p) => p.iter().map(|&p| chance(p)).collect(),
        };
        self.lists.iter().map(list).collect()
    }
}
