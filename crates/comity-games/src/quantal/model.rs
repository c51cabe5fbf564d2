//! Games prepared for quantal response.

use super::agents::Agents;
use super::blocks::Blocks;
use super::engine::Dense;
use super::fill::work;
use super::flat::Flat;
use super::krylov::Krylov;
use super::point::Solver;
use super::result::{Layout, Method};
use super::sparse::Sparse;
use super::strategies::Strategies;
use super::system::System;
use super::tracer::Tracer;
use crate::normal_form::NormalForm;
use crate::tree::Tree;
use comity_core::{Code, Error, Result};
use std::sync::Arc;

/// Groups of more equations than this are solved without their matrix, unless elimination that
/// leaves out zeros is no more work than that of a full matrix of this size.
const DENSE: usize = 1_000;
/// Fewer equations than this are solved in a full matrix.
const FEW: usize = 60;
/// How much longer a multiplication takes when zeros are left out.
const SPARSE: f64 = 6.0;
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
    pub(super) layout: Layout,
    leave: Option<usize>,
    few: usize,
    /// Of a tree, those of its derivatives that can differ from zero.
    blocks: Arc<Blocks>,
}

/// Multiplications that elimination takes in a full matrix.
fn cube(size: usize) -> f64 {
    (size as f64).powi(3) / 3.0
}

pub(super) fn invalid(message: impl Into<String>) -> Error {
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
        let blocks = if flat.perfect { Blocks::default() } else { Blocks::new(&flat) };
        let cheap = work(&blocks, &flat.offsets) <= cube(DENSE);
        let largest = if cheap { usize::MAX } else { DENSE };
        let kind = Kind::Agents(Box::new(Agents::new(flat, largest)));
        Ok(Self { kind, layout, leave: None, few: FEW, blocks: Arc::new(blocks) })
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
        let kind = Kind::Strategies(system);
        Ok(Self { kind, layout, leave: None, few: FEW, blocks: Arc::default() })
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
    /// have at most so many equations, and by generalised minimal residuals otherwise, which see
    /// no crossings and stall at high λ. If not set, elimination takes any number when zeros
    /// keep its work within that of 1,000 equations without zeros, or else 1,000. A strategic
    /// form is always solved by elimination.
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

    /// Whether elimination is fastest in a full matrix: equations are few, or leave few zeros.
    fn full(&self, agents: &Agents) -> bool {
        let offsets = agents.offsets();
        let free = offsets.last().copied().unwrap_or(0) + 1 - offsets.len();
        free <= self.few || SPARSE * work(&self.blocks, offsets) > cube(free)
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
            (Method::Krylov, _) => Solver::Newton(self.system(), Box::new(Krylov::new(LINEAR))),
            (_, Kind::Agents(agents)) if !self.full(agents) => {
                let sparse = Sparse::new(self.blocks.clone(), agents.offsets());
                Solver::Newton(self.system(), Box::new(sparse))
            }
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
}
