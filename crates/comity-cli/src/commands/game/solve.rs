//! `comity game solve`.

use super::source::{chosen, method};
use crate::args::GameSolveArgs;
use crate::output::Output;
use comity::core::Result;
use comity::game::{AllianceAnswer, Found, Margin, Number, Solved, Tie, solve};
use comity::report::table::{Align, Table};
use comity::report::{number, signed};
use comity::text::thousands;

/// Margins that are printed.
const MARGINS: usize = 12;
/// Points of a branch that are printed.
const ROWS: usize = 12;
/// Solutions that are printed.
const SOLUTIONS: usize = 10;

/// Solves a game and prints the answer.
pub(super) fn run(args: &GameSolveArgs, out: &Output) -> Result<()> {
    let (source, settings) = chosen(&args.chosen)?;
    let solved = solve(&source, &settings, method(&args.how, args.path)?)?;
    let hash = solved.manifest.hash()?;
    out.result(&solved, || text(&solved, &hash, out))
}

fn text(s: &Solved, hash: &str, out: &Output) -> String {
    let class = s.class.as_ref().map(|c| format!(": {c}")).unwrap_or_default();
    let mut lines = vec![format!("{}{class}", s.title), String::new()];
    let set: Vec<String> = s
        .parameters
        .iter()
        .filter(|p| p.set)
        .map(|p| format!("{} = {}", p.name, number(p.value)))
        .collect();
    if !set.is_empty() {
        lines.push(format!("with {}", set.join(", ")));
        lines.push(String::new());
    }
    if let Some(a) = &s.alliance {
        lines.extend(alliance(a, out));
    }
    for (i, found) in s.solutions.iter().take(SOLUTIONS).enumerate() {
        if s.total > 1 {
            lines.push(format!("solution {} of {}", i + 1, thousands(s.total as u64)));
        }
        lines.extend(one(s, found, out));
    }
    if s.total == 0 {
        lines.push("There is no such equilibrium.".to_owned());
        lines.push(String::new());
    }
    if s.total > s.solutions.len().min(SOLUTIONS) && !s.solutions.is_empty() {
        lines.push("Further solutions are left out; --json has more of them.".to_owned());
        lines.push(String::new());
    }
    lines.extend(ties(s, out));
    lines.extend(path(s, out));
    lines.extend(margins(&s.margins, s.class.is_some(), out));
    let numbers = if s.exact { "exact" } else { "floating numbers" };
    let regret = s.max_regret.map(|r| format!("; maximum regret {}", number(r)));
    lines.push(format!("method: {}; {numbers}{}", s.method, regret.unwrap_or_default()));
    lines.extend(s.notes.clone());
    let hash: String = hash.chars().take(12).collect();
    lines.push(format!("{}; manifest {hash}", s.manifest.command));
    lines.join("\n")
}

fn alliance(a: &AllianceAnswer, out: &Output) -> Vec<String> {
    let mut table = Table::new([
        ("form", Align::Left),
        ("group", Align::Left),
        ("payoff", Align::Right),
        ("over alone", Align::Right),
        ("least price", Align::Right),
        ("ceiling", Align::Right),
        ("sells", Align::Left),
        ("joins", Align::Left),
    ]);
    let yes = |b: bool| if b { "yes" } else { "no" }.to_owned();
    for f in &a.forms {
        for (i, group) in ["A", "B"].into_iter().enumerate() {
            table.row([
                f.form.to_owned(),
                group.to_owned(),
                number(f.payoffs[i]),
                signed(f.worth[i], 6),
                number(f.least_price[i]),
                number(f.ceiling[i]),
                yes(f.least_price[i] <= f.ceiling[i]),
                yes(f.worth[i] >= 0.0),
            ]);
        }
    }
    let pair = |p: [f64; 2]| format!("A {}, B {}", number(p[0]), number(p[1]));
    let mut lines = vec![table.render(out.width(), out.colour())];
    lines.push(format!("alone: {}; as a victim: {}", pair(a.alone), pair(a.victim)));
    lines.push(format!("survival: {}; cap on the offer x̄ = {}", pair(a.survival), number(a.cap)));
    let losses: Vec<String> =
        a.forms.iter().map(|f| format!("{} to the {} alliance", number(f.loss), f.form)).collect();
    lines.push(format!(
        "the government loses {} to groups alone, {}",
        number(a.loss_alone),
        losses.join(", ")
    ));
    lines.push(match a.sponsor_gain {
        Some(gain) => format!("the sponsor's net gain: {}", signed(gain, 6)),
        None => "there is no sponsor".to_owned(),
    });
    for f in a.forms.iter().filter(|f| !f.why_not.is_empty()) {
        lines.push(format!("not {}: {}", f.form, f.why_not.join("; ")));
    }
    match (&a.thresholds, &a.no_thresholds) {
        (Some(t), _) => lines.push(format!(
            "equal groups, bilateral: S* = {}, S_part = {}, v̂ = {}",
            number(t.s_star),
            number(t.s_part),
            number(t.v_hat)
        )),
        (None, Some(why)) => lines.push(format!("no thresholds in closed form: {why}")),
        (None, None) => {}
    }
    lines.push(String::new());
    lines
}

