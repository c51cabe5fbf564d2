//! The game among the theories of section 4: what it predicts for this pair, where that flips,
//! and how it scores against the regressions.

use super::Parts;
use crate::text::thousands;
use comity_outlook::{Evaluation, ModelForecast};
use comity_report::page::{Game, GameParameter};
use comity_report::signed;
use comity_theories::{Estimate, Forms, Sign, Switch, Theory, TheoryKind};

/// Conditions shown, the nearest first.
const FLIPS: usize = 4;
/// Outcomes of the game, in the order of [`Forms::probabilities`].
const OUTCOMES: [&str; 3] =
    ["no alliance", "an alliance of the two alone", "an alliance with a sponsor in common"];

/// The game, when one was fitted and says something of the pair.
pub(super) fn game(parts: &Parts<'_>) -> Option<Game> {
    let theory = parts.ground.theories.iter().find(|t| t.kind == TheoryKind::AllianceGame)?;
    let said = parts.headline()?.models.iter().find(|m| m.info.id == theory.id)?;
    let forms = said.forms.as_ref()?;
    let fitted = parts.fits.theories.iter().find(|t| t.theory.id == theory.id);
    Some(Game {
        title: format!("{}: Bapat and Bond (2012), reconstructed", theory.title),
        equilibrium: prediction(forms, said),
        outcomes: OUTCOMES.iter().map(|o| (*o).to_owned()).zip(forms.probabilities).collect(),
        flips: flips(forms),
        parameters: fitted
            .map(|t| t.estimates.iter().filter(|e| e.is_term).map(parameter).collect())
            .unwrap_or_default(),
        note: fitted.and_then(|t| t.variance_note.as_ref()).map(|v| {
            format!(
                "Utilities are in units of the errors\u{2019} scale; standard errors {v}. A tie of two \
                 groups that a government supports in common in the same year counts as sponsored."
            )
        }),
        standing: parts.headline_evaluation().and_then(|e| standing(e, theory)),
    })
}

fn prediction(forms: &Forms, said: &ModelForecast) -> String {
    let likely = OUTCOMES[forms.predicted.min(2)];
    let [_, alone, sponsored] = forms.probabilities;
    let form = if alone >= sponsored { OUTCOMES[1] } else { OUTCOMES[2] };
    let stood_in = match &said.fit {
        comity_outlook::FitOutcome::StandIn { reason } => {
            format!(" It could not be fitted: {reason}.")
        }
        _ => String::new(),
    };
    format!(
        "The game\u{2019}s most likely outcome for the year ahead is {likely}. If the two \
         ally, {form} is the likelier form.{stood_in}"
    )
}

fn flips(forms: &Forms) -> Vec<String> {
    if forms.switches.is_empty() {
        return vec![
            "No covariate alone would change the most likely outcome within the range of the data."
                .to_owned(),
        ];
    }
    let sentence = |s: &Switch| {
        let way = if s.at > s.value { "rose to" } else { "fell to" };
        format!(
            "{}: the most likely outcome would be {} if it {way} {} (now {}), all else unchanged.",
            s.label,
            OUTCOMES[s.to.min(2)],
            number(s.at),
            number(s.value)
        )
    };
    forms.switches.iter().take(FLIPS).map(sentence).collect()
}

fn number(x: f64) -> String {
    if x == x.trunc() { format!("{x:.0}") } else { format!("{x:.3}") }
}

fn parameter(e: &Estimate) -> GameParameter {
    let (predicted, wanted) = match e.predicted {
        Sign::Positive => ("+", Some(true)),
        Sign::Negative => ("\u{2212}", Some(false)),
        Sign::None => ("", None),
    };
    let met = match wanted {
        None => "",
        Some(_) if e.low <= 0.0 && e.high >= 0.0 => "cannot tell",
        Some(up) if up == (e.coef > 0.0) => "yes",
        Some(_) => "no",
    };
    GameParameter {
        label: e.label.clone(),
        value: e.coef,
        low: e.low,
        high: e.high,
        predicted: predicted.to_owned(),
        met: met.to_owned(),
    }
}

/// The game's out-of-sample scores beside those of the theory with the best log score among
/// those of single levels.
fn standing(e: &Evaluation, theory: &Theory) -> Option<String> {
    let game = e.model(&theory.id)?;
    let (rival, rival_log) = e
        .models
        .iter()
        .filter(|m| ["structural", "regional", "internal"].contains(&m.info.id.as_str()))
        .filter_map(|m| Some((m, m.log.finite()?)))
        .min_by(|a, b| a.1.total_cmp(&b.1))?;
    let ap = |m: &comity_outlook::ModelTrack| {
        m.average_precision.as_ref().map_or_else(|| "\u{2013}".to_owned(), |a| signed(a.value, 3))
    };
    Some(format!(
        "On {} forecasts of earlier years its Brier score is {:.5} and its log score {:.4}, average \
         precision {}; the best regression without history ({}) has {:.5}, {:.4} and {}. Less is \
         better for the first two, more for the third.",
        thousands(e.happened.len() as u64),
        game.brier.score,
        game.log.finite()?,
        ap(game).trim_start_matches('+'),
        rival.info.title,
        rival.brier.score,
        rival_log,
        ap(rival).trim_start_matches('+'),
    ))
}
