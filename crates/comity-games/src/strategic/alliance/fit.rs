//! The fit, and what follows from it.

use super::alike::{INDICES_OF_ALIKE, RowsOfAlike, RowsOfSettled};
use super::data::{AllianceData, AllianceRows, Formation, LOSS};
use super::likelihood::{INDICES, Rows, log_probability};
use super::params::ValidAllianceParams;
use crate::dual::Dual;
use crate::strategic::Outcome;
use crate::strategic::engine::{Labels, Problem, RowModel, fit as maximum};
use crate::strategic::noise::logistic_values;
use crate::strategic::sequential::invalid;
use comity_core::Result;
use rayon::prelude::*;

/// Fits the alliance model by (penalised) maximum likelihood.
///
/// ```
/// use comity_games::strategic::alliance::{
///     AllianceData, AllianceRows, Block, Formation::{Bilateral, None, Sponsored},
///     ValidAllianceParams, fit, probabilities,
/// };
/// use comity_numerics::Design;
/// let formed = [None, None, None, None, None, Bilateral, Bilateral, Sponsored];
/// let one = Design::new(8, vec![("one".into(), vec![1.0; 8])])?;
/// let rows = AllianceRows::new(Block::Same(&one), Block::Same(&one)).expect("columns");
/// let data = AllianceData::new(rows.clone(), &formed).expect("rows");
/// let params = ValidAllianceParams::default();
/// let outcome = fit(&data, &params);
/// let found = outcome.fit().expect("a maximum");
/// // Two constants reproduce two frequencies.
/// let p = probabilities(&rows, &params, &found.coefficients).expect("coefficients");
/// assert!((p[0][1] - 0.25).abs() < 1e-9 && (p[0][2] - 0.125).abs() < 1e-9);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
#[must_use]
pub fn fit(data: &AllianceData<'_>, params: &ValidAllianceParams) -> Outcome {
    let (totals, counts) = data.totals();
    let missing: Vec<usize> = (0..3).filter(|&o| counts[o] == 0).collect();
    if !missing.is_empty() {
        return Outcome::MissingOutcome { missing, counts };
    }
    let names = data.rows.names();
    let restrictions = restrictions(&data.rows, params);
    let labels = Labels { names, restrictions, counts };
    let starts = match data.start {
        Some(start) => vec![start.to_vec()],
        None => starts(data, params, totals),
    };
    let penalty = params.get().fit.penalty;
    match Shaped::new(&data.rows, params, data.formed) {
        Shaped::Settled(p) => {
            let problem = p.weighted(data.weights).penalised(penalty);
            maximum(&problem, labels, &starts, params.fit())
        }
        Shaped::Alike(p) => {
            let problem = p.weighted(data.weights).penalised(penalty);
            maximum(&problem, labels, &starts, params.fit())
        }
        Shaped::Sides(p) => {
            let problem = p.weighted(data.weights).penalised(penalty);
            maximum(&problem, labels, &starts, params.fit())
        }
    }
}

/// The problem of the smaller models where both groups of every row are alike, the smallest where
/// no column enters temptation or loss, or of the larger one.
enum Shaped<'a> {
    Settled(Problem<'a, RowsOfSettled<'a>, 2>),
    Alike(Problem<'a, RowsOfAlike<'a>, INDICES_OF_ALIKE>),
    Sides(Problem<'a, Rows<'a>, INDICES>),
}

impl<'a> Shaped<'a> {
    fn new(rows: &AllianceRows<'a>, params: &ValidAllianceParams, formed: &'a [Formation]) -> Self {
        if !rows.alike() {
            return Self::Sides(problem(rows, params, Rows { formed }));
        }
        let groups = rows.groups_of_alike();
        let entered = |k: usize| groups.iter().any(|g| !g.terms.is_empty() && g.into.contains(&k));
        if !(2..INDICES_OF_ALIKE).any(entered) {
            let (t, loss) = (params.get().temptation, params.get().loss);
            let loss = if rows.blocks()[LOSS].names().is_empty() { loss } else { 0.0 };
            let outside = 0.5 * logistic_values(t).0 * (t - loss);
            let groups = groups.into_iter().filter(|g| !g.terms.is_empty()).collect();
            let model = RowsOfSettled { formed };
            return Self::Settled(Problem::new(model, [outside; 2], groups, rows.size()));
        }
        let mut fixed = [0.0; INDICES_OF_ALIKE];
        fixed[2..4].fill(params.get().temptation);
        if rows.blocks()[LOSS].names().is_empty() {
            fixed[4] = params.get().loss;
        }
        let model = RowsOfAlike { formed };
        Self::Alike(Problem::new(model, fixed, groups, rows.size()))
    }
}

pub(super) fn problem<'a, M: RowModel<INDICES>>(
    rows: &AllianceRows<'a>,
    params: &ValidAllianceParams,
    model: M,
) -> Problem<'a, M, INDICES> {
    let mut fixed = [0.0; INDICES];
    fixed[4..8].fill(params.get().temptation);
    if rows.blocks()[LOSS].names().is_empty() {
        fixed[8..].fill(params.get().loss);
    }
    Problem::new(model, fixed, rows.groups(), rows.size())
}

