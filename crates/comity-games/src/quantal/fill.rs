//! How much work elimination is, from the pattern of the blocks alone.

use super::blocks::Blocks;

const NONE: usize = usize::MAX;

/// Multiplications that elimination takes without exchanges of rows: decisions one after the
/// other, each leaving all those that it is connected with connected among each other (Liu
/// 1990). `offsets` say where the actions of each decision start.
pub(super) fn work(blocks: &Blocks, offsets: &[usize]) -> f64 {
    let free = |place: usize| {
        let d = blocks.order[place];
        (offsets[d + 1] - offsets[d] - 1) as f64
    };
    let before = neighbours(blocks);
    let parent = parents(&before);
    let n = before.len();
    // Of each decision the log-odds of later ones that its elimination touches, with the border.
    let mut later = vec![1.0; n];
    let mut met = vec![NONE; n];
    for (place, before) in before.iter().enumerate() {
        met[place] = place;
        for &k in before {
            let mut at = k;
            while met[at] != place {
                met[at] = place;
                later[at] += free(place);
                at = parent[at];
            }
        }
    }
    (0..n).map(|i| free(i) * (free(i) + later[i]).powi(2)).sum()
}

/// Of each decision, by its place in the order, those before it that it has a block with.
fn neighbours(blocks: &Blocks) -> Vec<Vec<usize>> {
    let mut place = vec![0; blocks.order.len()];
    for (i, &d) in blocks.order.iter().enumerate() {
        place[d] = i;
    }
    let mut before = vec![Vec::new(); place.len()];
    for block in &blocks.blocks {
        let (a, b) = (place[block.rows], place[block.columns]);
        if a != b {
            before[a.max(b)].push(a.min(b));
        }
    }
    before
}

/// Of each decision the first later one that its elimination touches.
fn parents(before: &[Vec<usize>]) -> Vec<usize> {
    let mut parent = vec![NONE; before.len()];
    let mut top = vec![NONE; before.len()];
    for (place, before) in before.iter().enumerate() {
        for &k in before {
            let mut at = k;
            while at != NONE && at != place {
                let next = std::mem::replace(&mut top[at], place);
                if next == NONE {
                    parent[at] = place;
                }
                at = next;
            }
        }
    }
    parent
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantal::blocks::Block;

    fn pattern(n: usize, pairs: &[(usize, usize)]) -> Blocks {
        let block = |&(rows, columns): &(usize, usize)| Block { rows, columns, values: 0 };
        Blocks {
            order: (0..n).collect(),
            blocks: pairs.iter().map(block).collect(),
            size: 0,
            pairs: Vec::new(),
        }
    }

    #[test]
    fn a_star_is_cheap_from_its_ends_and_dear_from_its_middle() {
        let offsets = [0, 2, 4, 6, 8];
        // Ends first: each touches the middle and the border, the middle only the border.
        let ends = pattern(4, &[(0, 3), (3, 1), (2, 3)]);
        assert!((work(&ends, &offsets) - (3.0 * 9.0 + 4.0)).abs() < 1e-12);
        // The middle first connects all: 5, 4, 3 and 2 log-odds and border.
        let middle = pattern(4, &[(0, 3), (0, 1), (2, 0)]);
        assert!((work(&middle, &offsets) - (25.0 + 16.0 + 9.0 + 4.0)).abs() < 1e-12);
    }
}
