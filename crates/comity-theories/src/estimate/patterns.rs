//! Patterns of a network as formulas name them.

use comity_numerics::networks::{Memory, Side, Term};
use std::fmt;

/// Every pattern as it is written, for messages and documentation.
pub const PATTERNS: [&str; 10] = [
    "edges",
    "triangle",
    "transitiveties",
    "twopath",
    "degree(k)",
    "kstar(k)",
    "gwdegree(decay)",
    "gwesp(decay)",
    "gwdsp(decay)",
    "memory(stability)",
];

/// A pattern of a network without direction. Names and definitions are those of R's ergm and
/// btergm; see [`Term`] and [`Memory`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pattern {
    /// Ties.
    Edges,
    /// Triangles.
    Triangles,
    /// Ties whose ends have a partner in common.
    TransitiveTies,
    /// Pairs of ties with one end in common.
    TwoPaths,
    /// Nodes of this degree.
    Degree(usize),
    /// Sets of this many ties at one node.
    Star(usize),
    /// Degrees, geometrically weighted with this decay.
    GwDegree(f64),
    /// Shared partners of ties, geometrically weighted with this decay.
    Gwesp(f64),
    /// Shared partners of all dyads, geometrically weighted with this decay.
    Gwdsp(f64),
    /// The network of the year before.
    Memory(Memory),
}

impl Pattern {
    /// The pattern that a piece of a formula names: `None` when it names none, an error with
    /// what should stand there when its argument is not what it should be.
    pub(super) fn read(piece: &str) -> Option<Result<Self, &'static str>> {
        let (name, argument) = match piece.split_once('(') {
            Some((name, rest)) => (name.trim_end(), Some(rest.strip_suffix(')')?.trim())),
            None => (piece, None),
        };
        let decay = |make: fn(f64) -> Self| {
            let decay = argument.and_then(|a| a.parse::<f64>().ok());
            decay
                .filter(|d| d.is_finite() && (0.0..=10.0).contains(d))
                .map(make)
                .ok_or("a decay from 0 to 10 in brackets, such as gwesp(0.5)")
        };
        let count = |least: usize, make: fn(usize) -> Self, expected| {
            let count = argument.and_then(|a| a.parse::<usize>().ok());
            count.filter(|k| (least..=1000).contains(k)).map(make).ok_or(expected)
        };
        let plain = |pattern: Self| match argument {
            None => Ok(pattern),
            Some(_) => Err("the name alone, without brackets"),
        };
        Some(match name {
            "edges" => plain(Self::Edges),
            "triangle" => plain(Self::Triangles),
            "transitiveties" => plain(Self::TransitiveTies),
            "twopath" => plain(Self::TwoPaths),
            "degree" => count(0, Self::Degree, "a degree in brackets, such as degree(1)"),
            "kstar" => count(2, Self::Star, "two or more ties in brackets, such as kstar(2)"),
            "gwdegree" => decay(Self::GwDegree),
            "gwesp" => decay(Self::Gwesp),
            "gwdsp" => decay(Self::Gwdsp),
            "memory" => argument
                .and_then(|a| MEMORIES.iter().find(|(name, _)| *name == a))
                .map(|(_, m)| Self::Memory(*m))
                .ok_or(
                    "memory(stability), memory(autoregression), memory(innovation) or memory(loss)",
                ),
            _ => return None,
        })
    }

    /// The statistic of one network; `None` for the network of the year before.
    pub(super) fn term(self) -> Option<Term> {
        let side = Side::Either;
        Some(match self {
            Self::Edges => Term::Edges,
            Self::Triangles => Term::Triangles,
            Self::TransitiveTies => Term::TransitiveTies,
            Self::TwoPaths => Term::TwoPaths,
            Self::Degree(degree) => Term::Degree { degree, side },
            Self::Star(size) => Term::Star { size, side },
            Self::GwDegree(decay) => Term::GwDegree { decay, side },
            Self::Gwesp(decay) => Term::Gwesp { decay },
            Self::Gwdsp(decay) => Term::Gwdsp { decay },
            Self::Memory(_) => return None,
        })
    }

    /// In words, for tables.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Edges => "ties".to_owned(),
            Self::Triangles => "triangles".to_owned(),
            Self::TransitiveTies => "ties with a shared partner".to_owned(),
            Self::TwoPaths => "two-paths".to_owned(),
            Self::Degree(k) => format!("groups with {k} ties"),
            Self::Star(k) => format!("stars of {k} ties"),
            Self::GwDegree(_) => "degrees, weighted".to_owned(),
            Self::Gwesp(_) => "shared partners of ties, weighted".to_owned(),
            Self::Gwdsp(_) => "shared partners of pairs, weighted".to_owned(),
            Self::Memory(Memory::Stability) => "tie or none, as the year before".to_owned(),
            Self::Memory(Memory::Autoregression) => "tie in the year before".to_owned(),
            Self::Memory(Memory::Innovation) => "no tie in the year before".to_owned(),
            Self::Memory(Memory::Loss) => "tie of the year before lost".to_owned(),
        }
    }
}

const MEMORIES: [(&str, Memory); 4] = [
    ("stability", Memory::Stability),
    ("autoregression", Memory::Autoregression),
    ("innovation", Memory::Innovation),
    ("loss", Memory::Loss),
];

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edges => f.write_str("edges"),
            Self::Triangles => f.write_str("triangle"),
            Self::TransitiveTies => f.write_str("transitiveties"),
            Self::TwoPaths => f.write_str("twopath"),
            Self::Degree(k) => write!(f, "degree({k})"),
            Self::Star(k) => write!(f, "kstar({k})"),
            Self::GwDegree(d) => write!(f, "gwdegree({d})"),
            Self::Gwesp(d) => write!(f, "gwesp({d})"),
            Self::Gwdsp(d) => write!(f, "gwdsp({d})"),
            Self::Memory(memory) => {
                let name = MEMORIES.iter().find(|(_, m)| m == memory).map_or("", |(name, _)| name);
                write!(f, "memory({name})")
            }
        }
    }
}
