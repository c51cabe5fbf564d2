//! `comity game show`.

use super::source::source;
use crate::output::Output;
use comity::core::Result;
use comity::game::{ParameterRow, Shown, show};
use comity::report::number;
use comity::report::table::{Align, Table};

/// Prints what a game is.
pub(super) fn run(game: &str, out: &Output) -> Result<()> {
    let shown = show(&source(game)?)?;
    out.result(&shown, || text(&shown, out))
}

fn text(s: &Shown, out: &Output) -> String {
    let mut lines = vec![format!("{} ({}, {})", s.title, s.game, s.kind), String::new()];
    let mut said = |name: &str, text: &str| {
        if !text.is_empty() {
            lines.extend(wrapped(name, text, out.width()));
        }
    };
    said("source", &s.citation);
    said("documented", &s.documented);
    said("reconstructed", &s.reconstructed);
    said("comment", &s.comment);
    said("players", &s.players.join(", "));
    said("solutions", &s.classes.join(" · "));
    if !s.page.is_empty() {
        said("page", &format!("docs/src/{}", s.page));
    }
    lines.push(String::new());
    if s.parameters.is_empty() {
        lines.push("The game has no parameters.".to_owned());
        return lines.join("\n");
    }
    let mut table = Table::new([
        ("parameter", Align::Left),
        ("--set", Align::Left),
        ("default", Align::Right),
        ("range", Align::Left),
        ("meaning", Align::Left),
    ]);
    for p in &s.parameters {
        table.row([p.name.clone(), symbol(p), number(p.default), range(p), p.meaning.clone()]);
    }
    lines.push(table.render(out.width(), out.colour()));
    let pairs = s.parameters.iter().any(|p| p.name.ends_with("_a") || p.name.ends_with("_1"));
    if pairs {
        lines.extend(wrapped(
            "",
            "A name or symbol without its ending sets both groups' parameters: --set v=0.3.",
            out.width(),
        ));
    }
    for c in &s.compounds {
        lines.extend(wrapped(c.name, c.meaning, out.width()));
    }
    lines.join("\n")
}

/// The symbol as it is typed, with the symbol of the page where they differ.
fn symbol(p: &ParameterRow) -> String {
    if p.typed == p.name {
        String::new()
    } else if p.typed == p.symbol {
        p.typed.clone()
    } else {
        format!("{} ({})", p.typed, p.symbol)
    }
}

fn range(p: &ParameterRow) -> String {
    match (p.low, p.high) {
        (Some(low), Some(high)) => format!("{} to {}", number(low), number(high)),
        (Some(low), None) => format!("from {}", number(low)),
        (None, Some(high)) => format!("up to {}", number(high)),
        (None, None) => "any".to_owned(),
    }
}

/// A name and a text beside it, broken into lines.
fn wrapped(name: &str, text: &str, width: usize) -> Vec<String> {
    let mut table = Table::new([("", Align::Left), ("", Align::Left)]).unruled();
    table.row([format!("{name:<13}"), text.to_owned()]);
    let lines = table.render(width, false);
    lines.lines().filter(|l| !l.trim().is_empty()).map(str::to_owned).collect()
}
