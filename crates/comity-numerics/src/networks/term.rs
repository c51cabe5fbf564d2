//! Network statistics.

use super::network::Network;
use crate::error::{NumericsError, Result, all_finite, same_length};

/// Whose ties or values count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Both ends of a tie; for degrees, ties without direction.
    Either,
    /// The sender; ties sent.
    Sender,
    /// The receiver; ties received.
    Receiver,
}

/// A statistic of a network. Names in parentheses are those of R's ergm, whose definitions
/// these are.
///
/// θ is a decay that is not estimated; geometrically weighted statistics are those of Hunter
/// (2007), *Social Networks* 29(2).
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// Ties (`edges`).
    Edges,
    /// Pairs tied in both directions (`mutual`). Directed networks.
    Mutual,
    /// Sum of a node's value over ties (`nodecov`, `nodeocov`, `nodeicov`).
    NodeCovariate {
        /// Name of the value.
        name: String,
        /// One value a node.
        values: Vec<f64>,
        /// Whose value; `Sender` and `Receiver` in directed networks.
        side: Side,
    },
    /// Ties between nodes of the same group (`nodematch`).
    NodeMatch {
        /// Name of the grouping.
        name: String,
        /// One group a node.
        groups: Vec<i64>,
    },
    /// Ties from a node of one group to a node of another (`nodemix`); between them without
    /// direction.
    NodeMix {
        /// Name of the grouping.
        name: String,
        /// One group a node.
        groups: Vec<i64>,
        /// The sender's group.
        from: i64,
        /// The receiver's group.
        to: i64,
    },
    /// Sum of |xᵢ − xⱼ| over ties (`absdiff`).
    AbsoluteDifference {
        /// Name of the value.
        name: String,
        /// One value a node.
        values: Vec<f64>,
    },
    /// Sum of a dyad's value over ties (`edgecov`).
    EdgeCovariate {
        /// Name of the value.
        name: String,
        /// One value an ordered pair of nodes, row by row (sender by receiver). Without
        /// direction the entry of the lower node's row counts.
        values: Vec<f64>,
    },
    /// Triangles (`triangle`); in directed networks transitive and cyclic triples together.
    Triangles,
    /// Triples i→j, j→k, i→k (`ttriple`). Directed networks.
    TransitiveTriples,
    /// Triples i→j, j→k, k→i (`ctriple`). Directed networks.
    CyclicTriples,
    /// Ties i→j with at least one k such that i→k→j (`transitiveties`).
    TransitiveTies,
    /// Pairs of ties i→k, k→j with i ≠ j (`twopath`).
    TwoPaths,
    /// Nodes of this degree (`degree`, `odegree`, `idegree`).
    Degree {
        /// The degree.
        degree: usize,
        /// `Either` in undirected networks.
        side: Side,
    },
    /// Sets of this many ties at one node (`kstar`, `ostar`, `istar`).
    Star {
        /// Ties of the star.
        size: usize,
        /// `Either` in undirected networks.
        side: Side,
    },
    /// e^θ Σᵢ {1 − (1 − e^−θ)^degree(i)} (`gwdegree`, `gwodegree`, `gwidegree`).
    GwDegree {
        /// θ.
        decay: f64,
        /// `Either` in undirected networks.
        side: Side,
    },
    /// e^θ Σ over ties {1 − (1 − e^−θ)^partners}, partners the k with i→k→j (`gwesp`, type OTP).
    Gwesp {
        /// θ.
        decay: f64,
    },
    /// The same sum over all pairs, tied or not (`gwdsp`, type OTP).
    Gwdsp {
        /// θ.
        decay: f64,
    },
}

impl Term {
    /// A name, as ergm writes it.
    #[must_use]
    pub fn name(&self) -> String {
        let sided = |side: &Side, letters: [&str; 3]| match side {
            Side::Either => letters[0].to_owned(),
            Side::Sender => letters[1].to_owned(),
            Side::Receiver => letters[2].to_owned(),
        };
        match self {
            Self::Edges => "edges".into(),
            Self::Mutual => "mutual".into(),
            Self::NodeCovariate { name, side, .. } => {
                format!("{}.{name}", sided(side, ["nodecov", "nodeocov", "nodeicov"]))
            }
            Self::NodeMatch { name, .. } => format!("nodematch.{name}"),
            Self::NodeMix { name, from, to, .. } => format!("mix.{name}.{from}.{to}"),
            Self::AbsoluteDifference { name, .. } => format!("absdiff.{name}"),
            Self::EdgeCovariate { name, .. } => format!("edgecov.{name}"),
            Self::Triangles => "triangle".into(),
            Self::TransitiveTriples => "ttriple".into(),
            Self::CyclicTriples => "ctriple".into(),
            Self::TransitiveTies => "transitiveties".into(),
            Self::TwoPaths => "twopath".into(),
            Self::Degree { degree, side } => {
                format!("{}{degree}", sided(side, ["degree", "odegree", "idegree"]))
            }
            Self::Star { size, side } => {
                format!("{}{size}", sided(side, ["kstar", "ostar", "istar"]))
            }
            Self::GwDegree { decay, side } => {
                format!("{}.fixed.{decay}", sided(side, ["gwdeg", "gwodeg", "gwideg"]))
            }
            Self::Gwesp { decay } => format!("gwesp.fixed.{decay}"),
            Self::Gwdsp { decay } => format!("gwdsp.fixed.{decay}"),
        }
    }

    /// Refuses a statistic that does not suit the network.
    pub(super) fn check(&self, network: &Network) -> Result<()> {
        let (nodes, directed) = (network.nodes(), network.is_directed());
        let needs = |ok: bool, needs: &'static str| {
            if ok { Ok(()) } else { Err(NumericsError::Statistic { name: self.name(), needs }) }
        };
        let one_sided = |side: Side| {
            needs(
                (side == Side::Either) != directed,
                if directed {
                    "a side, sender or receiver, in a directed network"
                } else {
                    "no side in an undirected network"
                },
            )
        };
        match self {
            Self::Edges | Self::Triangles | Self::TransitiveTies | Self::TwoPaths => Ok(()),
            Self::Mutual | Self::TransitiveTriples | Self::CyclicTriples => {
                needs(directed, "a directed network")
            }
            Self::NodeCovariate { values, side, .. } => {
                same_length("a node covariate", values.len(), nodes)?;
                all_finite(&self.name(), values)?;
                needs(directed || *side == Side::Either, "no side in an undirected network")
            }
            Self::AbsoluteDifference { values, .. } => {
                same_length("a node covariate", values.len(), nodes)?;
                all_finite(&self.name(), values)
            }
            Self::NodeMatch { groups, .. } | Self::NodeMix { groups, .. } => {
                same_length("a grouping of nodes", groups.len(), nodes)
            }
            Self::EdgeCovariate { values, .. } => {
                same_length("a dyad covariate", values.len(), nodes * nodes)?;
                all_finite(&self.name(), values)
            }
            Self::Degree { side, .. } => one_sided(*side),
            Self::Star { size, side } => {
                needs(*size >= 1, "one or more ties")?;
                one_sided(*side)
            }
            Self::GwDegree { decay, side } => {
                needs(decay.is_finite() && *decay >= 0.0, "a decay of zero or more")?;
                one_sided(*side)
            }
            Self::Gwesp { decay } | Self::Gwdsp { decay } => {
                needs(decay.is_finite() && *decay >= 0.0, "a decay of zero or more")
            }
        }
    }
}
