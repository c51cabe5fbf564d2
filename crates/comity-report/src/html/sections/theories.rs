//! Section 4: rival theories.

use super::effects::effects;
use crate::data;
use crate::format::{percent, percent_range, ranged, score, signed, weight};
use crate::html::parts::{data_files, data_table, figure, name, prose, scroll, section as part};
use crate::page::{Expectation, Game, Grid, LevelShare, Page, TheoryRow, Verdict};
use crate::svg::{Axis, IntervalRow, interval_row};
use crate::words;
use maud::{Markup, html};

/// The section.
pub(in crate::html) fn section(page: &Page) -> Markup {
    let t = &page.theories;
    let body = html! {
        @if t.rows.is_empty() { p.quiet { "No theory could be fitted." } }
        @else { (probabilities(page)) (scores(page)) }
        @if !t.effects.is_empty() { (effects(page)) }
        @if let Some(s) = &t.external_vs_internal {
            h3 { "Do external elements outweigh internal ones?" }
            (prose(s))
        }
        @if !t.levels.is_empty() { (levels(page)) }
        @if let Some(g) = t.grid.as_ref().filter(|g| !g.rows.is_empty()) { (grid(page, g)) }
        @if let Some(g) = &t.game { (game(g)) }
    };
    part("theories", 4, "Rival theories", &body)
}

fn probabilities(page: &Page) -> Markup {
    let rows = &page.theories.rows;
    let max = rows
        .iter()
        .flat_map(|r| [r.probability, r.interval80.map(|i| i.high)])
        .flatten()
        .fold(0.0, f64::max);
    let axis = Axis::probability(max);
    let plot = html! {
        ul.rows {
            @for (i, r) in rows.iter().enumerate() { (probability(&axis, i, r)) }
            li.axis { span {} (axis.labels("theory-axis", "probability")) span {} }
        }
    };
    let caption = html! {
        "Each theory’s own probability for this pair, with its 80% interval; the weight is its part in the answer. "
        @if axis.high() < 1.0 { strong { "The axis ends at " (percent(axis.high()).replace(".0%", "%")) "." } }
    };
    figure("fig-theories", &caption, &plot, &data::theories(page), &page.stem())
}

fn probability(axis: &Axis, i: usize, r: &TheoryRow) -> Markup {
    html! {
        li {
            div.what {
                (name(&r.title))
                small {
                    @if r.baseline { "baseline" } @else { (levels_of(r)) }
                    @if let Some(w) = r.weight { " · weight " (weight(w)) }
                }
            }
            @match r.probability {
                Some(p) => {
                    (interval_row(axis, &IntervalRow {
                        id: &format!("theory-{i}"), title: &r.title, probability: p,
                        inner: r.interval80, outer: None, base: None,
                    }))
                    div.value {
                        b { (percent(p)) }
                        @if let Some(i) = r.interval80 { small { (percent_range(i.low, i.high)) } }
                    }
                }
                None => div.why { span.badge { "no basis" } },
            }
            @if let Some(n) = &r.note { div.note { (name(n)) } }
        }
    }
}

fn levels_of(r: &TheoryRow) -> String {
    r.levels.iter().map(|l| l.as_str()).collect::<Vec<_>>().join(", ")
}

fn scores(page: &Page) -> Markup {
    let table = html! {
        table {
            caption { span { "Out-of-sample scores over all pairs, and whether each beats persistence (“last year repeats”)" } }
            thead { tr {
                th scope="col" { "Theory" }
                th.num scope="col" { "Weight" }
                th.num scope="col" { "Brier\u{a0}↓" }
                th.num scope="col" { "Log\u{a0}loss\u{a0}↓" }
                th.num scope="col" { "Avg.\u{a0}precision\u{a0}↑" }
                th scope="col" { "Beats persistence?" }
            } }
            tbody {
                @for r in &page.theories.rows {
                    tr {
                        th scope="row" { (name(&r.title)) }
                        td.num { (r.weight.map_or_else(|| "–".to_owned(), weight)) }
                        td.num { (score(r.brier, 4)) }
                        td.num { (score(r.log_score, 4)) }
                        td.num { (score(r.average_precision, 3)) }
                        td { (verdict(r.verdict)) }
                    }
                }
            }
        }
    };
    scroll("Scores of the theories", &table)
}

