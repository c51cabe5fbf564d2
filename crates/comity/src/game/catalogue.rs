//! The catalogue as a list, and one game as described.

use super::settings::Settings;
use super::source::{Body, Source};
use super::symbols::{Compound, compounds, typed};
use comity_core::Result;
use comity_games::catalogue::{self, Kind};
use serde::Serialize;

/// One line of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// The name in commands.
    pub slug: &'static str,
    /// The title.
    pub title: &'static str,
    /// `tree` or `closed form`.
    pub kind: &'static str,
    /// The work it comes from, short: authors and year.
    pub source: String,
    /// The work it comes from.
    pub citation: &'static str,
}

/// Every game of the catalogue.
#[must_use]
pub fn list() -> Vec<Listed> {
    catalogue::all()
        .iter()
        .map(|e| Listed {
            slug: e.slug(),
            title: e.title(),
            kind: kind(e.kind()),
            source: short(e.citation()),
            citation: e.citation(),
        })
        .collect()
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Tree => "tree",
        Kind::ClosedForm => "closed form",
    }
}

/// The family names of a citation's authors, and the first year in it: initials are dropped.
fn short(citation: &str) -> String {
    let first = citation.split(';').next().unwrap_or(citation);
    let year = first
        .split(|c: char| !c.is_ascii_digit())
        .find(|w| w.len() == 4 && (w.starts_with("19") || w.starts_with("20")));
    let mut names: Vec<&str> = Vec::new();
    for part in first.split(", ") {
        let people: Vec<&str> = part.split(" and ").collect();
        // Authors begin with an initial; the title does not.
        if !people.iter().all(|p| p.chars().nth(1) == Some('.')) {
            break;
        }
        names.extend(people.iter().filter_map(|p| p.split_once(". ").map(|(_, family)| family)));
    }
    let who = match names.as_slice() {
        [] => first.split(',').next().unwrap_or_default().to_owned(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, ..] => format!("{one} et al."),
    };
    year.map_or(who.clone(), |y| format!("{who} {y}"))
}

/// What there is to know of a game.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shown {
    /// Slug, or name of the file.
    pub game: String,
    /// The title.
    pub title: String,
    /// `tree`, `closed form` or `strategic form`.
    pub kind: &'static str,
    /// The work it comes from.
    pub citation: String,
    /// What of the game the cited work documents.
    pub documented: String,
    /// What of it is reconstructed or chosen here.
    pub reconstructed: String,
    /// What a file says of itself.
    pub comment: String,
    /// The page of the documentation, if it has one.
    pub page: String,
    /// Names of the players, for trees and strategic forms.
    pub players: Vec<String>,
    /// The parameters.
    pub parameters: Vec<ParameterRow>,
    /// Symbols that stand for combinations of parameters.
    pub compounds: Vec<Compound>,
    /// The classes of solutions.
    pub classes: Vec<String>,
}

/// One parameter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParameterRow {
    /// Its name.
    pub name: String,
    /// Its symbol.
    pub symbol: String,
    /// The symbol as it is typed.
    pub typed: String,
    /// The value when none is given.
    pub default: f64,
    /// The least value; null where there is none.
    pub low: Option<f64>,
    /// The largest value; null where there is none.
    pub high: Option<f64>,
    /// What it stands for.
    pub meaning: String,
}

/// Describes a game.
///
/// # Errors
/// [`comity_core::Code::BadGame`] when a default is outside its range.
pub fn show(source: &Source) -> Result<Shown> {
    let known = source.parameters();
    let settings = Settings::new(source, &[])?;
    let entry = source.classed().ok();
    let (kind, comment, players) = match &source.body {
        Body::Entry(e) => {
            let game = e.game();
            let comment = game.map(|g| g.comment().to_owned()).unwrap_or_default();
            (kind(e.kind()), comment, game.map(|g| g.players().to_vec()).unwrap_or_default())
        }
        Body::Own { game, .. } => ("tree", game.comment().to_owned(), game.players().to_vec()),
        Body::Efg(efg) => ("tree", efg.comment.clone(), efg.tree().players().to_vec()),
        Body::Nfg(nfg) => ("strategic form", nfg.comment.clone(), nfg.game().players().to_vec()),
    };
    let said = |f: fn(&comity_games::catalogue::Entry) -> &'static str| match &source.body {
        Body::Entry(e) => f(e).to_owned(),
        _ => String::new(),
    };
    let rows = known.iter().zip(settings.iter()).map(|(p, s)| ParameterRow {
        name: p.name.to_string(),
        symbol: s.symbol.clone(),
        typed: typed(&s.symbol),
        default: p.default,
        low: Some(p.low).filter(|x| x.is_finite()),
        high: Some(p.high).filter(|x| x.is_finite()),
        meaning: p.meaning.to_string(),
    });
    Ok(Shown {
        game: source.name().to_owned(),
        title: source.title().to_owned(),
        kind,
        citation: source.citation().to_owned(),
        documented: said(|e| e.documented()),
        reconstructed: said(|e| e.reconstructed()),
        comment,
        page: said(|e| e.page()),
        players,
        parameters: rows.collect(),
        compounds: compounds(&known).into_iter().map(|(c, _)| c).collect(),
        classes: entry.map(|e| e.classes().to_vec()).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_are_shortened_to_authors_and_year() {
        for (long, brief) in [
            (
                "N. Bapat and K. Bond, Alliances between Militant Groups, Journal 42(4), 2012, 793–824",
                "Bapat and Bond 2012",
            ),
            ("C. Signorino, Strategic Interaction, Review 93(2), 1999", "Signorino 1999"),
            (
                "M. König, D. Rohner, M. Thoenig and F. Zilibotti, Networks, Econometrica 85(4), 2017",
                "König et al. 2017",
            ),
            ("Somebody's notes", "Somebody's notes"),
        ] {
            assert_eq!(short(long), brief);
        }
    }
}
