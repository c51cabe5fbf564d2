//! Estimates as text.

use comity::estimate::{Estimated, Figures, Row};
use comity::report::signed;
use comity::report::table::{Align, Table};
use comity::text::{span, thousands, year_ranges};
use comity::theories::Dropped;
use comity::theories::estimate::{
    AmeEstimate, ChainStatus, HierarchicalEstimate, TergmEstimate, YearOfNetwork,
};

/// Effects of single groups that are shown.
const SHOWN: usize = 5;
/// Years below which a bootstrap over years says little.
const FEW_YEARS: usize = 10;

fn title<T>(found: &Estimated<T>, what: &str) -> String {
    format!("{what}: {} ~ {}", found.outcome, found.terms())
}

/// The coefficients; controls only as a count.
fn coefficients<T: Figures>(found: &T, width: usize, colour: bool) -> Vec<String> {
    let rows = found.rows();
    let chains = rows.iter().any(|r| r.r_hat.is_some());
    let mut columns = vec![
        ("term", Align::Left),
        (if chains { "mean" } else { "coefficient" }, Align::Right),
        (if chains { "SD" } else { "bootstrap SD" }, Align::Right),
        ("95% interval", Align::Right),
    ];
    if chains {
        columns.extend([("R̂", Align::Right), ("ESS", Align::Right)]);
    }
    let mut table = Table::new(columns).elastic(0);
    let control =
        |r: &Row| !r.is_term && (r.variable.contains(":time") || r.variable.ends_with(":missing"));
    for r in rows.iter().filter(|r| !control(r)) {
        let positive = r.variable == "va" || r.variable.starts_with("sd(");
        let number = |x: f64| if positive { plain(x) } else { signed(x, 3) };
        let mut cells = vec![
            r.label.clone(),
            number(r.estimate),
            format!("{:.3}", r.sd),
            format!("{} to {}", number(r.low), number(r.high)),
        ];
        cells.extend(r.r_hat.map(|x| format!("{x:.3}")));
        cells.extend(r.ess.map(|x| thousands(x.round() as u64)));
        table.row(cells);
    }
    let controls = rows.iter().filter(|r| control(r)).count();
    let mut lines = vec![table.render(width, colour).trim_end().to_owned()];
    if controls > 0 {
        lines.push(format!("and {controls} columns of time and of missing values, see --json"));
    }
    lines
}

fn status(status: &ChainStatus, hint: &str) -> String {
    match status {
        ChainStatus::Converged => {
            "the chains agree (R̂ below 1.01, 100 effective draws a chain)".to_owned()
        }
        ChainStatus::NotConverged { reasons } => {
            format!("NOT CONVERGED, do not quote: {}; {hint}", reasons.join("; "))
        }
    }
}

fn dropped(dropped: &[Dropped]) -> impl Iterator<Item = String> + '_ {
    dropped.iter().map(|d| format!("left out: {} ({})", d.variable, d.reason))
}

/// As-of year, seed and sources.
fn provenance<T>(found: &Estimated<T>, width: usize) -> Vec<String> {
    let mut lines = vec![String::new(), format!("as of {}, seed {}", found.as_of, found.seed)];
    let mut line = "sources:".to_owned();
    for (k, source) in found.sources.iter().enumerate() {
        let comma = if k + 1 < found.sources.len() { "," } else { "" };
        if line.chars().count() + source.chars().count() + 2 > width {
            lines.push(std::mem::replace(&mut line, "  ".to_owned()));
        }
        let blank = if line.trim().is_empty() { "" } else { " " };
        line.push_str(&format!("{blank}{source}{comma}"));
    }
    lines.push(line);
    lines
}

/// A number with three decimals and a sign only where it is negative.
fn plain(x: f64) -> String {
    signed(x, 3).trim_start_matches('+').to_owned()
}

/// The text of `estimate hierarchical`.
pub(super) fn hierarchical(
    found: &Estimated<HierarchicalEstimate>,
    width: usize,
    colour: bool,
) -> String {
    let e = &found.estimate;
    let mut lines = vec![
        title(found, "Logit with group effects"),
        format!(
            "{} dyad-years of {} pairs and {} groups, {}, {} with cooperation; risk set: {}",
            thousands(e.rows as u64),
            thousands(e.pairs as u64),
            thousands(e.actors as u64),
            span(e.first, e.last),
            thousands(e.events as u64),
            found.risk_set,
        ),
        format!(
            "{} chains of {} draws after {}; {} divergences, E-BFMI {:.2} at the least",
            e.chains,
            thousands(e.draws as u64),
            thousands(e.warm_up as u64),
            e.divergences,
            e.e_bfmi
        ),
        status(&e.status, "more --draws, or a higher --target-acceptance"),
        String::new(),
    ];
    lines.extend(coefficients(e, width, colour));
    for g in &e.groups {
        lines.push(String::new());
        lines.push(format!(
            "{} effects by {}; the largest:",
            thousands(g.count as u64),
            g.by.as_str()
        ));
        let mut table =
            Table::new([("", Align::Left), ("mean", Align::Right), ("95% interval", Align::Right)])
                .elastic(0);
        for x in g.effects.iter().take(SHOWN) {
            let interval = format!("{} to {}", signed(x.low, 2), signed(x.high, 2));
            table.row([x.name.clone(), signed(x.mean, 2), interval]);
        }
        lines.push(table.render(width, colour).trim_end().to_owned());
    }
    lines.extend(dropped(&e.dropped));
    lines.extend(provenance(found, width));
    lines.join("\n")
}

