//! Which variables of a dictionary are basic, and which leaves when another enters.

use super::cells::Cells;
use std::cmp::Ordering;

/// Where a variable stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// It is basic in this row.
    Row(usize),
    /// It is nonbasic, hence zero, in this column.
    Column(usize),
}

/// Rows `basic + Σ coefficient · nonbasic = right-hand side`, all variables at least zero.
///
/// Variables `0..rows` are the ones that are basic at first, `rows..rows + columns` the others.
/// The right-hand sides are perturbed by powers of an infinitesimal, one a variable basic at
/// first, so that no tie is left and no basis comes back (the lexicographic rule). The last
/// variable has the first power: in poker of Kuhn's kind the path is then as long as the
/// dictionary has rows, and grows exponentially with the cards in the other order.
#[derive(Clone, Debug)]
pub(crate) struct Dictionary {
    cells: Cells,
    basic: Vec<usize>,
    nonbasic: Vec<usize>,
    place: Vec<Place>,
    /// The rows whose variables must stay at least zero: all, or all but the last.
    bounded: usize,
    ties: Vec<usize>,
}

impl Dictionary {
    /// From coefficients, row by row with the right-hand side last.
    pub(crate) fn new(cells: Cells, rows: usize, columns: usize) -> Self {
        Self {
            cells,
            basic: (0..rows).collect(),
            nonbasic: (rows..rows + columns).collect(),
            place: (0..rows).map(Place::Row).chain((0..columns).map(Place::Column)).collect(),
            bounded: rows,
            ties: Vec::with_capacity(rows),
        }
    }

    /// The same with a further row, last, whose variable `rows` may have any value; `rows`
    /// counts the others.
    pub(crate) fn with_objective(cells: Cells, rows: usize, columns: usize) -> Self {
        Self { bounded: rows, ..Self::new(cells, rows + 1, columns) }
    }

    /// The sign of a coefficient.
    pub(crate) fn sign(&self, row: usize, column: usize) -> Ordering {
        self.cells.sign(self.at(row, column))
    }

    /// Number of cells in a row.
    fn width(&self) -> usize {
        self.nonbasic.len() + 1
    }

    fn at(&self, row: usize, column: usize) -> usize {
        row * self.width() + column
    }

    /// The coefficients.
    pub(crate) fn cells(&self) -> &Cells {
        &self.cells
    }

    /// Where a variable stands.
    pub(crate) fn place(&self, variable: usize) -> Place {
        self.place[variable]
    }

    /// The basic variables, row by row.
    pub(crate) fn basic(&self) -> &[usize] {
        &self.basic
    }

    /// The nonbasic variables, column by column.
    pub(crate) fn nonbasic(&self) -> &[usize] {
        &self.nonbasic
    }

    /// Where in the cells the right-hand side of a row stands.
    pub(crate) fn right(&self, row: usize) -> usize {
        self.at(row, self.nonbasic.len())
    }

    /// The row whose variable first reaches zero when the variable of a column grows; `None`
    /// when none does. Of several rows with the least ratio `preferred` wins, then the
    /// lexicographically least.
    pub(crate) fn leaving(&mut self, column: usize, preferred: Option<usize>) -> Option<usize> {
        let mut ties = std::mem::take(&mut self.ties);
        ties.clear();
        for row in 0..self.bounded {
            if self.sign(row, column) == Ordering::Greater {
                self.keep_least(&mut ties, row, column, self.nonbasic.len());
            }
        }
        let row = match preferred {
            Some(row) if ties.contains(&row) => Some(row),
            _ => self.lexicographic(&mut ties, column),
        };
        self.ties = ties;
        row
    }

    /// Adds a row to those with the least ratio of `column` `over` to `by`, or begins anew.
    fn keep_least(&self, ties: &mut Vec<usize>, row: usize, by: usize, over: usize) {
        let Some(&best) = ties.first() else {
            ties.push(row);
            return;
        };
        let fraction = |r: usize| (self.at(r, over), self.at(r, by));
        match self.cells.compare(fraction(row), fraction(best)) {
            Ordering::Less => {
                ties.clear();
                ties.push(row);
            }
            Ordering::Equal => ties.push(row),
            Ordering::Greater => {}
        }
    }

    fn lexicographic(&self, ties: &mut Vec<usize>, column: usize) -> Option<usize> {
        let mut least = Vec::new();
        for variable in (0..self.basic.len()).rev() {
            if ties.len() < 2 {
                break;
            }
            match self.place[variable] {
                Place::Row(own) => ties.retain(|&row| row != own),
                Place::Column(own) if own == column => {}
                Place::Column(own) => {
                    least.clear();
                    for &row in &*ties {
                        self.keep_least(&mut least, row, column, own);
                    }
                    std::mem::swap(ties, &mut least);
                }
            }
        }
        ties.first().copied()
    }

    /// Exchanges the variables of a row and a column whose coefficient is positive.
    pub(crate) fn pivot(&mut self, row: usize, column: usize) {
        let width = self.width();
        self.cells.pivot(row, column, width);
        let (out, into) = (self.basic[row], self.nonbasic[column]);
        self.basic[row] = into;
        self.nonbasic[column] = out;
        self.place[into] = Place::Row(row);
        self.place[out] = Place::Column(column);
    }

    /// Replaces the variable of a row by one less it.
    pub(crate) fn reflect(&mut self, row: usize) {
        let right = self.right(row);
        self.cells.negate(self.at(row, 0)..right);
        self.cells.complement(right);
    }

    /// Whether the variable of a column reaches one before that of a row reaches zero.
    pub(crate) fn passes_one(&self, row: usize, column: usize) -> bool {
        self.cells.at_least_one(self.right(row), self.at(row, column))
    }

    /// Computes the present basis afresh from the first dictionary, in floating numbers.
    pub(crate) fn refresh(&mut self, first: &Self) {
        let wanted = self.place.clone();
        let basic = |v: usize| matches!(wanted[v], Place::Row(_));
        self.clone_from(first);
        for column in 0..self.nonbasic.len() {
            if !basic(self.nonbasic[column]) {
                continue;
            }
            let free = (0..self.basic.len()).filter(|&row| !basic(self.basic[row]));
            let size = |row: &usize| self.cells.size(self.at(*row, column));
            if let Some(row) = free.max_by(|a, b| size(a).total_cmp(&size(b))) {
                self.pivot(row, column);
            }
        }
    }

    /// Brings the nonbasic variables into this order of columns.
    pub(crate) fn arrange(&mut self, order: &[usize]) {
        let width = self.width();
        for (to, &variable) in order.iter().enumerate() {
            let Place::Column(from) = self.place[variable] else { continue };
            if from != to {
                self.cells.swap_columns(from, to, width);
                self.nonbasic.swap(from, to);
                self.place[self.nonbasic[from]] = Place::Column(from);
                self.place[self.nonbasic[to]] = Place::Column(to);
            }
        }
    }
}
