//! Games prepared for quantal response.

use super::agents::Agents;
use super::engine::Dense;
use super::flat::Flat;
use super::krylov::Krylov;
use super::point::{Point, Solver};
use super::result::{Branch, Ended, Equilibrium, Layout, Method, Step, Until};
use super::strategies::Strategies;
use super::system::System;
use super::tracer::Tracer;
use crate::normal_form::NormalForm;
use crate::tree::Tree;
use comity_core::{Code, Error, Result};

/// Groups of more equations than this are solved without their matrix.
const DENSE: usize = 1_000;
/// Fewer equations than this are solved at once, not group by group.
const FEW: usize = 60;
/// How far the residual of a linear solution falls.
const LINEAR: f64 = 1e-5;

#[derive(Clone, Debug)]
enum Kind {
    Agents(Box<Agents>),
    Strategies(Strategies),
}

/// A game prepared for quantal response: see the [module](crate::quantal).
///
/// ```
/// use comity_games::NormalForm;
/// use comity_games::quantal::Quantal;
/// // Matching pennies in which the first player wins nine when both show heads.
/// let labels = |l: [&str; 2]| l.map(str::to_owned).to_vec();
/// let game = NormalForm::new(
///     labels(["1", "2"]),
///     vec![labels(["heads", "tails"]), labels(["heads", "tails"])],
///     vec![9.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0],
/// )?;
/// let found = Quantal::strategies(&game)?.at(1.0)?.expect("the branch goes there");
/// assert!((found.probabilities[0][0] - 0.893_576).abs() < 1e-6);
/// # Ok::<(), comity_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Quantal {
    kind: Kind,
    layout: Layout,
    leave: Option<usize>,
    few: usize,
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(Code::BadGame, message)
}

impl Quantal {
    /// A tree, every information set of which decides for itself.
    ///
    /// # Errors
    /// `game/invalid` when a payoff or a probability is not a finite number, or nobody moves.
    pub fn agents(tree: &Tree<f64>) -> Result<Self> {
        let flat = Flat::new(tree);
        if !flat.ends.iter().chain(&flat.chance).all(|v| v.is_finite()) || !flat.scale.is_finite() {
            return Err(invalid("a payoff or a probability of chance is not a finite number"));
        }
        if flat.offsets.len() < 2 {
            return Err(invalid("the game has no move by a player"));
        }
        let mut decision = 0;
        let lists = tree.infosets().iter().map(|set| {
            if set.player.is_none() {
                return Err(set.probabilities.clone());
            }
            decision += 1;
            Ok(decision - 1)
        });
        let layout = Layout { offsets: flat.offsets.clone(), lists: lists.collect() };
        let kind = Kind::Agents(Box::new(Agents::new(flat, DENSE)));
        Ok(Self { kind, layout, leave: None, few: FEW })
    }

    /// A strategic form, every player of which decides once.
    ///
    /// # Errors
    /// `game/invalid` when a payoff is not a finite number.
    pub fn strategies(game: &NormalForm<f64>) -> Result<Self> {
        if !game.payoffs().iter().all(|v| v.is_finite()) {
            return Err(invalid("a payoff is not a finite number"));
        }
        let system = Strategies::new(game);
        if !system.scale().is_finite() {
            return Err(invalid("payoffs lie too far apart"));
        }
        let lists = (0..game.players().len()).map(Ok).collect();
        let layout = Layout { offsets: system.offsets().to_vec(), lists };
        Ok(Self { kind: Kind::Strategies(system), layout, leave: None, few: FEW })
    }

    /// Where other branches cross, follow the one that opens when the first player's first
    /// decision is more precise than all others by one part in ten million, which picks the
    /// branch that Gambit's perturbation picks. Without this the trace goes straight on, which
    /// keeps symmetric games symmetric. Crossings are seen only by [`Method::Elimination`].
    #[must_use]
    pub fn leave_crossings(mut self) -> Self {
        self.leave = Some(match &self.kind {
            Kind::Agents(agents) => agents.flat.first_of_first_player(),
            Kind::Strategies(_) => 0,
        });
        self
    }

