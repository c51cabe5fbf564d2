//! Gambit's extensive games.

use super::outcome::{List, Outcome, Quoted};
use crate::exact;
use crate::scalar::Rational;
use crate::tree::{Step, Tree};
use std::collections::BTreeMap;
use std::fmt;

/// What an `.efg` file holds: a game in extensive form with labels and named outcomes.
///
/// [`Efg::read`] reads the text, `to_string` writes it. Writing normalises: information sets
/// and outcomes are numbered from one as they appear, sets without a name or with that of
/// another get one, numbers are decimals or fractions in lowest terms. What has been written
/// once reads and writes as the same bytes.
///
/// ```
/// use comity_games::formats::Efg;
/// let file = Efg::read(r#"EFG 2 R "Entry" { "entrant" "incumbent" }
/// p "" 1 1 "" { "out" "in" } 0
/// t "" 1 "alone" { 0, 2 }
/// t "" 2 "shared" { 1/2 .5 }"#)?;
/// assert_eq!(file.tree().terminals(), 2);
/// let text = file.to_string();
/// assert!(text.ends_with("t \"\" 2 \"shared\" { 0.5, 0.5 }\n"));
/// assert_eq!(Efg::read(&text)?.to_string(), text);
/// # Ok::<(), comity_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Efg {
    /// The title.
    pub title: String,
    /// The comment; may be empty.
    pub comment: String,
    pub(super) tree: Tree<Rational>,
    /// Node by node.
    pub(super) labels: Vec<String>,
    /// Node by node, the place among the outcomes.
    pub(super) ends: Vec<Option<u32>>,
    pub(super) outcomes: Vec<Outcome>,
}

impl Efg {
    /// A game as a file without node labels, with one outcome for each terminal.
    #[must_use]
    pub fn new(title: impl Into<String>, tree: Tree<Rational>) -> Self {
        let mut outcomes = Vec::with_capacity(tree.terminals());
        let ends = tree.nodes().iter().map(|node| {
            let Step::Terminal { index } = node.step else { return None };
            outcomes.push(Outcome { label: String::new(), payoffs: tree.payoffs(index).to_vec() });
            u32::try_from(outcomes.len() - 1).ok()
        });
        Self {
            title: title.into(),
            comment: String::new(),
            labels: vec![String::new(); tree.nodes().len()],
            ends: ends.collect(),
            tree,
            outcomes,
        }
    }

    /// The game. Payoffs at a terminal are the sums of the outcomes on the way there.
    #[must_use]
    pub fn tree(&self) -> &Tree<Rational> {
        &self.tree
    }

    /// The label of each node, in the order of the tree; may be empty.
    #[must_use]
    pub fn node_labels(&self) -> &[String] {
        &self.labels
    }

    /// The outcomes.
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// The place among the outcomes of the one at each node, in the order of the tree.
    #[must_use]
    pub fn node_outcomes(&self) -> &[Option<u32>] {
        &self.ends
    }
}

impl fmt::Display for Efg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "EFG 2 R {} {}", Quoted(&self.title), List(self.tree.players()))?;
        writeln!(f, "{}\n", Quoted(&self.comment))?;
        let sets = self.tree.infosets();
        let mut counts: BTreeMap<Option<u32>, u32> = BTreeMap::new();
        let numbers: Vec<u32> = sets
            .iter()
            .map(|set| {
                let count = counts.entry(set.player).or_default();
                *count += 1;
                *count
            })
            .collect();
        let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
        for ((node, label), end) in self.tree.nodes().iter().zip(&self.labels).zip(&self.ends) {
            match node.step {
                Step::Terminal { .. } => write!(f, "t {} ", Quoted(label))?,
                Step::Chance { infoset } | Step::Move { infoset } => {
                    let set = &sets[infoset as usize];
                    let number = numbers[infoset as usize];
                    match set.player {
                        None => {
                            write!(f, "c {} {number} {} {{ ", Quoted(label), Quoted(&set.label))?
                        }
                        Some(p) => write!(
                            f,
                            "p {} {} {number} {} {{ ",
                            Quoted(label),
                            p + 1,
                            Quoted(&set.label)
                        )?,
                    }
                    for (i, action) in set.actions.iter().enumerate() {
                        write!(f, "{} ", Quoted(action))?;
                        if let Some(p) = set.probabilities.get(i) {
                            write!(f, "{} ", exact::shown(p))?;
                        }
                    }
                    f.write_str("} ")?;
                }
            }
            match end.and_then(|e| Some((e, self.outcomes.get(e as usize)?))) {
                None => writeln!(f, "0")?,
                Some((place, outcome)) => {
                    let next = seen.len() + 1;
                    let number = seen.entry(place).or_insert(next);
                    let label = Quoted(&outcome.label);
                    writeln!(f, "{number} {label} {{ {} }}", outcome.list())?;
                }
            }
        }
        Ok(())
    }
}
