//! `comity events gof`.

use super::{asked, text};
use crate::args::EventsModel;
use crate::output::Output;
use comity::core::Result;
use comity::events::{Goodness, goodness};
use comity::report::table::{Align, Table};

/// Fits a model and prints how well it foresees the events.
pub(super) fn run(of: &EventsModel, out: &Output) -> Result<()> {
    let found = goodness(&asked(of))?;
    out.result(&found, || lines(&found, out).join("\n"))
}

fn lines(found: &Goodness, out: &Output) -> Vec<String> {
    let percent = |x: f64| format!("{:.0}%", 100.0 * x);
    let mut recall =
        Table::new([("the likeliest", Align::Left), ("hold of the events", Align::Right)]);
    for &(share, held) in &found.recall {
        recall.row([format!("{} of dyads at risk", percent(share)), percent(held)]);
    }
    let mut actors = Table::new([
        ("foreseen worst", Align::Left),
        ("events", Align::Right),
        ("expected", Align::Right),
    ])
    .elastic(0);
    for a in &found.actors {
        actors.row([a.actor.clone(), format!("{:.0}", a.observed), format!("{:.1}", a.expected)]);
    }
    let (width, colour) = (out.width(), out.colour());
    vec![
        text::fitted(&found.fitted, width, colour),
        String::new(),
        recall.render(width, colour).trim_end().to_owned(),
        format!("mean rank of an event {:.3} of 1; 0.5 where nothing is foreseen", found.mean_rank),
        String::new(),
        actors.render(width, colour).trim_end().to_owned(),
    ]
}
