//! What a game is taken from.

use comity_core::{Code, Error, Result};
use comity_games::catalogue::{self, Entry, Parameter};
use comity_games::formats::{Efg, Nfg};
use comity_games::tree::Step;
use comity_games::{Game, Rational};
use std::borrow::Cow;

/// The text of a file with a game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GameFile {
    /// Its name; the ending says what it holds: `.toml`, `.efg` or `.nfg`.
    pub name: String,
    /// Its text.
    pub text: String,
}

#[derive(Clone, Debug)]
pub(super) enum Body {
    /// A game of the catalogue.
    Entry(&'static Entry),
    /// A symbolic game from a file; as an entry, if it is of perfect information.
    Own { game: Box<Game>, entry: Option<Box<Entry>> },
    /// A game tree in numbers from a file.
    Efg(Box<Efg>),
    /// A strategic form from a file.
    Nfg(Box<Nfg>),
}

/// A game of the catalogue or from a file.
#[derive(Clone, Debug)]
pub struct Source {
    pub(super) body: Body,
    pub(super) file: Option<GameFile>,
}

impl Source {
    /// The game of the catalogue with this slug.
    ///
    /// # Errors
    /// [`Code::NoSuchGame`] with slugs like it.
    pub fn catalogue(slug: &str) -> Result<Self> {
        let entry = catalogue::find(slug).map_err(|e| {
            let named = e.hint_text().unwrap_or_default().to_owned();
            e.hint(format!("{named}; `comity game list` names them all"))
        })?;
        Ok(Self { body: Body::Entry(entry), file: None })
    }

    /// The game of a file.
    ///
    /// # Errors
    /// [`Code::BadGameText`] with file, line and column when the text cannot be read,
    /// [`Code::BadGame`] when it is no well-formed game, [`Code::BadSetting`] when the name has
    /// another ending.
    pub fn file(file: GameFile) -> Result<Self> {
        let named = |e: Error| e.file(&file.name);
        let ending = file.name.rsplit_once('.').map_or("", |(_, e)| e).to_ascii_lowercase();
        let body = match ending.as_str() {
            "toml" => {
                let game = Game::read(&file.text).map_err(named)?;
                let entry = Entry::own(game.clone()).ok().map(Box::new);
                Body::Own { game: Box::new(game), entry }
            }
            "efg" => Body::Efg(Box::new(Efg::read(&file.text).map_err(named)?)),
            "nfg" => Body::Nfg(Box::new(Nfg::read(&file.text).map_err(named)?)),
            _ => {
                return Err(Error::new(Code::BadSetting, "comity reads no games from such files")
                    .value(&file.name)
                    .expected("a file name that ends in .toml, .efg or .nfg"));
            }
        };
        Ok(Self { body, file: Some(file) })
    }

    /// Slug, or name of the file.
    #[must_use]
    pub fn name(&self) -> &str {
        match (&self.body, &self.file) {
            (_, Some(file)) => &file.name,
            (Body::Entry(entry), None) => entry.slug(),
            (_, None) => "",
        }
    }

    /// The title; the name when there is none.
    #[must_use]
    pub fn title(&self) -> &str {
        let title = match &self.body {
            Body::Entry(entry) => entry.title(),
            Body::Own { game, .. } => game.title(),
            Body::Efg(efg) => &efg.title,
            Body::Nfg(nfg) => &nfg.title,
        };
        if title.is_empty() { self.name() } else { title }
    }

    /// Where it comes from; empty when that is not said.
    #[must_use]
    pub fn citation(&self) -> &str {
        match &self.body {
            Body::Entry(entry) => entry.citation(),
            Body::Own { game, .. } => game.citation(),
            Body::Efg(_) | Body::Nfg(_) => "",
        }
    }

    /// Its parameters.
    #[must_use]
    pub fn parameters(&self) -> Cow<'_, [Parameter]> {
        match &self.body {
            Body::Entry(entry) => Cow::Borrowed(entry.parameters()),
            Body::Own { game, .. } => game.parameters().iter().map(Parameter::of).collect(),
            Body::Efg(_) | Body::Nfg(_) => Cow::Borrowed(&[]),
        }
    }

    /// The game with parameters, if it is a tree with them.
    pub(super) fn symbolic(&self) -> Option<&Game> {
        match &self.body {
            Body::Entry(entry) => entry.game(),
            Body::Own { game, .. } => Some(game),
            Body::Efg(_) | Body::Nfg(_) => None,
        }
    }

    /// The game as one whose solutions have classes.
    ///
    /// # Errors
    /// [`Code::BadGame`] when it has none.
    pub(super) fn classed(&self) -> Result<&Entry> {
        match &self.body {
            Body::Entry(entry) => Ok(entry),
            Body::Own { entry: Some(entry), .. } => Ok(entry),
            Body::Own { game, .. } => Err(self.unclassed(game)),
            Body::Efg(_) | Body::Nfg(_) => {
                Err(Error::new(Code::BadGame, "a game from such a file has no parameters to vary")
                    .file(self.name())
                    .hint("write it as TOML with parameters: see the reference of comity game"))
            }
        }
    }

    fn unclassed(&self, game: &Game) -> Error {
        let why = Entry::own(game.clone()).err().unwrap_or_else(|| {
            Error::new(Code::Internal, "the game has classes and they were not found")
        });
        why.file(self.name())
    }

    /// The names of the nodes of the tree in numbers: those of a symbolic game, else labels
    /// of nodes and of outcomes.
    pub(super) fn node_names(&self) -> Vec<String> {
        match &self.body {
            Body::Efg(efg) => {
                let label = |i: usize| {
                    let own = efg.node_labels().get(i).filter(|l| !l.is_empty());
                    let outcome = efg.node_outcomes().get(i).copied().flatten();
                    let named = outcome.and_then(|o| efg.outcomes().get(o as usize));
                    own.or(named.map(|o| &o.label)).cloned().unwrap_or_default()
                };
                (0..efg.tree().nodes().len()).map(label).collect()
            }
            _ => self
                .symbolic()
                .map(|g| g.node_names().map(str::to_owned).collect())
                .unwrap_or_default(),
        }
    }

    /// Whether the game is a tree in which a player cannot tell some nodes apart.
    pub(super) fn hides<T: comity_games::Scalar>(tree: &comity_games::tree::Tree<T>) -> bool {
        tree.infosets().iter().any(|s| s.player.is_some() && s.members.len() > 1)
    }

    /// Whether a node of a tree is an end.
    pub(super) const fn ends(step: Step) -> bool {
        matches!(step, Step::Terminal { .. })
    }

    /// The default of a parameter as an exact number, if the game says it exactly.
    pub(super) fn exact_default(&self, name: &str) -> Option<Rational> {
        let game = self.symbolic()?;
        game.parameters().iter().find(|p| p.name == name).map(|p| p.default.clone())
    }
}
