//! Reading an `.nfg` file.

use super::nfg::{Nfg, OutcomeTable};
use super::tokens::{Token, Tokens, most_payoffs};
use crate::normal_form::NormalForm;
use crate::scalar::Rational;
use comity_core::Result;
use num_traits::Zero;

/// The strategies of a player: their labels, or how many there are.
enum Strategies {
    Named(Vec<String>),
    Counted(usize),
}

impl Nfg {
    /// Reads the text of an `.nfg` file, in the form with payoffs or in that with outcomes.
    ///
    /// # Errors
    /// `game/syntax` with line and column, what was found and what was expected: when the
    /// text does not follow the format, or the table has more than a million payoffs that the
    /// text does not hold.
    pub fn read(text: &str) -> Result<Self> {
        let mut tokens = Tokens::new(text)?;
        let (title, players) = tokens.prologue("NFG", "1")?;
        let place = tokens.place;
        let strategies = read_strategies(&mut tokens, players.len())?;
        let mut sizes = strategies.iter().map(|s| match s {
            Strategies::Named(labels) => labels.len(),
            Strategies::Counted(count) => *count,
        });
        let most = most_payoffs(text);
        let contingencies = sizes.try_fold(1_usize, |n, s| n.checked_mul(s).filter(|n| *n <= most));
        let Some(contingencies) = contingencies.filter(|n| *n > 0 && n * players.len() <= most)
        else {
            return Err(place
                .error("the table has no contingency, or too many for a file of this size")
                .expected("one strategy or more for each player"));
        };
        let comment = tokens.comment()?;
        let (payoffs, table) = match tokens.token {
            Token::Open => {
                let table = read_table(&mut tokens, players.len(), contingencies)?;
                (payoffs_of(&table, players.len()), Some(table))
            }
            _ => (tokens.payoffs(contingencies * players.len())?, None),
        };
        if tokens.token != Token::End {
            return Err(tokens.wrong("end of the file: the table is complete"));
        }
        let strategies = strategies.into_iter().map(|s| match s {
            Strategies::Named(labels) => labels,
            Strategies::Counted(count) => (1..=count).map(|n| n.to_string()).collect(),
        });
        let game = NormalForm::new(players, strategies.collect(), payoffs)?;
        Ok(Self { title, comment, game, table })
    }
}

fn read_strategies(tokens: &mut Tokens<'_>, players: usize) -> Result<Vec<Strategies>> {
    tokens.expect(&Token::Open)?;
    let mut strategies = Vec::with_capacity(players);
    for i in 1..=players {
        strategies.push(match tokens.token {
            Token::Open => Strategies::Named(tokens.labels("the label of a strategy")?),
            _ => Strategies::Counted(
                tokens.whole(1, &format!("the number of strategies of player {i} of {players}"))?
                    as usize,
            ),
        });
    }
    tokens.expect(&Token::Close)?;
    Ok(strategies)
}

fn read_table(tokens: &mut Tokens<'_>, players: usize, cells: usize) -> Result<OutcomeTable> {
    tokens.expect(&Token::Open)?;
    let mut outcomes = Vec::new();
    while tokens.token == Token::Open {
        tokens.advance()?;
        let label = tokens.text("the name of an outcome")?;
        let payoffs = tokens.payoffs(players)?;
        tokens.expect(&Token::Close)?;
        outcomes.push(super::outcome::Outcome { label, payoffs });
    }
    tokens.expect(&Token::Close)?;
    let mut numbers = Vec::new();
    for _ in 0..cells {
        let place = tokens.place;
        let number = tokens.whole(0, "the number of an outcome")?;
        if number as usize > outcomes.len() {
            return Err(place
                .error("there is no such outcome")
                .value(number.to_string())
                .expected(format!("a number from 0 to {}", outcomes.len())));
        }
        numbers.push(number);
    }
    Ok(OutcomeTable { outcomes, numbers })
}

fn payoffs_of(table: &OutcomeTable, players: usize) -> Vec<Rational> {
    let nothing = vec![Rational::zero(); players];
    let of = |&number: &u32| {
        let outcome = (number as usize).checked_sub(1).and_then(|n| table.outcomes.get(n));
        outcome.map_or(&nothing, |o| &o.payoffs).iter().cloned()
    };
    table.numbers.iter().flat_map(of).collect()
}
