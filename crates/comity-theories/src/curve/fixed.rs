//! Estimators with an effect of every dyad.

use super::choices::Estimator;
use super::data::Data;
use super::estimate::{Ended, params, robust};
use super::row::{Estimated, Status};
use comity_numerics::Grouping;
use comity_numerics::estimators::absorbed::{
    self, AbsorbedOutcome, Family, FixedEffects, ValidAbsorbedParams,
};
use comity_numerics::estimators::conditional::{self, Conditional};
use comity_numerics::estimators::{Observations, Outcome};
use comity_numerics::variance::dyadic::Dyads;

/// The linear probability model with an effect of every dyad.
pub(super) fn linear_dyad(data: &Data) -> Ended {
    let without = |status, note| Ended::without(Estimator::LinearDyad, data, status, note);
    let Some(dyads) = by_dyad(&data.dyads) else { return without(Status::NotIdentified, None) };
    let y: Vec<f64> = data.y.iter().map(|y| f64::from(u8::from(*y))).collect();
    let groupings = [dyads];
    let fitted = FixedEffects::new(&data.matrix, &y, Family::Linear, &groupings)
        .and_then(|d| absorbed::fit(&d, &ValidAbsorbedParams::default()));
    let Ok(fitted) = fitted else { return without(Status::NotIdentified, None) };
    let (Some(fit), Some(within)) = (fitted.outcome.fit(), &fitted.within) else {
        return without(
            match fitted.outcome {
                AbsorbedOutcome::NotConverged(_) => Status::NotConverged,
                _ => Status::NotIdentified,
            },
            None,
        );
    };
    if fit.dropped_columns.contains(&data.focal) {
        return without(Status::NotIdentified, Some("does not vary within dyads".to_owned()));
    }
    let mut scores = within.design.times(fit.bread.row(data.focal));
    for (s, u) in scores.iter_mut().zip(&within.multipliers) {
        *s *= u;
    }
    let coefficient = fit.coefficients.get(data.focal).copied().unwrap_or(f64::NAN);
    let estimate = Estimated {
        coefficient,
        se: robust(&data.dyads.select(&within.rows), &scores),
        ame: Some(coefficient),
        relative: coefficient / data.share(),
    };
    Ended {
        rows: fit.rows,
        iterations: fit.iterations,
        estimate: Some(estimate),
        ..without(Status::Converged, None)
    }
}

/// The logit conditional on every dyad's number of years with cooperation.
pub(super) fn conditional_dyad(data: &Data) -> Ended {
    let ended = |status, note| Ended::without(Estimator::ConditionalDyad, data, status, note);
    let Some(Data { matrix, y, dyads, .. }) = varying(data) else {
        let note = Some("no dyad in which the outcome varies".to_owned());
        return ended(Status::NotIdentified, note);
    };
    let Some(groups) = by_dyad(&dyads) else { return ended(Status::NotIdentified, None) };
    let (rows, events) = (y.len(), y.iter().filter(|y| **y).count());
    let without = |status, note| Ended { rows, events, ..ended(status, note) };
    let Ok(obs) = Observations::new(&matrix, &y) else {
        return without(Status::NotIdentified, None);
    };
    let outcome = match conditional::fit(&obs, &groups, &params(1e-6, 50)) {
        Ok(Conditional::Fitted { outcome, .. }) => outcome,
        _ => return without(Status::NotIdentified, None),
    };
    let fit = match &outcome {
        Outcome::Converged(fit) | Outcome::RankDeficient(fit) => fit,
        Outcome::Separated { separation, .. } => {
            let names = separation.columns.iter().filter_map(|&j| matrix.names().get(j));
            let names: Vec<&str> = names.map(String::as_str).collect();
            return without(Status::Separated, Some(format!("by {}", names.join(", "))));
        }
        Outcome::NotConverged(_) => return without(Status::NotConverged, None),
        Outcome::ConstantOutcome { .. } => return without(Status::NotIdentified, None),
    };
    if fit.dropped.contains(&data.focal) {
        return without(Status::NotIdentified, Some("does not vary within dyads".to_owned()));
    }
    let mut scores = matrix.times(fit.covariance.row(data.focal));
    let Ok(multipliers) = conditional::multipliers(&obs, &groups, &fit.coefficients) else {
        return without(Status::NotConverged, None);
    };
    for (s, u) in scores.iter_mut().zip(&multipliers) {
        *s *= u;
    }
    let coefficient = fit.coefficients.get(data.focal).copied().unwrap_or(f64::NAN);
    let estimate =
        Estimated { coefficient, se: robust(&dyads, &scores), ame: None, relative: coefficient };
    Ended {
        iterations: fit.iterations,
        estimate: Some(estimate),
        ..without(Status::Converged, None)
    }
}

/// The dyad of every row as groups.
fn by_dyad(dyads: &Dyads) -> Option<Grouping> {
    let label = |d: &usize| i64::try_from(*d).unwrap_or(i64::MAX);
    Grouping::new(&dyads.of().iter().map(label).collect::<Vec<_>>()).ok()
}

/// The rows of dyads in which the outcome varies: the others say nothing in a conditional
/// likelihood.
fn varying(data: &Data) -> Option<Data> {
    let mut seen = vec![[false; 2]; data.dyads.pairs()];
    let places = data.dyads.of();
    for (d, y) in places.iter().zip(&data.y) {
        if let Some(both) = seen.get_mut(*d) {
            both[usize::from(*y)] = true;
        }
    }
    let varies = |d: &usize| seen.get(*d) == Some(&[true; 2]);
    let rows: Vec<usize> =
        places.iter().enumerate().filter(|(_, d)| varies(d)).map(|(i, _)| i).collect();
    data.select(&rows)
}
