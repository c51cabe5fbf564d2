//! Fitting the alliance game.

use super::layout::{Place, layout};
use super::model::{Alliance, LOSS, TEMPTATION};
use crate::fitted::{Fitted, Model};
use crate::models::logit::time_label;
use crate::models::recipe::{LeftOut, Recipe};
use crate::report::{Estimate, FitReport, FitStatus};
use crate::sample::Sample;
use crate::settings::{FitSettings, Variance};
use crate::start::WarmStart;
use crate::theory::{Sign, Theory, Utility};
use comity_games::strategic::alliance::{
    AllianceData, AllianceParams, AllianceRows, Block, Formation, fit as maximum, scores,
};
use comity_games::strategic::{Fit, FitParams, Outcome, Penalty};
use comity_numerics::special::two_sided_p;
use comity_numerics::variance::dyadic::Dyads;
use comity_numerics::variance::score_rows::ScoreRows;
use comity_numerics::{Design, Matrix};

/// The panel column that tells a sponsored from a bilateral alliance.
pub(crate) const SPONSOR: &str = "shared_sponsor";
/// Training rows that each form of alliance needs.
pub(crate) const EACH_FORM: usize = 5;
/// 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Fits the game. A tie of two groups that a government supports in common in that year is a
/// sponsored alliance, any other tie a bilateral one. Coefficients have log-F(1, 1) priors, so
/// that rare forms have finite estimates.
pub(crate) fn fit(
    theory: &Theory,
    sample: &Sample<'_>,
    settings: &FitSettings,
    start: Option<&WarmStart>,
) -> FitReport {
    let (recipe, left_out) = Recipe::new(theory, sample, settings);
    let failed = |status| FitReport {
        unavailable: left_out.unavailable.clone(),
        dropped: left_out.dropped.clone(),
        ..FitReport::without_model(&theory.id, status, sample.len(), sample.events)
    };
    let no_sample = |reason: String| failed(FitStatus::NoSample { reason });
    let formed = match formations(sample, settings) {
        Ok(formed) => formed,
        Err(reason) => return no_sample(reason),
    };
    let places = layout(theory, &recipe);
    let found = estimate(&places, &recipe, sample, &formed, settings, start);
    match found {
        Err(reason) => no_sample(reason),
        Ok(None) => failed(FitStatus::NotConverged),
        Ok(Some(found)) => report(theory, sample, (places, recipe), left_out, found),
    }
}

/// What was formed in each row, or what is missing.
fn formations(sample: &Sample<'_>, settings: &FitSettings) -> Result<Vec<Formation>, String> {
    let sponsor = sample
        .column(SPONSOR)
        .ok_or("the panel does not say which groups have a sponsor in common")?;
    let formed: Vec<Formation> = sample
        .y
        .iter()
        .zip(&sponsor)
        .map(|(tie, shared)| match (tie, *shared == 1.0) {
            (false, _) => Formation::None,
            (true, true) => Formation::Sponsored,
            (true, false) => Formation::Bilateral,
        })
        .collect();
    let count = |f: Formation| formed.iter().filter(|g| **g == f).count();
    let wanted = settings.min_events;
    if sample.events < wanted {
        return Err(format!("{} training rows with a tie, {wanted} are needed", sample.events));
    }
    for (form, name) in [(Formation::Bilateral, "bilateral"), (Formation::Sponsored, "sponsored")] {
        if count(form) < EACH_FORM {
            return Err(format!(
                "{} training rows with a {name} alliance, {EACH_FORM} are needed",
                count(form)
            ));
        }
    }
    Ok(formed)
}

type Estimated = Option<(Fit, Matrix, String)>;

fn estimate(
    places: &[Place],
    recipe: &Recipe,
    sample: &Sample<'_>,
    formed: &[Formation],
    settings: &FitSettings,
    start: Option<&WarmStart>,
) -> Result<Estimated, String> {
    let columns = recipe.columns(sample.panel, &sample.rows);
    let names = recipe.names();
    let block = |utility: Utility| -> Result<Option<Design>, String> {
        let own: Vec<(String, Vec<f64>)> = places
            .iter()
            .filter(|p| p.utility == utility)
            .map(|p| (names[p.column].clone(), columns[p.column].clone()))
            .collect();
        if own.is_empty() {
            return Ok(None);
        }
        Design::new(sample.len(), own).map(Some).map_err(|e| e.to_string())
    };
    let blocks: Vec<Option<Design>> =
        Utility::ALL.into_iter().map(block).collect::<Result<_, _>>()?;
    let [bilateral, sponsored, either, temptation, enforcement] = blocks.as_slice() else {
        return Err("the utilities are incomplete".to_owned());
    };
    let rows = AllianceRows::new(as_block(bilateral), as_block(sponsored))
        .and_then(|r| r.either(as_block(either)))
        .and_then(|r| r.temptation(as_block(temptation)))
        .and_then(|r| r.enforcement(as_block(enforcement)))
        .map_err(in_words)?;
    let params = AllianceParams {
        fit: FitParams {
            penalty: Penalty::LogF,
            tolerance: (settings.penalised_tolerance * 1e-3).max(1e-8),
            ..FitParams::default()
        },
        temptation: TEMPTATION,
        loss: LOSS,
    }
    .check()
    .map_err(in_words)?;
    let earlier =
        start.map(|s| s.named(&places.iter().map(|p| p.name(&names)).collect::<Vec<_>>()));
    let data = AllianceData::new(rows, formed).map_err(in_words)?;
    let data = match &earlier {
        Some(start) if !start.is_empty() => data.starting_at(start).map_err(in_words)?,
        _ => data,
    };
    let fit = match maximum(&data, &params) {
        Outcome::Converged(fit) => fit,
        Outcome::NotIdentified { names, .. } => {
            return Err(format!("the data cannot tell {} apart", names.join(", ")));
        }
        Outcome::MissingOutcome { .. } => return Err("a form of alliance never occurs".to_owned()),
        Outcome::NotConverged(_) | Outcome::Separated { .. } => return Ok(None),
    };
    let (covariance, note) = match settings.variance {
        Variance::Model => {
            (fit.covariance.clone(), "model-based: rows taken as independent".to_owned())
        }
        _ => {
            let by_row = scores(&data, &params, &fit.coefficients).map_err(in_words)?;
            robust(sample, by_row, &fit.covariance)
        }
    };
    Ok(Some((fit, covariance, note)))
}

