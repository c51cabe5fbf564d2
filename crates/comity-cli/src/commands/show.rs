//! `comity show GROUP`.

use crate::args::ShowArgs;
use crate::output::Output;
use comity::Session;
use comity::core::Result;
use comity::profile::{Profile, Tie};
use comity::text::year_ranges;

/// Ties shown at most in a list.
const SHOWN: usize = 15;

/// Prints the profile of an actor.
pub(super) fn run(session: &Session, args: &ShowArgs, out: &Output) -> Result<()> {
    let profile = session.show(&args.group)?;
    out.result(&profile, || text(&profile))
}

fn text(p: &Profile) -> String {
    let mut lines = vec![format!("{} ({}), {}", p.name, p.id, p.kind)];
    if !p.names.is_empty() {
        lines.push(format!("also: {}", p.names.join("; ")));
    }
    lines.push(String::new());
    for (heading, ties) in [
        ("Supported by", &p.supporters),
        ("Supported", &p.supported),
        ("Acted as one side with", &p.joint),
        ("Fought", &p.opponents),
    ] {
        lines.extend(list(heading, ties));
    }
    if !p.lineage.is_empty() {
        lines.push("Lineage".to_owned());
        lines.extend(
            p.lineage
                .iter()
                .map(|c| format!("  {} ({} {})", comity::sentence(c), c.source, c.version)),
        );
        lines.push(String::new());
    }
    lines.push("Observed by".to_owned());
    for o in &p.observed {
        let years = if o.years.is_empty() { "undated".to_owned() } else { year_ranges(&o.years) };
        lines.push(format!("  {} ({}): {years}", o.source, o.topic));
    }
    if p.observed.is_empty() {
        lines.push("  no source at hand: nothing is coded".to_owned());
    }
    lines.join("\n")
}

fn list(heading: &str, ties: &[Tie]) -> Vec<String> {
    if ties.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![heading.to_owned()];
    lines.extend(
        ties.iter().take(SHOWN).map(|t| format!("  {}: {}", t.name, year_ranges(&t.years))),
    );
    if ties.len() > SHOWN {
        lines.push(format!("  and {} more (see --json)", ties.len() - SHOWN));
    }
    lines.push(String::new());
    lines
}
