//! An entry of the catalogue.

use super::parameter::Parameter;
use super::play::end_of_play;
use crate::game::Game;
use crate::text::did_you_mean;
use comity_core::{Code, Error, Result};

/// What a game of the catalogue is solved by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A finite game in extensive form.
    Tree,
    /// Formulas or an algorithm for the equilibrium.
    ClosedForm,
}

/// The number of the class of the solution, for one value a parameter.
type Classify = fn(&[f64]) -> Result<usize>;

#[derive(Clone, Debug)]
enum Solver {
    Tree {
        game: Box<Game>,
        /// The class of every node; of those that play can end at, that is.
        class: Vec<usize>,
    },
    ClosedForm(Classify),
}

/// What is said of a game.
#[derive(Clone, Copy, Debug)]
pub(super) struct About {
    pub(super) slug: &'static str,
    pub(super) title: &'static str,
    pub(super) citation: &'static str,
    pub(super) page: &'static str,
    pub(super) documented: &'static str,
    pub(super) reconstructed: &'static str,
}

/// A game of the catalogue.
///
/// Its solution falls into one of finitely many *classes*: which alliance forms, at which end
/// of the tree play arrives.
#[derive(Clone, Debug)]
pub struct Entry {
    about: About,
    parameters: Vec<Parameter>,
    classes: Vec<String>,
    solver: Solver,
}

impl Entry {
    pub(super) fn closed_form(
        about: About,
        parameters: Vec<Parameter>,
        classes: &[&str],
        classify: Classify,
    ) -> Self {
        let classes = classes.iter().map(|&c| c.to_owned()).collect();
        Self { about, parameters, classes, solver: Solver::ClosedForm(classify) }
    }

    /// From the text of a symbolic game of perfect information.
    pub(super) fn tree(about: About, text: &str) -> Result<Self> {
        Self::of_tree(about, Game::read(text)?)
    }

    /// A symbolic game of perfect information that is not in the catalogue, such as a reader's
    /// own, so that it can be solved and swept as those of the catalogue are. Its slug is
    /// `own`; what is said of it stands in the game itself.
    ///
    /// ```
    /// use comity_games::{Game, catalogue::Entry};
    /// let game = Game::read(
    ///     "players = [\"a\"]\nparameters = { x = 1 }\n[nodes.n]\nplayer = \"a\"\n\
    ///      moves = { l = { pay = [0] }, r = { pay = [\"x\"] } }",
    /// )?;
    /// assert_eq!(Entry::own(game)?.solve(&[("x", -1.0)])?, "n/l");
    /// # Ok::<(), comity_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `game/invalid` when a player cannot tell two nodes apart or the game has no value at
    /// its defaults.
    pub fn own(game: Game) -> Result<Self> {
        const OWN: About = About {
            slug: "own",
            title: "",
            citation: "",
            page: "",
            documented: "",
            reconstructed: "",
        };
        Self::of_tree(OWN, game)
    }

    /// The classes are the names of the ends, and of the chance moves, that decisions lead to.
    fn of_tree(about: About, game: Game) -> Result<Self> {
        let tree = game.evaluate::<f64>(&[])?;
        end_of_play(&tree)?;
        let mut classes: Vec<String> = Vec::new();
        let mut class = Vec::with_capacity(tree.nodes().len());
        for (node, name) in tree.nodes().iter().zip(game.node_names()) {
            let decision = matches!(node.step, crate::tree::Step::Move { .. });
            if decision {
                class.push(usize::MAX);
                continue;
            }
            let known = classes.iter().position(|c| c == name);
            class.push(known.unwrap_or_else(|| {
                classes.push(name.to_owned());
                classes.len() - 1
            }));
        }
        let parameters = game.parameters().iter().map(Parameter::of).collect();
        Ok(Self {
            about,
            parameters,
            classes,
            solver: Solver::Tree { game: Box::new(game), class },
        })
    }

