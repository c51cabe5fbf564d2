//! The rows of a regression table, before they are set in any format.

use crate::format::count;
use crate::page::{Coefficient, Regression, RegressionTable};

/// A row: a label and one cell a model.
pub(super) struct Row {
    pub(super) label: String,
    pub(super) cells: Vec<Cell>,
}

/// A cell of one or two lines.
#[derive(Clone, Default)]
pub(super) struct Cell {
    pub(super) above: String,
    pub(super) below: String,
}

impl Cell {
    fn line(text: impl Into<String>) -> Self {
        Self { above: text.into(), below: String::new() }
    }
}

/// The coefficients of terms: one row a column of any model, in the order of the models.
pub(super) fn terms(t: &RegressionTable) -> Vec<Row> {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for c in t.models.iter().flat_map(|m| &m.coefficients).filter(|c| c.term) {
        if !seen.iter().any(|s| s.0 == c.variable) {
            seen.push((&c.variable, &c.label));
        }
    }
    seen.into_iter()
        .map(|(variable, label)| Row {
            label: capitalised(label),
            cells: t
                .models
                .iter()
                .map(|m| {
                    let found = m.coefficients.iter().find(|c| c.term && c.variable == variable);
                    found.map_or_else(Cell::default, |c| coefficient(c, t.stars))
                })
                .collect(),
        })
        .collect()
}

/// Controls and intercept: whether each is in a model.
pub(super) fn controls(t: &RegressionTable) -> Vec<Row> {
    let has = |m: &Regression, test: &dyn Fn(&Coefficient) -> bool| {
        let n = m.coefficients.iter().filter(|c| !c.term && test(c)).count();
        Cell::line(if n > 0 { "yes" } else { "no" })
    };
    let row = |label: &str, test: &dyn Fn(&Coefficient) -> bool| Row {
        label: label.to_owned(),
        cells: t.models.iter().map(|m| has(m, test)).collect(),
    };
    let mut rows = vec![
        row("Time since the last tie", &|c| c.variable.starts_with("years_since_tie:")),
        row("Calendar year", &|c| c.variable.starts_with("year:")),
        row("Marks of missing values", &|c| c.variable.ends_with(":missing")),
    ];
    let intercept = |m: &Regression| {
        let found = m.coefficients.iter().find(|c| c.variable == "(intercept)");
        found.map_or_else(Cell::default, |c| coefficient(c, t.stars))
    };
    rows.push(Row {
        label: "Intercept (at the means)".to_owned(),
        cells: t.models.iter().map(intercept).collect(),
    });
    rows
}

/// Sample and fit.
pub(super) fn statistics(t: &RegressionTable) -> Vec<Row> {
    let row = |label: &str, cell: &dyn Fn(&Regression) -> String| Row {
        label: label.to_owned(),
        cells: t.models.iter().map(|m| Cell::line(cell(m))).collect(),
    };
    vec![
        row("Estimator", &|m| m.estimator.clone()),
        row("Dyad-years", &|m| count(m.n)),
        row("With the outcome", &|m| count(m.events)),
        row("Groups", &|m| count(m.groups)),
        row("Pairs", &|m| count(m.pairs)),
        row("Log-likelihood", &|m| number(m.loglik, 2)),
        row("AIC", &|m| number(m.aic, 1)),
        row("BIC", &|m| number(m.bic, 1)),
        row("Pseudo R² (McFadden)", &|m| number(m.pseudo_r2, 3)),
    ]
}

/// What stands below the table, one sentence each.
pub(super) fn notes(t: &RegressionTable) -> Vec<String> {
    let c = &t.caption;
    let mut notes = vec![
        format!("Outcome: {}. {}", c.outcome, c.sample),
        "Coefficients on the scale of the linear predictor; standard errors in parentheses."
            .to_owned(),
    ];
    if t.stars {
        notes.push(
            "* p < 0.05, ** p < 0.01, *** p < 0.001, two-sided; many terms are tested at once."
                .to_owned(),
        );
    }
    notes.extend(standard_errors(&t.models));
    for m in &t.models {
        notes.extend(m.notes.iter().map(|n| format!("{}: {n}.", m.id)));
    }
    if t.models
        .iter()
        .any(|m| m.estimator.contains("Firth") || m.notes.iter().any(|n| n.contains("Firth")))
    {
        notes.push("AIC, BIC and pseudo R² use the likelihood without penalty.".to_owned());
    }
    notes.push(format!("Sources: {}.", c.sources.join("; ")));
    notes.push(format!(
        "As of {}. comity {}, manifest {}.",
        c.as_of, c.manifest.program, c.manifest_hash
    ));
    notes
}

/// The heading of a model's column.
pub(super) fn heading(m: &Regression) -> String {
    if m.user { format!("{} (user’s)", m.id) } else { m.id.clone() }
}

/// Where standard errors come from, one sentence a variance, and whose estimate was clipped.
pub(crate) fn standard_errors(models: &[Regression]) -> Vec<String> {
    let mut variances: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut clipped: Vec<&str> = Vec::new();
    for m in models {
        let (name, rest) = m.variance.split_once(';').unwrap_or((&m.variance, ""));
        if rest.contains("positive semi-definite") {
            clipped.push(&m.id);
        }
        match variances.iter_mut().find(|v| v.0 == name) {
            Some((_, of)) => of.push(&m.id),
            None => variances.push((name, vec![&m.id])),
        }
    }
    let several = variances.len() > 1;
    let sentence = |(variance, of): (&str, Vec<&str>)| {
        let whose = if several { format!(" ({})", of.join(", ")) } else { String::new() };
        format!("Standard errors{whose}: {variance}.")
    };
    let mut out: Vec<String> = variances.into_iter().map(sentence).collect();
    if !clipped.is_empty() {
        out.push(format!(
            "The estimated variance was not positive semi-definite, and its negative eigenvalues were set to \
             zero, for {}.",
            clipped.join(", ")
        ));
    }
    out
}

fn coefficient(c: &Coefficient, stars: bool) -> Cell {
    let mark = match c.p {
        Some(p) if stars && p < 0.001 => "***",
        Some(p) if stars && p < 0.01 => "**",
        Some(p) if stars && p < 0.05 => "*",
        _ => "",
    };
    // Both in the digits that the standard error needs.
    let digits = [3, 4, 5].into_iter().find(|d| c.se * 10_f64.powi(*d) >= 9.5).unwrap_or(3);
    let digits = usize::try_from(digits).unwrap_or(3);
    Cell {
        above: format!("{}{mark}", number(c.coef, digits)),
        below: format!("({})", number(c.se, digits)),
    }
}

/// A number with a true minus; a dash when it is none.
pub(super) fn number(x: f64, digits: usize) -> String {
    if !x.is_finite() {
        return crate::format::ABSENT.to_owned();
    }
    let text = format!("{:.digits$}", x.abs());
    let zero = text.chars().all(|c| c == '0' || c == '.');
    if x < 0.0 && !zero { format!("−{text}") } else { text }
}

/// Words with a capital; formulas as they stand.
pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    let call = |(i, _): (usize, char)| i > 0 && !text[..i].ends_with(' ');
    let code = text.contains('_') || text.char_indices().find(|c| c.1 == '(').is_some_and(call);
    match chars.next() {
        Some(first) if !code => first.to_uppercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}
