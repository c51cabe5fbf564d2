//! What a run of curves gives.

use crate::text::thousands;
use comity_core::Manifest;
use comity_report::signed;
use comity_theories::Sign;
use comity_theories::curve::{JointTest, Row, Summary};
use serde::Serialize;

/// What a curve says about its term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// The curve lies on the predicted side further than chance puts it.
    AsPredicted,
    /// It lies on the other side further than chance puts it.
    Opposite,
    /// No sign was predicted, and the curve lies on one side further than chance puts it.
    OneSided,
    /// The data cannot tell.
    CannotTell,
}

impl Reading {
    /// In words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Reading::AsPredicted => "as predicted",
            Reading::Opposite => "opposite to the prediction",
            Reading::OneSided => "on one side of zero, with no sign predicted",
            Reading::CannotTell => "the data cannot tell",
        }
    }
}

/// The curve of one term.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Curve {
    /// Short name of the term.
    pub label: String,
    /// Why its theory predicts the sign.
    pub because: String,
    /// How the estimates spread, and by choice.
    pub summary: Summary,
    /// The joint test; `None` when none was asked for or possible.
    pub joint: Option<JointTest>,
    /// p-value of "every statistic of the joint test lies beyond chance", adjusted for as many
    /// terms as were tested (Holm); of the smaller of both directions, doubled, where a sign is
    /// predicted.
    pub adjusted_p: Option<f64>,
    /// What it says.
    pub reading: Reading,
    /// The same in a sentence.
    pub sentence: String,
}

/// Curves with everything that must be said beside them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Curves {
    /// One curve a term.
    pub curves: Vec<Curve>,
    /// Designs that the choices allow, for each term.
    pub designs_possible: u64,
    /// Designs drawn, for each term.
    pub designs: usize,
    /// Estimators of each design.
    pub estimators: usize,
    /// Specifications in all.
    pub specifications: usize,
    /// Of these, found finished in the journal of an earlier run.
    pub resumed: usize,
    /// Outcomes left out, each with the reason.
    pub outcomes_left_out: Vec<(String, String)>,
    /// Countries of which specifications leave out one.
    pub countries: Vec<String>,
    /// Terms of the default choice that the data at hand do not have.
    pub unavailable: Vec<String>,
    /// Covariates that the data at hand do not have.
    pub covariates_unavailable: Vec<String>,
    /// First and last year of the panel.
    pub years: (i16, i16),
    /// Every specification with its fit; in files, not in the JSON of the command.
    #[serde(skip)]
    pub rows: Vec<Row>,
    /// What it was computed from.
    pub manifest: Manifest,
}

/// The reading of a curve, and the sentence it ends in.
pub(super) fn read(
    label: &str,
    summary: &Summary,
    joint: Option<&JointTest>,
    adjusted_p: Option<f64>,
) -> (Reading, String) {
    let all = &summary.all;
    let percent = |x: f64| format!("{:.0}%", 100.0 * x);
    let far = adjusted_p.is_some_and(|p| p < 0.05);
    let reading = match (summary.predicted, joint.map(JointTest::all_beyond)) {
        (_, None) => Reading::CannotTell,
        _ if !far => Reading::CannotTell,
        (Sign::None, Some(_)) => Reading::OneSided,
        (_, Some((with, Some(against)))) if against < with => Reading::Opposite,
        _ => Reading::AsPredicted,
    };
    let spread = match (all.median, all.low, all.high) {
        (Some(m), Some(l), Some(h)) => {
            format!(
                " The median relative effect is {} (5% to 95% of the fits: {} to {}).",
                signed(m, 2),
                signed(l, 2),
                signed(h, 2)
            )
        }
        _ => String::new(),
    };
    let shares = match (summary.as_predicted(), summary.against()) {
        (Some(with), Some(against)) => format!(
            "{}: {} of the {} estimates are positive; {} have an interval wholly on the predicted \
             side, {} on the other.",
            label,
            percent(all.positive),
            thousands(all.estimates as u64),
            percent(with),
            percent(against)
        ),
        _ => format!(
            "{}: {} of the {} estimates are positive; {} have an interval wholly above zero, {} below. \
             No sign is predicted.",
            label,
            percent(all.positive),
            thousands(all.estimates as u64),
            percent(all.above),
            percent(all.below)
        ),
    };
    let tested = match (reading, adjusted_p) {
        (Reading::CannotTell, Some(p)) => {
            format!(" Joint test: {} it from chance (adjusted p = {p:.3}).", reading.as_str())
        }
        (_, Some(p)) => format!(" Joint test: {} (adjusted p = {p:.3}).", reading.as_str()),
        (_, None) => " There was no joint test, so no more can be said.".to_owned(),
    };
    (reading, format!("{shares}{spread}{tested}"))
}

/// Holm's (1979) step-down adjustment.
pub(super) fn holm(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut order: Vec<usize> =
        (0..p.len()).filter(|&i| p.get(i).is_some_and(Option::is_some)).collect();
    let of = |i: usize| p.get(i).copied().flatten().unwrap_or(1.0);
    order.sort_by(|&a, &b| of(a).total_cmp(&of(b)).then(a.cmp(&b)));
    let mut out = vec![None; p.len()];
    let mut highest = 0.0_f64;
    for (rank, &i) in order.iter().enumerate() {
        highest = highest.max((of(i) * (order.len() - rank) as f64).min(1.0));
        if let Some(slot) = out.get_mut(i) {
            *slot = Some(highest);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Holm's own example of three hypotheses: 0.01, 0.04, 0.03 become 0.03, 0.06, 0.06.
    #[test]
    fn holm_steps_down() {
        let close = |a: Option<f64>, b: f64| a.is_some_and(|a| (a - b).abs() < 1e-12);
        let found = holm(&[Some(0.01), None, Some(0.04), Some(0.03)]);
        assert!(close(found[0], 0.03) && close(found[2], 0.06) && close(found[3], 0.06));
        assert_eq!(found[1], None);
    }
}