/// The text of `estimate ame`.
pub(super) fn ame(found: &Estimated<AmeEstimate>, width: usize, colour: bool) -> String {
    let e = &found.estimate;
    let mut lines = vec![
        title(found, "Additive and multiplicative effects, probit"),
        format!(
            "{}: {} groups, {} pairs with a known tie, {} of them cooperating; risk set: {}",
            e.year,
            e.actors,
            thousands(e.known as u64),
            thousands(e.events as u64),
            found.risk_set,
        ),
        format!(
            "{} pairs unknown, imputed by the model: {} not coded or not at risk, {} without a covariate",
            thousands(e.unknown as u64),
            thousands(e.unknown.saturating_sub(e.without_covariate) as u64),
            thousands(e.without_covariate as u64),
        ),
        format!(
            "rank {}; {} chains of {} sweeps after {}, every {}th kept",
            e.rank,
            e.chains,
            thousands(e.sweeps as u64),
            thousands(e.burn_in as u64),
            e.thin
        ),
        status(&e.status, "more --sweeps, or a lower --rank"),
        String::new(),
    ];
    lines.extend(coefficients(e, width, colour));
    lines.push(String::new());
    lines.push("goodness of fit: the data beside networks simulated from the model".to_owned());
    let mut table = Table::new([
        ("statistic", Align::Left),
        ("data", Align::Right),
        ("model", Align::Right),
        ("95% of networks", Align::Right),
        ("within", Align::Left),
    ]);
    for g in &e.goodness {
        table.row([
            g.label.clone(),
            plain(g.observed),
            plain(g.mean),
            format!("{} to {}", plain(g.low), plain(g.high)),
            if g.within { "yes" } else { "no" }.to_owned(),
        ]);
    }
    lines.push(table.render(width, colour).trim_end().to_owned());
    let largest: Vec<String> = e
        .effects
        .iter()
        .take(SHOWN)
        .map(|x| format!("{} {}", x.name, signed(x.effect, 2)))
        .collect();
    lines.push(String::new());
    lines.push(format!("largest effects of groups: {}", largest.join(", ")));
    if !e.unobserved.is_empty() {
        lines.push(format!("groups without a known tie: {}", thousands(e.unobserved.len() as u64)));
    }
    lines.extend(dropped(&e.dropped));
    lines.extend(provenance(found, width));
    lines.join("\n")
}

/// The text of `estimate tergm`.
pub(super) fn tergm(found: &Estimated<TergmEstimate>, width: usize, colour: bool) -> String {
    let e = &found.estimate;
    let years = e.years.len();
    let ends = |y: Option<&YearOfNetwork>| y.map(|y| y.year);
    let sum =
        |of: fn(&YearOfNetwork) -> usize| -> u64 { e.years.iter().map(|y| of(y) as u64).sum() };
    let mut lines = vec![
        title(found, "Temporal exponential random graph, pseudo-likelihood"),
        format!(
            "{} networks, {}: {} groups, {} dyad-years, {} with cooperation; every pair observed",
            years,
            span(ends(e.years.first()), ends(e.years.last())),
            thousands(e.actors as u64),
            thousands(e.rows as u64),
            thousands(e.events as u64),
        ),
        format!(
            "left out: {} group-years with a pair that was not coded, {} dyad-years without a \
             covariate or the year before",
            thousands(sum(|y| y.left_out)),
            thousands(sum(|y| y.without)),
        ),
        format!(
            "bootstrap over years: {} refits, {} without an estimate",
            thousands(e.replicates as u64),
            thousands(e.failed.total() as u64)
        ),
    ];
    if years < FEW_YEARS {
        lines.push(format!("{years} years are few: the intervals are too short"));
    }
    if !e.years_without.is_empty() {
        lines.push(format!("years without a row: {}", year_ranges(&e.years_without)));
    }
    lines.push(String::new());
    lines.extend(coefficients(e, width, colour));
    lines.extend(dropped(&e.dropped));
    lines.extend(provenance(found, width));
    lines.join("\n")
}
