//! Payoffs, prices and losses of the alliance game, formula by formula.
//!
//! Pairs are in the order A, B. Nothing here allocates.

use super::params::{Ceiling, ValidParams};

/// The two forms of alliance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// H: the groups alone.
    Bilateral,
    /// Y: under a sponsor.
    Asymmetric,
}

/// One of the two groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Member {
    /// The proposer.
    A,
    /// The one who accepts or rejects.
    B,
}

/// Survival, strength and joint prize of an alliance.
#[derive(Clone, Copy, Debug)]
struct Terms {
    survival: [f64; 2],
    strength: [f64; 2],
    prize: f64,
    charge: f64,
}

impl ValidParams {
    fn vulnerability(&self) -> [f64; 2] {
        [self.vulnerability_a, self.vulnerability_b]
    }

    fn strength(&self) -> [f64; 2] {
        [self.strength_a, self.strength_b]
    }

    /// Probability that each group survives without a sponsor, Sᵢ = 1 − r·vᵢ.
    #[must_use]
    pub fn survival(&self) -> [f64; 2] {
        self.vulnerability().map(|v| 1.0 - self.repression * v)
    }

    /// The penalty for selling out, λ = λ₀ + λ₁·shared ideology.
    #[must_use]
    pub fn lambda(&self) -> f64 {
        self.penalty + self.penalty_shared * self.shared_ideology
    }

    /// The cap on the government's offer, x̄ = ξ·ι.
    #[must_use]
    pub fn cap(&self) -> f64 {
        self.price * self.information
    }

    /// What the diluted agenda costs each ally, δ·d.
    #[must_use]
    pub fn dilution_cost(&self) -> f64 {
        self.dilution * self.distance
    }

    /// What a seller expects from the sponsor's punishment: μ·ε under Y, nothing under H.
    #[must_use]
    pub fn enforcement(&self, form: Form) -> f64 {
        match form {
            Form::Bilateral => 0.0,
            Form::Asymmetric => self.detection * self.punishment,
        }
    }

    fn terms(&self, form: Form) -> Terms {
        let (exposed, added, charge) = match form {
            Form::Bilateral => (1.0, 0.0, 0.0),
            Form::Asymmetric => (1.0 - self.shelter, self.resources / 2.0, self.autonomy),
        };
        let strength = self.strength().map(|p| p + added);
        Terms {
            survival: self.vulnerability().map(|v| 1.0 - self.repression * v * exposed),
            strength,
            prize: (strength[0] + strength[1] + self.synergy).min(1.0),
            charge: charge + self.dilution_cost(),
        }
    }

    /// U⁰ᵢ = Sᵢpᵢ: what each group expects alone.
    #[must_use]
    pub fn alone(&self) -> [f64; 2] {
        let (s, p) = (self.survival(), self.strength());
        [s[0] * p[0], s[1] * p[1]]
    }

    /// Uᵐᵢ: what each member expects of an alliance that nobody sells.
    ///
    /// Bilateral: Sᵢ[Sⱼ sᵢ Π + (1 − Sⱼ)pᵢ] − δd with Π = min(1, p_A + p_B + σ). Asymmetric:
    /// the same with Sᵢ → 1 − r·vᵢ(1 − h) and pᵢ → pᵢ + ρ/2, less α.
    #[must_use]
    pub fn allied(&self, form: Form) -> [f64; 2] {
        let t = self.terms(form);
        let share = [self.share_a, 1.0 - self.share_a];
        [0, 1].map(|i| {
            let j = 1 - i;
            t.survival[i]
                * (t.survival[j] * share[i] * t.prize + (1.0 - t.survival[j]) * t.strength[i])
                - t.charge
        })
    }

    /// What each member expects if it sells at price x: κx + (1 − κ)Sᵢpᵢ − λ, less μ·ε under Y.
    #[must_use]
    pub fn seller(&self, form: Form, price: f64) -> [f64; 2] {
        let penalty = self.lambda() + self.enforcement(form);
        self.alone().map(|u| self.credibility * price + (1.0 - self.credibility) * u - penalty)
    }

    /// What each member expects if the other sells: [1 − r(vⱼ + (1 − vⱼ)ι)]pⱼ − δd.
    #[must_use]
    pub fn victim(&self) -> [f64; 2] {
        self.betrayed().map(|u| u - self.dilution_cost())
    }

    /// Strength times survival of a group whose ally sold the information.
    fn betrayed(&self) -> [f64; 2] {
        let (v, p) = (self.vulnerability(), self.strength());
        [0, 1].map(|j| (1.0 - self.repression * (v[j] + (1.0 - v[j]) * self.information)) * p[j])
    }

    /// xᵢ* = max(0, (Uᵢᵐ + λ + e − (1 − κ)Sᵢpᵢ)/κ), e being the enforcement: the least price each
    /// member sells for.
    #[must_use]
    pub fn least_price(&self, form: Form) -> [f64; 2] {
        let (allied, alone) = (self.allied(form), self.alone());
        let penalty = self.lambda() + self.enforcement(form);
        [0, 1].map(|i| {
            ((allied[i] + penalty - (1.0 - self.credibility) * alone[i]) / self.credibility)
                .max(0.0)
        })
    }

    /// The government's expected loss to an alliance that nobody sells,
    /// L = S_A S_B Π + S_A(1 − S_B)p_A + S_B(1 − S_A)p_B.
    #[must_use]
    pub fn loss(&self, form: Form) -> f64 {
        let t = self.terms(form);
        let [a, b] = t.survival;
        a * b * t.prize + a * (1.0 - b) * t.strength[0] + b * (1.0 - a) * t.strength[1]
    }

    /// The government's expected loss to two groups that fight alone, S_A p_A + S_B p_B.
    #[must_use]
    pub fn loss_alone(&self) -> f64 {
        let [a, b] = self.alone();
        a + b
    }

    /// The government's expected loss after each member's sale, before what it pays: the seller
    /// fights alone if the deal is not honoured, and the victim fights with the survival that
    /// the information leaves it.
    #[must_use]
    pub fn loss_sold(&self) -> [f64; 2] {
        let (alone, betrayed) = (self.alone(), self.betrayed());
        [0, 1].map(|i| (1.0 - self.credibility) * alone[i] + betrayed[1 - i])
    }

    /// The highest price at which buying from each member pays: the price is paid when the deal
    /// is honoured, so it is (L − loss after the sale)/κ. Negative where a sale would cost the
    /// government more than it saves.
    #[must_use]
    pub fn whole_gain(&self, form: Form) -> [f64; 2] {
        let loss = self.loss(form);
        self.loss_sold().map(|sold| (loss - sold) / self.credibility)
    }

    /// The most that the government pays each member, by the rule in force.
    #[must_use]
    pub fn ceiling(&self, form: Form) -> [f64; 2] {
        let cap = self.cap();
        match self.ceiling {
            Ceiling::Cap => [cap; 2],
            Ceiling::Gain => self.whole_gain(form),
            Ceiling::CapAndGain => self.whole_gain(form).map(|g| g.min(cap)),
        }
    }
}