/// A verdict with a mark that does not rest on colour.
pub(in crate::html) fn verdict(v: Option<Verdict>) -> Markup {
    match v {
        Some(Verdict::Yes) => html! { span.yes { "✓ yes" } },
        Some(Verdict::No) => html! { span.no { "✗ no" } },
        Some(Verdict::CannotTell) => html! { span.maybe { "? cannot tell" } },
        None => html! { span.quiet { "the bar" } },
    }
}

fn levels(page: &Page) -> Markup {
    let cell = |r: Option<crate::page::Ranged>, digits: usize| {
        html! { td.num { (score(r.map(|r| r.value), digits)) small { (ranged(r, digits, false)) } } }
    };
    let row = |l: &LevelShare| {
        html! {
            tr {
                th scope="row" { (words::level(l.level)) }
                td.num {
                    (l.in_sample.map_or_else(|| "–".to_owned(), |r| percent(r.value)))
                    small { (l.in_sample.map_or_else(String::new, |r| percent_range(r.low, r.high))) }
                }
                (cell(l.log_score, 4)) (cell(l.average_precision, 3))
            }
        }
    };
    let table = html! {
        table {
            caption { span { "What each level adds (Shapley shares over the sets of levels, 95% intervals by dyad)" } }
            thead { tr {
                th scope="col" { "Level" }
                th.num scope="col" { "In-sample share" }
                th.num scope="col" { "Log score, out of sample" }
                th.num scope="col" { "Avg. precision, out of sample" }
            } }
            tbody { @for l in &page.theories.levels { (row(l)) } }
        }
    };
    html! { (scroll("What each level adds", &table)) (data_files(&data::levels(page), &page.stem())) }
}

fn grid(page: &Page, g: &Grid) -> Markup {
    let table = html! {
        table.grid {
            caption { span { "Evidence by theory: what each theory expected beforehand" } }
            thead { tr {
                th scope="col" { "Evidence" }
                @for t in &g.theories { th scope="col" { (name(t)) } }
                th scope="col" { "Separates?" }
            } }
            tbody {
                @for r in &g.rows {
                    tr {
                        th scope="row" { (name(&r.evidence)) }
                        @for c in &r.cells {
                            td class=(words::expectation(c.expectation)) {
                                span aria-hidden="true" { (sign(c.expectation)) " " }
                                (words::expectation(c.expectation))
                                @if let Some(p) = c.probability { small { (percent(p)) } }
                            }
                        }
                        td { @if r.separates { b { "yes" } } @else { "no" } }
                    }
                }
            }
        }
    };
    html! {
        h3 { "Evidence by theory" }
        (scroll("Evidence by theory", &table))
        p.quiet { "Expected: the theory made it likelier than the base rate. Evidence that every theory expected separates none." }
        (data_table(&data::grid(page), &page.stem()))
    }
}

fn sign(e: Expectation) -> &'static str {
    match e {
        Expectation::Expected => "●",
        Expectation::Unexpected => "○",
        Expectation::Silent => "·",
    }
}

fn game(g: &Game) -> Markup {
    html! {
        h3 { (name(&g.title)) }
        (prose(&g.equilibrium))
        @if !g.outcomes.is_empty() {
            (scroll("What the game says of this pair", &html! { table {
                thead { tr { th scope="col" { "Outcome" } th.num scope="col" { "Probability" } } }
                tbody { @for (label, p) in &g.outcomes {
                    tr { th scope="row" { (label) } td.num { (percent(*p)) } }
                } }
            } }))
        }
        @if !g.flips.is_empty() { ul { @for f in &g.flips { li { (name(f)) } } } }
        @if let Some(s) = &g.standing { (prose(s)) }
        @if !g.parameters.is_empty() {
            details {
                summary { "Estimated parameters of the game" }
                (scroll("Estimated parameters of the game", &html! { table {
                    thead { tr {
                        th scope="col" { "Covariate → utility" } th.num scope="col" { "Estimate" }
                        th.num scope="col" { "95% interval" } th scope="col" { "Predicted" }
                        th scope="col" { "Met" }
                    } }
                    tbody { @for p in &g.parameters {
                        tr {
                            th scope="row" { (name(&p.label)) }
                            td.num { (signed(p.value, 2)) }
                            td.num { (signed(p.low, 2)) " to " (signed(p.high, 2)) }
                            td { (p.predicted) } td { (p.met) }
                        }
                    } }
                } }))
                @if let Some(n) = &g.note { (prose(n)) }
            }
        }
    }
}
