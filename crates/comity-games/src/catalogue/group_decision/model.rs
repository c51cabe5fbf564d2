//! Actors, votes and utilities.

use super::terms::{Divisor, Drift, Resistance, Terms, Votes};
use comity_core::{Code, Error, Result};

/// One actor on one issue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Actor {
    /// Capability c, above zero.
    pub capability: f64,
    /// Salience s, from 0 to 1: how much the issue matters to it.
    pub salience: f64,
    /// Position x on the issue.
    pub position: f64,
}

/// Actors at some point of the bargaining, with the scale of the issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    pub(super) actors: Vec<Actor>,
    pub(super) terms: Terms,
    /// |x_max − x_min|.
    pub(super) range: f64,
}

impl Issue {
    /// The scale is the distance of the extreme positions, and stays so when actors move.
    ///
    /// # Errors
    /// `game/invalid` when there are fewer than two actors or positions, a capability is not
    /// above zero, a salience or probability is outside 0 to 1, or a number is not finite.
    pub fn new(actors: Vec<Actor>, terms: Terms) -> Result<Self> {
        let fault = |what: &str, value: f64| {
            Err(Error::new(Code::BadGame, what.to_owned()).value(value.to_string()))
        };
        let probability = |p: f64| (0.0..=1.0).contains(&p);
        for a in &actors {
            if !(a.capability.is_finite() && a.capability > 0.0) {
                return fault("a capability is not above zero", a.capability);
            }
            if !probability(a.salience) {
                return fault("a salience is not from 0 to 1", a.salience);
            }
            if !a.position.is_finite() {
                return fault("a position is not a number", a.position);
            }
        }
        if !probability(terms.status_quo) {
            return fault("Q is not a probability", terms.status_quo);
        }
        if let Drift::Fixed(t) = terms.drift
            && !probability(t)
        {
            return fault("T is not a probability", t);
        }
        let positions = || actors.iter().map(|a| a.position);
        let range = positions().fold(f64::NEG_INFINITY, f64::max)
            - positions().fold(f64::INFINITY, f64::min);
        if !(range.is_finite() && range > 0.0) {
            return Err(Error::new(Code::BadGame, "the actors do not disagree")
                .expected("at least two actors with different positions"));
        }
        if actors.iter().all(|a| a.salience == 0.0) {
            return Err(Error::new(Code::BadGame, "the issue matters to no actor")
                .expected("a salience above zero"));
        }
        Ok(Self { actors, terms, range })
    }

    /// The actors where they are.
    #[must_use]
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// Votes of an actor for position j over k, c·s·(|x − x_k| − |x − x_j|)/range; distances to
    /// the power `exponent`.
    fn vote(&self, a: &Actor, [j, k]: [f64; 2], exponent: f64) -> f64 {
        let far = |x: f64| libm::pow((a.position - x).abs() / self.range, exponent);
        a.capability * a.salience * (far(k) - far(j))
    }

    /// The position that no other one beats by votes: the median weighted by c·s. Where two
    /// positions tie, the lower.
    #[must_use]
    pub fn median(&self) -> f64 {
        let mut sorted: Vec<(f64, f64)> =
            self.actors.iter().map(|a| (a.position, a.capability * a.salience)).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total: f64 = sorted.iter().map(|a| a.1).sum();
        let mut sum = 0.0;
        for (position, weight) in &sorted {
            sum += weight;
            if 2.0 * sum >= total {
                return *position;
            }
        }
        sorted.last().map_or(f64::NAN, |a| a.0)
    }

    /// The mean position weighted by c·s.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let weight = |a: &Actor| a.capability * a.salience;
        let total: f64 = self.actors.iter().map(weight).sum();
        self.actors.iter().map(|a| weight(a) * a.position).sum::<f64>() / total
    }

    /// The probability that i prevails over j: the votes for i of those who prefer it, over the
    /// divisor in force. Zero if they agree, or nobody cares. `exponents` has one number an
    /// actor; they matter if votes depend on risk.
    #[must_use]
    pub fn probability(&self, i: usize, j: usize, exponents: &[f64]) -> f64 {
        let (Some(a), Some(b)) = (self.actors.get(i), self.actors.get(j)) else { return 0.0 };
        let (mut won, mut all) = (0.0, 0.0);
        for (k, voter) in self.actors.iter().enumerate() {
            let exponent = match self.terms.votes {
                Votes::Linear => 1.0,
                Votes::Risk => exponents.get(k).copied().unwrap_or(1.0),
            };
            let v = self.vote(voter, [a.position, b.position], exponent);
            won += v.max(0.0);
            all += match self.terms.divisor {
                Divisor::Pair => v.abs(),
                Divisor::AllPairs => {
                    let pairs = self
                        .actors
                        .iter()
                        .flat_map(|p| self.actors.iter().map(move |q| [p.position, q.position]));
                    pairs.map(|pair| self.vote(voter, pair, exponent).abs()).sum()
                }
            };
        }
        if all > 0.0 { won / all } else { 0.0 }
    }

    /// The expected utility of i's challenge to j, seen with risk exponent r:
    ///
    /// E = s[P·U_s + (1 − P)U_f] + (1 − s)U_s − Q·U_sq − (1 − Q)[T·U_b + (1 − T)U_w],
    ///
    /// with U = 2 − 4zʳ and, for d = |x_i − x_j|/range and m = (|x_i − μ| + |x_i − x_j|)/range,
    /// z = ½ − ½d (success), ½ + ½d (failure), ½ − ¼m (better), ½ + ¼m (worse), ½ (status quo).
    #[must_use]
    pub fn expected(&self, i: usize, j: usize, r: f64, exponents: &[f64]) -> f64 {
        let (Some(a), Some(b)) = (self.actors.get(i), self.actors.get(j)) else { return 0.0 };
        let utility = |z: f64| 2.0 - 4.0 * libm::pow(z, r);
        let apart = (a.position - b.position).abs();
        let d = apart / self.range;
        let (success, failure) = (utility(0.5 - 0.5 * d), utility(0.5 + 0.5 * d));
        let p = self.probability(i, j, exponents);
        let s = match self.terms.resistance {
            Resistance::Target => b.salience,
            Resistance::Challenger => a.salience,
        };
        let challenge = s * (p * success + (1.0 - p) * failure) + (1.0 - s) * success;
        let q = self.terms.status_quo;
        let mut stay = q * utility(0.5);
        if q < 1.0 {
            let away = (a.position - self.median()).abs();
            let m = ((away + apart) / self.range).min(2.0);
            let t = match self.terms.drift {
                Drift::ByMedian => f64::from(away < apart),
                Drift::Fixed(t) => t,
            };
            stay += (1.0 - q) * (t * utility(0.5 - 0.25 * m) + (1.0 - t) * utility(0.5 + 0.25 * m));
        }
        challenge - stay
    }
}
