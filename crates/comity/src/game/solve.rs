//! Solving a game.

use super::alliance::{self, AllianceAnswer};
use super::manifest::GameManifest;
use super::margins::{Margin, margins};
use super::method::Method;
use super::methods::{self, PathPoint};
use super::settings::{Setting, Settings};
use super::solution::{Found, Number, Tie};
use super::source::{Body, Source};
use comity_core::{Code, Error, Result};
use comity_games::catalogue::Kind;
use serde::Serialize;

/// What `comity game solve` prints.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Solved {
    /// Slug, or name of the file.
    pub game: String,
    /// The title.
    pub title: String,
    /// The class of the solution by looking ahead, for games whose solutions have classes; none
    /// by other methods.
    pub class: Option<String>,
    /// The method.
    pub method: String,
    /// Whether it was computed in exact numbers.
    pub exact: bool,
    /// The most that a player gains by changing strategy alone, in the worst of the solutions;
    /// absent where a closed form names a class only.
    pub max_regret: Option<f64>,
    /// Names of the players; empty where a closed form names a class only.
    pub players: Vec<String>,
    /// The solutions of a tree or a strategic form.
    pub solutions: Vec<Found>,
    /// How many solutions there are, those not listed included.
    pub total: usize,
    /// Whether solutions, ties and outcomes are complete.
    pub complete: bool,
    /// Decisions at which pure subgame-perfect equilibria differ.
    pub ties: Vec<Tie>,
    /// Points of the principal branch of quantal responses, if they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<PathPoint>,
    /// Expected payoffs of every pure subgame-perfect outcome, if backward induction found
    /// several.
    pub outcomes: Vec<Vec<Number>>,
    /// The alliance game in numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alliance: Option<AllianceAnswer>,
    /// Where the class changes, the nearest first. They describe the model.
    pub margins: Vec<Margin>,
    /// The parameters.
    pub parameters: Vec<Setting>,
    /// What must be said beside the answer.
    pub notes: Vec<String>,
    /// What it was computed from.
    pub manifest: GameManifest,
}

/// Solves a game.
///
/// # Errors
/// [`Code::BadSetting`] when the method does not suit the game, [`Code::BadGame`] when the game
/// has no value at these parameters or is too large for the method.
pub fn solve(source: &Source, settings: &Settings, method: Method) -> Result<Solved> {
    let mut solved = match &source.body {
        Body::Entry(entry) if entry.kind() == Kind::ClosedForm => {
            if method != Method::Default {
                return Err(Error::new(Code::BadSetting, "this game is solved by its closed form")
                    .value(source.name())
                    .hint("leave out --method; trees of the catalogue take it"));
            }
            closed_form(source, settings)?
        }
        _ => numbers(source, settings, method)?,
    };
    // Classes are those of the solution by looking ahead.
    if let (Method::Default | Method::Backward, Ok(entry)) = (method, source.classed()) {
        let values: Vec<f64> = settings.iter().map(|s| s.value).collect();
        let class = entry.classify(&values)?;
        solved.class = entry.classes().get(class).cloned();
        solved.margins = margins(entry, settings)?;
    }
    Ok(solved)
}

fn blank(source: &Source, settings: &Settings, method: &str, options: &str) -> Solved {
    let command = format!("comity game solve {}{}{options}", source.name(), settings.options());
    Solved {
        game: source.name().to_owned(),
        title: source.title().to_owned(),
        class: None,
        method: method.to_owned(),
        exact: false,
        max_regret: None,
        players: Vec::new(),
        solutions: Vec::new(),
        total: 1,
        complete: true,
        ties: Vec::new(),
        outcomes: Vec::new(),
        path: Vec::new(),
        alliance: None,
        margins: Vec::new(),
        parameters: settings.values.clone(),
        notes: Vec::new(),
        manifest: GameManifest::new(source, settings, method, command),
    }
}

fn closed_form(source: &Source, settings: &Settings) -> Result<Solved> {
    let mut solved = blank(source, settings, "closed form", "");
    if source.name() == "alliance" {
        // Whole-number parameters are checked first.
        source.classed()?.classify(&settings.iter().map(|s| s.value).collect::<Vec<f64>>())?;
        let (_, answer) = alliance::answer(settings)?;
        solved.players = ["A", "B"].map(str::to_owned).to_vec();
        solved.max_regret = Some(answer.max_regret);
        solved.notes.push(if answer.tree_agrees {
            "checked: backward induction on the same game as a tree has the same outcome".to_owned()
        } else {
            "backward induction on the same game as a tree has another outcome: the parameters \
             lie within rounding of a switch"
                .to_owned()
        });
        solved.alliance = Some(answer);
    }
    Ok(solved)
}

fn numbers(source: &Source, settings: &Settings, method: Method) -> Result<Solved> {
    let found = methods::run(source, settings, method)?;
    let mut solved = blank(source, settings, &found.method, &method.options());
    let worst = found.solutions.iter().map(|s| s.max_regret.value).reduce(f64::max);
    solved.exact = found.exact;
    solved.max_regret = worst;
    solved.manifest.seed = method.seed(found.players.len());
    solved.players = found.players;
    solved.solutions = found.solutions;
    solved.total = found.total;
    solved.complete = found.complete;
    solved.ties = found.ties;
    solved.outcomes = found.outcomes;
    solved.path = found.path;
    solved.notes = found.notes;
    Ok(solved)
}