fn as_block(design: &Option<Design>) -> Block<'_> {
    design.as_ref().map_or(Block::Absent, Block::Same)
}

fn in_words(e: comity_core::Error) -> String {
    e.message().to_owned()
}

/// The dyadic-robust covariance, positive semi-definite, and what to know about it.
fn robust(sample: &Sample<'_>, by_row: Vec<Vec<f64>>, bread: &Matrix) -> (Matrix, String) {
    let at = |column: &[i64]| sample.rows.iter().map(|&r| column[r]).collect::<Vec<i64>>();
    let (a, b) = (at(sample.panel.a()), at(sample.panel.b()));
    let found = ScoreRows::new(by_row).and_then(|s| s.dyadic(bread, &Dyads::new(&a, &b)?));
    match found {
        Ok(v) => {
            let clipped = if v.positive_semidefinite {
                ""
            } else {
                "; not positive semi-definite, its negative eigenvalues were set to zero"
            };
            let (units, dyads) = (v.units, v.dyads);
            let note = format!("dyadic-cluster-robust, {units} groups, {dyads} pairs{clipped}");
            (v.clipped, note)
        }
        Err(e) => (bread.clone(), format!("model-based, because {e}")),
    }
}

fn report(
    theory: &Theory,
    sample: &Sample<'_>,
    (places, recipe): (Vec<Place>, Recipe),
    left_out: LeftOut,
    (fit, covariance, variance_note): (Fit, Matrix, String),
) -> FitReport {
    FitReport {
        estimates: estimates(&places, &recipe, &fit, &covariance),
        loglik: fit.log_likelihood,
        iterations: fit.iterations,
        gradient_norm: fit.gradient_norm,
        condition_number: 1.0 / fit.identification.at_estimate,
        variance_note: Some(variance_note),
        unavailable: left_out.unavailable,
        dropped: left_out.dropped,
        model: Some(Fitted(Model::Alliance(Box::new(Alliance {
            recipe,
            places,
            coefficients: fit.coefficients,
            covariance,
        })))),
        ..FitReport::without_model(&theory.id, FitStatus::Converged, sample.len(), sample.events)
    }
}

/// The coefficients: terms first, then controls, the constants last.
fn estimates(places: &[Place], recipe: &Recipe, fit: &Fit, covariance: &Matrix) -> Vec<Estimate> {
    let names = recipe.names();
    let terms = recipe.covariates.len();
    let mut labels: Vec<(String, _)> = vec![("constant".to_owned(), None)];
    labels.extend(recipe.covariates.iter().map(|c| (c.label.clone(), c.level)));
    let marked = recipe.covariates.iter().filter(|c| c.marked);
    labels.extend(marked.map(|c| (format!("{} is missing", c.label), c.level)));
    for curve in &recipe.curves {
        let (label, level) = time_label(curve);
        labels.extend((1..=curve.width()).map(|k| (format!("{label}, curve {k}"), level)));
    }
    let mut found: Vec<(usize, Estimate)> = places
        .iter()
        .zip(&fit.coefficients)
        .enumerate()
        .map(|(j, (place, &coef))| {
            let se = libm::sqrt(covariance.get(j, j).max(0.0));
            let covariate = place.column.checked_sub(1).and_then(|k| recipe.covariates.get(k));
            let predicted = covariate.map_or(Sign::None, |c| c.predicted);
            let (label, level) = labels[place.column].clone();
            let missing = covariate
                .filter(|c| c.missing > 0.0)
                .map(|c| format!("{:.0}% missing, filled with the mean", 100.0 * c.missing));
            let order = match (place.column, covariate.is_some()) {
                (0, _) => 2,
                (_, true) => 0,
                _ => 1,
            };
            let variable = match place.column {
                0 => format!("{}:(intercept)", place.utility.title().replace(' ', "-")),
                column => names[column].clone(),
            };
            let estimate = Estimate {
                variable,
                label: format!("{label} → {}", place.utility.title()),
                level,
                predicted,
                coef,
                se,
                z: coef / se,
                p: two_sided_p(coef / se),
                low: coef - Z * se,
                high: coef + Z * se,
                sign_met: predicted.met_by(coef),
                is_term: (1..=terms).contains(&place.column),
                note: missing,
            };
            (order, estimate)
        })
        .collect();
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, e)| e).collect()
}
