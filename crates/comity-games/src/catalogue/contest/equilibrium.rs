//! The equilibrium of the contest in closed form.
//!
//! The first-order condition of group i, with Φ = Σφ and ∂Φ/∂xᵢ = 1 + βdᵢ⁺ − γdᵢ⁻ = 1/Γᵢ, is
//! Φ − φᵢ/Γᵢ = Φ². Hence φᵢ = Φ(1 − Φ)Γᵢ; added up, Φ = 1 − 1/ΣΓ. Efforts solve the linear
//! system φ = (I + βA⁺ − γA⁻)x. Payoffs are φᵢ/Φ − xᵢ = (1 − Φ)Γᵢ − xᵢ.

use super::network::Network;
use comity_core::{Code, Error, Result};

/// An equilibrium at which every first-order condition holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Contest {
    /// Γᵢ = 1/(1 + βdᵢ⁺ − γdᵢ⁻): the hostility around each group.
    pub hostility: Vec<f64>,
    /// Φ = 1 − 1/ΣΓ: the sum of performances.
    pub total: f64,
    /// φᵢ = Φ(1 − Φ)Γᵢ: each group's operational performance.
    pub performance: Vec<f64>,
    /// φᵢ/Φ = (1 − Φ)Γᵢ: each group's share of the prize.
    pub shares: Vec<f64>,
    /// xᵢ: each group's effort. It may be negative: see [`Contest::is_interior`].
    pub efforts: Vec<f64>,
    /// πᵢ = (1 − Φ)Γᵢ − xᵢ: each group's payoff.
    pub payoffs: Vec<f64>,
}

impl Contest {
    /// Whether every effort is positive, so that nobody would like to fight less than not at
    /// all.
    #[must_use]
    pub fn is_interior(&self) -> bool {
        self.efforts.iter().all(|&x| x > 0.0)
    }
}

/// Why the closed form is not an equilibrium.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// 1 + βdᵢ⁺ − γdᵢ⁻ is not positive for these groups: their effort does not raise the total.
    Hostility(Vec<usize>),
    /// ΣΓ, given here, is not above one: nobody has reason to fight.
    NoContest(f64),
    /// I + βA⁺ − γA⁻ is singular: performances do not determine efforts.
    Singular,
}

impl Network {
    /// Solves the contest; the inner result says why there is no such equilibrium.
    ///
    /// The second-order condition holds wherever the total is positive: the payoff is then
    /// strictly concave in a group's own effort, as Φ − φᵢ/Γᵢ does not depend on it.
    ///
    /// ```
    /// use comity_games::catalogue::contest::Network;
    /// // Two enemies: x = (1 + γ)/(4(1 − γ)).
    /// let contest = Network::new(2, &[], &[(0, 1)])?.equilibrium(0.0, 0.2)?;
    /// assert!((contest.unwrap().efforts[0] - 1.2 / 3.2).abs() < 1e-15);
    /// # Ok::<(), comity_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `game/invalid` when β or γ is not a number from 0 to below 1.
    pub fn equilibrium(&self, beta: f64, gamma: f64) -> Result<Result<Contest, Failure>> {
        for (name, value) in [("β", beta), ("γ", gamma)] {
            if !(0.0..1.0).contains(&value) {
                return Err(Error::new(Code::BadGame, format!("{name} is outside its range"))
                    .value(value.to_string())
                    .expected("a number from 0 to below 1"));
            }
        }
        Ok(self.solve(beta, gamma))
    }

    fn solve(&self, beta: f64, gamma: f64) -> Result<Contest, Failure> {
        let slopes: Vec<f64> = self
            .allies()
            .iter()
            .zip(self.enemies())
            .map(|(&plus, minus)| 1.0 + beta * plus as f64 - gamma * minus as f64)
            .collect();
        let bad: Vec<usize> = (0..slopes.len()).filter(|&i| slopes[i] <= 0.0).collect();
        if !bad.is_empty() {
            return Err(Failure::Hostility(bad));
        }
        let hostility: Vec<f64> = slopes.iter().map(|s| 1.0 / s).collect();
        let sum: f64 = hostility.iter().sum();
        if sum <= 1.0 {
            return Err(Failure::NoContest(sum));
        }
        let total = 1.0 - 1.0 / sum;
        let performance: Vec<f64> = hostility.iter().map(|g| total * (1.0 - total) * g).collect();
        let shares: Vec<f64> = hostility.iter().map(|g| (1.0 - total) * g).collect();
        let efforts = eliminate(self.matrix(beta, gamma), &performance).ok_or(Failure::Singular)?;
        let payoffs = shares.iter().zip(&efforts).map(|(s, x)| s - x).collect();
        Ok(Contest { hostility, total, performance, shares, efforts, payoffs })
    }

    /// I + βA⁺ − γA⁻, row by row.
    fn matrix(&self, beta: f64, gamma: f64) -> Vec<Vec<f64>> {
        let n = self.groups();
        let entry = |i: usize, j: usize| match self.tie(i, j) {
            1 => beta,
            -1 => -gamma,
            _ => f64::from(i == j),
        };
        (0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect()
    }
}

/// Pivots below this are taken for zero; entries of the matrix are at most one.
const PIVOT: f64 = 1e-12;

/// Solves a system of linear equations by elimination with partial pivoting.
fn eliminate(mut rows: Vec<Vec<f64>>, right: &[f64]) -> Option<Vec<f64>> {
    let n = right.len();
    for (row, &b) in rows.iter_mut().zip(right) {
        row.push(b);
    }
    for k in 0..n {
        let pivot = (k..n).max_by(|&a, &b| rows[a][k].abs().total_cmp(&rows[b][k].abs()))?;
        if rows[pivot][k].abs() < PIVOT {
            return None;
        }
        rows.swap(k, pivot);
        let (above, below) = rows.split_at_mut(k + 1);
        let top = &above[k];
        for row in below {
            let factor = row[k] / top[k];
            for (cell, &t) in row.iter_mut().zip(top).skip(k) {
                *cell -= factor * t;
            }
        }
    }
    let mut solution = vec![0.0; n];
    for k in (0..n).rev() {
        let known: f64 = (k + 1..n).map(|j| rows[k][j] * solution[j]).sum();
        solution[k] = (rows[k][n] - known) / rows[k][k];
    }
    Some(solution)
}