    /// Decisions that depend on each other both ways are solved for by elimination when they
    /// have at most so many equations (1,000 if not set), and by generalised minimal residuals
    /// otherwise, which see no crossings and stall at high λ. A strategic form is always solved
    /// by elimination.
    #[must_use]
    pub fn eliminate_up_to(mut self, equations: usize) -> Self {
        if let Kind::Agents(agents) = &mut self.kind {
            **agents = Agents::new(agents.flat.clone(), equations);
            self.few = self.few.min(equations);
        }
        self
    }

    /// How this game is solved.
    #[must_use]
    pub fn method(&self) -> Method {
        match &self.kind {
            Kind::Agents(agents) if agents.flat.perfect => Method::Backward,
            Kind::Agents(agents) if !agents.groups.exact => Method::Krylov,
            _ => Method::Elimination,
        }
    }

    /// Whether all equations are best solved at once: they are few, or most are of one group.
    fn at_once(&self) -> bool {
        let Kind::Agents(agents) = &self.kind else { return true };
        let free = |actions: usize, offsets: usize| actions + 1 - offsets;
        let offsets = self.offsets();
        let all = free(offsets.last().copied().unwrap_or(0), offsets.len());
        let groups = agents.groups.groups.iter().map(|g| free(g.slots.len(), g.offsets.len()));
        let most = groups.max().unwrap_or(0);
        agents.groups.exact && (all <= self.few || 4 * most > 3 * all)
    }

    pub(super) fn offsets(&self) -> &[usize] {
        &self.layout.offsets
    }

    pub(super) fn system(&self) -> Box<dyn System> {
        match &self.kind {
            Kind::Agents(agents) => agents.clone(),
            Kind::Strategies(system) => Box::new(system.clone()),
        }
    }

    pub(super) fn tracer(&self) -> Tracer {
        let solver = match (self.method(), &self.kind) {
            (Method::Backward, Kind::Agents(agents)) => Solver::Backward(agents.clone()),
            _ if !self.at_once() => Solver::Newton(self.system(), Box::new(Krylov::new(LINEAR))),
            _ => Solver::Newton(self.system(), Box::new(Dense::default())),
        };
        Tracer::new(solver, self.leave)
    }

    /// The numbers of each decision as the lists that callers see.
    pub(super) fn lists(&self, flat: &[f64], chance: impl Fn(f64) -> f64) -> Vec<Vec<f64>> {
        self.layout.lists(flat, chance)
    }

    /// Lists of callers as one array; those of chance are left out.
    pub(super) fn flatten(&self, lists: &[Vec<f64>]) -> Result<Vec<f64>> {
        let offsets = self.offsets();
        if lists.len() != self.layout.lists.len() {
            return Err(invalid("each information set or player needs a list of counts")
                .expected(format!("{} lists", self.layout.lists.len()))
                .value(lists.len().to_string()));
        }
        let mut flat = Vec::with_capacity(offsets.last().copied().unwrap_or(0));
        for (list, kind) in lists.iter().zip(&self.layout.lists) {
            let Ok(d) = kind else { continue };
            if list.len() != offsets[d + 1] - offsets[*d]
                || !list.iter().all(|c| c.is_finite() && *c >= 0.0)
            {
                return Err(invalid("each action needs a count, none below zero")
                    .expected(format!("{} counts", offsets[d + 1] - offsets[*d]))
                    .value(format!("{list:?}")));
            }
            flat.extend_from_slice(list);
        }
        Ok(flat)
    }

