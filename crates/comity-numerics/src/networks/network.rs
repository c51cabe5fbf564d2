//! A binary network.

use crate::error::{NumericsError, Result, in_range, same_length};

/// Whether ties have a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A tie goes from one node to another.
    Directed,
    /// A tie joins two nodes.
    Undirected,
}

/// A binary network without self-ties, stored as bits: rows of who is tied to whom.
///
/// Nodes may be absent (not yet born, out of the data): they have no ties and their dyads
/// are no observations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    kind: Kind,
    nodes: usize,
    words: usize,
    out: Vec<u64>,
    into: Vec<u64>,
    out_degree: Vec<usize>,
    in_degree: Vec<usize>,
    present: Vec<bool>,
}

impl Network {
    /// A network of `nodes` nodes without ties.
    ///
    /// # Errors
    /// [`NumericsError::Parameter`] with fewer than two nodes.
    pub fn empty(kind: Kind, nodes: usize) -> Result<Self> {
        in_range("nodes", nodes as f64, "at least 2", nodes >= 2)?;
        let words = nodes.div_ceil(64);
        Ok(Self {
            kind,
            nodes,
            words,
            out: vec![0; nodes * words],
            into: vec![0; nodes * words],
            out_degree: vec![0; nodes],
            in_degree: vec![0; nodes],
            present: vec![true; nodes],
        })
    }

    /// A network with these ties (sender, receiver), counted once however often they occur.
    ///
    /// # Errors
    /// [`NumericsError::Parameter`] with fewer than two nodes or a node that does not exist,
    /// [`NumericsError::SelfDyad`] when a tie joins a node to itself.
    pub fn from_ties(kind: Kind, nodes: usize, ties: &[(usize, usize)]) -> Result<Self> {
        let mut network = Self::empty(kind, nodes)?;
        for (row, &(i, j)) in ties.iter().enumerate() {
            let high = i.max(j);
            in_range("a node", high as f64, "below the number of nodes", high < nodes)?;
            if i == j {
                return Err(NumericsError::SelfDyad { row });
            }
            network.set(i, j, true);
        }
        Ok(network)
    }

    /// The network with only these nodes present (one entry a node); ties of absent nodes
    /// are removed.
    ///
    /// # Errors
    /// [`NumericsError::Dimension`] when there is not one entry a node.
    pub fn with_present(mut self, present: &[bool]) -> Result<Self> {
        same_length("the present nodes", present.len(), self.nodes)?;
        for i in (0..self.nodes).filter(|&i| !present[i]) {
            for j in 0..self.nodes {
                self.set(i, j, false);
                self.set(j, i, false);
            }
        }
        self.present = present.to_vec();
        Ok(self)
    }

    /// Whether ties have a direction.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether ties have a direction.
    #[must_use]
    pub fn is_directed(&self) -> bool {
        self.kind == Kind::Directed
    }

