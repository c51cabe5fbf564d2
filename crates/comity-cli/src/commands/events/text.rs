//! Fits as text.

use comity::events::{FittedEvents, Status, Ties, TimeUnit};
use comity::report::signed;
use comity::report::table::{Align, Table};
use comity::text::thousands;

/// A fit as a table with what it rests on.
pub(super) fn fitted(found: &FittedEvents, width: usize, colour: bool) -> String {
    let robust = found.fit.robust_standard_errors.is_some();
    let mut columns =
        vec![("term", Align::Left), ("coefficient", Align::Right), ("s.e.", Align::Right)];
    if robust {
        columns.push(("robust s.e.", Align::Right));
    }
    columns.extend([("95% interval", Align::Right), ("p", Align::Right)]);
    let mut table = Table::new(columns);
    for r in found.rows() {
        // Raw counts of many events have effects that three decimals do not show.
        let small = r.standard_error < 0.0005 && r.estimate.abs() < 0.0995;
        let estimate = |x: f64| if small { signed_power(x) } else { signed(x, 3) };
        let error = |x: f64| if small { power(x) } else { plain(x) };
        let mut cells = vec![r.term.to_owned(), estimate(r.estimate), error(r.standard_error)];
        cells.extend(r.robust.map(error));
        cells.push(if r.interval.0.is_finite() {
            format!("{} to {}", estimate(r.interval.0), estimate(r.interval.1))
        } else {
            "–".to_owned()
        });
        cells.push(p_value(r.p));
        table.row(cells);
    }
    let mut lines = vec![
        format!("{}: {}", found.model(), found.file),
        String::new(),
        table.render(width, colour).trim_end().to_owned(),
        String::new(),
    ];
    lines.extend(about(found));
    lines.join("\n")
}

fn plain(x: f64) -> String {
    if x.is_finite() { format!("{x:.3}") } else { "–".to_owned() }
}

/// Three digits and a power of ten: 4.13e−5.
fn power(x: f64) -> String {
    if x.is_finite() { format!("{x:.2e}").replace('-', "−") } else { "–".to_owned() }
}

fn signed_power(x: f64) -> String {
    if x > 0.0 { format!("+{}", power(x)) } else { power(x) }
}

fn p_value(p: f64) -> String {
    match p {
        p if p.is_nan() => "–".to_owned(),
        p if p < 0.001 => "<0.001".to_owned(),
        p => format!("{p:.3}"),
    }
}

/// The sample, the fit and how it ended.
fn about(found: &FittedEvents) -> Vec<String> {
    let fit = &found.fit;
    let count = |n: usize| thousands(n as u64);
    let mut sample = format!(
        "{} events explained of {} in the file, {} actors, {} pairs",
        count(fit.events),
        thousands(found.rows),
        count(fit.actors),
        if found.directed { "ordered" } else { "unordered" },
    );
    if fit.moments < fit.events {
        let how = match found.options.ties {
            Ties::Efron => "Efron",
            Ties::Breslow => "Breslow",
            Ties::Exact => "exact",
        };
        sample.push_str(&format!("; {} moments, ties: {how}", count(fit.moments)));
    }
    let times = match found.unit {
        TimeUnit::Day => format!("{} days from first to last event", found.last - found.first),
        TimeUnit::Number => format!("times {} to {}", found.first, found.last),
    };
    let mut lines = vec![
        sample,
        times,
        format!(
            "log-likelihood {:.3} (null {:.3}), AIC {:.1}, BIC {:.1}",
            fit.log_likelihood,
            fit.null_log_likelihood,
            fit.aic(),
            fit.bic()
        ),
    ];
    lines.push(match &fit.status {
        Status::Converged => format!(
            "converged in {} steps; full risk set, no sampling; statistics of the strict past",
            fit.iterations
        ),
        Status::Separated { terms } => format!(
            "NO FINITE ESTIMATE of {}: the likelihood rises without end; --firth gives one",
            terms.join(", ")
        ),
        Status::Unidentified { terms } => {
            format!("NOT IDENTIFIED: the events say nothing of {}", terms.join(", "))
        }
        Status::NotConverged => {
            format!("NOT CONVERGED after {} steps, do not quote", fit.iterations)
        }
    });
    if found.options.firth {
        lines.push("Firth's penalty".to_owned());
    }
    if found.options.ridge > 0.0 {
        lines.push(format!("ridge penalty, λ = {}", found.options.ridge));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_keep_their_digits() {
        assert_eq!([power(4.126e-5), signed_power(4.126e-5)], ["4.13e−5", "+4.13e−5"]);
        assert_eq!([signed_power(-0.0123), signed_power(0.0)], ["−1.23e−2", "0.00e0"]);
        assert_eq!(power(f64::NAN), "–");
    }
}
