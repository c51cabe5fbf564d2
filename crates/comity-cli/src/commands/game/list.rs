//! `comity game list`.

use crate::output::Output;
use comity::core::Result;
use comity::game::{Listed, list};
use comity::report::table::{Align, Table};

/// Prints the catalogue.
pub(super) fn run(out: &Output) -> Result<()> {
    let games = list();
    out.result(&games, || text(&games, out))
}

fn text(games: &[Listed], out: &Output) -> String {
    let mut table = Table::new([
        ("game", Align::Left),
        ("title", Align::Left),
        ("kind", Align::Left),
        ("source", Align::Left),
    ]);
    for g in games {
        table.row([g.slug, g.title, g.kind, &g.source]);
    }
    format!(
        "{}\ncomity game show GAME says what of a game is documented and what reconstructed.",
        table.render(out.width(), out.colour())
    )
}
