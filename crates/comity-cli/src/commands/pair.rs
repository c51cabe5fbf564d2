//! `comity pair A B`.

use crate::args::PairArgs;
use crate::output::Output;
use comity::Session;
use comity::core::{AsOf, Result};
use comity::pair::{PairRecord, Shared};
use comity::report::table::{Align, Table};
use comity::text::year_ranges;

/// Prints every sourced claim about a pair.
pub(super) fn run(session: &Session, args: &PairArgs, out: &Output) -> Result<()> {
    let record = session.pair(&args.a, &args.b, AsOf { event: args.as_of, released: None })?;
    out.result(&record, || text(&record, out.width(), out.colour()))
}

fn text(record: &PairRecord, width: usize, colour: bool) -> String {
    let mut lines = vec![format!(
        "{} ({}) and {} ({})",
        record.a.name, record.a.id, record.b.name, record.b.id
    )];
    lines.push(String::new());
    if record.claims.is_empty() {
        lines.push("No source at hand states anything about the two together.".to_owned());
    } else {
        let mut table = Table::new([
            ("year", Align::Left),
            ("claim", Align::Left),
            ("certainty", Align::Left),
            ("source", Align::Left),
            ("record", Align::Left),
        ]);
        for c in &record.claims {
            table.row([
                c.year.map_or_else(|| "undated".to_owned(), |y| y.to_string()),
                comity::sentence(c),
                c.certainty.clone(),
                format!("{} {}", c.source, c.version),
                c.record.clone(),
            ]);
        }
        lines.push(table.render(width, colour));
    }
    lines.push(String::new());
    lines.extend(shared("States that supported both in one year", &record.shared_sponsors));
    lines.extend(shared("Groups that supported both in one year", &record.shared_group_supporters));
    lines.extend(shared("Opponents that both fought in one year", &record.shared_adversaries));
    lines.push("Coverage".to_owned());
    lines.extend(record.not_coded.iter().map(|n| format!("  {n}.")));
    lines.join("\n")
}

fn shared(heading: &str, list: &[Shared]) -> Vec<String> {
    if list.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![heading.to_owned()];
    lines.extend(list.iter().map(|s| format!("  {}: {}", s.name, year_ranges(&s.years))));
    lines.push(String::new());
    lines
}
