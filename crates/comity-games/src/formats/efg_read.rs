//! Reading an `.efg` file, node by node.

use super::efg::Efg;
use super::efg_sets::Set;
use super::outcome::Outcome;
use super::tokens::{Token, Tokens, most_payoffs};
use crate::scalar::{Rational, Scalar};
use crate::text::Place;
use crate::tree::{Branches, TreeBuilder};
use comity_core::Result;
use num_traits::Zero;
use std::collections::{BTreeMap, BTreeSet};

/// Players that a file may have.
const PLAYERS: usize = 100;

impl Efg {
    /// Reads the text of an `.efg` file.
    ///
    /// # Errors
    /// `game/syntax` with line and column, what was found and what was expected: when the
    /// text does not follow the format, an information set or outcome is used before it is
    /// described or described in two ways, probabilities do not add to one, or there are more
    /// than 100 players or, in a text of less than a megabyte, nodes times players exceed a
    /// million.
    pub fn read(text: &str) -> Result<Self> {
        let mut tokens = Tokens::new(text)?;
        let place = tokens.place;
        let (title, players) = tokens.prologue("EFG", "2")?;
        if players.len() > PLAYERS {
            return Err(place.error("there are too many players").expected("at most 100"));
        }
        let comment = tokens.comment()?;
        let mut reader = Reader {
            builder: TreeBuilder::new(players.iter().cloned()),
            players: players.len(),
            left: most_payoffs(text),
            sets: BTreeMap::new(),
            names: BTreeSet::new(),
            numbers: BTreeMap::new(),
            outcomes: Vec::new(),
            labels: Vec::new(),
            ends: Vec::new(),
            open: Vec::new(),
            tokens,
        };
        while reader.node()? {}
        if reader.tokens.token != Token::End {
            return Err(reader.tokens.wrong("end of the file: the tree is complete"));
        }
        let Reader { builder, labels, ends, outcomes, .. } = reader;
        Ok(Self { title, comment, tree: builder.finish()?, labels, ends, outcomes })
    }
}

pub(super) struct Reader<'a> {
    pub(super) tokens: Tokens<'a>,
    builder: TreeBuilder<Rational>,
    pub(super) players: usize,
    /// Payoffs that may still come, those gathered at inner nodes included.
    left: usize,
    /// By player and number.
    pub(super) sets: BTreeMap<(Option<u32>, u32), Set>,
    pub(super) names: BTreeSet<(Option<u32>, String)>,
    /// The place of the outcome with each number.
    numbers: BTreeMap<u32, u32>,
    outcomes: Vec<Outcome>,
    labels: Vec<String>,
    ends: Vec<Option<u32>>,
    /// Nodes on the way to the next one: children that lack, payoffs gathered.
    open: Vec<(usize, Vec<Rational>)>,
}

impl Reader<'_> {
    /// Reads one node; whether a further one is due.
    fn node(&mut self) -> Result<bool> {
        let kind = match &self.tokens.token {
            Token::Word(w) if ["c", "p", "t"].contains(&w.as_str()) => w.clone(),
            _ => return Err(self.tokens.wrong("a node: `c`, `p` or `t`")),
        };
        let place = self.tokens.place;
        self.tokens.advance()?;
        self.labels.push(self.tokens.text("the label of a node")?);
        let player = match kind.as_str() {
            "p" => Some(self.player()?),
            _ => None,
        };
        let set = match kind.as_str() {
            "t" => None,
            _ => Some(self.infoset(player)?),
        };
        self.left = self.left.checked_sub(self.players).ok_or_else(|| {
            place
                .error("the game has too many nodes and players for a file of this size")
                .expected("at most a million")
        })?;
        let payoffs = self.outcome(place)?;
        match set {
            None => {
                self.builder.terminal(&payoffs).map_err(|e| place.on(e))?;
                while self.open.last().is_some_and(|o| o.0 == 0) {
                    self.open.pop();
                }
            }
            Some(key) => {
                let Some(set) = self.sets.get(&key) else { return Ok(false) };
                self.builder
                    .branch(Branches {
                        player,
                        infoset: &set.name,
                        actions: &set.actions,
                        probabilities: &set.probabilities,
                    })
                    .map_err(|e| place.on(e))?;
                self.open.push((set.actions.len(), payoffs));
            }
        }
        if let Some(last) = self.open.last_mut() {
            last.0 -= 1;
        }
        Ok(!self.open.is_empty())
    }

    /// The outcome of a node; the payoffs gathered so far, those of the outcome included.
    fn outcome(&mut self, node: Place) -> Result<Vec<Rational>> {
        let above = self.open.last().map(|o| o.1.clone());
        let mut payoffs = above.unwrap_or_else(|| vec![Rational::zero(); self.players]);
        let place = self.tokens.place;
        let number = self.tokens.whole(0, "the number of an outcome")?;
        let described = matches!(self.tokens.token, Token::Text(_));
        if number == 0 {
            self.ends.push(None);
            return match described {
                true => Err(self.tokens.wrong("no name: outcome 0 is that without payoffs")),
                false => Ok(payoffs),
            };
        }
        let known = self.numbers.get(&number).copied();
        if described {
            let outcome = self.tokens.outcome(self.players)?;
            match known.and_then(|k| self.outcomes.get(k as usize)) {
                Some(before) if *before != outcome => {
                    return Err(place
                        .error("the outcome is described in two ways")
                        .value(number.to_string())
                        .expected("the same name and payoffs as before"));
                }
                Some(_) => {}
                None => {
                    let next = u32::try_from(self.outcomes.len()).unwrap_or(u32::MAX);
                    self.numbers.insert(number, next);
                    self.outcomes.push(outcome);
                }
            }
        }
        let Some(&end) = self.numbers.get(&number) else {
            return Err(self.tokens.wrong(format!(
                "the name of outcome {number}, which has not been described before"
            )));
        };
        self.ends.push(Some(end));
        if let Some(outcome) = self.outcomes.get(end as usize) {
            for (sum, payoff) in payoffs.iter_mut().zip(&outcome.payoffs) {
                *sum += payoff;
                if !sum.is_sane() {
                    return Err(node.error("a sum of payoffs has too many digits"));
                }
            }
        }
        Ok(payoffs)
    }
}