    /// The name in commands and addresses, such as `alliance`.
    #[must_use]
    pub fn slug(&self) -> &'static str {
        self.about.slug
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.about.title
    }

    /// The work it comes from.
    #[must_use]
    pub fn citation(&self) -> &'static str {
        self.about.citation
    }

    /// The reader's page, below the pages of the documentation.
    #[must_use]
    pub fn page(&self) -> &'static str {
        self.about.page
    }

    /// What of the game the cited work documents.
    #[must_use]
    pub fn documented(&self) -> &'static str {
        self.about.documented
    }

    /// What of the game is reconstructed or chosen here; empty if nothing is.
    #[must_use]
    pub fn reconstructed(&self) -> &'static str {
        self.about.reconstructed
    }

    /// How it is solved.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.solver {
            Solver::Tree { .. } => Kind::Tree,
            Solver::ClosedForm(_) => Kind::ClosedForm,
        }
    }

    /// The parameters, in order.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// Labels of the classes of solutions.
    #[must_use]
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// The symbolic game of a tree.
    #[must_use]
    pub fn game(&self) -> Option<&Game> {
        match &self.solver {
            Solver::Tree { game, .. } => Some(game),
            Solver::ClosedForm(_) => None,
        }
    }

    /// The place of a parameter.
    ///
    /// # Errors
    /// `game/unknown` with names like it.
    pub fn place(&self, name: &str) -> Result<usize> {
        self.parameters.iter().position(|p| p.name == name).ok_or_else(|| {
            let error =
                Error::new(Code::NoSuchGame, format!("`{}` has no such parameter", self.slug()));
            did_you_mean(error, name, self.parameters.iter().map(|p| &*p.name))
        })
    }

    /// One value a parameter: the defaults, with others for some.
    ///
    /// # Errors
    /// `game/unknown` for a parameter that does not exist, `game/invalid` for a value outside
    /// its range.
    pub fn values(&self, given: &[(&str, f64)]) -> Result<Vec<f64>> {
        let mut values: Vec<f64> = self.parameters.iter().map(|p| p.default).collect();
        for &(name, value) in given {
            let place = self.place(name)?;
            values[place] = self.parameters[place].check(value)?;
        }
        Ok(values)
    }

    /// The class of the solution: its number among [`Entry::classes`].
    ///
    /// # Errors
    /// `game/invalid` when there is not one value a parameter, a value is outside its range, or
    /// the game has no value there (a division by zero).
    pub fn classify(&self, values: &[f64]) -> Result<usize> {
        if values.len() != self.parameters.len() {
            return Err(Error::new(Code::BadGame, "the number of values is wrong")
                .value(values.len().to_string())
                .expected(format!("one for each of {} parameters", self.parameters.len())));
        }
        for (parameter, &value) in self.parameters.iter().zip(values) {
            parameter.check(value)?;
        }
        match &self.solver {
            Solver::ClosedForm(classify) => classify(values),
            Solver::Tree { game, class } => {
                let named: Vec<(&str, f64)> =
                    self.parameters.iter().map(|p| &*p.name).zip(values.iter().copied()).collect();
                let end = end_of_play(&game.evaluate(&named)?)?;
                class.get(end as usize).copied().ok_or_else(|| {
                    Error::new(Code::Internal, "play ended at a node that the game does not have")
                })
            }
        }
    }

    /// The label of the class of the solution with these values and the other defaults.
    ///
    /// ```
    /// let entry = comity_games::catalogue::find("alliance")?;
    /// assert_eq!(entry.solve(&[("vulnerability_a", 0.25), ("vulnerability_b", 0.25)])?, "bilateral");
    /// # Ok::<(), comity_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Entry::values`] and [`Entry::classify`].
    pub fn solve(&self, given: &[(&str, f64)]) -> Result<&str> {
        let class = self.classify(&self.values(given)?)?;
        self.classes.get(class).map(String::as_str).ok_or_else(|| {
            Error::new(Code::Internal, "the solution is in a class that the game does not have")
        })
    }
}
