//! Players and information sets of an `.efg` file.

use super::efg_read::Reader;
use super::tokens::Token;
use crate::scalar::{Rational, Scalar};
use crate::text::Place;
use comity_core::Result;
use num_traits::{One, Signed, Zero};

/// An information set as the file describes it.
#[derive(Clone, PartialEq)]
pub(super) struct Set {
    /// The name in the file.
    label: String,
    pub(super) actions: Vec<String>,
    pub(super) probabilities: Vec<Rational>,
    /// The name in the tree.
    pub(super) name: String,
}

impl Reader<'_> {
    pub(super) fn player(&mut self) -> Result<u32> {
        let place = self.tokens.place;
        let number = self.tokens.whole(1, "the number of a player")?;
        match number as usize <= self.players {
            true => Ok(number - 1),
            false => Err(place
                .error("the game has no such player")
                .value(number.to_string())
                .expected(format!("a number from 1 to {}", self.players))),
        }
    }

    /// The number of an information set and, if it comes, its description.
    pub(super) fn infoset(&mut self, player: Option<u32>) -> Result<(Option<u32>, u32)> {
        let place = self.tokens.place;
        let number = self.tokens.whole(1, "the number of an information set")?;
        let key = (player, number);
        let Token::Text(_) = self.tokens.token else {
            return match self.sets.contains_key(&key) {
                true => Ok(key),
                false => Err(self.tokens.wrong(format!(
                    "the name of information set {number}, which has not been described before"
                ))),
            };
        };
        let label = self.tokens.text("the name of an information set")?;
        let mut found = Set { label, actions: vec![], probabilities: vec![], name: String::new() };
        if player.is_some() {
            found.actions = self.tokens.labels("the label of an action")?;
        } else {
            self.tokens.expect(&Token::Open)?;
            while self.tokens.token != Token::Close {
                found.actions.push(self.tokens.text("the label of an action")?);
                found.probabilities.push(self.tokens.number("the probability of the action")?);
            }
            self.tokens.advance()?;
        }
        if let Some(known) = self.sets.get(&key) {
            found.name.clone_from(&known.name);
            return match found == *known {
                true => Ok(key),
                false => Err(place
                    .error("the information set is described in two ways")
                    .value(number.to_string())
                    .expected("the same name, actions and probabilities as before")),
            };
        }
        check(&found, player, place)?;
        found.name = self.name(&found.label, player, number);
        self.sets.insert(key, found);
        Ok(key)
    }

    /// A name that no other set of the player has.
    fn name(&mut self, label: &str, player: Option<u32>, number: u32) -> String {
        let mut name = if label.is_empty() { number.to_string() } else { label.to_owned() };
        let mut count = 1;
        while !self.names.insert((player, name.clone())) {
            count += 1;
            name = format!("{label} ({})", number.max(count));
        }
        name
    }
}

fn check(set: &Set, player: Option<u32>, place: Place) -> Result<()> {
    if set.actions.is_empty() {
        return Err(place.error("an information set has no action").expected("one or more"));
    }
    if player.is_some() {
        return Ok(());
    }
    let mut sum = Rational::zero();
    for p in &set.probabilities {
        sum += p;
        if p.is_negative() || !sum.is_sane() {
            return Err(place
                .error("a probability is impossible")
                .value(p.to_string())
                .expected("a number from 0 to 1"));
        }
    }
    match sum.is_one() {
        true => Ok(()),
        false => Err(place
            .error("the probabilities of a chance move do not add to one")
            .value(sum.to_string())
            .expected("numbers that add to exactly 1")),
    }
}