/// Constants that give the outcomes' frequencies when nothing else has an effect and
/// alliances are rare, and the point where nothing has an effect.
fn starts(
    data: &AllianceData<'_>,
    params: &ValidAllianceParams,
    totals: [f64; 3],
) -> Vec<Vec<f64>> {
    let origin = vec![0.0; data.rows.size().parameters];
    let mut theta = origin.clone();
    let all: f64 = totals.iter().sum();
    let t = params.get().temptation;
    let loss = if data.rows.blocks()[LOSS].names().is_empty() { params.get().loss } else { 0.0 };
    let outside = 0.5 * comity_numerics::special::logistic(t) * (t - loss);
    for (block, total) in [(0, totals[1]), (1, totals[2])] {
        if let Some((column, value)) = data.rows.blocks()[block].constant() {
            // A third of the proposals, or more, are of this form.
            let accepted = (3.0 * total / all).min(0.9);
            let utility = comity_numerics::special::log_odds(accepted) - outside;
            theta[data.rows.first(block) + column] = utility / value;
        }
    }
    vec![theta, origin]
}

/// The restrictions of a specification, in words.
fn restrictions(rows: &AllianceRows<'_>, params: &ValidAllianceParams) -> Vec<String> {
    let [bilateral, sponsored, either, temptation, enforcement, loss] = *rows.blocks();
    let mut all = vec![
        "the utility of no alliance is zero: coefficients are of differences from it".to_owned(),
        "the scale of every error is one".to_owned(),
        "each group proposes with probability one half".to_owned(),
        format!(
            "the temptation to sell out is {} where its columns are zero",
            params.get().temptation
        ),
    ];
    if loss.names().is_empty() {
        all.push(format!("the loss of a group that is sold out is {}", params.get().loss));
    }
    let own: Vec<&str> = temptation
        .names()
        .iter()
        .chain(enforcement.names())
        .filter(|n| ![bilateral, sponsored, either].iter().any(|b| b.names().contains(n)))
        .map(String::as_str)
        .collect();
    let any = !temptation.names().is_empty() || !enforcement.names().is_empty();
    if any && own.is_empty() {
        all.push("temptation is told from utility by the form of the model alone".to_owned());
    } else if any {
        all.push(format!("temptation is told from utility by {}", own.join(", ")));
    }
    for (block, name) in [(temptation, "temptation"), (enforcement, "enforcement")] {
        if block.constant().is_some() {
            all.push(format!("the constant of {name} rests on the form of the model alone"));
        }
    }
    all
}

/// Refuses another number of coefficients than the rows have.
pub(super) fn check_coefficients(rows: &AllianceRows<'_>, found: usize) -> Result<()> {
    let expected = rows.size().parameters;
    if found == expected {
        return Ok(());
    }
    Err(invalid("the number of coefficients is wrong")
        .value(found.to_string())
        .expected(expected.to_string()))
}

/// The probabilities of no, a bilateral and a sponsored alliance in each row, at coefficients
/// in the order of [`AllianceRows::names`].
///
/// # Errors
/// `game/invalid` when there is not one coefficient a name.
pub fn probabilities(
    rows: &AllianceRows<'_>,
    params: &ValidAllianceParams,
    coefficients: &[f64],
) -> Result<Vec<[f64; 3]>> {
    check_coefficients(rows, coefficients.len())?;
    let problem = problem(rows, params, Rows { formed: &[] });
    Ok((0..rows.rows())
        .into_par_iter()
        .map(|i| {
            let eta = problem.indices(coefficients, i);
            Formation::ALL.map(|f| libm::exp(log_probability(f, &eta).value()))
        })
        .collect())
}

/// The score of each row: one column a coefficient, one entry a row, weights included. What
/// [`comity_numerics::variance::score_rows`] asks for.
///
/// # Errors
/// `game/invalid` when there is not one coefficient a name.
pub fn scores(
    data: &AllianceData<'_>,
    params: &ValidAllianceParams,
    coefficients: &[f64],
) -> Result<Vec<Vec<f64>>> {
    check_coefficients(&data.rows, coefficients.len())?;
    Ok(match Shaped::new(&data.rows, params, data.formed) {
        Shaped::Settled(p) => p.weighted(data.weights).scores(coefficients),
        Shaped::Alike(p) => p.weighted(data.weights).scores(coefficients),
        Shaped::Sides(p) => p.weighted(data.weights).scores(coefficients),
    })
}

/// The change of the probability of an alliance, of either form, for a small change, a unit of
/// it, of the utility that both forms have in common: one number a row, at coefficients in the
/// order of [`AllianceRows::names`].
///
/// # Errors
/// `game/invalid` when there is not one coefficient a name.
pub fn slopes_of_either(
    rows: &AllianceRows<'_>,
    params: &ValidAllianceParams,
    coefficients: &[f64],
) -> Result<Vec<f64>> {
    check_coefficients(rows, coefficients.len())?;
    let formed = vec![Formation::None; rows.rows()];
    let all = || (0..rows.rows()).into_par_iter();
    Ok(match Shaped::new(rows, params, &formed) {
        Shaped::Settled(p) => all().map(|i| slope(&p, coefficients, i, &[0, 1])).collect(),
        Shaped::Alike(p) => all().map(|i| slope(&p, coefficients, i, &[0, 1])).collect(),
        Shaped::Sides(p) => all().map(|i| slope(&p, coefficients, i, &[0, 1, 2, 3])).collect(),
    })
}

/// The slope of the probability of an alliance in the utilities with these indices, from the
/// row's probability of none.
fn slope<M: RowModel<K>, const K: usize>(
    problem: &Problem<'_, M, K>,
    coefficients: &[f64],
    row: usize,
    utilities: &[usize],
) -> f64 {
    let mut none = Dual::constant(0.0);
    problem.row(coefficients, row, &mut none);
    let slope: f64 = utilities.iter().map(|&k| none.gradient()[k]).sum();
    -libm::exp(none.value()) * slope
}
