//! The theories of `comity-theories` as models of an ensemble.

use crate::answer::Expectation;
use crate::model::{Factor, Fit, FitOutcome, Model, ModelInfo, Sampler, Values};
use comity_panel::Panel;
use comity_theories::{
    Draws, FitSettings, FitStatus, Fitted, Forms, Role, Sign, Theory, Training, WarmStart, fit_from,
};

/// Name and kind of a theory.
pub(crate) fn info(theory: &Theory) -> ModelInfo {
    ModelInfo {
        id: theory.id.clone(),
        title: theory.title.clone(),
        baseline: theory.kind.is_baseline(),
        beside: theory.role != Role::Ensemble,
    }
}

/// The theory's terms with the directions it predicts.
pub(crate) fn expectations(theory: &Theory) -> Vec<Expectation> {
    let sign = |s: Sign| match s {
        Sign::Positive => 1,
        Sign::Negative => -1,
        Sign::None => 0,
    };
    theory
        .terms
        .iter()
        .map(|t| Expectation {
            theory: theory.id.clone(),
            variable: t.variable.clone(),
            predicted: sign(t.predicted),
        })
        .collect()
}

/// Fits theory number `m` on rows of a panel, from the coefficients of an earlier fit if given.
pub(crate) fn fit(
    theories: &[Theory],
    m: usize,
    (panel, outcome): (&Panel, &str),
    rows: &[u32],
    settings: &FitSettings,
    start: Option<&WarmStart>,
) -> Fit {
    let stand_in =
        |reason: String| Fit { outcome: FitOutcome::StandIn { reason }, model: None, start: None };
    let Some(theory) = theories.get(m) else { return stand_in("there is no such theory".into()) };
    let report = fit_from(theory, &Training { panel, outcome, rows }, settings, start);
    let start = WarmStart::of(&report);
    let outcome = match report.status {
        FitStatus::Converged => FitOutcome::Fitted,
        FitStatus::Separated { columns } => FitOutcome::Separated { columns },
        FitStatus::NotConverged => return stand_in("the fit did not converge".into()),
        FitStatus::NoSample { reason } => return stand_in(reason),
    };
    let model = report.model.map(|m| Box::new(m) as Box<dyn Model>);
    Fit { outcome, model, start }
}

fn coded(value: f64) -> Option<f64> {
    Some(value).filter(|v| v.is_finite())
}

impl Sampler for Draws<'_> {
    fn probabilities(&self, values: Values<'_>) -> Vec<f64> {
        Draws::probabilities(self, values)
    }
}

impl Model for Fitted {
    fn predict(&self, panel: &Panel, rows: &[u32]) -> Vec<f64> {
        Fitted::predict(self, panel, rows)
    }

    fn predict_row(&self, values: Values<'_>) -> f64 {
        Fitted::predict_row(self, values)
    }

    fn sampler<'s>(&'s self, n: usize, seed: u64) -> Box<dyn Sampler + 's> {
        Box::new(Fitted::sampler(self, n, seed))
    }

    fn contributions(&self, values: Values<'_>) -> Vec<Factor> {
        Fitted::contributions(self, values)
            .into_iter()
            .map(|c| Factor {
                variable: c.variable,
                label: c.label,
                level: c.level,
                value: coded(c.value),
                typical: coded(c.typical),
                log_odds: c.log_odds,
            })
            .collect()
    }

    fn leverage(&self, values: Values<'_>) -> Option<f64> {
        Fitted::leverage(self, values)
    }

    fn range_violations(&self, values: Values<'_>) -> Vec<String> {
        Fitted::range_violations(self, values)
    }

    fn forms(&self, values: Values<'_>) -> Option<Forms> {
        Fitted::forms(self, values)
    }
}
