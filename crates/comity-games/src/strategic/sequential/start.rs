//! Starting values: binary fits from the last move backwards.
//!
//! The last mover's choice is a binary model of its own. Given its fitted probabilities, the
//! choice before it is linear in coefficients too, and so on to the first move (statistical
//! backwards induction, Bas, Signorino and Walker 2008, *Political Analysis* 16(1)).

use super::data::{ErrorModel, Game, GameData, Utility};
use comity_numerics::Design;
use comity_numerics::estimators::{Link, Observations, Outcome, ValidNewtonParams, glm};
use std::f64::consts::FRAC_1_SQRT_2;

/// A utility in a node's difference: its number, and what it is multiplied by in each row.
type Part = (usize, Vec<f64>);

/// Starting values for the coefficients of the utilities; scales start at one.
pub(super) fn start(data: &GameData<'_>, errors: ErrorModel) -> Vec<f64> {
    let link = errors.link();
    let rows = data.outcome.len();
    let mut theta = vec![0.0; data.names().len()];
    let last = |theta: &mut Vec<f64>, utility, left: usize, right: usize| {
        let chosen = |o: usize| (o == left || o == right).then_some(o == right);
        node(data, link, theta, (&[(utility, vec![FRAC_1_SQRT_2; rows])], &chosen))
    };
    // One over the root of the squared weights of the shocks.
    let unit =
        |squares: f64| if errors.private() { 1.0 / libm::sqrt(squares) } else { FRAC_1_SQRT_2 };
    let each = |f: &dyn Fn(usize) -> f64| (0..rows).map(f).collect::<Vec<f64>>();
    match data.game {
        Game::Egame12 => {
            let p = last(&mut theta, 3, 1, 2);
            let s = each(&|i| unit(1.0 + squares(p[i])));
            let parts = [
                (0, each(&|i| -s[i])),
                (1, each(&|i| s[i] * (1.0 - p[i]))),
                (2, each(&|i| s[i] * p[i])),
            ];
            node(data, link, &mut theta, (&parts, &|o| Some(o != 0)));
        }
        Game::Egame122 => {
            let west = last(&mut theta, 4, 0, 1);
            let east = last(&mut theta, 5, 2, 3);
            let s = each(&|i| unit(squares(west[i]) + squares(east[i])));
            let parts = [
                (0, each(&|i| -s[i] * (1.0 - west[i]))),
                (1, each(&|i| -s[i] * west[i])),
                (2, each(&|i| s[i] * (1.0 - east[i]))),
                (3, each(&|i| s[i] * east[i])),
            ];
            node(data, link, &mut theta, (&parts, &|o| Some(o >= 2)));
        }
        Game::Egame123 => {
            let third = last(&mut theta, 7, 2, 3);
            let s = each(&|i| unit(1.0 + squares(third[i])));
            let parts = [
                (4, each(&|i| -s[i])),
                (5, each(&|i| s[i] * (1.0 - third[i]))),
                (6, each(&|i| s[i] * third[i])),
            ];
            let chosen = |o: usize| (o != 0).then_some(o != 1);
            let second = node(data, link, &mut theta, (&parts, &chosen));
            let s = each(&|i| {
                let q = second[i];
                unit(1.0 + (1.0 - q) * (1.0 - q) + q * q * squares(third[i]))
            });
            let parts = [
                (0, each(&|i| -s[i])),
                (1, each(&|i| s[i] * (1.0 - second[i]))),
                (2, each(&|i| s[i] * second[i] * (1.0 - third[i]))),
                (3, each(&|i| s[i] * second[i] * third[i])),
            ];
            node(data, link, &mut theta, (&parts, &|o| Some(o != 0)));
        }
    }
    theta
}

/// p² + (1 − p)².
fn squares(p: f64) -> f64 {
    p * p + (1.0 - p) * (1.0 - p)
}

/// Fits one node on the rows that reach it, writes its coefficients into `theta`, and gives
/// the probability of moving right in every row. A node that cannot be fitted keeps zeros.
fn node(
    data: &GameData<'_>,
    link: Link,
    theta: &mut [f64],
    (parts, chosen): (&[Part], &dyn Fn(usize) -> Option<bool>),
) -> Vec<f64> {
    let reached: Vec<usize> =
        (0..data.outcome.len()).filter(|&i| chosen(data.outcome[i]).is_some()).collect();
    let y: Vec<bool> = reached.iter().map(|&i| chosen(data.outcome[i]).unwrap_or(false)).collect();
    let (mut columns, mut places) = (Vec::new(), Vec::new());
    let mut offset = vec![0.0; data.outcome.len()];
    for (utility, by) in parts {
        match data.utilities[*utility] {
            Utility::Fixed(v) => offset.iter_mut().zip(by).for_each(|(o, b)| *o += v * b),
            Utility::Linear(x) => {
                for (c, column) in x.columns().iter().enumerate() {
                    let name = places.len().to_string();
                    columns.push((name, reached.iter().map(|&i| by[i] * column[i]).collect()));
                    places.push(first(data, *utility) + c);
                }
            }
        }
    }
    if let Some(found) = binary(data, link, (columns, &reached), (&y, &offset)) {
        for (place, value) in places.iter().zip(found) {
            theta[*place] = value;
        }
    }
    let value = |utility: usize, i: usize| match data.utilities[utility] {
        Utility::Fixed(v) => v,
        Utility::Linear(x) => {
            let own = theta.iter().skip(first(data, utility));
            x.columns().iter().zip(own).map(|(column, t)| t * column[i]).sum()
        }
    };
    (0..data.outcome.len())
        .map(|i| link.mean(parts.iter().map(|(u, by)| by[i] * value(*u, i)).sum()))
        .collect()
}

/// The number of a utility's first coefficient.
fn first(data: &GameData<'_>, utility: usize) -> usize {
    let width = |u: &Utility<'_>| if let Utility::Linear(x) = u { x.width() } else { 0 };
    data.utilities[..utility].iter().map(width).sum()
}

/// The coefficients of a binary fit, or where it stopped when it has none.
fn binary(
    data: &GameData<'_>,
    link: Link,
    (columns, reached): (Vec<(String, Vec<f64>)>, &[usize]),
    (y, offset): (&[bool], &[f64]),
) -> Option<Vec<f64>> {
    let design = Design::new(reached.len(), columns).ok()?;
    let offset: Vec<f64> = reached.iter().map(|&i| offset[i]).collect();
    let weights: Option<Vec<f64>> = data.weights.map(|w| reached.iter().map(|&i| w[i]).collect());
    let mut rows = Observations::new(&design, y).ok()?.with_offset(&offset).ok()?;
    if let Some(w) = &weights {
        rows = rows.weighted(w).ok()?;
    }
    match glm::fit(&rows, link, &ValidNewtonParams::default()) {
        Outcome::Converged(fit) | Outcome::RankDeficient(fit) => Some(fit.coefficients),
        Outcome::Separated { reached, .. } => Some(reached),
        Outcome::NotConverged(_) | Outcome::ConstantOutcome { .. } => None,
    }
}
