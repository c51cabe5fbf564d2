//! Which columns of a theory's terms enter its design.

use super::basis::Computed;
use super::recipe::{Covariate, LeftOut, by_row, column_at};
use crate::report::Dropped;
use crate::sample::Sample;
use crate::settings::FitSettings;
use crate::theory::Term;
use comity_core::Level;
use comity_panel::Panel;

/// A column that a term asks for.
pub(super) struct Candidate {
    variable: String,
    computed: Option<Computed>,
    values: Vec<f64>,
}

/// The columns of a term, if the panel has what it needs.
pub(super) fn candidates(term: &Term, sample: &Sample<'_>, out: &mut LeftOut) -> Vec<Candidate> {
    let (panel, rows) = (sample.panel, sample.rows.as_slice());
    let Some(expression) = &term.expression else {
        let Some(values) = column_at(panel, rows, &term.variable) else {
            out.unavailable.push(term.variable.clone());
            return Vec::new();
        };
        return vec![Candidate { variable: term.variable.clone(), computed: None, values }];
    };
    let known =
        |name: &&str| column_at(panel, rows, name).is_some_and(|v| v.iter().any(|v| !v.is_nan()));
    if !expression.variables().iter().all(known) {
        out.unavailable.push(term.variable.clone());
        return Vec::new();
    }
    let inputs = expression.variables();
    let complete = by_row(panel, rows, &|values| inputs.iter().map(|n| values(n)).sum());
    let training = |of: &crate::formula::Scalar| by_row(panel, rows, &|values| of.value(values));
    let columns = match Computed::columns(expression, &training) {
        Ok(columns) => columns,
        Err(reason) => {
            out.dropped.push(Dropped { variable: term.variable.clone(), reason });
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for (variable, computed) in columns {
        let values = by_row(panel, rows, &|values| computed.value(values));
        let broken =
            values.iter().zip(&complete).filter(|(v, c)| v.is_nan() && !c.is_nan()).count();
        if broken > 0 {
            let reason = format!("no number in {broken} training rows whose columns are known");
            out.dropped.push(Dropped { variable, reason });
        } else {
            found.push(Candidate { variable, computed: Some(computed), values });
        }
    }
    found
}

/// The covariate of a column, unless it cannot enter.
pub(super) fn admit(
    candidate: Candidate,
    term: &Term,
    sample: &Sample<'_>,
    settings: &FitSettings,
    patterns: &mut Vec<Vec<bool>>,
    out: &mut LeftOut,
) -> Option<Covariate> {
    let Candidate { variable, computed, values } = candidate;
    let known: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
    let low = known.iter().copied().fold(f64::INFINITY, f64::min);
    let high = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if known.is_empty() {
        out.unavailable.push(variable);
        return None;
    }
    let share = known.len() as f64 / values.len() as f64;
    let why_not = if low == high {
        Some("the same in every training row".to_owned())
    } else if share < settings.min_known {
        Some(format!("known in {:.1}% of the training rows only", 100.0 * share))
    } else {
        None
    };
    if let Some(reason) = why_not {
        out.dropped.push(Dropped { variable, reason });
        return None;
    }
    let missing: Vec<bool> = values.iter().map(|v| v.is_nan()).collect();
    let marked = known.len() < values.len()
        && informative(&missing, &sample.y)
        && !patterns.iter().any(|p| same_but_for_a_few(p, &missing, &sample.y));
    if marked {
        patterns.push(missing);
    }
    let count = known.len() as f64;
    let (label, level) = label(term, &variable, sample.panel);
    Some(Covariate {
        variable,
        label,
        level,
        predicted: term.predicted,
        transform: term.transform,
        mean: known.iter().map(|v| term.transform.apply(*v)).sum::<f64>() / count,
        typical: known.iter().sum::<f64>() / count,
        low,
        high,
        missing: 1.0 - count / values.len() as f64,
        marked,
        computed,
    })
}

/// Label and level of a column; the level of a computed one when its columns share it.
pub(crate) fn label(term: &Term, variable: &str, panel: &Panel) -> (String, Option<Level>) {
    let of = |name: &str| panel.variable(name).map_or_else(|| name.to_owned(), |v| v.label.clone());
    let level = |name: &str| panel.variable(name).and_then(|v| v.level);
    let Some(expression) = &term.expression else { return (of(variable), level(variable)) };
    let levels: Vec<Option<Level>> = expression.variables().into_iter().map(level).collect();
    let shared =
        levels.first().copied().flatten().filter(|l| levels.iter().all(|o| *o == Some(*l)));
    let products = |factor: &str| of(factor);
    // A curve's columns keep their text, which numbers them.
    let words: Vec<String> = variable.split(':').map(products).collect();
    (words.join(" × "), shared)
}

/// Whether a mark of missing values can have a finite coefficient: both outcomes occur with
/// and without it.
fn informative(missing: &[bool], y: &[bool]) -> bool {
    let mut seen = [[false; 2]; 2];
    for (m, y) in missing.iter().zip(y) {
        seen[usize::from(*m)][usize::from(*y)] = true;
    }
    seen.iter().flatten().all(|s| *s)
}

/// Whether two marks differ in less than 1 % of the rows, or in rows of one outcome only: the
/// data cannot tell them apart, and their difference would separate the outcome.
fn same_but_for_a_few(a: &[bool], b: &[bool], y: &[bool]) -> bool {
    let mut differing = [0_usize; 2];
    for ((a, b), y) in a.iter().zip(b).zip(y) {
        differing[usize::from(*y)] += usize::from(a != b);
    }
    let [no, yes] = differing;
    no == 0 || yes == 0 || 100 * (no + yes) < y.len()
}
