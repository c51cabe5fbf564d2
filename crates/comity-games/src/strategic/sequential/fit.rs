//! The fit, and what follows from it.

use super::data::{ErrorModel, Game, GameData, Scale, Utility};
use super::likelihood::{Tree, log_probability};
use super::start::start;
use crate::strategic::engine::{Index, Labels, Problem, Size, fit as maximum};
use crate::strategic::{Outcome, ValidFitParams};
use comity_core::Result;
use comity_numerics::Design;

/// Calls a function that is generic over the number of a row's indices: the utilities, and the
/// scale of each player where scales are estimated.
macro_rules! with_indices {
    ($data:expr, $call:ident($($argument:expr),*)) => {
        match ($data.game, $data.scale) {
            (Game::Egame12, Scale::One) => $call::<4>($($argument),*),
            (Game::Egame122, Scale::One) => $call::<6>($($argument),*),
            (Game::Egame123, Scale::One) => $call::<8>($($argument),*),
            (Game::Egame12, _) => $call::<6>($($argument),*),
            (Game::Egame122, _) => $call::<8>($($argument),*),
            (Game::Egame123, _) => $call::<11>($($argument),*),
        }
    };
}

/// Fits a game by maximum likelihood.
///
/// ```
/// use comity_games::strategic::ValidFitParams;
/// use comity_games::strategic::sequential::{ErrorModel, Game, GameData, Utility, fit};
/// use comity_numerics::Design;
/// // Six of ten stay out; of the four that enter, three are fought.
/// let outcome = [0, 0, 0, 0, 0, 0, 1, 2, 2, 2];
/// let one = Design::new(10, vec![("one".into(), vec![1.0; 10])])?;
/// let utilities =
///     [Utility::Linear(&one), Utility::Fixed(0.0), Utility::Fixed(0.0), Utility::Linear(&one)];
/// let data = GameData::new(Game::Egame12, &outcome, &utilities).expect("a game");
/// let outcome = fit(&data, ErrorModel::AgentLogit, &ValidFitParams::default());
/// let fit = outcome.fit().expect("a maximum");
/// // √2 times the log-odds of staying out, and of fighting.
/// assert!((fit.coefficients[0] - 2.0_f64.sqrt() * 1.5_f64.ln()).abs() < 1e-9);
/// assert!((fit.coefficients[1] - 2.0_f64.sqrt() * 3.0_f64.ln()).abs() < 1e-9);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
#[must_use]
pub fn fit(data: &GameData<'_>, errors: ErrorModel, params: &ValidFitParams) -> Outcome {
    let counts = data.counts();
    let missing: Vec<usize> = (0..counts.len()).filter(|&o| counts[o] == 0).collect();
    if !missing.is_empty() {
        return Outcome::MissingOutcome { missing, counts };
    }
    with_indices!(data, run(data, errors, params, counts))
}

fn run<const K: usize>(
    data: &GameData<'_>,
    errors: ErrorModel,
    params: &ValidFitParams,
    counts: Vec<usize>,
) -> Outcome {
    let problem = problem::<K>(data, errors).penalised(params.get().penalty);
    let labels = Labels { names: data.names(), restrictions: restrictions(data), counts };
    let origin = vec![0.0; labels.names.len()];
    maximum(&problem, labels, &[start(data, errors), origin], params)
}

fn problem<'a, const K: usize>(
    data: &GameData<'a>,
    errors: ErrorModel,
) -> Problem<'a, Tree<'a>, K> {
    let mut fixed = [0.0; K];
    let (mut groups, mut next) = (Vec::new(), 0);
    let mut push = |into: Vec<usize>, x: &'a Design| {
        let terms = x.columns().iter().enumerate();
        groups.push(Index { into, terms: terms.map(|(c, v)| (next + c, v.as_slice())).collect() });
        next += x.width();
    };
    for (k, utility) in data.utilities.iter().enumerate() {
        match utility {
            Utility::Fixed(v) => fixed[k] = *v,
            Utility::Linear(x) => push(vec![k], x),
        }
    }
    let scales = data.utilities.len();
    match data.scale {
        Scale::One => {}
        Scale::Common(x) => push((scales..K).collect(), x),
        Scale::ByPlayer(list) => {
            for (p, x) in list.iter().enumerate() {
                push(vec![scales + p], x);
            }
        }
    }
    let size = Size { rows: data.outcome.len(), parameters: next };
    let model = Tree { game: data.game, errors, outcome: data.outcome };
    Problem::new(model, fixed, groups, size).weighted(data.weights)
}

/// The restrictions of a specification, in words.
fn restrictions(data: &GameData<'_>) -> Vec<String> {
    let zero = match data.game {
        Game::Egame12 => "player 2's utility of outcome 1 is zero",
        Game::Egame122 => "player 2's utilities of outcomes 0 and 2 are zero",
        Game::Egame123 => "player 3's utility of outcome 2 is zero",
    };
    let mut all = vec![zero.to_owned()];
    let names = data.game.utilities();
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for (utility, name) in data.utilities.iter().zip(names) {
        match utility {
            Utility::Fixed(v) => all.push(format!("{name} is fixed at {v}")),
            Utility::Linear(x) if x.intercept().is_some() => with.push(*name),
            Utility::Linear(_) => without.push(*name),
        }
    }
    for (list, what) in [(with, "a constant in"), (without, "no constant in")] {
        if !list.is_empty() {
            all.push(format!("{what} {}", list.join(", ")));
        }
    }
    if matches!(data.scale, Scale::One) {
        all.push("the scale of every error is one".to_owned());
    }
    all
}

fn row_scores<const K: usize>(
    data: &GameData<'_>,
    errors: ErrorModel,
    coefficients: &[f64],
) -> Vec<Vec<f64>> {
    problem::<K>(data, errors).scores(coefficients)
}

fn refuse(found: usize, expected: usize) -> comity_core::Error {
    super::data::invalid("the number of coefficients is wrong")
        .value(found.to_string())
        .expected(expected.to_string())
}

/// The probability of each outcome in each row, at coefficients in the order of
/// [`GameData::names`]; the rows' own outcomes are not looked at.
///
/// # Errors
/// `game/invalid` when there is not one coefficient a name.
pub fn probabilities(
    data: &GameData<'_>,
    errors: ErrorModel,
    coefficients: &[f64],
) -> Result<Vec<Vec<f64>>> {
    let expected = data.names().len();
    if coefficients.len() != expected {
        return Err(refuse(coefficients.len(), expected));
    }
    Ok(with_indices!(data, each_row(data, errors, coefficients)))
}

fn each_row<const K: usize>(
    data: &GameData<'_>,
    errors: ErrorModel,
    coefficients: &[f64],
) -> Vec<Vec<f64>> {
    let problem = problem::<K>(data, errors);
    (0..data.outcome.len())
        .map(|i| {
            let eta = problem.indices(coefficients, i);
            (0..data.game.outcomes())
                .map(|o| libm::exp(log_probability(data.game, errors, o, &eta).value()))
                .collect()
        })
        .collect()
}

/// The score of each row: one column a coefficient, one entry a row, weights included. What
/// [`comity_numerics::variance::score_rows`] asks for.
///
/// # Errors
/// `game/invalid` when there is not one coefficient a name.
pub fn scores(
    data: &GameData<'_>,
    errors: ErrorModel,
    coefficients: &[f64],
) -> Result<Vec<Vec<f64>>> {
    let expected = data.names().len();
    if coefficients.len() != expected {
        return Err(refuse(coefficients.len(), expected));
    }
    Ok(with_indices!(data, row_scores(data, errors, coefficients)))
}
