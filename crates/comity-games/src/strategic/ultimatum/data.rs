//! Offers, acceptances and reservation values.

use crate::strategic::params::setting;
use crate::strategic::sequential::{check_weights, invalid, same_rows};
use comity_core::Result;
use comity_numerics::Design;

/// The scale of a player's errors.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum ScaleOf {
    /// Estimated; the coefficient is its logarithm.
    #[default]
    Estimated,
    /// Known, in the units of the offer.
    Fixed(f64),
}

/// An ultimatum game's data.
#[derive(Clone, Debug)]
pub struct UltimatumData<'a> {
    pub(super) offer: &'a [f64],
    pub(super) accepted: Option<&'a [bool]>,
    pub(super) bounds: (f64, f64),
    pub(super) proposer: &'a Design,
    pub(super) responder: &'a Design,
    pub(super) scales: [ScaleOf; 2],
    pub(super) weights: Option<&'a [f64]>,
}

/// Offers this near a bound are at the bound.
pub(super) const AT_BOUND: f64 = 1.5e-8;

impl<'a> UltimatumData<'a> {
    /// From the offers and the columns of both players' reservation values. `bounds` are the
    /// lowest and the highest offer that can be made; the highest is the prize.
    ///
    /// # Errors
    /// `game/invalid` when there is no row, lengths differ, the bounds are not in order, or
    /// an offer lies outside them.
    pub fn new(
        offer: &'a [f64],
        bounds: (f64, f64),
        proposer: &'a Design,
        responder: &'a Design,
    ) -> Result<Self> {
        let (low, high) = bounds;
        if !(low < high && low.is_finite() && high.is_finite()) {
            return Err(invalid("the bounds of the offer are not in order")
                .value(format!("{low} to {high}"))
                .expected("a lower and a higher finite number"));
        }
        if offer.is_empty() {
            return Err(invalid("the game has no rows"));
        }
        let inside = |y: &f64| *y >= low - AT_BOUND && *y <= high + AT_BOUND;
        if let Some(y) = offer.iter().find(|y| !inside(y)) {
            return Err(invalid("an offer cannot be made")
                .value(y.to_string())
                .expected(format!("{low} to {high}")));
        }
        same_rows("the proposer's columns", proposer.rows(), offer.len())?;
        same_rows("the responder's columns", responder.rows(), offer.len())?;
        let scales = [ScaleOf::Estimated; 2];
        Ok(Self { offer, accepted: None, bounds, proposer, responder, scales, weights: None })
    }

    /// With whether each offer was accepted. Without it the fit is of the offers alone.
    ///
    /// # Errors
    /// `game/invalid` when there is not one entry a row.
    pub fn accepted(mut self, accepted: &'a [bool]) -> Result<Self> {
        same_rows("the acceptances", accepted.len(), self.offer.len())?;
        self.accepted = Some(accepted);
        Ok(self)
    }

    /// With the scales of the proposer's and the responder's errors.
    ///
    /// # Errors
    /// `usage/bad-setting` when a fixed scale is not positive and finite.
    pub fn scaled(mut self, proposer: ScaleOf, responder: ScaleOf) -> Result<Self> {
        for scale in [proposer, responder] {
            if let ScaleOf::Fixed(s) = scale {
                setting("scale", s, "above 0 and finite", s > 0.0 && s.is_finite())?;
            }
        }
        self.scales = [proposer, responder];
        Ok(self)
    }

    /// With frequency weights: a row of weight 2 counts as two equal rows.
    ///
    /// # Errors
    /// `game/invalid` when a weight is negative, infinite or NaN, or there is not one a row.
    pub fn weighted(mut self, weights: &'a [f64]) -> Result<Self> {
        check_weights(weights, self.offer.len())?;
        self.weights = Some(weights);
        Ok(self)
    }

    /// Names of the coefficients: R1 (proposer), R2 (responder), logarithms of the scales.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let of = |equation: &'static str, x: &'a Design| {
            x.names().iter().map(move |n| format!("{equation}:{n}"))
        };
        let scales = ["ln s1", "ln s2"].into_iter().zip(self.scales);
        of("R1", self.proposer)
            .chain(of("R2", self.responder))
            .chain(scales.filter(|(_, s)| *s == ScaleOf::Estimated).map(|(n, _)| n.to_owned()))
            .collect()
    }
}