    /// Number of nodes, absent ones included.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.nodes
    }

    /// Number of ties.
    #[must_use]
    pub fn ties(&self) -> usize {
        let total: usize = self.out_degree.iter().sum();
        if self.is_directed() { total } else { total / 2 }
    }

    /// Whether `i` sends a tie to `j`; false for nodes that do not exist.
    #[must_use]
    pub fn has(&self, i: usize, j: usize) -> bool {
        j < self.nodes && self.row(&self.out, i).get(j / 64).is_some_and(|w| w >> (j % 64) & 1 == 1)
    }

    /// Sets or removes the tie from `i` to `j` (between them, without direction). Nothing
    /// happens for a node that does not exist or is absent, or a self-tie.
    pub fn set(&mut self, i: usize, j: usize, tie: bool) {
        let stands = |k: usize| self.present.get(k) == Some(&true);
        if i == j || !stands(i) || !stands(j) || self.has(i, j) == tie {
            return;
        }
        self.flip(i, j);
        if !self.is_directed() {
            self.flip(j, i);
        }
    }

    /// The dyads that may have a tie, in order: pairs with i ≠ j of present nodes, i < j
    /// without direction.
    pub fn dyads(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        (0..self.nodes).flat_map(move |i| self.dyads_of(i).map(move |j| (i, j)))
    }

    pub(super) fn dyads_of(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let first = if self.is_directed() { 0 } else { i + 1 };
        (first..self.nodes).filter(move |&j| j != i && self.present[i] && self.present[j])
    }

    pub(super) fn out_degree(&self, i: usize) -> usize {
        self.out_degree.get(i).copied().unwrap_or(0)
    }

    pub(super) fn in_degree(&self, i: usize) -> usize {
        self.in_degree.get(i).copied().unwrap_or(0)
    }

    /// Who `i` sends ties to, as bits.
    pub(super) fn out(&self, i: usize) -> &[u64] {
        self.row(&self.out, i)
    }

    /// Who sends ties to `i`, as bits.
    pub(super) fn into(&self, i: usize) -> &[u64] {
        self.row(&self.into, i)
    }

    fn row<'a>(&self, bits: &'a [u64], i: usize) -> &'a [u64] {
        bits.get(i * self.words..(i + 1) * self.words).unwrap_or(&[])
    }

    fn flip(&mut self, i: usize, j: usize) {
        let tie = !self.has(i, j);
        self.out[i * self.words + j / 64] ^= 1 << (j % 64);
        self.into[j * self.words + i / 64] ^= 1 << (i % 64);
        if tie {
            self.out_degree[i] += 1;
            self.in_degree[j] += 1;
        } else {
            self.out_degree[i] -= 1;
            self.in_degree[j] -= 1;
        }
    }
}

/// How many bits both rows have.
pub(super) fn shared(a: &[u64], b: &[u64]) -> usize {
    a.iter().zip(b).map(|(a, b)| (a & b).count_ones() as usize).sum()
}

/// The nodes that both rows have, ascending.
pub(super) fn both<'a>(a: &'a [u64], b: &'a [u64]) -> impl Iterator<Item = usize> + 'a {
    a.iter().zip(b).enumerate().flat_map(|(k, (a, b))| bits(k, a & b))
}

/// The nodes of a row, ascending.
pub(super) fn members(row: &[u64]) -> impl Iterator<Item = usize> + '_ {
    row.iter().enumerate().flat_map(|(k, w)| bits(k, *w))
}

fn bits(word: usize, mut rest: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (rest != 0).then(|| {
            let bit = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            64 * word + bit
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_degrees_and_absence() {
        let ties = [(0, 70), (70, 1), (0, 70), (3, 0)];
        let n = Network::from_ties(Kind::Directed, 71, &ties).unwrap();
        assert_eq!((n.ties(), n.out_degree(70), n.in_degree(70)), (3, 1, 1));
        assert!(n.has(0, 70) && !n.has(70, 0) && !n.has(70, 99));
        assert_eq!(members(n.out(0)).collect::<Vec<_>>(), [70]);
        let mut present = vec![true; 71];
        present[70] = false;
        let mut n = n.with_present(&present).unwrap();
        n.set(70, 2, true);
        assert_eq!((n.ties(), n.dyads().count()), (1, 70 * 69));
        let u = Network::from_ties(Kind::Undirected, 3, &[(2, 0)]).unwrap();
        assert!(u.has(0, 2) && u.has(2, 0) && u.ties() == 1 && u.dyads().count() == 3);
    }

    #[test]
    fn damaged_networks_are_refused() {
        assert!(Network::empty(Kind::Directed, 1).is_err());
        assert!(Network::from_ties(Kind::Directed, 3, &[(0, 3)]).is_err());
        let own = Network::from_ties(Kind::Directed, 3, &[(0, 1), (1, 1)]);
        assert_eq!(own, Err(NumericsError::SelfDyad { row: 1 }));
    }
}
