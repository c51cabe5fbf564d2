//! Rows of dyads, and what their utilities depend on.

use crate::strategic::engine::{Index, Size};
use crate::strategic::sequential::{check_weights, invalid, same_rows};
use comity_core::Result;
use comity_numerics::Design;
use serde::{Deserialize, Serialize};

/// What two groups formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Formation {
    /// No alliance.
    None,
    /// An alliance of the two alone.
    Bilateral,
    /// An alliance with a state sponsor.
    Sponsored,
}

impl Formation {
    /// All outcomes, in the order of probabilities.
    pub const ALL: [Self; 3] = [Self::None, Self::Bilateral, Self::Sponsored];
}

/// The columns of one utility.
#[derive(Clone, Copy, Debug, Default)]
pub enum Block<'a> {
    /// No columns.
    #[default]
    Absent,
    /// Columns that are the same for both groups, such as the distance between them.
    Same(&'a Design),
    /// Columns of each group, such as its own strength, with the same names.
    Sides {
        /// As group A sees it.
        a: &'a Design,
        /// As group B sees it.
        b: &'a Design,
    },
}

impl<'a> Block<'a> {
    fn designs(self) -> Option<(&'a Design, &'a Design)> {
        match self {
            Self::Absent => None,
            Self::Same(x) => Some((x, x)),
            Self::Sides { a, b } => Some((a, b)),
        }
    }

    pub(super) fn names(self) -> &'a [String] {
        self.designs().map_or(&[], |(a, _)| a.names())
    }

    /// The first column that is constant on both sides, with its value.
    pub(super) fn constant(self) -> Option<(usize, f64)> {
        let (a, b) = self.designs()?;
        a.intercept().filter(|found| b.intercept() == Some(*found))
    }
}

/// The indices that each block enters where both groups are alike.
const INTO_OF_ALIKE: [&[usize]; 6] = [&[0], &[1], &[0, 1], &[2, 3], &[3], &[4]];

/// The utilities of every row: six blocks of columns.
#[derive(Clone, Debug)]
pub struct AllianceRows<'a> {
    rows: usize,
    /// Bilateral, sponsored, either, temptation, enforcement, loss.
    blocks: [Block<'a>; 6],
}

/// Names of the blocks, as in the names of coefficients.
const BLOCKS: [&str; 6] = ["bilateral", "sponsored", "either", "temptation", "enforcement", "loss"];
/// The place of the loss among the blocks.
pub(super) const LOSS: usize = 5;
/// The indices that A's and B's columns of each block enter.
const INTO: [[&[usize]; 2]; 6] = [
    [&[0], &[2]],
    [&[1], &[3]],
    [&[0, 1], &[2, 3]],
    [&[4, 5], &[6, 7]],
    [&[5], &[7]],
    [&[8], &[9]],
];

impl<'a> AllianceRows<'a> {
    /// From the columns of the utility of a bilateral and of a sponsored alliance, each less
    /// the utility of none.
    ///
    /// # Errors
    /// `game/invalid` when a block is absent, or rows or names of designs differ.
    pub fn new(bilateral: Block<'a>, sponsored: Block<'a>) -> Result<Self> {
        let absent = || invalid("the utility of an alliance has no columns");
        let (x, _) = bilateral.designs().ok_or_else(absent)?;
        sponsored.designs().ok_or_else(absent)?;
        let rows = Self { rows: x.rows(), blocks: [Block::Absent; 6] };
        rows.set(0, bilateral)?.set(1, sponsored)
    }

    /// With columns that change the utility of an alliance of either form alike.
    ///
    /// # Errors
    /// `game/invalid` when rows or names of designs differ.
    pub fn either(self, columns: Block<'a>) -> Result<Self> {
        self.set(2, columns)
    }

    /// With columns of the temptation to sell out. A positive coefficient makes selling out
    /// more attractive.
    ///
    /// # Errors
    /// `game/invalid` when rows or names of designs differ.
    pub fn temptation(self, columns: Block<'a>) -> Result<Self> {
        self.set(3, columns)
    }

    /// With columns that change the temptation in a sponsored alliance. A sponsor that
    /// punishes has a negative coefficient.
    ///
    /// # Errors
    /// `game/invalid` when rows or names of designs differ.
    pub fn enforcement(self, columns: Block<'a>) -> Result<Self> {
        self.set(4, columns)
    }

    /// With columns of the loss of a group that is sold out, instead of a fixed number.
    ///
    /// # Errors
    /// `game/invalid` when rows or names of designs differ.
    pub fn loss(self, columns: Block<'a>) -> Result<Self> {
        self.set(LOSS, columns)
    }