    pub(super) fn equilibrium(&self, tracer: &Tracer, at: &Point, steps: usize) -> Equilibrium {
        let scale = tracer.solver.scale();
        Equilibrium {
            method: self.method(),
            lambda: at.sigma / scale,
            probabilities: self.lists(&at.p, |p| p),
            logs: self.lists(&at.x, libm::log),
            residual: at.residual,
            steps,
            regret: tracer.regret(at) * scale,
        }
    }

    /// The equilibrium at exactly λ: the first one that the principal branch meets. Nothing
    /// when the trace gets stuck before.
    ///
    /// # Errors
    /// `game/invalid` when λ is negative or not finite.
    pub fn at(&self, lambda: f64) -> Result<Option<Equilibrium>> {
        Ok(self.at_each(&[lambda])?.pop().flatten())
    }

    /// The same for many λ in one trace, in their order.
    ///
    /// # Errors
    /// `game/invalid` when a λ is negative or not finite.
    pub fn at_each(&self, lambdas: &[f64]) -> Result<Vec<Option<Equilibrium>>> {
        if let Some(bad) = lambdas.iter().find(|l| !(l.is_finite() && **l >= 0.0)) {
            return Err(invalid("λ is a finite number, zero or above").value(bad.to_string()));
        }
        let mut tracer = self.tracer();
        let scale = tracer.solver.scale();
        let mut order: Vec<usize> = (0..lambdas.len()).collect();
        order.sort_by(|&a, &b| lambdas[a].total_cmp(&lambdas[b]));
        let mut found = vec![None; lambdas.len()];
        let mut steps = 0;
        for place in order {
            let lambda = lambdas[place];
            let sigma = lambda * scale;
            let mut on = true;
            // The branch starts at zero: the first point at or past σ has come from below.
            while on
                && !tracer.exact()
                && tracer.now.sigma < sigma
                && steps < Until::default().steps
            {
                on = tracer.step();
                steps += usize::from(on);
            }
            if on && (tracer.exact() || tracer.now.sigma >= sigma) && tracer.fix(sigma) {
                let mut point = self.equilibrium(&tracer, &tracer.trial, steps);
                point.lambda = lambda;
                found[place] = Some(point);
            }
        }
        Ok(found)
    }

    /// The principal branch from λ = 0.
    ///
    /// # Errors
    /// `game/invalid` when a limit is negative or not a number.
    pub fn branch(&self, until: &Until) -> Result<Branch> {
        if !(until.regret >= 0.0 && until.lambda >= 0.0) {
            return Err(invalid("limits of a branch are numbers, zero or above"));
        }
        let mut tracer = self.tracer();
        let scale = tracer.solver.scale();
        let end = until.lambda * scale;
        let step = |tracer: &Tracer, at: &Point| Step {
            lambda: at.sigma / scale,
            regret: tracer.regret(at) * scale,
            residual: at.residual,
            logs: at.x.clone().into_boxed_slice(),
        };
        let mut steps = vec![step(&tracer, &tracer.now)];
        let mut turns = Vec::new();
        let ended = loop {
            if tracer.regret(&tracer.now) <= until.regret {
                break Ended::Regret;
            }
            if tracer.now.sigma >= end {
                break Ended::Lambda;
            }
            if steps.len() > until.steps {
                break Ended::Steps;
            }
            if !tracer.step() {
                break Ended::Stuck;
            }
            let n = tracer.now.x.len();
            if tracer.now.tangent[n] * tracer.before.tangent[n] < 0.0 {
                turns.push(0.5 * (tracer.now.sigma + tracer.before.sigma) / scale);
            }
            if tracer.now.sigma >= end && tracer.fix(end) {
                steps.push(Step { lambda: until.lambda, ..step(&tracer, &tracer.trial) });
                break Ended::Lambda;
            }
            steps.push(step(&tracer, &tracer.now));
        };
        let crossings = tracer.crossings.iter().map(|s| s / scale).collect();
        let (method, layout) = (self.method(), self.layout.clone());
        Ok(Branch { steps, ended, turns, crossings, method, layout })
    }
}
