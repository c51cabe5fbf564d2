//! Risk exponents, offers and rounds.

use super::model::{Actor, Issue};
use super::terms::{Choice, Risk};

/// What becomes of a pair, as one of them sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Both expect to gain by a challenge, the other more: it moves to the other's position.
    Confrontation,
    /// The other gains more than it loses: it moves part of the way.
    Compromise,
    /// It loses more than the other gains: it moves to the other's position.
    Compelled,
    /// It has the upper hand: the other moves, or they fight and it wins.
    UpperHand,
    /// Neither gains by a challenge, or both gain alike.
    Stalemate,
}

/// An offer that moves its receiver.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer {
    /// Who makes it.
    pub from: usize,
    /// How it came about, as the receiver sees it.
    pub kind: Kind,
    /// Where the receiver moves.
    pub position: f64,
}

/// One round.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// The median position before anyone moves.
    pub median: f64,
    /// The mean position before anyone moves.
    pub mean: f64,
    /// Risk exponents, one an actor.
    pub exponents: Vec<f64>,
    /// The offer each actor takes, if any.
    pub taken: Vec<Option<Offer>>,
}

impl Issue {
    /// What the others expect to gain by challenging i, with exponents of one.
    fn danger(&self, i: usize) -> f64 {
        let ones = vec![1.0; self.actors.len()];
        (0..self.actors.len()).filter(|&j| j != i).map(|j| self.expected(j, i, 1.0, &ones)).sum()
    }

    /// Risk exponents r = (1 − R/3)/(1 + R/3), R = (2D − D_max − D_min)/(D_max − D_min), from ½
    /// for the most endangered to 2 for the safest; one where nobody differs. D is the sum over
    /// others of the expected utility of a challenge to the actor.
    #[must_use]
    pub fn exponents(&self) -> Vec<f64> {
        let exponent = |danger: f64, all: &[f64]| {
            let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let low = all.iter().copied().fold(f64::INFINITY, f64::min);
            if high <= low {
                return 1.0;
            }
            let r = (2.0 * danger - high - low) / (high - low);
            (1.0 - r / 3.0) / (1.0 + r / 3.0)
        };
        let n = self.actors.len();
        match self.terms.risk {
            Risk::Neutral => vec![1.0; n],
            Risk::AcrossActors => {
                let dangers: Vec<f64> = (0..n).map(|i| self.danger(i)).collect();
                dangers.iter().map(|&d| exponent(d, &dangers)).collect()
            }
            Risk::AcrossPositions => (0..n)
                .map(|i| {
                    let mut moved = self.clone();
                    let dangers: Vec<f64> = self
                        .actors
                        .iter()
                        .map(|a| {
                            moved.actors[i].position = a.position;
                            moved.danger(i)
                        })
                        .collect();
                    exponent(dangers[i], &dangers)
                })
                .collect(),
        }
    }

    /// What becomes of the pair as `viewer` sees it, and where the viewer would move.
    #[must_use]
    pub fn view(&self, viewer: usize, other: usize, exponents: &[f64]) -> (Kind, Option<f64>) {
        let (Some(a), Some(b)) = (self.actors.get(viewer), self.actors.get(other)) else {
            return (Kind::Stalemate, None);
        };
        if a.position == b.position {
            return (Kind::Stalemate, None);
        }
        let r = exponents.get(viewer).copied().unwrap_or(1.0);
        let mine = self.expected(viewer, other, r, exponents);
        let theirs = self.expected(other, viewer, r, exponents);
        if theirs <= 0.0 {
            let kind = if mine > 0.0 { Kind::UpperHand } else { Kind::Stalemate };
            (kind, None)
        } else if mine > 0.0 {
            if theirs > mine {
                (Kind::Confrontation, Some(b.position))
            } else if theirs < mine {
                (Kind::UpperHand, None)
            } else {
                (Kind::Stalemate, None)
            }
        } else if theirs > -mine {
            let to = a.position + (b.position - a.position) * (-mine / theirs);
            (Kind::Compromise, (mine < 0.0).then_some(to))
        } else {
            (Kind::Compelled, Some(b.position))
        }
    }

    fn taken(&self, i: usize, exponents: &[f64]) -> Option<Offer> {
        let offers = (0..self.actors.len()).filter(|&j| j != i).filter_map(|from| {
            let (kind, position) = self.view(i, from, exponents);
            position.map(|position| Offer { from, kind, position })
        });
        let here = self.actors[i].position;
        let moves = |o: &Offer| (o.position - here).abs();
        offers.min_by(|p, q| {
            let first = match self.terms.choice {
                Choice::LeastMove => std::cmp::Ordering::Equal,
                Choice::ByKind => p.kind.cmp(&q.kind),
            };
            first.then(moves(p).total_cmp(&moves(q)))
        })
    }

    /// One round: everybody takes an offer at once. Of equal offers the first is taken.
    pub fn round(&mut self) -> Round {
        let exponents = self.exponents();
        let taken: Vec<Option<Offer>> =
            (0..self.actors.len()).map(|i| self.taken(i, &exponents)).collect();
        let round = Round { median: self.median(), mean: self.mean(), exponents, taken };
        for (actor, offer) in self.actors.iter_mut().zip(&round.taken) {
            if let Some(offer) = offer {
                *actor = Actor { position: offer.position, ..*actor };
            }
        }
        round
    }

    /// Plays rounds until nobody moves, at most as many as given.
    pub fn run(&mut self, rounds: usize) -> Vec<Round> {
        let mut played = Vec::new();
        for _ in 0..rounds {
            let round = self.round();
            let still = round.taken.iter().all(Option::is_none);
            played.push(round);
            if still {
                break;
            }
        }
        played
    }
}
