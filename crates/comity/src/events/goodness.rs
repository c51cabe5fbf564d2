//! How well a model foresees the events that it explains.

use super::{Asked, FittedEvents, Loaded};
use comity_core::{Code, Error, Result};
use comity_relational::fitness::diagnose;
use serde::Serialize;

/// Shares of the dyads at risk for which recall is reported.
const SHARES: [f64; 4] = [0.01, 0.05, 0.1, 0.25];
/// Actors that are named.
const NAMED: usize = 5;

/// The goodness of fit of a model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Goodness {
    /// The fit.
    #[serde(flatten)]
    pub fitted: FittedEvents,
    /// Share of the dyads at risk, and the share of the events among the likeliest so many.
    pub recall: Vec<(f64, f64)>,
    /// Mean relative rank of the events, in (0, 1]; about one half where nothing is foreseen.
    pub mean_rank: f64,
    /// Largest deviance residual √(−2 ln p).
    pub largest_deviance_residual: f64,
    /// The actors whose events the model foresees worst: observed and expected events.
    pub actors: Vec<ActorFit>,
}

/// The events of an actor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActorFit {
    /// The actor.
    pub actor: String,
    /// Events that it sent (in undirected streams: took part in).
    pub observed: f64,
    /// The same as the model expects.
    pub expected: f64,
}

/// Looks at every event of a fitted model: recall, residuals.
///
/// # Errors
/// Those of [`super::fit()`]; [`Code::NoEstimates`] where the fit has no estimates;
/// `usage/bad-setting` for models of choices, `events/too-large` for too many events × dyads.
pub fn goodness(asked: &Asked<'_>) -> Result<Goodness> {
    let loaded = Loaded::new(asked)?;
    let model = loaded.model(asked, None)?;
    let fit = model.fit()?;
    let fitted = loaded.report(asked, fit)?;
    if !fitted.fit.is_converged() {
        return Err(Error::new(Code::NoEstimates, "the model has no estimates to be judged")
            .hint("`comity events fit` says why"));
    }
    let found = diagnose(&model, &fitted.fit.coefficients)?;
    let names = loaded.stream.actors();
    let mut actors: Vec<ActorFit> = found
        .actors
        .iter()
        .map(|a| ActorFit {
            actor: names.get(a.actor).cloned().unwrap_or_default(),
            observed: a.observed,
            expected: a.expected,
        })
        .collect();
    actors.sort_by(|x, y| {
        let missed = |a: &ActorFit| (a.observed - a.expected).abs();
        missed(y).total_cmp(&missed(x))
    });
    actors.truncate(NAMED);
    Ok(Goodness {
        recall: SHARES.iter().map(|&share| (share, found.recall(share))).collect(),
        mean_rank: found.ranks.iter().sum::<f64>() / found.ranks.len().max(1) as f64,
        largest_deviance_residual: found.deviance_residuals.iter().copied().fold(0.0, f64::max),
        actors,
        fitted,
    })
}
