//! Gambit's strategic games.

use super::outcome::{List, Outcome, Quoted};
use crate::exact;
use crate::normal_form::NormalForm;
use crate::scalar::Rational;
use std::fmt;

/// Which outcome follows in each contingency of a strategic game.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeTable {
    /// The outcomes.
    pub outcomes: Vec<Outcome>,
    /// The number of the outcome, from one, in each contingency, in the order of
    /// [`NormalForm`]; 0 where everybody gets nothing.
    pub numbers: Vec<u32>,
}

/// What an `.nfg` file holds: a game in strategic form, with named outcomes if the file has
/// them.
///
/// [`Nfg::read`] reads the text, `to_string` writes it, in the form with outcomes or in that
/// with payoffs alone. What has been written once reads and writes as the same bytes.
///
/// ```
/// use comity_games::formats::Nfg;
/// let file = Nfg::read(r#"NFG 1 R "Dilemma" { "a" "b" } { 2 2 } 3 3 5 0 0 5 1 1"#)?;
/// assert_eq!(file.game().at(&[1, 0]).len(), 2);
/// assert_eq!(Nfg::read(&file.to_string())?, file);
/// # Ok::<(), comity_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Nfg {
    /// The title.
    pub title: String,
    /// The comment; may be empty.
    pub comment: String,
    pub(super) game: NormalForm<Rational>,
    pub(super) table: Option<OutcomeTable>,
}

impl Nfg {
    /// A game as a file with payoffs.
    #[must_use]
    pub fn new(title: impl Into<String>, game: NormalForm<Rational>) -> Self {
        Self { title: title.into(), comment: String::new(), game, table: None }
    }

    /// The game.
    #[must_use]
    pub fn game(&self) -> &NormalForm<Rational> {
        &self.game
    }

    /// The outcomes, if the file has them.
    #[must_use]
    pub fn table(&self) -> Option<&OutcomeTable> {
        self.table.as_ref()
    }
}

impl fmt::Display for Nfg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "NFG 1 R {} {}\n", Quoted(&self.title), List(self.game.players()))?;
        writeln!(f, "{{")?;
        for strategies in self.game.strategies() {
            writeln!(f, "{}", List(strategies))?;
        }
        writeln!(f, "}}\n{}\n", Quoted(&self.comment))?;
        let Some(table) = &self.table else {
            for row in self.game.payoffs().chunks(self.game.players().len()) {
                let payoffs: Vec<String> = row.iter().map(exact::shown).collect();
                writeln!(f, "{}", payoffs.join(" "))?;
            }
            return Ok(());
        };
        writeln!(f, "{{")?;
        for outcome in &table.outcomes {
            writeln!(f, "{{ {} {} }}", Quoted(&outcome.label), outcome.list())?;
        }
        writeln!(f, "}}")?;
        let numbers: Vec<String> = table.numbers.iter().map(u32::to_string).collect();
        writeln!(f, "{}", numbers.join(" "))
    }
}
