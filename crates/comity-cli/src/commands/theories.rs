//! `comity theories`.

use crate::args::TheoriesArgs;
use crate::commands::spec;
use crate::output::Output;
use comity::Session;
use comity::core::Result;
use comity::fits::{Fits, FittedTheory};
use comity::report::table::{Align, Table};
use comity::theories::{FitStatus, Sign};

/// Prints every theory with its fit.
pub(super) fn run(session: &Session, args: &TheoriesArgs, out: &Output) -> Result<()> {
    let fits =
        comity::fits::fits(session, args.theory.as_deref(), &args.outcome, &spec(&args.spec)?)?;
    out.result(&fits, || text(&fits, args.theory.is_some(), out))
}

fn text(fits: &Fits, whole: bool, out: &Output) -> String {
    let mut lines = vec![format!("Outcome: {}", fits.outcome), String::new()];
    for t in &fits.theories {
        lines.extend(one(t, whole, out));
    }
    lines.join("\n")
}

fn one(t: &FittedTheory, whole: bool, out: &Output) -> Vec<String> {
    let mut lines = vec![format!("{} ({})", t.theory.title, t.theory.id)];
    if let (true, Some(page)) = (whole, &t.page) {
        lines.push(page.trim().to_owned());
        lines.push(String::new());
    }
    let state = match &t.status {
        FitStatus::Converged => String::new(),
        FitStatus::Separated { columns } => {
            format!("; separated by {}: Firth's penalised estimates", columns.join(", "))
        }
        FitStatus::NotConverged => "; did not converge: no model".to_owned(),
        FitStatus::NoSample { reason } => format!("; no model: {reason}"),
    };
    let loglik = t.loglik.map(|l| format!(", log-likelihood {l:.2}")).unwrap_or_default();
    lines.push(format!(
        "  {} dyad-years, {} with cooperation{loglik}{state}",
        comity::text::thousands(t.n as u64),
        comity::text::thousands(t.events as u64)
    ));
    let mut table = Table::new([
        ("term", Align::Left),
        ("coefficient", Align::Right),
        ("dyadic SE", Align::Right),
        ("95% interval", Align::Right),
        ("predicted", Align::Left),
        ("met", Align::Left),
    ]);
    for e in t.estimates.iter().filter(|e| e.is_term) {
        table.row([
            e.label.clone(),
            format!("{:+.3}", e.coef),
            format!("{:.3}", e.se),
            format!("{:+.3} to {:+.3}", e.low, e.high),
            match e.predicted {
                Sign::Positive => "+",
                Sign::Negative => "−",
                Sign::None => "",
            }
            .to_owned(),
            match (e.sign_met, e.low > 0.0 || e.high < 0.0) {
                (None, _) => "",
                (Some(true), true) => "yes",
                (Some(false), true) => "no, opposite",
                (Some(_), false) => "cannot tell",
            }
            .to_owned(),
        ]);
    }
    if !table.is_empty() {
        lines.push(table.render(out.width(), out.colour()));
    }
    lines.extend(t.variance_note.iter().map(|n| format!("  {n}")));
    if !t.unavailable.is_empty() {
        lines.push(format!("  unavailable with the data at hand: {}", t.unavailable.join(", ")));
    }
    lines.extend(t.dropped.iter().map(|d| format!("  left out: {} ({})", d.variable, d.reason)));
    lines.push(String::new());
    lines
}