    fn set(mut self, place: usize, columns: Block<'a>) -> Result<Self> {
        if let Some((a, b)) = columns.designs() {
            let block = BLOCKS[place];
            same_rows(block, a.rows(), self.rows)?;
            same_rows(block, b.rows(), self.rows)?;
            if a.names() != b.names() {
                return Err(invalid(format!("the columns of {block} differ between the groups"))
                    .value(b.names().join(", "))
                    .expected(a.names().join(", ")));
            }
        }
        self.blocks[place] = columns;
        Ok(self)
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Names of the coefficients: block, colon, column.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let of = |(block, label): (&Block<'a>, &str)| -> Vec<String> {
            block.names().iter().map(|n| format!("{label}:{n}")).collect()
        };
        self.blocks.iter().zip(BLOCKS).flat_map(of).collect()
    }

    pub(super) fn blocks(&self) -> &[Block<'a>; 6] {
        &self.blocks
    }

    /// The number of the first coefficient of a block.
    pub(super) fn first(&self, block: usize) -> usize {
        self.blocks[..block].iter().map(|b| b.names().len()).sum()
    }

    pub(super) fn size(&self) -> Size {
        Size { rows: self.rows, parameters: self.first(self.blocks.len()) }
    }

    /// Whether every column is the same for both groups, which are then alike.
    pub(super) fn alike(&self) -> bool {
        !self.blocks.iter().any(|b| matches!(b, Block::Sides { .. }))
    }

    /// The columns with the indices of `alike` that they enter.
    pub(super) fn groups_of_alike(&self) -> Vec<Index<'a>> {
        let group = |(place, block): (usize, &Block<'a>)| {
            let (x, _) = block.designs()?;
            let first = self.first(place);
            let columns = x.columns().iter().enumerate();
            let terms = columns.map(|(c, v)| (first + c, v.as_slice())).collect();
            Some(Index { into: INTO_OF_ALIKE[place].to_vec(), terms })
        };
        self.blocks.iter().enumerate().filter_map(group).collect()
    }

    /// The columns with the indices that they enter. Columns that are the same for both
    /// groups stand once.
    pub(super) fn groups(&self) -> Vec<Index<'a>> {
        let mut groups = Vec::new();
        for (place, block) in self.blocks.iter().enumerate() {
            let first = self.first(place);
            let terms = |x: &'a Design| {
                x.columns().iter().enumerate().map(|(c, v)| (first + c, v.as_slice())).collect()
            };
            let [a_into, b_into] = INTO[place];
            match *block {
                Block::Absent => {}
                Block::Same(x) => {
                    groups.push(Index { into: [a_into, b_into].concat(), terms: terms(x) });
                }
                Block::Sides { a, b } => {
                    groups.push(Index { into: a_into.to_vec(), terms: terms(a) });
                    groups.push(Index { into: b_into.to_vec(), terms: terms(b) });
                }
            }
        }
        groups
    }
}

/// Rows with what was formed in each.
#[derive(Clone, Debug)]
pub struct AllianceData<'a> {
    pub(super) rows: AllianceRows<'a>,
    pub(super) formed: &'a [Formation],
    pub(super) weights: Option<&'a [f64]>,
    pub(super) start: Option<&'a [f64]>,
}

impl<'a> AllianceData<'a> {
    /// From rows and the outcome of each.
    ///
    /// # Errors
    /// `game/invalid` when there is not one outcome a row.
    pub fn new(rows: AllianceRows<'a>, formed: &'a [Formation]) -> Result<Self> {
        same_rows("the columns", rows.rows(), formed.len())?;
        Ok(Self { rows, formed, weights: None, start: None })
    }

    /// With frequency weights: a row of weight 2 counts as two equal rows.
    ///
    /// # Errors
    /// `game/invalid` when a weight is negative, infinite or NaN, or there is not one a row.
    pub fn weighted(mut self, weights: &'a [f64]) -> Result<Self> {
        check_weights(weights, self.formed.len())?;
        self.weights = Some(weights);
        Ok(self)
    }

    /// With coefficients to start from, in the order of [`AllianceRows::names`]: those of a fit
    /// to nearly the same rows save most of the steps.
    ///
    /// # Errors
    /// `game/invalid` when there is not one number a name or one is infinite or NaN.
    pub fn starting_at(mut self, coefficients: &'a [f64]) -> Result<Self> {
        same_rows("the starting coefficients", coefficients.len(), self.rows.size().parameters)?;
        if coefficients.iter().any(|c| !c.is_finite()) {
            return Err(invalid("a starting coefficient is not a number"));
        }
        self.start = Some(coefficients);
        Ok(self)
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &AllianceRows<'a> {
        &self.rows
    }

    /// Weight, and number of rows of positive weight, of each outcome.
    pub(super) fn totals(&self) -> ([f64; 3], Vec<usize>) {
        let (mut total, mut counts) = ([0.0; 3], vec![0; 3]);
        for (i, f) in self.formed.iter().enumerate() {
            let w = self.weights.map_or(1.0, |w| w[i]);
            total[*f as usize] += w;
            counts[*f as usize] += usize::from(w > 0.0);
        }
        (total, counts)
    }
}
