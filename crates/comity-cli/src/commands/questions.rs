//! `comity questions`.

use crate::args::QuestionsArgs;
use crate::commands::spec;
use crate::output::Output;
use comity::Session;
use comity::core::Result;
use comity::standing::Standing;

/// Prints every standing question with its rule and its answer so far.
pub(super) fn run(session: &Session, args: &QuestionsArgs, out: &Output) -> Result<()> {
    let standing = comity::standing::standing(session, &spec(&args.spec)?)?;
    out.result(&standing, || text(&standing, out.width()))
}

fn text(s: &Standing, width: usize) -> String {
    let mut lines = Vec::new();
    for a in &s.answers {
        let verdict = serde_json::to_value(a.verdict).ok();
        let verdict = verdict.as_ref().and_then(|v| v.as_str()).unwrap_or("").replace('-', " ");
        lines.extend(wrap(&a.question.proposition, width, ""));
        lines.extend(wrap(&format!("rule: {}", a.question.rule), width, "  "));
        lines.push(format!("  so far: {}", verdict.to_uppercase()));
        if let Some(m) = &a.measured {
            lines.extend(wrap(
                &format!(
                    "estimate: {:+.4} [{:+.4}, {:+.4}] ({}); {} dyad-years of {} pairs, {}",
                    m.estimate,
                    m.low,
                    m.high,
                    a.question.unit,
                    comity::text::thousands(m.n as u64),
                    comity::text::thousands(m.pairs as u64),
                    comity::text::span(Some(m.first_year), Some(m.last_year)),
                ),
                width,
                "  ",
            ));
        }
        if let Some(reason) = &a.reason {
            lines.extend(wrap(&format!("why: {reason}"), width, "  "));
        }
        lines.push(String::new());
    }
    lines.join("\n")
}

fn wrap(text: &str, width: usize, indent: &str) -> Vec<String> {
    let mut lines = vec![indent.to_owned()];
    for word in text.split_whitespace() {
        let current = lines.last().map_or(0, |l| l.chars().count());
        if current + 1 + word.chars().count() > width && current > indent.len() {
            lines.push(format!("{indent}{word}"));
        } else if let Some(line) = lines.last_mut() {
            if line.len() > indent.len() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
