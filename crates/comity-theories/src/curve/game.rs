//! The alliance game as an estimator: the curve's columns as utilities of an alliance.

use super::choices::Estimator;
use super::data::Data;
use super::estimate::{Ended, robust};
use super::row::{Estimated, Status};
use crate::models::alliance::{EACH_FORM, LOSS, TEMPTATION};
use comity_core::Result;
use comity_games::strategic::alliance::{
    AllianceData, AllianceParams, AllianceRows, Block, Formation, fit, scores, slopes_of_either,
};
use comity_games::strategic::{FitParams, Outcome, Penalty};
use comity_numerics::Design as Matrix;
use comity_numerics::estimators::Fit;
use comity_numerics::special::logistic;

/// The game with every column in the utility that bilateral and sponsored alliances have in
/// common, and a constant for each form. It starts from a logit on the same rows, and leaves out
/// the columns that the logit found to be determined by others.
pub(super) fn game(data: &Data, logit: Option<&Fit>) -> Ended {
    let without = |status, note| Ended::without(Estimator::Game, data, status, note);
    let Some(sponsored) = &data.sponsored else {
        let note = "the panel does not say which groups have a sponsor in common";
        return without(Status::NotIdentified, Some(note.to_owned()));
    };
    let formed: Vec<Formation> = data
        .y
        .iter()
        .zip(sponsored)
        .map(|(tie, sponsor)| match (tie, sponsor) {
            (false, _) => Formation::None,
            (true, false) => Formation::Bilateral,
            (true, true) => Formation::Sponsored,
        })
        .collect();
    let count = |f: Formation| formed.iter().filter(|g| **g == f).count();
    let forms = [count(Formation::Bilateral), count(Formation::Sponsored)];
    if let Some(k) = forms.iter().position(|n| *n < EACH_FORM) {
        let (name, n) = (["bilateral", "sponsored"][k], forms[k]);
        let note = format!("{n} rows with a {name} alliance, {EACH_FORM} are needed");
        return without(Status::TooFewEvents, Some(note));
    }
    let Some(logit) = logit else { return without(Status::NotConverged, None) };
    if logit.dropped.contains(&data.focal) {
        let note = Some("determined by other columns".to_owned());
        return without(Status::NotIdentified, note);
    }
    let kept: Vec<usize> =
        (1..data.matrix.width()).filter(|j| !logit.dropped.contains(j)).collect();
    match estimated(data, &formed, &kept, &start(logit, &kept, forms)) {
        Ok(Ok((iterations, estimate))) => {
            Ended { iterations, estimate: Some(estimate), ..without(Status::Converged, None) }
        }
        Ok(Err((status, note))) => without(status, note),
        Err(e) => without(Status::NotIdentified, Some(e.message().to_owned())),
    }
}

/// Why there is no estimate.
type Failed = (Status, Option<String>);

fn estimated(
    data: &Data,
    formed: &[Formation],
    kept: &[usize],
    start: &[f64],
) -> Result<std::result::Result<(usize, Estimated), Failed>> {
    let one = vec![("constant".to_owned(), vec![1.0; data.y.len()])];
    let place = kept.iter().position(|j| *j == data.focal);
    let (Ok(one), Some(place)) = (Matrix::new(data.y.len(), one), place) else {
        return Ok(Err((Status::NotIdentified, None)));
    };
    let shared = data.matrix.select(kept);
    let rows = AllianceRows::new(Block::Same(&one), Block::Same(&one))?;
    let rows = rows.either(Block::Same(&shared))?;
    let params = AllianceParams {
        fit: FitParams { penalty: Penalty::LogF, tolerance: 1e-4, ..FitParams::default() },
        temptation: TEMPTATION,
        loss: LOSS,
    }
    .check()?;
    let observed = AllianceData::new(rows.clone(), formed)?.starting_at(start)?;
    let found = match fit(&observed, &params) {
        Outcome::Converged(fit) => fit,
        Outcome::NotIdentified { names, .. } => {
            let note = format!("the data cannot tell {} apart", names.join(", "));
            return Ok(Err((Status::NotIdentified, Some(note))));
        }
        Outcome::MissingOutcome { .. } => return Ok(Err((Status::TooFewEvents, None))),
        Outcome::NotConverged(_) | Outcome::Separated { .. } => {
            return Ok(Err((Status::NotConverged, None)));
        }
    };
    // Behind the constants of the two forms.
    let focal = 2 + place;
    let mut sums = vec![0.0; data.y.len()];
    for (scores, b) in
        scores(&observed, &params, &found.coefficients)?.iter().zip(found.covariance.row(focal))
    {
        sums.iter_mut().zip(scores).for_each(|(sum, s)| *sum += b * s);
    }
    let coefficient = found.coefficients.get(focal).copied().unwrap_or(f64::NAN);
    let slopes: f64 = slopes_of_either(&rows, &params, &found.coefficients)?.iter().sum();
    let ame = coefficient * slopes / data.whole.0 as f64;
    let estimate = Estimated {
        coefficient,
        se: robust(&data.dyads, &sums),
        ame: Some(ame),
        relative: ame / data.share(),
    };
    Ok(Ok((found.iterations, estimate)))
}

/// Where alliances are rare, ln Pr(m) is EU(m) − ln 3 nearly: a third of the proposals are of
/// each form. So the columns keep a logit's coefficients, and the constants follow from its
/// intercept and the forms' shares.
fn start(logit: &Fit, kept: &[usize], forms: [usize; 2]) -> Vec<f64> {
    let at = |j: &usize| logit.coefficients.get(*j).copied().unwrap_or_default();
    let outside = 0.5 * logistic(TEMPTATION) * (TEMPTATION - LOSS);
    let all: usize = forms.iter().sum();
    let constant = |n: usize| at(&0) + libm::log(3.0 * n as f64 / all as f64) - outside;
    forms.into_iter().map(constant).chain(kept.iter().map(at)).collect()
}
