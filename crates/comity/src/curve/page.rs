//! Curves as a page.

use super::result::{Curve, Curves};
use crate::page::provenance::provenance;
use crate::text::{span, thousands};
use comity_core::Result;
use comity_report::CurvePage;
use comity_report::page::{CurveChoice, CurvePoint, CurveTest, CurveValue, TermCurve};
use comity_theories::Sign;
use comity_theories::curve::{ByValue, CHOICES, JointTest, Row};

/// The page of a run of curves; `command` repeats it.
///
/// # Errors
/// [`comity_core::Code::Internal`] when the manifest cannot be hashed.
pub fn page(curves: &Curves, command: String) -> Result<CurvePage> {
    Ok(CurvePage {
        title: "Does the answer depend on how the question is asked?".to_owned(),
        method: format!(
            "Each term was estimated under {} designs drawn at random from the {} that the choices \
             allow, with {} estimators each: {} specifications in all. Panel: {}.",
            thousands(curves.designs as u64),
            thousands(curves.designs_possible),
            curves.estimators,
            thousands(curves.specifications as u64),
            span(Some(curves.years.0), Some(curves.years.1)),
        ),
        curves: curves.curves.iter().map(|c| term(c, &curves.rows)).collect(),
        notes: curves.notes(),
        provenance: provenance(curves.manifest.clone(), command)?,
    })
}

impl Curves {
    /// What must be said beside the curves.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> = self
            .outcomes_left_out
            .iter()
            .map(|(outcome, why)| format!("Outcome left out: {outcome} ({why})."))
            .collect();
        if !self.unavailable.is_empty() {
            notes.push(format!(
                "No curve, not in the data at hand: {}.",
                self.unavailable.join(", ")
            ));
        }
        if !self.covariates_unavailable.is_empty() {
            let names = self.covariates_unavailable.join(", ");
            notes.push(format!("Covariates that the data at hand do not have: {names}."));
        }
        notes.push(format!(
            "Countries left out one at a time, with every row of which either group is located \
             there: {}.",
            self.countries.join(", ")
        ));
        notes.push(format!(
            "p-values that readings rest on are adjusted for {} terms (Holm). Estimates are \
             associations, and all come from one body of evidence: a curve shows how far an answer \
             depends on choices, not whether the data are right.",
            self.curves.len()
        ));
        notes
    }
}

fn term(curve: &Curve, rows: &[Row]) -> TermCurve {
    let s = &curve.summary;
    let predicted = match s.predicted {
        Sign::Positive => "Predicted: more of it, more cooperation.",
        Sign::Negative => "Predicted: more of it, less cooperation.",
        Sign::None => "No sign is predicted.",
    };
    let choices: Vec<CurveChoice> = s
        .choices
        .iter()
        .filter(|c| c.values.len() > 1)
        .map(|c| CurveChoice {
            name: c.choice.clone(),
            moves: c.moves,
            values: c.values.iter().map(value).collect(),
        })
        .collect();
    TermCurve {
        term: s.term.clone(),
        label: curve.label.clone(),
        prediction: format!("{predicted} {}", curve.because),
        sentence: curve.sentence.clone(),
        endings: s
            .statuses
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(status, n)| (status.as_str().to_owned(), *n as u64))
            .collect(),
        points: points(&s.term, &choices, rows),
        choices,
        tests: curve.joint.as_ref().map(tests).unwrap_or_default(),
        test_method: curve.joint.as_ref().map(method).unwrap_or_default(),
    }
}

fn value(v: &ByValue) -> CurveValue {
    let s = &v.spread;
    CurveValue {
        name: v.value.clone(),
        fits: s.specifications as u64,
        estimates: s.estimates as u64,
        median: s.median,
        low: s.low,
        high: s.high,
        positive: s.positive,
        above: s.above,
        below: s.below,
    }
}

/// Every estimate of a term, the smallest first.
fn points(term: &str, choices: &[CurveChoice], rows: &[Row]) -> Vec<CurvePoint> {
    let number = |row: &Row, choice: &CurveChoice| {
        let of = CHOICES.iter().find(|(name, _)| *name == choice.name).map(|(_, of)| of(row));
        let at = choice.values.iter().position(|v| Some(v.name.as_str()) == of);
        at.and_then(|k| u16::try_from(k).ok()).unwrap_or(u16::MAX)
    };
    let mut points: Vec<CurvePoint> = rows
        .iter()
        .filter(|r| r.term == term)
        .filter_map(|r| {
            let e = r.estimate?;
            Some(CurvePoint {
                specification: r.specification.clone(),
                estimate: e.relative,
                interval: e.relative_interval(),
                values: choices.iter().map(|c| number(r, c)).collect(),
            })
        })
        .collect();
    points.sort_by(|a, b| {
        a.estimate.total_cmp(&b.estimate).then_with(|| a.specification.cmp(&b.specification))
    });
    points
}

fn tests(joint: &JointTest) -> Vec<CurveTest> {
    let test = |t: &comity_theories::curve::Statistic| CurveTest {
        name: t.name.clone(),
        observed: t.observed,
        permuted: t.under_permutation,
        p: t.p,
        p_error: t.p_error,
        p_against: t.p_against,
    };
    joint.statistics.iter().map(test).collect()
}

fn method(joint: &JointTest) -> String {
    format!(
        "{} permutations of whole dyads over {} designs by logit ({} could not be tested); {:.0}% of \
         the dyads with cooperation have another to change places with",
        thousands(joint.permutations as u64),
        joint.designs,
        joint.without,
        100.0 * joint.movable
    )
}