/// A number in its exact form where that is short, else to six digits.
fn shown(n: &Number) -> String {
    match &n.exact {
        Some(text) if text.len() <= 9 => text.replace('-', "−"),
        _ => number(n.value),
    }
}

fn list(values: &[Number]) -> String {
    values.iter().map(shown).collect::<Vec<_>>().join(", ")
}

fn one(s: &Solved, found: &Found, out: &Output) -> Vec<String> {
    let expected: Vec<String> =
        s.players.iter().zip(&found.values).map(|(p, v)| format!("{p} {}", shown(v))).collect();
    let mut lines = vec![format!("expected payoffs: {}", expected.join(", "))];
    let mut table =
        Table::new([("player", Align::Left), ("at", Align::Left), ("does", Align::Left)]);
    for m in &found.moves {
        let does: Vec<String> = m
            .choices
            .iter()
            .map(|c| match c.probability.exact.as_deref() {
                Some("1") => c.action.clone(),
                _ if c.probability.value == 1.0 => c.action.clone(),
                _ => format!("{} ({})", c.action, shown(&c.probability)),
            })
            .collect();
        table.row([m.player.clone(), m.at.clone(), does.join(", ")]);
    }
    if !table.is_empty() {
        lines.push(table.render(out.width(), out.colour()));
    }
    if !found.ends.is_empty() {
        let mut table = Table::new([
            ("play ends at", Align::Left),
            ("probability", Align::Right),
            ("payoffs", Align::Left),
        ]);
        for e in &found.ends {
            table.row([e.name.clone(), shown(&e.probability), list(&e.payoffs)]);
        }
        lines.push(table.render(out.width(), out.colour()));
    }
    lines
}

/// Some points of the branch of quantal responses.
fn path(s: &Solved, out: &Output) -> Vec<String> {
    let last = s.path.len().saturating_sub(1);
    let mut places: Vec<usize> = (0..ROWS).map(|i| i * last / (ROWS - 1)).collect();
    places.dedup();
    let mut table = Table::new([("λ", Align::Right), ("regret", Align::Right)]);
    for point in places.iter().filter_map(|i| s.path.get(*i)) {
        table.row([number(point.lambda), number(point.regret)]);
    }
    if table.is_empty() {
        return Vec::new();
    }
    vec![
        table.render(out.width(), out.colour()),
        "--json has the probabilities at each point.".to_owned(),
        String::new(),
    ]
}

fn ties(s: &Solved, out: &Output) -> Vec<String> {
    if s.ties.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new([
        ("tie: player", Align::Left),
        ("at", Align::Left),
        ("action", Align::Left),
        ("expected payoffs after it", Align::Left),
    ]);
    for Tie { player, at, actions } in &s.ties {
        for a in actions {
            let ways: Vec<String> = a.values.iter().map(|v| list(v)).collect();
            table.row([player.clone(), at.clone(), a.action.clone(), ways.join(" or ")]);
        }
    }
    let mut lines = vec![
        "Of equally good actions the first is shown above; all of these occur in some equilibrium."
            .to_owned(),
        table.render(out.width(), out.colour()),
    ];
    if s.outcomes.len() > 1 {
        let all: Vec<String> = s.outcomes.iter().take(SOLUTIONS).map(|v| list(v)).collect();
        let rest = if s.outcomes.len() > SOLUTIONS { " or others" } else { "" };
        lines.push(format!("expected payoffs over all of them: {}{rest}", all.join(" or ")));
        lines.push(String::new());
    }
    if !s.complete {
        lines.push("There are more; these are the first.".to_owned());
        lines.push(String::new());
    }
    lines
}

fn margins(margins: &[Margin], classed: bool, out: &Output) -> Vec<String> {
    if !classed {
        return Vec::new();
    }
    if margins.is_empty() {
        return vec![
            "No single parameter changes the answer within its range.".to_owned(),
            String::new(),
        ];
    }
    let mut table = Table::new([
        ("the model's answer would flip if", Align::Left),
        ("now", Align::Right),
        ("passed", Align::Right),
        ("distance", Align::Right),
        ("to", Align::Left),
    ]);
    for m in margins.iter().take(MARGINS) {
        let symbol = if m.symbol == m.parameters.join(" = ") {
            String::new()
        } else {
            format!(" ({})", m.symbol)
        };
        table.row([
            format!("{}{symbol}", m.parameters.join(" = ")),
            number(m.now),
            number(m.at),
            signed(m.distance, 6),
            m.class.clone(),
        ]);
    }
    vec![table.render(out.width(), out.colour())]
}
