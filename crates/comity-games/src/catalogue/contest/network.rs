//! Who is allied with whom, and who fights whom.

use comity_core::{Code, Error, Result};

/// Groups with their alliances and enmities, both symmetric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    groups: usize,
    /// Row by row: 1 for allies, −1 for enemies, 0 otherwise.
    ties: Vec<i8>,
}

impl Network {
    /// From the number of groups and the pairs of allies and of enemies, counted from zero.
    ///
    /// # Errors
    /// `game/invalid` when there are fewer than two groups, a pair names a group that does not
    /// exist or the same group twice, or a pair is given twice.
    pub fn new(
        groups: usize,
        allies: &[(usize, usize)],
        enemies: &[(usize, usize)],
    ) -> Result<Self> {
        let size = groups.checked_mul(groups).filter(|_| groups >= 2).ok_or_else(|| {
            Error::new(Code::BadGame, "a contest needs at least two groups")
                .value(groups.to_string())
        })?;
        let mut ties = vec![0; size];
        let pairs = allies.iter().map(|p| (p, 1)).chain(enemies.iter().map(|p| (p, -1)));
        for (&(i, j), tie) in pairs {
            if i >= groups || j >= groups || i == j {
                return Err(Error::new(Code::BadGame, "this is no pair of groups")
                    .value(format!("{i}, {j}"))
                    .expected(format!("two different numbers below {groups}")));
            }
            if ties[i * groups + j] != 0 {
                return Err(Error::new(Code::BadGame, "the pair of groups is given twice")
                    .value(format!("{i}, {j}")));
            }
            ties[i * groups + j] = tie;
            ties[j * groups + i] = tie;
        }
        Ok(Self { groups, ties })
    }

    /// Number of groups.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// 1 for allies, −1 for enemies, 0 for neither; 0 for groups that do not exist.
    #[must_use]
    pub fn tie(&self, i: usize, j: usize) -> i8 {
        if i < self.groups && j < self.groups { self.ties[i * self.groups + j] } else { 0 }
    }

    /// dᵢ⁺: the number of allies of each group.
    #[must_use]
    pub fn allies(&self) -> Vec<usize> {
        self.degrees(1)
    }

    /// dᵢ⁻: the number of enemies of each group.
    #[must_use]
    pub fn enemies(&self) -> Vec<usize> {
        self.degrees(-1)
    }

    fn degrees(&self, of: i8) -> Vec<usize> {
        self.ties.chunks(self.groups).map(|row| row.iter().filter(|&&t| t == of).count()).collect()
    }

    /// φᵢ = xᵢ + β Σ_allies xⱼ − γ Σ_enemies xⱼ: what each group's effort amounts to.
    #[must_use]
    pub fn performance(&self, effort: &[f64], beta: f64, gamma: f64) -> Vec<f64> {
        let of = |i: usize| {
            let row = &self.ties[i * self.groups..(i + 1) * self.groups];
            row.iter().zip(effort).fold(effort.get(i).copied().unwrap_or(0.0), |sum, (&tie, &x)| {
                sum + match tie {
                    1 => beta * x,
                    -1 => -gamma * x,
                    _ => 0.0,
                }
            })
        };
        (0..self.groups).map(of).collect()
    }

    /// πᵢ = φᵢ/Σφ − xᵢ: the share of a prize of one, less the effort. Not a number when the
    /// performances add to nothing.
    #[must_use]
    pub fn payoffs(&self, effort: &[f64], beta: f64, gamma: f64) -> Vec<f64> {
        let performance = self.performance(effort, beta, gamma);
        let total: f64 = performance.iter().sum();
        performance.iter().zip(effort).map(|(phi, x)| phi / total - x).collect()
    }
}
